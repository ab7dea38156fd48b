// SPDX-License-Identifier: EUPL-1.2
#include "discovery/comparison_view.hpp"

#include "base/csv.hpp"
#include "web/format.hpp"
#include "web/type_name.hpp"

#include <algorithm>

namespace kc::discovery {

namespace {

using Lines = std::vector<std::string>;

class Words {
public:
    Words(const web::Messages& messages, Language language) : messages_(messages), language_(language) {}

    std::string operator()(std::string_view key, const web::MessageFields& fields = {}) const {
        return messages_.text(language_, fmt::format("discovery.compare.{}", key), fields);
    }
    template <class Enum> std::string name(Enum value) const {
        return messages_.text(language_, web::Messages::enumerator_key(web::type_name<Enum>(), boost::describe::enum_to_string(value, "")));
    }
    template <class Enum> Lines names(const std::vector<Enum>& values) const {
        Lines lines;
        for (const auto value : values) lines.push_back(name(value));
        return lines;
    }
    std::string money(Money amount) const { return web::format_money(amount, language_); }
    std::string price(Money amount) const { return amount.value == 0 ? (*this)("free") : money(amount); }
    std::string hours(HalfHours amount) const { return (*this)("hours", {{"hours", amount}}); }
    std::string decimal_hours(double amount) const { return (*this)("decimal_hours", {{"hours", amount}}); }
    std::string day(Date date) const { return web::format_date(date, language_); }

private:
    const web::Messages& messages_;
    Language language_;
};

// Collects the rows of a table in their one order.
class Rows {
public:
    Rows(ComparisonView& view, const Comparison& comparison, const Words& words) : view_(view), comparison_(comparison), words_(words) {}

    void group(std::string_view key) { view_.groups.push_back({std::string(key), words_(fmt::format("group_{}", key)), {}}); }

