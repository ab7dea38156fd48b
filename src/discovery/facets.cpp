// SPDX-License-Identifier: EUPL-1.2
#include "discovery/facets.hpp"

#include "catalogue/listing.hpp"
#include "discovery/choices.hpp"
#include "web/format.hpp"

namespace kc::discovery {

namespace {

constexpr std::size_t shown_at_first = 5, shown_most = 60;
constexpr std::size_t open_at_first = 3;

// Facets whose values have an order of their own keep it; the others show the most frequent first.
bool fixed_order(Choice choice) {
    return choice == Choice::weekday || choice == Choice::difficulty || choice == Choice::format || choice == Choice::credential;
}

std::int64_t at(const std::vector<std::uint32_t>& counts, std::size_t number) { return number < counts.size() ? counts[number] : 0; }

class FacetMaker {
public:
    FacetMaker(const FacetReader& reader, const SearchQuery& query, const search::Answer& answer, std::string_view whole)
        : reader_(reader), query_(query), answer_(answer), whole_(whole) {}

    std::vector<FacetView> make() {
        std::vector<FacetView> facets;
        for (std::size_t i = 0; i < choice_count; ++i) {
            const auto choice = static_cast<Choice>(i);
            if (choice == Choice::level && reader_.names == AddressNames::page) continue;  // stands below its competence
            auto facet = make(choice);
            if (facet.values.empty()) continue;
            facet.open = facets.size() < open_at_first || !query_.chosen[i].empty() || facet.name == whole_;
            facets.push_back(std::move(facet));
        }
        return facets;
    }

private:
    std::int64_t count_of(Choice choice, std::uint16_t number) const {
        if (choice == Choice::format) return at(answer_.format_counts, number);
        if (choice == Choice::weekday) return number < 7 ? answer_.weekday_counts[number] : 0;
        const auto facet = static_cast<std::size_t>(*facet_of(choice));
        return facet < answer_.facet_counts.size() ? at(answer_.facet_counts[facet], number) : 0;
    }

    struct Counted {
        std::uint16_t number = 0;
        bool chosen = false;
        std::int64_t count = 0;
    };

    std::vector<Counted> counted(Choice choice) const {
        std::vector<Counted> values;
        const auto facet = facet_of(choice);
        const std::size_t most = choice == Choice::weekday  ? 7
                                 : choice == Choice::format ? answer_.format_counts.size()
                                 : static_cast<std::size_t>(*facet) < answer_.facet_counts.size()
                                     ? answer_.facet_counts[static_cast<std::size_t>(*facet)].size()
                                     : 0;
        for (std::size_t i = 0; i < most; ++i) {
            const auto number = static_cast<std::uint16_t>(i);
            const auto count = count_of(choice, number);
            if (count > 0 && has_value(reader_.state, choice, number)) values.push_back({number, false, count});
        }
        const auto choose = [&](std::string_view value) {  // chosen ones stay visible even when they find nothing
            const auto number = number_of(reader_.state, choice, value);
            if (!number) return;
            const auto shown = std::find_if(values.begin(), values.end(), [&](const Counted& other) { return other.number == *number; });
            if (shown == values.end())
                values.push_back({*number, true, 0});
            else
                shown->chosen = true;
        };
        for (const auto& value : query_.of(choice)) choose(value);
        if (choice == Choice::competence) {
            for (const auto& level : query_.of(Choice::level)) choose(std::string_view(level).substr(0, level.size() - 2));
        }
        return values;
    }

    FacetView make(Choice choice) const {
        FacetView facet{std::string(parameter_name(choice, reader_.names)), {}, false, {}, {}, 0};
        auto values = counted(choice);
        const bool page = reader_.names == AddressNames::page;
        const bool whole = facet.name == whole_;
        if (!fixed_order(choice)) {
            std::stable_sort(values.begin(), values.end(), [](const Counted& a, const Counted& b) {
                if (a.chosen != b.chosen) return a.chosen;
                return a.count > b.count;
            });
            if (page) shorten(values, facet, whole);
        }
        for (const auto& [number, chosen, count] : values) {
            auto value = value_of(reader_.state, choice, number);
            auto label = label_of(reader_.state, reader_.messages, reader_.language, choice, value);
            facet.values.push_back({std::move(value), std::move(label), count, chosen, false});
        }
        if (facet.values.empty()) return facet;
        facet.title = reader_.messages.text(reader_.language, title_key(choice));
        if (whole) {
            std::sort(facet.values.begin(), facet.values.end(),
                      [](const auto& a, const auto& b) { return catalogue::sort_key(a.label) < catalogue::sort_key(b.label); });
        }
        if (choice == Choice::competence && page) add_levels(facet.values);
        return facet;
    }

