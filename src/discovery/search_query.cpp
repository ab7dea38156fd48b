// SPDX-License-Identifier: EUPL-1.2
#include "discovery/search_query.hpp"

#include "base/text.hpp"
#include "catalogue/listing.hpp"
#include "discovery/choices.hpp"
#include "http/url_coding.hpp"
#include "web/form.hpp"

namespace kc::discovery {

namespace {

using Values = std::vector<std::string>;

struct ParameterName {
    std::string_view page, api;
    std::string_view in(AddressNames names) const { return names == AddressNames::page ? page : api; }
};

constexpr std::array<ParameterName, choice_count> choice_names{{{"bereich", "area"},
                                                                {"kompetenz", "competence"},
                                                                {"stufe", "level"},
                                                                {"form", "format"},
                                                                {"tag", "weekday"},
                                                                {"modul", "module"},
                                                                {"art", "kind"},
                                                                {"anbieter", "provider"},
                                                                {"niveau", "difficulty"},
                                                                {"nachweis", "credential"},
                                                                {"siegel", "seal"},
                                                                {"barrierefrei", "accessibility"},
                                                                {"sprache", "language"},
                                                                {"herkunft", "origin"},
                                                                {"gefoerdert", "funded"}}};

constexpr ParameterName from_name{"von", "from"}, until_name{"bis", "until"}, place_name{"ort", "place"}, radius_name{"umkreis", "radius"},
    hours_least_name{"stunden_von", "hours_from"}, hours_most_name{"stunden_bis", "hours_to"}, price_least_name{"preis_von", "price_from"},
    price_most_name{"preis_bis", "price_to"}, working_days_name{"arbeitstage", "working_days"}, gaps_name{"luecken", "gaps"},
    sort_name{"sort", "sort"}, benefit_name{"nutzen", "benefit"}, time_name{"zeit", "time"}, cost_name{"kosten", "cost"},
    travel_name{"weg", "travel"}, view_name{"ansicht", "view"}, page_name{"seite", "page"}, more_name{"mehr", ""}, size_name{"", "page_size"};

constexpr std::array all_names{from_name,       until_name,        place_name, radius_name, hours_least_name, hours_most_name, price_least_name,
                               price_most_name, working_days_name, gaps_name,  sort_name,   benefit_name,     time_name,       cost_name,
                               travel_name,     view_name,         page_name,  more_name,   size_name};

std::string joined(const Values& values) {
    std::string text;
    for (const auto& value : values) text += (text.empty() ? "" : ", ") + value;
    return text;
}

class Parser {
public:
    Parser(std::span<const http::Field> fields, const OfferState& state, AddressNames names) : fields_(fields), state_(state), names_(names) {}

    ParsedQuery parse() {
        auto& query = parsed_.query;
        refuse_unknown_names();
        query.text = std::string(trim(value("q")));
        if (query.text.size() > text_bytes_max) {
            if (names_ == AddressNames::api) refuse("q", "discovery.problem.text", {{"most", std::to_string(text_bytes_max)}});
            auto cut = text_bytes_max;  // never within a letter
            while (cut > 0 && (static_cast<unsigned char>(query.text[cut]) & 0xC0) == 0x80) --cut;
            query.text.resize(cut);
        }
        query.from = day(from_name);
        query.until = day(until_name);
        if (query.from && query.until && *query.until < *query.from) std::swap(query.from, query.until);
        read_place();
        read_choices();
        query.hours_least = measured(hours_least_name, web::parse_hours);
        query.hours_most = measured(hours_most_name, web::parse_hours);
        query.price_least = measured(price_least_name, web::parse_money);
        query.price_most = measured(price_most_name, web::parse_money);
        query.working_days = flag(working_days_name);
        query.gaps = flag(gaps_name);
        query.sort = enumerator<OfferSort>(sort_name);
        query.weights = {enumerator(benefit_name, Importance::normal), enumerator(time_name, Importance::normal),
                         enumerator(cost_name, Importance::normal), enumerator(travel_name, Importance::normal)};
        query.view = enumerator<OfferView>(view_name);
        query.page = number(page_name, 1, 1, 1'000'000).value_or(1);
        if (names_ == AddressNames::api) query.page_size = number(size_name, query.page_size, 1, 100).value_or(query.page_size);
        return std::move(parsed_);
    }

private:
    void refuse(std::string_view field, std::string key, MessageArguments arguments = {}) {
        parsed_.problems.push_back({std::string(field), std::move(key), std::move(arguments)});
    }

