// SPDX-License-Identifier: EUPL-1.2
// SynonymLists: the list of synonyms as the office keeps it. Nobody overwrites what somebody else has just saved, nothing that cannot be
// read is saved, and every revision can be had again. A change is told to the search of every node.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "discovery/synonym_list_store.hpp"
#include "search/synonyms.hpp"

namespace kc::discovery {

enum class SynonymListError {
    not_permitted,
    outdated,    // somebody saved meanwhile
    unreadable,  // see the problems
    unchanged,
    revision_not_found,
};
BOOST_DESCRIBE_ENUM(SynonymListError, not_permitted, outdated, unreadable, unchanged, revision_not_found)

struct SynonymListRefusal {
    SynonymListError error{};
    std::vector<search::SynonymProblem> problems;  // only with unreadable
};

class SynonymLists {
public:
    // `delivered`: the text of the list that comes with the program.
    SynonymLists(storage::Database& database, const Clock& clock, std::string delivered)
        : database_(database), clock_(clock), delivered_(std::move(delivered)) {}

    SynonymRevision in_force() const;                     // revision 0: the delivered one
    std::string text() const { return in_force().text; }  // for OfferSearch
    const std::string& delivered() const { return delivered_; }
    std::vector<SynonymRevisionHead> history(int limit) const;

    // `base`: the revision that was shown when the editing began. Answers the new one.
    Result<int, SynonymListRefusal> save(const Viewer& viewer, int base, const std::string& text);
    // Makes an old revision (0: the delivered list) the new one.
    Result<int, SynonymListRefusal> restore(const Viewer& viewer, int base, int revision);
    std::optional<std::string> find_text(int revision) const;

private:
    storage::Database& database_;
    const Clock& clock_;
    const std::string delivered_;
};

}  // namespace kc::discovery
