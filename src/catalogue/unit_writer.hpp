// SPDX-License-Identifier: EUPL-1.2
// Writes one description into the tables, for publication and for content of many offers at once. Included by this room only.
#pragma once

#include "catalogue/content.hpp"

#include <map>
#include <unordered_map>

namespace kc::catalogue {

// Numbers by slug, asked once each. What does not exist throws CatalogueContentError that names who asked.
class SlugLookup {
public:
    explicit SlugLookup(storage::Transaction& transaction) : transaction_(transaction) {}

    enum class Table { places, organisations, competences, providers, venues, modules, learning_units, courses };
    std::int64_t of(Table table, const std::string& slug, std::string_view asked_by);

private:
    storage::Transaction& transaction_;
    std::map<Table, std::unordered_map<std::string, std::int64_t>> known_;
};

class UnitWriter {
public:
    UnitWriter(storage::Transaction& transaction, Instant now) : transaction_(transaction), lookup_(transaction), now_(now) {}

    SlugLookup& lookup() { return lookup_; }
    // The columns of a row that is there, as published version `version`; without what refers to other units.
    void describe(LearningUnitId id, const UnitContent& content, int version);
    // Levels, modules, seals, predecessor, original of a code-share; what was there before is replaced.
    void link(LearningUnitId id, const UnitContent& content);
    // Keeps the version as it is now, without slug, provider and dates.
    void keep_version(LearningUnitId id, UnitContent content, int version, Instant published_at);
    TutorialDateId add_date(LearningUnitId id, const DateContent& date, std::string_view asked_by);

private:
    storage::Transaction& transaction_;
    SlugLookup lookup_;
    Instant now_;
};

}  // namespace kc::catalogue
