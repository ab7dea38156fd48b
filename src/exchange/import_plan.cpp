// SPDX-License-Identifier: EUPL-1.2
#include "exchange/import_plan.hpp"

#include "authoring/content_rules.hpp"
#include "catalogue/content_json.hpp"
#include "exchange/offer_times.hpp"
#include "exchange/values.hpp"

#include <sodium.h>

namespace kc::exchange {

using catalogue::DateContent;
using catalogue::Format;
using catalogue::StoredDate;
using catalogue::UnitContent;
using storage::Session;

namespace {

std::string fingerprint_of(UnitContent content) {
    content.dates.clear();
    const std::string text = catalogue::to_json(content);
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
    std::string out;
    for (const auto byte : hash) out += fmt::format("{:02x}", byte);
    return out;
}

// "Heppenheim (Bergstraße)" is also called Heppenheim, "Neustadt an der Weinstraße" Neustadt.
bool same_town(std::string_view written, std::string_view known) {
    const std::string wanted = folded(written), full = folded(known);
    if (wanted == full) return true;
    for (const std::string_view mark : {" (", " an der ", " am ", " in der ", " bei "}) {
        const auto end = full.find(mark);
        if (end != std::string::npos && full.substr(0, end) == wanted) return true;
    }
    return false;
}

// Whether the source said something about this: any field of it that was not dropped.
bool says(const ReadOffer& offer, std::initializer_list<std::string_view> names) {
    return std::any_of(offer.fields.begin(), offer.fields.end(), [&](const FieldReport& field) {
        return field.outcome != FieldOutcome::dropped &&
               std::any_of(names.begin(), names.end(), [&](std::string_view name) { return field.field.find(name) != std::string::npos; });
    });
}

// What the source does not tell stays as people here have written it (AU-23).
void keep_own_additions(UnitContent& fresh, const UnitContent& here, const ReadOffer& offer) {
    const auto keep = [&](auto... members) {
        const auto one = [&](auto member) {
            if ((fresh.*member).empty()) fresh.*member = here.*member;
        };
        (one(members), ...);
    };
    keep(&UnitContent::objective, &UnitContent::description_specialist, &UnitContent::description_general, &UnitContent::audience,
         &UnitContent::practice, &UnitContent::funding, &UnitContent::accessibility_note);
    keep(&UnitContent::modules, &UnitContent::mandatory_in, &UnitContent::keywords);
    keep(&UnitContent::teaches, &UnitContent::needs);
    keep(&UnitContent::credentials);
    keep(&UnitContent::accessibility);
    keep(&UnitContent::seals);
    const auto keep_absent = [&](auto member) {
        if (!(fresh.*member)) fresh.*member = here.*member;
    };
    keep_absent(&UnitContent::after);
    keep_absent(&UnitContent::participants_min);
    keep_absent(&UnitContent::participants_max);
    keep_absent(&UnitContent::code_share_of);
    keep_absent(&UnitContent::dqr);
    keep_absent(&UnitContent::only_for);
    if (fresh.self_study.value + fresh.tutorial.value + fresh.follow_up.value == 0) {
        fresh.self_study = here.self_study;
        fresh.tutorial = here.tutorial;
        fresh.follow_up = here.follow_up;
    }
    if (fresh.presence_days == 0 && fresh.mode == here.mode) fresh.presence_days = here.presence_days;
    if (fresh.ects_tenths == 0) fresh.ects_tenths = here.ects_tenths;
    if (!says(offer, {"evel", "Niveau"})) fresh.difficulty = here.difficulty;
    if (!says(offer, {"veranstaltungsart", "Art"})) fresh.kind = here.kind;
    if (!says(offer, {"Herkunft"})) fresh.origin = here.origin;
    if (!says(offer, {"price", "betrag", "Preis", "ccess"})) {
        fresh.price_member = here.price_member;
        fresh.price_other = here.price_other;
    }
    fresh.funded = fresh.funded || here.funded;
}

class Planner {
public:
    Planner(Session& session, const PlanParts& parts, const ImportProvider& provider, const std::string& system, std::span<const ReadOffer> offers)
        : session_(session),
          parts_(parts),
          provider_(provider),
          offers_(offers),
          venues_(store::list_venues(session)),
          places_(store::list_places(session)),
          catalogue_(parts.authoring.catalogue()),
          framework_(parts.authoring.framework()) {
        for (auto& unit : store::list_imported(session, provider.id, system)) known_.emplace(unit.source_id, std::move(unit));
    }

