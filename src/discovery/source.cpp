// SPDX-License-Identifier: EUPL-1.2
#include "discovery/source.hpp"

#include "base/memory.hpp"
#include "discovery/documents.hpp"
#include "storage/changes.hpp"

#include <unordered_set>

namespace kc::discovery {

namespace {

using catalogue::LearningUnit;

constexpr std::span<const LearningUnitId> no_units;  // the state is another one, and the offers are the same

void mix(std::size_t& hash, std::size_t value) { hash ^= value + 0x9e3779b97f4a7c15ULL + (hash << 6) + (hash >> 2); }

// Equal for documents that the index need not hear of again.
std::size_t fingerprint(const search::Document& document) {
    std::size_t hash = std::hash<std::int64_t>{}(document.order);
    for (const auto& text : document.texts) mix(hash, std::hash<std::string>{}(text));
    for (const auto& [facet, value] : document.values) mix(hash, std::size_t{facet} << 16 | value);
    for (const auto number : document.numbers) mix(hash, static_cast<std::size_t>(number));
    for (const auto& o : document.occurrences) {
        mix(hash, static_cast<std::size_t>(o.key) << 2 | static_cast<std::size_t>(o.kind));
        mix(hash, static_cast<std::size_t>(o.first_day) << 32 ^ static_cast<std::size_t>(o.last_day));
        mix(hash, static_cast<std::size_t>(o.booking_deadline));
        mix(hash,
            static_cast<std::size_t>(o.start_minute) << 48 ^ static_cast<std::size_t>(o.end_minute) << 32 ^ std::size_t{o.place} << 16 ^ o.format);
        mix(hash, static_cast<std::size_t>(o.seats_left));
    }
    mix(hash, document.only_for ? static_cast<std::size_t>(*document.only_for) : 0);
    return hash;
}

void add_labels(search::IndexBuilder& builder, const catalogue::CatalogueSnapshot& snapshot, const competence::CompetenceFramework& framework,
                const Vocabulary& vocabulary) {
    const auto label = [&](Facet facet, std::optional<std::uint16_t> value, const std::string& text) {
        if (value) builder.add_label(static_cast<std::size_t>(facet), *value, text);
    };
    for (const auto& competence : framework.competences()) label(Facet::competence, vocabulary.competences.find(competence.slug), competence.name);
    for (const auto& area : framework.areas()) label(Facet::area, vocabulary.areas.find(area.slug), area.name);
    for (const auto& module : snapshot.modules()) label(Facet::module, vocabulary.modules.find(module.slug), module.name);
    for (const auto& provider : snapshot.providers()) label(Facet::provider, vocabulary.providers.find(provider.slug), provider.name);
}

}  // namespace

OfferSearch::OfferSearch(catalogue::CatalogueSource& catalogue, const competence::FrameworkSource& framework, const Clock& clock,
                         std::shared_ptr<const search::Analyzer> language, SynonymText synonyms)
    : catalogue_(catalogue), framework_(framework), clock_(clock), synonyms_(std::move(synonyms)), language_(std::move(language)) {
    if (synonyms_) {
        if (auto read = search::parse_synonyms(synonyms_())) language_ = language_->with_synonyms(std::move(*read));
    }
    catalogue_.on_swap([this](const Snapshot& snapshot, std::optional<std::span<const LearningUnitId>> changed) { renew(snapshot, changed); });
    worker_ = std::jthread([this](const std::stop_token& stop) { work_behind(stop); });
}

OfferSearch::~OfferSearch() = default;

std::shared_ptr<const OfferState> OfferSearch::present() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

std::shared_ptr<const search::Analyzer> OfferSearch::language() const {
    const std::lock_guard lock(mutex_);
    return language_;
}

std::shared_ptr<const OfferState> OfferSearch::current() {
    auto state = present();
    if (state->day == clock_.today()) return state;
    if (const std::unique_lock lock(building_, std::try_to_lock); lock.owns_lock() && !new_day_) {
        new_day_ = true;
        wake_.notify_one();
    }
    return state;
}

bool OfferSearch::reload_synonyms() {
    if (!synonyms_) return false;
    auto read = search::parse_synonyms(synonyms_());
    if (!read) return false;
    const std::lock_guard lock(building_);
    auto language = this->language()->with_synonyms(std::move(*read));
    {
        const std::lock_guard pointers(mutex_);
        language_ = language;
    }
    auto state = *present();
    state.index = state.index->with_language(std::move(language));
    publish(std::move(state), no_units);
    return true;
}

void OfferSearch::follow(storage::ChangeFeed& feed) {
    feed.subscribe(storage::ChangeTopic::search_vocabulary, [this](std::span<const std::int64_t>) { reload_synonyms(); });
    feed.subscribe(storage::ChangeTopic::framework, [this](std::span<const std::int64_t>) {
        const std::lock_guard lock(building_);
        build(newest_);  // names of competences stand in every document
    });
    for (const auto topic : {storage::ChangeTopic::role_profile, storage::ChangeTopic::organisation}) {
        feed.subscribe(topic, [this](std::span<const std::int64_t>) {  // seats of employers and demands: no document holds them
            const std::lock_guard lock(building_);
            auto state = *present();
            state.framework = framework_.current();
            publish(std::move(state), no_units);
        });
    }
}

void OfferSearch::renew(const Snapshot& snapshot, std::optional<std::span<const LearningUnitId>> changed) {
    const std::lock_guard lock(building_);
    newest_ = snapshot;
    if (present() == nullptr) return build(snapshot);
    if (!changed) return renew_what_differs(snapshot);
    auto state = *present();
    auto vocabulary = std::make_shared<Vocabulary>(*state.vocabulary);
    std::vector<search::Document> documents;
    std::vector<search::DocumentKey> removed;
    for (const auto id : *changed) {
        if (const auto* unit = snapshot->find_unit(id)) {
            documents.push_back(offer_document(*snapshot, *state.framework, *unit, *vocabulary, state.day));
            fingerprints_[id.value] = fingerprint(documents.back());
        } else {
            removed.push_back(id.value);
            fingerprints_.erase(id.value);
        }
    }
    if (compacting_) changed_while_compacting_.insert(changed_while_compacting_.end(), changed->begin(), changed->end());
    state.catalogue = snapshot;
    if (!documents.empty() || !removed.empty()) state.index = state.index->with_changes(documents, removed);
    state.vocabulary = std::move(vocabulary);
    publish(std::move(state), changed);
}

// A new name of a provider, dates in series, a new day: most documents stay as they were, and only the index knows how to be cheap about it.
void OfferSearch::renew_what_differs(const Snapshot& snapshot) {
    auto state = *present();
    const auto today = clock_.today();
    auto vocabulary = std::make_shared<Vocabulary>(*state.vocabulary);
    std::vector<search::Document> documents;
    std::unordered_set<std::int64_t> seen;
    const std::size_t many = snapshot->units().size() / 5 + 50;
    for (const auto& unit : snapshot->units()) {
        auto document = offer_document(*snapshot, *state.framework, unit, *vocabulary, today);
        const auto print = fingerprint(document);
        seen.insert(unit.id.value);
        auto& known = fingerprints_[unit.id.value];
        if (known == print) continue;
        known = print;
        documents.push_back(std::move(document));
        if (documents.size() > many) return build(snapshot);
    }
    std::vector<search::DocumentKey> removed;
    for (const auto& [key, print] : fingerprints_) {
        if (!seen.contains(key)) removed.push_back(key);
    }
    for (const auto key : removed) fingerprints_.erase(key);
    if (compacting_) {
        for (const auto& document : documents) changed_while_compacting_.push_back(LearningUnitId{document.key});
        for (const auto key : removed) changed_while_compacting_.push_back(LearningUnitId{key});
    }
    state.catalogue = snapshot;
    state.day = today;
    if (!documents.empty() || !removed.empty()) state.index = state.index->with_changes(documents, removed);
    state.vocabulary = std::move(vocabulary);
    publish(std::move(state), std::nullopt);
}

void OfferSearch::build(const Snapshot& snapshot) {
    OfferState state{.catalogue = snapshot, .framework = framework_.current(), .index = {}, .vocabulary = {}, .day = clock_.today(), .memory = {}};
    auto vocabulary = std::make_shared<Vocabulary>();
    search::IndexBuilder builder(offer_schema(), language());
    fingerprints_.clear();
    for (const auto& unit : snapshot->units()) {
        auto document = offer_document(*snapshot, *state.framework, unit, *vocabulary, state.day);
        fingerprints_[unit.id.value] = fingerprint(document);
        builder.add(std::move(document));
    }
    add_labels(builder, *snapshot, *state.framework, *vocabulary);
    state.index = builder.build();
    state.vocabulary = std::move(vocabulary);
    if (compacting_) {  // what is being compacted is out of date as a whole
        compacting_ = false;
        changed_while_compacting_.clear();
    }
    publish(std::move(state), std::nullopt);
    return_freed_memory();
}

void OfferSearch::publish(OfferState state, std::optional<std::span<const LearningUnitId>> changed) {
    state.memory = memory_;
    state.number = memory_->offers_changed(changed);
    auto next = std::make_shared<const OfferState>(std::move(state));
    wants_compaction_ = next->index->wants_compaction();
    {
        const std::lock_guard lock(mutex_);
        state_.swap(next);
    }
    if (wants_compaction_ && !compacting_) wake_.notify_one();
}

void OfferSearch::work_behind(const std::stop_token& stop) {
    std::unique_lock building(building_);
    while (wake_.wait(building, stop, [this] { return new_day_ || (wants_compaction_ && !compacting_); })) {
        if (std::exchange(new_day_, false) && present()->day != clock_.today()) renew_what_differs(newest_);
        if (std::exchange(wants_compaction_, false)) compact(building);
    }
}

// Beside everything else, because it takes a second at 100,000 offers; what changes meanwhile is put into the new index afterwards.
void OfferSearch::compact(std::unique_lock<std::mutex>& building) {
    compacting_ = true;
    changed_while_compacting_.clear();
    auto before = present();
    building.unlock();
    auto compacted = before->index->compacted();
    building.lock();
    if (!std::exchange(compacting_, false)) return;  // everything was built anew meanwhile
    auto state = *present();
    auto vocabulary = std::make_shared<Vocabulary>(*state.vocabulary);
    std::vector<search::Document> documents;
    std::vector<search::DocumentKey> removed;
    const std::unordered_set<LearningUnitId> changed(changed_while_compacting_.begin(), changed_while_compacting_.end());
    for (const auto id : changed) {
        if (const auto* unit = state.catalogue->find_unit(id))
            documents.push_back(offer_document(*state.catalogue, *state.framework, *unit, *vocabulary, state.day));
        else
            removed.push_back(id.value);
    }
    compacted = compacted->with_language(language());  // the office may have changed the synonyms meanwhile
    state.index = changed.empty() ? std::move(compacted) : compacted->with_changes(documents, removed);
    state.vocabulary = std::move(vocabulary);
    publish(std::move(state), no_units);
    before.reset();
    return_freed_memory();
}

}  // namespace kc::discovery