    void refuse_unknown_names() {
        const auto is = [&](const http::Field& field) {
            return [&](const ParameterName& known) { return known.in(names_) == field.name && !field.name.empty(); };
        };
        for (const auto& field : fields_) {
            if (field.name == "q" || std::any_of(choice_names.begin(), choice_names.end(), is(field)) ||
                std::any_of(all_names.begin(), all_names.end(), is(field)))
                continue;
            refuse(field.name, "discovery.problem.unknown_parameter");
        }
    }

    std::string_view value(std::string_view name) const {
        for (const auto& field : fields_) {
            if (field.name == name) return field.value;
        }
        return {};
    }
    std::string_view value(const ParameterName& name) const { return trim(value(name.in(names_))); }

    std::optional<Date> day(const ParameterName& name) {
        const auto text = value(name);
        if (text.empty()) return std::nullopt;
        auto day = web::parse_day(text);
        if (!day) refuse(name.in(names_), "discovery.problem.date");
        return day;
    }

    template <class Parse> auto measured(const ParameterName& name, Parse parse) -> decltype(parse(std::string_view{})) {
        const auto text = value(name);
        if (text.empty()) return std::nullopt;
        auto found = parse(text);
        if (found && found->value >= 0 && found->value <= 1'000'000'00) return found;
        refuse(name.in(names_), "discovery.problem.amount");
        return std::nullopt;
    }

    bool flag(const ParameterName& name) {
        const auto text = value(name);
        if (text.empty() || text == "0") return false;
        if (text != "1") refuse(name.in(names_), "discovery.problem.value", {{"allowed", "0, 1"}});
        return text == "1";
    }

    std::optional<std::int64_t> number(const ParameterName& name, std::int64_t, std::int64_t least, std::int64_t most) {
        const auto text = value(name);
        if (text.empty()) return std::nullopt;
        const auto found = web::parse_integer(text);
        if (found && *found >= least && *found <= most) return found;
        refuse(name.in(names_), "discovery.problem.number", {{"least", std::to_string(least)}, {"most", std::to_string(most)}});
        return std::nullopt;
    }

    template <class Enum> Enum enumerator(const ParameterName& name, Enum otherwise = Enum{}) {
        const auto text = value(name);
        if (text.empty()) return otherwise;
        Enum found{};
        if (boost::describe::enum_from_string(std::string(text).c_str(), found)) return found;
        Values allowed;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto entry) { allowed.emplace_back(entry.name); });
        refuse(name.in(names_), "discovery.problem.value", {{"allowed", joined(allowed)}});
        return otherwise;
    }

    // By slug, or as people write it: "Heidelberg", "heidelberg", "ludwigshafen am rhein".
    void read_place() {
        const auto text = value(place_name);
        if (!text.empty()) {
            const auto wanted = catalogue::sort_key(text);
            const catalogue::Place* found = nullptr;
            for (const auto& place : state_.catalogue->places()) {
                const auto name = catalogue::sort_key(place.name);
                if (place.slug == text || name == wanted) {
                    found = &place;
                    break;
                }
                if (found == nullptr && wanted.size() >= 3 && name.starts_with(wanted)) found = &place;
            }
            if (found != nullptr) {
                parsed_.query.place = found->slug;
            } else {
                parsed_.unknown_place = std::string(text.substr(0, 80));
                refuse(place_name.in(names_), "discovery.problem.place");
            }
        }
        if (const auto radius = number(radius_name, 0, 1, radius_max)) parsed_.query.radius = static_cast<int>(*radius);
        if (!parsed_.query.place.empty() && !parsed_.query.radius) parsed_.query.radius = radius_default;
    }

    void read_choices() {
        for (std::size_t i = 0; i < choice_count; ++i) {
            const auto choice = static_cast<Choice>(i);
            auto& chosen = parsed_.query.chosen[i];
            const auto name = choice_names[i].in(names_);
            for (const auto& field : fields_) {
                if (field.name != name || field.value.empty() || chosen.size() >= 200) continue;
                if (exists(choice, field.value))
                    chosen.push_back(field.value);
                else
                    refuse_value(choice, name);
            }
            std::sort(chosen.begin(), chosen.end());
            chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
        }
    }