    ImportPlan plan() {
        plan_.offers.reserve(offers_.size());
        for (const auto& offer : offers_) plan_.offers.push_back(plan_offer(offer));
        return std::move(plan_);
    }

private:
    PlannedOffer plan_offer(const ReadOffer& read) {
        PlannedOffer planned;
        auto& report = planned.report;
        report.line = read.line;
        report.title = read.content.title;
        report.hold = read.hold;
        for (const auto& problem : read.problems) report.problems.push_back({problem.line, problem.field, problem.message});
        std::set<std::tuple<std::string_view, FieldOutcome, std::string_view, std::string_view>> told;
        for (const auto& field : read.fields) {
            if (told.emplace(field.field, field.outcome, field.reason, field.value).second) report.fields.push_back(field);
        }
        if (read.content.source) report.source_id = read.content.source->id;
        if (const auto found = known_.find(report.source_id); found != known_.end() && !report.source_id.empty()) planned.known = found->second;
        if (planned.known) report.unit = planned.known->id;
        if (!report.problems.empty()) {
            report.result = OfferResult::refused;
            return planned;
        }
        if (read.ended) {
            report.result = OfferResult::ended;
            return planned;
        }
        planned.fingerprint = fingerprint_of(read.content);
        planned.content = read.content;
        planned.content.provider = provider_.slug;
        planned.content.dates.clear();

        std::optional<UnitContent> here;
        if (planned.known) {
            planned.draft = authoring::find_draft(session_, planned.known->id);
            here = planned.draft ? planned.draft->content : catalogue::read_unit_content(session_, planned.known->id);
            keep_own_additions(planned.content, *here, read);
            planned.content.slug = here->slug;
        }
        planned.content = parts_.authoring.normalised(std::move(planned.content));
        check_possible(planned, read, here ? &*here : nullptr);
        if (!report.problems.empty()) {
            report.result = OfferResult::refused;
            return planned;
        }
        const bool retired = planned.known && planned.known->state == catalogue::UnitState::retired;
        planned.content_changed = !planned.known || (planned.known->fingerprint != planned.fingerprint && differs(planned.content, *here));
        plan_dates(planned, read);
        if (retired) {
            report.hold.push_back("Das Angebot ist hier zurückgezogen und bleibt es.");
            planned.dates.clear();
            planned.cancelled.clear();
            report.dates_added = report.dates_changed = report.dates_cancelled = 0;
            report.result = OfferResult::unchanged;
            return planned;
        }
        const bool dates_change = !planned.dates.empty() || !planned.cancelled.empty();
        report.result = !planned.known ? OfferResult::added : planned.content_changed || dates_change ? OfferResult::changed : OfferResult::unchanged;
        if (report.result == OfferResult::unchanged) {
            report.fields.clear();
            report.hold.clear();
        } else {
            assess(planned);
        }
        return planned;
    }

    static bool differs(const UnitContent& fresh, const UnitContent& here) {
        return fresh.kind != here.kind || !authoring::changed_fields(here, fresh).empty();
    }

    void check_possible(PlannedOffer& planned, const ReadOffer& read, const UnitContent* here) {
        const auto problems = authoring::impossible_values(planned.content, {*catalogue_, *framework_, planned.content.slug, provider_.slug, here});
        for (const auto& problem : problems) {
            planned.report.problems.push_back({read.line, problem.field, parts_.messages.text(Language::de, problem)});
        }
    }

    // Whatever keeps the offer from being released stands in the report, also of a dry run.
    void assess(PlannedOffer& planned) {
        authoring::Offer offer;
        if (planned.known) offer.unit.id = planned.known->id;
        offer.unit.slug = planned.content.slug;
        const auto readiness = parts_.authoring.assess(offer, planned.content);
        for (const auto& item : readiness.items) {
            if (item.met || item.strength != authoring::Strength::must) continue;
            planned.report.hold.push_back(
                parts_.messages.text(Language::de, FieldProblem{item.field, authoring::rule_key(item.rule) + ".todo", item.arguments}));
        }
        if (readiness.score < authoring::readiness_score_min) {
            planned.report.hold.push_back(
                fmt::format("Die Beschreibung erreicht {} von 100 Punkten; nötig sind {}.", readiness.score, authoring::readiness_score_min));
        }
    }

