// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/page_sight.hpp"

#include "web/api_response.hpp"
#include "web/json_schema.hpp"

namespace kc::catalogue {

namespace {

constexpr std::int64_t page_size_default = 50, page_size_max = 200;

struct UnitsJson {
    std::int64_t total = 0, page = 1, page_size = page_size_default;
    std::vector<UnitCard> units;
};
BOOST_DESCRIBE_STRUCT(UnitsJson, (), (total, page, page_size, units))

struct ModulesJson {
    std::vector<ModuleView> modules;
};
BOOST_DESCRIBE_STRUCT(ModulesJson, (), (modules))

struct ProvidersJson {
    std::vector<ProviderView> providers;
};
BOOST_DESCRIBE_STRUCT(ProvidersJson, (), (providers))

struct VenuesJson {
    std::vector<VenueView> venues;
};
BOOST_DESCRIBE_STRUCT(VenuesJson, (), (venues))

// Reads the parameters of a list strictly: a program that misspells one shall hear of it.
class ListParameters {
public:
    ListParameters(const http::Request& request, std::initializer_list<std::string_view> known) : request_(request) {
        for (const auto& field : request.query_fields()) {
            if (std::find(known.begin(), known.end(), field.name) == known.end()) refuse(field.name, "catalogue.problem.unknown_parameter");
        }
    }

    std::int64_t number(std::string_view name, std::int64_t otherwise, std::int64_t most) {
        const auto text = request_.query(name);
        if (!text) return otherwise;
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
        if (error == std::errc{} && end == text->data() + text->size() && value >= 1 && value <= most) return value;
        refuse(name, "catalogue.problem.number", {{"most", std::to_string(most)}});
        return otherwise;
    }

    template <class List> std::optional<std::size_t> slug(std::string_view name, const List& list) {
        const auto text = request_.query(name);
        if (!text) return std::nullopt;
        const auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.slug == *text; });
        if (found != list.end()) return static_cast<std::size_t>(found - list.begin());
        refuse(name, "catalogue.problem.unknown_slug");
        return std::nullopt;
    }

    template <class Enum> std::optional<Enum> enumerator(std::string_view name) {
        const auto text = request_.query(name);
        if (!text) return std::nullopt;
        Enum value{};
        if (boost::describe::enum_from_string(std::string(*text).c_str(), value)) return value;
        std::string allowed;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>(
            [&](auto entry) { allowed += (allowed.empty() ? "" : ", ") + std::string(entry.name); });
        refuse(name, "catalogue.problem.enumerator", {{"allowed", allowed}});
        return std::nullopt;
    }

    const std::vector<FieldProblem>& problems() const { return problems_; }

private:
    void refuse(std::string_view name, std::string key, MessageArguments arguments = {}) {
        problems_.push_back({std::string(name), std::move(key), std::move(arguments)});
    }

    const http::Request& request_;
    std::vector<FieldProblem> problems_;
};

class Api {
public:
    explicit Api(const PageSources& sources) : sources_(sources), site_(sources.site) {}

    http::Response units(const http::Request& request) const {
        const PageSight page(sources_, request);
        ListParameters parameters(request, {"module", "provider", "format", "sort", "direction", "page", "page_size"});
        const UnitFilter filter{parameters.slug("module", page.catalogue->modules()), parameters.slug("provider", page.catalogue->providers()),
                                parameters.enumerator<Format>("format")};
        const auto order = parameters.enumerator<UnitOrder>("sort").value_or(UnitOrder::title);
        const auto direction = parameters.enumerator<Direction>("direction").value_or(Direction::ascending);
        UnitsJson json;
        json.page = parameters.number("page", 1, 1'000'000);
        json.page_size = parameters.number("page_size", page_size_default, page_size_max);
        if (!parameters.problems().empty()) return web::api_problems(request, site_.messages(), parameters.problems());
        auto found = list_units(*page.catalogue, filter, {order, direction == Direction::descending}, page.sight.member, page.sight.today);
        std::erase_if(found, [&](std::size_t index) { return !page.sight.sees(page.catalogue->unit(index)); });
        json.total = static_cast<std::int64_t>(found.size());
        const auto first = std::min(json.total, (json.page - 1) * json.page_size);
        const auto count = std::min(json.total - first, json.page_size);
        json.units = unit_cards(page.sight, std::span(found).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count)));
        return web::api_json(json);
    }

    http::Response unit(const http::Request& request) const {
        const PageSight page(sources_, request);
        const auto* unit = page.catalogue->find_unit(request.path_value("slug").value_or(""));
        if (unit == nullptr || !page.sight.sees(*unit))
            return web::api_error(request, 404, "not_found", site_.text(request, "catalogue.problem.unit_not_found"));
        return web::api_json(unit_view(page.sight, *unit));
    }

    http::Response modules(const http::Request& request) const {
        const PageSight page(sources_, request);
        ModulesJson json;
        for (const auto& module : page.catalogue->modules()) json.modules.push_back(module_view(page.sight, module));
        return web::api_json(json);
    }

    http::Response providers(const http::Request& request) const {
        const PageSight page(sources_, request);
        ProvidersJson json;
        for (const auto index : page.catalogue->providers_by_name())
            json.providers.push_back(provider_view(page.sight, page.catalogue->providers()[index]));
        return web::api_json(json);
    }

    http::Response venues(const http::Request& request) const {
        const PageSight page(sources_, request);
        VenuesJson json;
        for (const auto index : page.catalogue->venues_by_name()) {
            const auto& venue = page.catalogue->venues()[index];
            if (!venue.retired) json.venues.push_back(venue_view(page.sight, venue));
        }
        return web::api_json(json);
    }

    enum class Direction { ascending, descending };
    BOOST_DESCRIBE_NESTED_ENUM(Direction, ascending, descending)

private:
    PageSources sources_;
    const web::Site& site_;
};

}  // namespace

void register_api(http::Router& router, const PageSources& sources) {
    const auto api = std::make_shared<Api>(sources);
    const auto add = [&](std::string_view pattern, std::string name, std::string summary, std::string schema, auto function) {
        router.add(http::Method::get, pattern,
                   {.is_public = true, .name = std::move(name), .summary = std::move(summary), .response_schema = std::move(schema)},
                   [api, function](http::Request& request) { return ((*api).*function)(request); });
    };
    add("/api/v1/units", "listUnits", "Angebote, gefiltert und seitenweise", web::json_schema<UnitsJson>(), &Api::units);
    add("/api/v1/units/{slug}", "getUnit", "Ein Angebot mit Terminen", web::json_schema<UnitView>(), &Api::unit);
    add("/api/v1/modules", "listModules", "Module", web::json_schema<ModulesJson>(), &Api::modules);
    add("/api/v1/providers", "listProviders", "Anbieter", web::json_schema<ProvidersJson>(), &Api::providers);
    add("/api/v1/venues", "listVenues", "Lernorte", web::json_schema<VenuesJson>(), &Api::venues);
}

}  // namespace kc::catalogue