    void shorten(std::vector<Counted>& values, FacetView& facet, bool whole) const {
        const auto most = whole ? shown_most : shown_at_first;
        const auto chosen = static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [](const auto& value) { return value.chosen; }));
        const auto shown = std::max(most, chosen);
        if (values.size() <= shown + 1) return;  // a link for one value more saves nothing
        facet.hidden = static_cast<std::int64_t>(values.size() - shown);
        if (!whole) {
            const auto address = address_of(query_);
            facet.more_address = fmt::format("/angebote?{}{}mehr={}#f-{}", address, address.empty() ? "" : "&", facet.name, facet.name);
        }
        values.resize(shown);
    }

    // FI-13: below a chosen competence stand its levels.
    void add_levels(std::vector<FacetValueView>& values) const {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!values[i].chosen || values[i].narrower) continue;
            std::vector<FacetValueView> levels;
            for (int level = 1; level <= competence::level_max; ++level) {
                const auto name = level_name(values[i].value, level);
                const auto number = reader_.state.vocabulary->competences.find(name);
                const bool chosen = query_.has(Choice::level, name);
                const auto count = number ? count_of(Choice::level, *number) : 0;
                if (count == 0 && !chosen) continue;
                levels.push_back({name, reader_.messages.text(reader_.language, "discovery.search.level", {{"level", level}}), count, chosen, true});
            }
            values.insert(values.begin() + static_cast<std::ptrdiff_t>(i) + 1, levels.begin(), levels.end());
            i += levels.size();
        }
    }

    static std::string title_key(Choice choice) { return fmt::format("discovery.choice.{}", boost::describe::enum_to_string(choice, "")); }

    const FacetReader& reader_;
    const SearchQuery& query_;
    const search::Answer& answer_;
    std::string_view whole_;
};

}  // namespace

std::vector<FacetView> facet_views(const FacetReader& reader, const SearchQuery& query, const search::Answer& answer, std::string_view whole) {
    return FacetMaker(reader, query, answer, whole).make();
}

std::vector<ChipView> chips_of(const FacetReader& reader, const SearchQuery& query) {
    std::vector<ChipView> chips;
    auto rest = query;
    rest.page = 1;
    const auto text = [&](std::string_view key, const web::MessageFields& fields = {}) { return reader.messages.text(reader.language, key, fields); };
    const auto add = [&](std::string label, auto&& remove) {
        auto without = rest;
        remove(without);
        chips.push_back({std::move(label), offers_path(without)});
    };
    if (query.from && query.until)
        add(text("discovery.chip.period", {{"from", *query.from}, {"until", *query.until}}), [](SearchQuery& q) { q.from = q.until = std::nullopt; });
    else if (query.from)
        add(text("discovery.chip.from", {{"from", *query.from}}), [](SearchQuery& q) { q.from = std::nullopt; });
    else if (query.until)
        add(text("discovery.chip.until", {{"until", *query.until}}), [](SearchQuery& q) { q.until = std::nullopt; });
    if (query.radius) {
        const auto& places = reader.state.catalogue->places();
        const auto place = std::find_if(places.begin(), places.end(), [&](const auto& p) { return p.slug == query.place; });
        add(place == places.end() ? text("discovery.chip.radius_own", {{"radius", *query.radius}})
                                  : text("discovery.chip.radius", {{"place", place->name}, {"radius", *query.radius}}),
            [](SearchQuery& q) {
                q.place.clear();
                q.radius.reset();
            });
    }
    for (std::size_t i = 0; i < choice_count; ++i) {
        const auto choice = static_cast<Choice>(i);
        for (const auto& value : query.chosen[i]) {
            add(label_of(reader.state, reader.messages, reader.language, choice, value), [&](SearchQuery& q) {
                std::erase(q.chosen[i], value);
                if (choice == Choice::competence)
                    std::erase_if(q.of(Choice::level), [&](const std::string& level) { return level.starts_with(value + "."); });
            });
        }
    }
    const auto range = [&](const char* key, const auto& least, const auto& most, auto format, auto&& remove) {
        if (least && most)
            add(text(fmt::format("discovery.chip.{}_between", key), {{"least", format(*least)}, {"most", format(*most)}}), remove);
        else if (least)
            add(text(fmt::format("discovery.chip.{}_least", key), {{"least", format(*least)}}), remove);
        else if (most)
            add(text(fmt::format("discovery.chip.{}_most", key), {{"most", format(*most)}}), remove);
    };
    range(
        "hours", query.hours_least, query.hours_most, [&](HalfHours hours) { return web::format_hours(hours, reader.language); },
        [](SearchQuery& q) { q.hours_least = q.hours_most = std::nullopt; });
    range(
        "price", query.price_least, query.price_most, [&](Money money) { return web::format_money(money, reader.language); },
        [](SearchQuery& q) { q.price_least = q.price_most = std::nullopt; });
    if (query.working_days) add(text("discovery.search.working_days"), [](SearchQuery& q) { q.working_days = false; });
    if (query.gaps) add(text("discovery.search.gaps"), [](SearchQuery& q) { q.gaps = false; });
    return chips;
}

}  // namespace kc::discovery