    struct FoundVenue {
        std::optional<VenueId> id;
        std::optional<std::size_t> planned;
    };

    // Looked for once per name and town: a feed may carry as many venues as offers, and names one again for every date.
    std::optional<FoundVenue> venue_of(const ReadVenue& wanted, int seats) {
        const auto [entry, fresh] = sought_.try_emplace(folded(wanted.name) + "\n" + folded(wanted.town));
        if (fresh) entry->second = find_or_plan_venue(wanted);
        const auto& found = entry->second;
        if (found && found->planned) {
            auto& planned = plan_.venues[*found->planned].content;
            planned.seats = std::max(planned.seats, seats);
        }
        return found;
    }

    std::optional<FoundVenue> find_or_plan_venue(const ReadVenue& wanted) {
        const std::string name = folded(wanted.name);
        for (const auto& venue : venues_) {
            if (venue.organisation_id == provider_.organisation_id && folded(venue.name) == name && same_town(wanted.town, venue.place)) {
                return FoundVenue{venue.id, std::nullopt};
            }
        }
        const auto place = std::find_if(places_.begin(), places_.end(), [&](const KnownPlace& p) { return same_town(wanted.town, p.name); });
        if (place == places_.end()) return std::nullopt;
        PlannedVenue planned;
        planned.town = wanted.town;
        planned.content.host = provider_.slug;
        planned.content.name = cut(wanted.name, 120);
        planned.content.place = place->slug;
        planned.content.street = cut(wanted.street, 120);
        planned.content.seats = 1;
        planned.content.step_free = wanted.step_free.value_or(false);
        plan_.notes.push_back(
            fmt::format("Neuer Lernort: {}, {}. Ergänzen Sie Ausstattung und Barrierefreiheit.", planned.content.name, place->name));
        plan_.venues.push_back(std::move(planned));
        return FoundVenue{std::nullopt, plan_.venues.size() - 1};
    }

    // Matched by the number of the source, else by day, hour and venue (AU-24).
    void plan_dates(PlannedOffer& planned, const ReadOffer& read) {
        auto& report = planned.report;
        const auto stored = planned.known ? catalogue::list_stored_dates(session_, planned.known->id) : std::vector<StoredDate>{};
        std::set<TutorialDateId> kept;
        for (std::size_t i = 0; i < read.content.dates.size(); ++i) {
            const auto& date = read.content.dates[i];
            StoredDate fresh{.mode = date.mode,
                             .first_day = date.first_day,
                             .last_day = date.last_day,
                             .start_minute = date.start_minute,
                             .end_minute = date.end_minute,
                             .seats = date.seats,
                             .online_seats = date.mode == Format::hybrid ? date.online_seats : 0,
                             .booking_deadline = date.booking_deadline,
                             .state = date.state};
            std::optional<std::size_t> new_venue;
            if (date.mode != Format::online) {
                std::optional<FoundVenue> found;
                std::string name;
                if (date.venue) {
                    const auto known = std::find_if(venues_.begin(), venues_.end(), [&](const KnownVenue& v) { return v.slug == *date.venue; });
                    if (known != venues_.end()) found = FoundVenue{known->id, std::nullopt};
                    name = *date.venue;
                } else if (i < read.date_venues.size() && read.date_venues[i]) {
                    const auto& wanted = read.venues[*read.date_venues[i]];
                    found = venue_of(wanted, date.seats);
                    name = wanted.name + (wanted.town.empty() ? "" : ", " + wanted.town);
                }
                if (!found) {
                    report.fields.push_back({"Lernort", FieldOutcome::dropped,
                                             name.empty() ? "Der Termin hat an der Quelle keinen Ort und ist deshalb nicht übernommen."
                                                          : "Der Ort ist nicht bekannt; der Termin ist nicht übernommen. Legen Sie den Lernort an.",
                                             shortened(name)});
                    report.hold.push_back("Ein Termin fehlt, weil sein Ort nicht bekannt ist.");
                    continue;
                }
                fresh.venue_id = found->id;
                new_venue = found->planned;
            }
            // A number of its own lets the next import find the date again even when the source gives none.
            fresh.source_id = date.source_id ? *date.source_id : fmt::format("{}T{}", to_iso(date.first_day), time_text(date.start_minute));
            const auto same = [&](const StoredDate& other) {
                if (kept.contains(other.id)) return false;
                if (other.source_id && date.source_id) return *other.source_id == *date.source_id;
                return other.first_day == fresh.first_day && other.start_minute == fresh.start_minute &&
                       (other.venue_id == fresh.venue_id || new_venue);
            };
            const auto before = std::find_if(stored.begin(), stored.end(), same);
            if (before == stored.end()) {
                planned.dates.push_back({std::move(fresh), new_venue, false});
                ++report.dates_added;
                continue;
            }
            kept.insert(before->id);
            fresh.id = before->id;
            fresh.unit_id = before->unit_id;
            if (before->seats > 0 && std::any_of(read.fields.begin(), read.fields.end(),
                                                 [](const FieldReport& f) { return f.reason.find("angenommen sind") != std::string::npos; })) {
                fresh.seats = before->seats;  // an assumed number does not replace what somebody has entered
                fresh.online_seats = before->online_seats;
            }
            if (!changed(*before, fresh) && !new_venue) continue;
            planned.dates.push_back({std::move(fresh), new_venue, true});
            ++report.dates_changed;
        }
        for (const auto& date : stored) {
            const bool ours =
                date.source_id && !kept.contains(date.id) && date.state == catalogue::DateState::planned && date.first_day >= parts_.today;
            if (!ours) continue;
            planned.cancelled.push_back(date);
            ++report.dates_cancelled;
        }
    }

