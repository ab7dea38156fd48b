// SPDX-License-Identifier: EUPL-1.2
// OfferSearch holds catalogue, competence framework and search index as one immutable state that fits together, and swaps it whole
// when offers change: by the changed offers alone, so that a change is found within a second at any size.
#pragma once

#include "base/clock.hpp"
#include "catalogue/catalogue.hpp"
#include "competence/framework.hpp"
#include "discovery/search_memory.hpp"
#include "discovery/vocabulary.hpp"
#include "search/index.hpp"
#include "search/language.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace kc::storage {
class ChangeFeed;
}

namespace kc::discovery {

// What one request works with; hold the pointer for as long as the answer is made.
struct OfferState {
    std::shared_ptr<const catalogue::CatalogueSnapshot> catalogue;
    std::shared_ptr<const competence::CompetenceFramework> framework;
    std::shared_ptr<const search::Index> index;
    std::shared_ptr<const Vocabulary> vocabulary;
    Date day{};                            // for which dates and seals were looked at
    std::shared_ptr<SearchMemory> memory;  // what was worked out for single people, under the number of this state; may be absent
    std::uint64_t number = 0;
};

class OfferSearch {
public:
    // The YAML text of the synonyms in force; asked at the beginning and by reload_synonyms().
    using SynonymText = std::function<std::string()>;

    OfferSearch(catalogue::CatalogueSource& catalogue, const competence::FrameworkSource& framework, const Clock& clock,
                std::shared_ptr<const search::Analyzer> language, SynonymText synonyms = {});
    ~OfferSearch();
    OfferSearch(const OfferSearch&) = delete;

    // The first question of a new day makes the offers whose deadlines or seals passed be looked at again, in the background.
    std::shared_ptr<const OfferState> current();
    // After the office changed the list. A text that cannot be read leaves the old list in force and answers false.
    bool reload_synonyms();
    std::shared_ptr<const search::Analyzer> language() const;
    // Before the feed starts, and after the sources of catalogue and framework follow it.
    void follow(storage::ChangeFeed& feed);

private:
    using Snapshot = std::shared_ptr<const catalogue::CatalogueSnapshot>;
    void renew(const Snapshot& snapshot, std::optional<std::span<const LearningUnitId>> changed);
    void build(const Snapshot& snapshot);
    void renew_what_differs(const Snapshot& snapshot);
    // `changed`: documents that say something else than before; absent when anything may.
    void publish(OfferState state, std::optional<std::span<const LearningUnitId>> changed);
    void work_behind(const std::stop_token& stop);
    void compact(std::unique_lock<std::mutex>& building);
    std::shared_ptr<const OfferState> present() const;

    catalogue::CatalogueSource& catalogue_;
    const competence::FrameworkSource& framework_;
    const Clock& clock_;
    SynonymText synonyms_;
    const std::shared_ptr<SearchMemory> memory_ = std::make_shared<SearchMemory>();

    mutable std::mutex mutex_;  // guards the two pointers only
    std::shared_ptr<const OfferState> state_;
    std::shared_ptr<const search::Analyzer> language_;

    std::mutex building_;                                         // one change after the other
    Snapshot newest_;                                             // the snapshot of the last swap
    std::unordered_map<std::int64_t, std::size_t> fingerprints_;  // of the documents in the index, by number of the unit
    bool compacting_ = false;
    std::vector<LearningUnitId> changed_while_compacting_;
    std::condition_variable_any wake_;
    bool wants_compaction_ = false, new_day_ = false;
    std::jthread worker_;  // last: it uses all of the above
};

}  // namespace kc::discovery