    // Modules and providers that offer nothing today are known as well: they find nothing instead of everything.
    bool exists(Choice choice, std::string_view value) const {
        if (number_of(state_, choice, value)) return true;
        switch (choice) {
            case Choice::area: {
                const auto& areas = state_.framework->areas();
                return std::any_of(areas.begin(), areas.end(), [&](const auto& area) { return area.slug == value; });
            }
            case Choice::competence: return state_.framework->competence_by_slug(value).has_value();
            case Choice::level:
                return value.size() > 2 && value[value.size() - 2] == '.' && value.back() >= '1' && value.back() <= '5' &&
                       state_.framework->competence_by_slug(value.substr(0, value.size() - 2)).has_value();
            case Choice::module: return state_.catalogue->find_module(value) != nullptr;
            case Choice::provider: return state_.catalogue->find_provider(value) != nullptr;
            case Choice::language: return value == "de" || value == "en";
            default: return false;
        }
    }

    void refuse_value(Choice choice, std::string_view name) {
        auto values = values_of(state_, choice);
        if (values.size() > 40) return refuse(name, "discovery.problem.unknown_value");
        refuse(name, "discovery.problem.value", {{"allowed", joined(values)}});
    }

    std::span<const http::Field> fields_;
    const OfferState& state_;
    AddressNames names_;
    ParsedQuery parsed_;
};

template <class Enum> std::string name_of(Enum value) { return boost::describe::enum_to_string(value, ""); }

std::string amount(std::int64_t value, int parts) {  // 15 of 2 → "7,5"; 1250 of 100 → "12,50"
    if (value % parts == 0) return std::to_string(value / parts);
    return parts == 2 ? fmt::format("{},5", value / 2) : fmt::format("{},{:02}", value / 100, value % 100);
}

}  // namespace

bool SearchQuery::has(Choice choice, std::string_view value) const {
    const auto& values = of(choice);
    return std::find(values.begin(), values.end(), value) != values.end();
}

bool SearchQuery::filtered() const {
    return from || until || radius || hours_least || hours_most || price_least || price_most || working_days || gaps ||
           std::any_of(chosen.begin(), chosen.end(), [](const Values& values) { return !values.empty(); });
}

ParsedQuery parse_search_query(std::span<const http::Field> fields, const OfferState& state, AddressNames names) {
    return Parser(fields, state, names).parse();
}

SearchQuery search_query_of(std::string_view address, const OfferState& state) {
    const auto fields = http::decode_form(address);
    return fields ? parse_search_query(*fields, state).query : SearchQuery{};
}

std::string address_of(const SearchQuery& query) {
    std::vector<http::Field> fields;
    const auto add = [&](std::string_view name, std::string value) { fields.push_back({std::string(name), std::move(value)}); };
    if (!query.text.empty()) add("q", query.text);
    if (query.from) add(from_name.page, to_iso(*query.from));
    if (query.until) add(until_name.page, to_iso(*query.until));
    if (!query.place.empty()) add(place_name.page, query.place);
    if (query.radius && (query.place.empty() || *query.radius != radius_default)) add(radius_name.page, std::to_string(*query.radius));
    for (std::size_t i = 0; i < choice_count; ++i) {
        for (const auto& value : query.chosen[i]) add(choice_names[i].page, value);
    }
    if (query.hours_least) add(hours_least_name.page, amount(query.hours_least->value, 2));
    if (query.hours_most) add(hours_most_name.page, amount(query.hours_most->value, 2));
    if (query.price_least) add(price_least_name.page, amount(query.price_least->value, 100));
    if (query.price_most) add(price_most_name.page, amount(query.price_most->value, 100));
    if (query.working_days) add(working_days_name.page, "1");
    if (query.gaps) add(gaps_name.page, "1");
    if (query.sort != OfferSort::best_fit) add(sort_name.page, name_of(query.sort));
    const auto weight = [&](const ParameterName& name, Importance importance) {
        if (importance != Importance::normal) add(name.page, name_of(importance));
    };
    weight(benefit_name, query.weights.benefit);
    weight(time_name, query.weights.time);
    weight(cost_name, query.weights.cost);
    weight(travel_name, query.weights.travel);
    if (query.view != OfferView::list) add(view_name.page, name_of(query.view));
    if (query.page > 1) add(page_name.page, std::to_string(query.page));
    return http::encode_query(fields);
}

std::string offers_path(const SearchQuery& query) {
    const auto address = address_of(query);
    return address.empty() ? "/angebote" : "/angebote?" + address;
}

SearchQuery without_view(SearchQuery query) {
    query.sort = OfferSort::best_fit;
    query.weights = {};
    query.view = OfferView::list;
    query.page = 1;
    return query;
}

std::string_view parameter_name(Choice choice, AddressNames names) { return choice_names[static_cast<std::size_t>(choice)].in(names); }

}  // namespace kc::discovery