    static bool changed(const StoredDate& a, const StoredDate& b) {
        return std::tie(a.mode, a.first_day, a.last_day, a.start_minute, a.end_minute, a.venue_id, a.seats, a.online_seats, a.state) !=
               std::tie(b.mode, b.first_day, b.last_day, b.start_minute, b.end_minute, b.venue_id, b.seats, b.online_seats, b.state);
    }

    Session& session_;
    const PlanParts& parts_;
    const ImportProvider& provider_;
    std::span<const ReadOffer> offers_;
    std::vector<KnownVenue> venues_;
    std::unordered_map<std::string, std::optional<FoundVenue>> sought_;  // by name and town
    std::vector<KnownPlace> places_;
    std::shared_ptr<const catalogue::CatalogueSnapshot> catalogue_;
    std::shared_ptr<const competence::CompetenceFramework> framework_;
    std::unordered_map<std::string, ImportedUnit> known_;
    ImportPlan plan_;
};

}  // namespace

Vocabulary make_vocabulary(Session& session, const authoring::AuthoringService& authoring, const ImportProvider& provider, Date today) {
    Vocabulary vocabulary;
    const auto catalogue = authoring.catalogue();
    const auto framework = authoring.framework();
    vocabulary.today = today;
    const auto code = [](const competence::Competence& competence, competence::ForeignFramework foreign) {
        const auto* alignment = competence.alignment(foreign);
        return alignment ? alignment->concept_id : std::string();
    };
    for (const auto& competence : framework->competences()) {
        if (!competence.published()) continue;
        vocabulary.competences.push_back({competence.slug, competence.name, code(competence, competence::ForeignFramework::digcomp),
                                          code(competence, competence::ForeignFramework::esco)});
    }
    for (const auto& module : catalogue->modules()) vocabulary.modules.push_back({module.slug, module.name});
    for (const auto& unit : catalogue->units()) vocabulary.units.push_back({unit.slug, unit.title});
    vocabulary.organisations.push_back({provider.slug, provider.name});
    for (const auto& venue : store::list_venues(session)) vocabulary.venues.push_back({venue.slug, venue.name, venue.place});
    return vocabulary;
}

ImportPlan make_plan(Session& session, const PlanParts& parts, const ImportProvider& provider, const std::string& source_system,
                     std::span<const ReadOffer> offers) {
    return Planner(session, parts, provider, source_system, offers).plan();
}

std::vector<ImportedUnit> list_vanished(Session& session, ProviderId provider, const ReadResult& read) {
    std::unordered_set<std::string> present;
    for (const auto& offer : read.offers) {
        if (offer.content.source) present.insert(offer.content.source->id);
    }
    auto units = store::list_imported(session, provider, read.source_system);
    std::erase_if(units, [&](const ImportedUnit& unit) {
        return present.contains(unit.source_id) || !unit.fingerprint || unit.state == catalogue::UnitState::retired;
    });
    return units;
}

}  // namespace kc::exchange
