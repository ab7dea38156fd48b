// SPDX-License-Identifier: EUPL-1.2
// CatalogueContent: offers as authors write them (sample region, imports), and the one function that stores them.
// The YAML or other source is read elsewhere; here everything refers to everything by its slug.
#pragma once

#include "catalogue/model.hpp"

#include <stdexcept>

namespace kc::storage {
class Transaction;
}

namespace kc::catalogue {

struct PlaceContent {
    std::string slug, name;
    double latitude = 0, longitude = 0;
};

struct ProviderContent {
    std::string slug;  // also the slug of its organisation
    ProviderKind kind{};
    std::string name, description, place;
};

struct VenueContent {
    std::string slug, host, name, place, street;
    int seats = 0;
    bool step_free = false;
    std::string equipment, description;
};

struct ModuleContent {
    std::string slug, name, name_en, description;
};

struct LevelContent {
    std::string competence;
    int level = 1;
};

struct DateContent {
    Format mode{};
    Date first_day{}, last_day{};
    int start_minute = 0, end_minute = 0;
    std::optional<std::string> venue;
    int seats = 0;
    Date booking_deadline{};
    DateState state{};
};

struct UnitContent {
    std::string slug, provider;
    OfferKind kind{};
    std::string title, objective, description_specialist, description_general, audience;
    std::vector<std::string> modules, mandatory_in;
    std::vector<LevelContent> teaches, needs;
    std::optional<std::string> after;
    HalfHours self_study, tutorial, follow_up;
    Format mode{};
    int presence_days = 0;
    Money price_member, price_other;
    Origin origin{};
    bool funded = false;
    std::string language = "de";
    std::vector<DateContent> dates;
};

struct CourseContent {
    std::string slug, name, module;
    bool closed = false;
    std::vector<std::string> units;
};

struct CatalogueContent {
    std::vector<ProviderContent> providers;
    std::vector<VenueContent> venues;
    std::vector<ModuleContent> modules;
    std::vector<UnitContent> units;
    std::vector<CourseContent> courses;
};

class CatalogueContentError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Places are there before organisations, which have their seats in them; and those are there before what they offer.
void write_places(storage::Transaction& transaction, const std::vector<PlaceContent>& places);

// Adds everything; an unknown slug throws CatalogueContentError and the transaction writes nothing.
void write_catalogue(storage::Transaction& transaction, const CatalogueContent& content, Instant now);

}  // namespace kc::catalogue