    template <class CellOf> void row(std::string_view key, CellOf&& cell_of, bool strong = false) {
        ComparisonRow row{std::string(key), words_(fmt::format("row_{}", key)), false, strong, {}};
        for (const auto& offer : comparison_.offers) row.cells.push_back({offer.unit->title, cell_of(offer)});
        if (std::all_of(row.cells.begin(), row.cells.end(), [](const auto& cell) { return cell.lines.empty(); })) return;  // nobody says anything
        row.differs = std::any_of(row.cells.begin(), row.cells.end(), [&](const auto& cell) { return cell.lines != row.cells.front().lines; });
        ++view_.row_count;
        view_.differing_count += row.differs;
        view_.groups.back().rows.push_back(std::move(row));
    }

private:
    ComparisonView& view_;
    const Comparison& comparison_;
    const Words& words_;
};

Lines one(std::string text) { return text.empty() ? Lines{} : Lines{std::move(text)}; }

Lines outcomes(const catalogue::UnitView& unit, const Words& words) {
    Lines lines;
    for (const auto& outcome : unit.outcomes) lines.push_back(words("outcome", {{"name", outcome.name}, {"from", outcome.from}, {"to", outcome.to}}));
    return lines;
}

Lines needs(const catalogue::UnitView& unit, const Words& words) {
    Lines lines;
    for (const auto& need : unit.needs) lines.push_back(words("need", {{"name", need.name}, {"level", need.level}}));
    if (lines.empty()) lines.push_back(words("no_needs"));
    return lines;
}

Lines phases(const catalogue::LearningUnit& unit, const Words& words) {
    Lines lines;
    if (unit.self_study.value > 0) lines.push_back(words("self_study", {{"hours", unit.self_study}}));
    if (unit.tutorial.value > 0) lines.push_back(words("tutorial", {{"hours", unit.tutorial}}));
    if (unit.follow_up.value > 0) lines.push_back(words("follow_up", {{"hours", unit.follow_up}}));
    return lines;
}

Lines next_date(const ComparedOffer& offer, const Words& words) {
    if (offer.unit->mode == catalogue::Format::self_paced) return {words("any_time")};
    if (offer.date == nullptr) return {words("no_date")};
    Lines lines{words.day(offer.date->first_day)};
    if (offer.date->last_day != offer.date->first_day) lines.push_back(words("until", {{"day", offer.date->last_day}}));
    lines.push_back(
        words("times", {{"start", catalogue::clock_time(offer.date->start_minute)}, {"end", catalogue::clock_time(offer.date->end_minute)}}));
    return lines;
}

Lines place(const ComparedOffer& offer, const catalogue::CatalogueSnapshot& snapshot, const Words& words) {
    if (offer.venue != nullptr) return {offer.venue->name, snapshot.place_of(*offer.venue).name};
    const auto mode = offer.date != nullptr ? offer.date->mode : offer.unit->mode;
    if (mode == catalogue::Format::online || mode == catalogue::Format::self_paced) return {words("at_screen")};
    return {};
}

std::string seats(const catalogue::TutorialDate& date, const Words& words) {
    if (date.online_seats > 0) return words("seats_both", {{"seats", date.seats}, {"online", date.online_seats}});
    return words("seats", {{"seats", date.seats}});
}

std::string travel(const ComparedOffer& offer, const Words& words) {
    if (offer.travel_days == 0) return words("no_travel");
    if (!offer.cost.kilometres) return words("way_unknown");
    return words.money(offer.cost.travel);
}

Lines total(const ComparedOffer& offer, const Words& words) {
    if (offer.cost.complete) return {words.money(offer.cost.total)};
    return {words("at_least", {{"total", offer.cost.total}}), words("without_travel")};
}

Lines seals(const catalogue::LearningUnit& unit, Date today, const Words& words) {
    Lines lines;
    for (const auto& seal : unit.seals) {
        if (!seal.valid(today)) continue;
        lines.push_back(seal.valid_until ? words("seal_until", {{"name", seal.name}, {"issuer", seal.issuer}, {"day", *seal.valid_until}})
                                         : words("seal", {{"name", seal.name}, {"issuer", seal.issuer}}));
    }
    return lines;
}

Lines funding(const catalogue::LearningUnit& unit, const Words& words) {
    if (!unit.funded) return {words("not_funded")};
    return {unit.funding.empty() ? words("funded") : unit.funding};
}

CostCalculation calculation(const ComparedOffer& offer, const CostRates& rates, const Words& words) {
    const auto& cost = offer.cost;
    CostCalculation view{offer.unit->title, {words("calc_course", {{"price", cost.course}})}, words.money(cost.total), cost.complete};
    if (offer.travel_days == 0) {
        view.lines.push_back(words("calc_no_travel"));
    } else if (!cost.kilometres) {
        view.lines.push_back(words("calc_way_unknown"));
    } else {
        view.lines.push_back(words(
            "calc_travel", {{"kilometres", *cost.kilometres}, {"days", cost.presence_days}, {"rate", rates.per_kilometre}, {"sum", cost.travel}}));
    }
    view.lines.push_back(words("calc_learning", {{"hours", offer.unit->total()}}));
    if (cost.travel_time.value > 0) view.lines.push_back(words("calc_travel_time", {{"hours", cost.travel_time}, {"minutes", cost.travel_minutes}}));
    view.lines.push_back(words("calc_working_time", {{"hours", cost.absence}, {"rate", rates.per_hour}, {"sum", cost.working_time}}));
    return view;
}

}  // namespace

ComparisonView comparison_view(const catalogue::Sight& sight, const Comparison& comparison, const web::Messages& messages) {
    const Words words(messages, sight.language);
    ComparisonView view{.per_kilometre_cents = comparison.rates.per_kilometre, .per_hour_cents = comparison.rates.per_hour};
    std::vector<catalogue::UnitView> units;
    for (const auto& offer : comparison.offers) {
        units.push_back(catalogue::unit_view(sight, *offer.unit));
        view.offers.push_back({offer.unit->slug, offer.unit->title, offer.provider->name});
        view.calculations.push_back(calculation(offer, comparison.rates, words));
    }
    const auto unit_of = [&](const ComparedOffer& offer) -> const catalogue::UnitView& {
        return units[static_cast<std::size_t>(&offer - comparison.offers.data())];
    };

    Rows rows(view, comparison, words);
    rows.group("outcome");
    rows.row("objective", [&](const auto& offer) { return one(offer.unit->objective); });
    rows.row("outcomes", [&](const auto& offer) { return outcomes(unit_of(offer), words); });
    rows.row("levels", [&](const auto& offer) { return one(words("level_count", {{"count", offer.levels}})); });
    if (comparison.personal) rows.row("closing", [&](const auto& offer) { return one(words("level_count", {{"count", *offer.closing_levels}})); });

    rows.group("time");
    rows.row("total_hours", [&](const auto& offer) { return one(words.hours(offer.unit->total())); });
    rows.row("phases", [&](const auto& offer) { return phases(*offer.unit, words); });
    rows.row("hours_per_level",
             [&](const auto& offer) { return one(offer.hours_per_level ? words.decimal_hours(*offer.hours_per_level) : words("no_level")); });
    if (comparison.personal) {
        rows.row("hours_per_closing_level", [&](const auto& offer) {
            return one(offer.hours_per_closing_level ? words.decimal_hours(*offer.hours_per_closing_level) : words("closes_nothing"));
        });
    }

    rows.group("place");
    rows.row("mode", [&](const auto& offer) { return one(words.name(offer.unit->mode)); });
    rows.row("next_date", [&](const auto& offer) { return next_date(offer, words); });
    rows.row("place", [&](const auto& offer) { return place(offer, sight.snapshot, words); });
    rows.row("way", [&](const auto& offer) {
        if (offer.travel_days == 0) return one(words("no_travel"));
        if (!offer.cost.kilometres) return one(words("way_unknown"));
        return one(words("way", {{"kilometres", *offer.cost.kilometres}, {"minutes", offer.cost.travel_minutes}}));
    });
    rows.row("presence", [&](const auto& offer) {
        return one(offer.travel_days == 0 ? words("no_presence") : words("presence", {{"days", offer.travel_days}}));
    });
    const auto self_paced = [](const ComparedOffer& offer) { return offer.unit->mode == catalogue::Format::self_paced; };
    rows.row("seats", [&](const auto& offer) {
        if (self_paced(offer)) return one(words("no_seat_limit"));
        return offer.date == nullptr ? Lines{} : one(seats(*offer.date, words));
    });
    rows.row("deadline", [&](const auto& offer) {
        if (self_paced(offer)) return one(words("no_deadline"));
        return offer.date == nullptr ? Lines{} : one(words.day(offer.date->booking_deadline));
    });

    rows.group("price");
    rows.row("price", [&](const auto& offer) { return one(words.price(offer.cost.course)); });
    rows.row("price_per_level",
             [&](const auto& offer) { return one(offer.price_per_level ? words.price(*offer.price_per_level) : words("no_level")); });
    if (comparison.personal) {
        rows.row("price_per_closing_level", [&](const auto& offer) {
            return one(offer.price_per_closing_level ? words.price(*offer.price_per_closing_level) : words("closes_nothing"));
        });
    }
    rows.row("travel", [&](const auto& offer) { return one(travel(offer, words)); });
    rows.row("working_time", [&](const auto& offer) { return one(words.money(offer.cost.working_time)); });
    rows.row("total_cost", [&](const auto& offer) { return total(offer, words); }, true);
    rows.row("funding", [&](const auto& offer) { return funding(*offer.unit, words); });

    rows.group("needs");
    rows.row("needs", [&](const auto& offer) { return needs(unit_of(offer), words); });
    rows.row("difficulty", [&](const auto& offer) { return one(words.name(offer.unit->difficulty)); });
    rows.row("audience", [&](const auto& offer) { return one(offer.unit->audience); });
    rows.row("language", [&](const auto& offer) { return one(words(offer.unit->language == "en" ? "english" : "german")); });

    rows.group("credential");
    rows.row("credentials", [&](const auto& offer) { return words.names(offer.unit->credentials); });
    rows.row("ects", [&](const auto& offer) {
        return offer.unit->ects_tenths == 0 ? Lines{} : one(words("ects", {{"points", offer.unit->ects_tenths / 10.0}}));
    });
    rows.row("dqr", [&](const auto& offer) { return offer.unit->dqr ? one(words("dqr", {{"level", *offer.unit->dqr}})) : Lines{}; });

    rows.group("accessibility");
    rows.row("accessibility", [&](const auto& offer) { return words.names(offer.unit->accessibility); });
    rows.row("accessibility_note", [&](const auto& offer) { return one(offer.unit->accessibility_note); });
    rows.row("venue_access", [&](const auto& offer) {
        if (offer.venue != nullptr) return one(words(offer.venue->step_free ? "step_free" : "not_step_free"));
        return offer.travel_days == 0 ? one(words("no_venue")) : Lines{};
    });

    rows.group("quality");
    rows.row("provider", [&](const auto& offer) { return Lines{offer.provider->name, words.name(offer.provider->kind)}; });
    rows.row("seals", [&](const auto& offer) { return seals(*offer.unit, sight.today, words); });
    rows.row("origin", [&](const auto& offer) { return one(words.name(offer.unit->origin)); });
    std::erase_if(view.groups, [](const ComparisonGroup& group) { return group.rows.empty(); });
    return view;
}

void keep_differences(ComparisonView& view) {
    for (auto& group : view.groups) std::erase_if(group.rows, [](const ComparisonRow& row) { return !row.differs; });
    std::erase_if(view.groups, [](const ComparisonGroup& group) { return group.rows.empty(); });
}

std::string comparison_csv(const ComparisonView& view, const web::Messages& messages, Language language) {
    const Words words(messages, language);
    std::string out = "\xEF\xBB\xBF";  // so that spreadsheets know it is UTF-8
    const auto append = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) out += ';';
            out += csv_cell(cells[i]);
        }
        out += "\r\n";
    };
    std::vector<std::string> head{words("csv_group"), words("csv_row")};
    for (const auto& offer : view.offers) head.push_back(offer.title);
    head.push_back(words("csv_differs"));
    append(head);
    for (const auto& group : view.groups) {
        for (const auto& row : group.rows) {
            std::vector<std::string> cells{group.label, row.label};
            for (const auto& cell : row.cells) {
                std::string text;
                for (const auto& line : cell.lines) text += (text.empty() ? "" : ", ") + line;
                cells.push_back(std::move(text));
            }
            cells.push_back(row.differs ? words("yes") : words("no"));
            append(cells);
        }
    }
    return out;
}

}  // namespace kc::discovery
