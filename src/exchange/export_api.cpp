// SPDX-License-Identifier: EUPL-1.2
// What other systems fetch from us: public, without a session.
#include "exchange/pages.hpp"
#include "web/api_response.hpp"

namespace kc::exchange {

namespace {

constexpr std::int64_t page_size_default = 50, page_size_max = 200;
// The last day on which MOOChub 2.3 is served.
constexpr std::string_view sunset_2_3 = "Fri, 31 Dec 2027 23:59:59 GMT";

class ExportApi {
public:
    explicit ExportApi(const PageParts& parts) : parts_(parts) {}

    http::Response courses(const http::Request& request) const {
        const auto version = negotiate_moochub(request.header("Accept").value_or(""));
        if (!version) return problem(406, "Diese Fassung von MOOChub gibt es hier nicht. Möglich sind moochub-version=3 und moochub-version=2.");
        MoochubPage page{.number = 1, .size = page_size_default};
        for (const auto& field : request.query_fields()) {
            const bool fine = field.name == "page[number]" ? read_number(field.value, page.number, 1'000'000)
                              : field.name == "page[size]" ? read_number(field.value, page.size, page_size_max)
                                                           : false;
            if (!fine) return problem(400, "Erlaubt sind page[number] ab 1 und page[size] von 1 bis 200.");
        }
        const Reading reading(parts_, request);
        auto response = http::bytes(moochub_page(reading.context, *version, page),
                                    fmt::format("application/vnd.api+json; moochub-version={}", version_text(*version)));
        if (*version == MoochubVersion::v2_3) response.header("Sunset", sunset_2_3);
        response.header("Vary", "Accept");
        response.header("Cache-Control", "public, max-age=300");
        return response;
    }

    http::Response amb_of(const http::Request& request) const {
        return described(request, [](const WritingContext& context, const catalogue::LearningUnit& unit) { return amb(context, unit); });
    }

    http::Response schema_org_of(const http::Request& request) const {
        return described(request, [](const WritingContext& context, const catalogue::LearningUnit& unit) { return schema_org(context, unit); });
    }

private:
    // Holds the snapshots while an answer is made.
    struct Reading {
        Reading(const PageParts& parts, const http::Request& request)
            : catalogue(parts.catalogue.current()),
              framework(parts.framework.current()),
              context{*catalogue, *framework, parts.base_address.empty() ? own_address(request) : parts.base_address, parts.clock.today()} {}
        std::shared_ptr<const catalogue::CatalogueSnapshot> catalogue;
        std::shared_ptr<const competence::CompetenceFramework> framework;
        WritingContext context;
    };

    static std::string own_address(const http::Request& request) {
        return (request.secure ? "https://" : "http://") + (request.host.empty() ? std::string("localhost") : request.host);
    }

    static bool read_number(std::string_view text, std::int64_t& number, std::int64_t most) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        return error == std::errc{} && end == text.data() + text.size() && number >= 1 && number <= most;
    }

    // The error form of JSON:API.
    static http::Response problem(int status, std::string_view detail) {
        std::string body = fmt::format(R"({{"errors":[{{"status":"{}","detail":)", status);
        web::append_json_text(body, detail);
        return http::bytes(body + "}]}", "application/vnd.api+json", status);
    }

    template <class Write> http::Response described(const http::Request& request, Write&& write) const {
        const Reading reading(parts_, request);
        const auto* unit = reading.context.snapshot.find_unit(request.path_value("slug").value_or(""));
        if (unit == nullptr || unit->only_for) {
            return web::api_error(request, 404, "not_found", parts_.site.text(request, "exchange.refusal.offer_not_found"));
        }
        auto response = http::bytes(write(reading.context, *unit), "application/ld+json");
        response.header("Cache-Control", "public, max-age=300");
        return response;
    }

    const PageParts parts_;
};

}  // namespace

void register_export_api(http::Router& router, const PageParts& parts) {
    using http::Method;
    using http::Request;
    const auto api = std::make_shared<ExportApi>(parts);
    router.add(
        Method::get, "/api/v1/moochub/courses",
        {.is_public = true,
         .name = "listMoochubCourses",
         .summary = "Alle öffentlichen Angebote als MOOChub 3.0.1 (auf Wunsch 2.3), seitenweise",
         .response_schema =
             R"({"type":"object","properties":{"links":{"type":"object"},"data":{"type":"array","items":{"type":"object"}}},"required":["links","data"]})"},
        [api](Request& r) { return api->courses(r); });
    router.add(Method::get, "/api/v1/offers/{slug}/amb",
               {.is_public = true,
                .name = "getOfferAmb",
                .summary = "Ein Angebot im Allgemeinen Metadatenprofil für Bildungsressourcen (AMB)",
                .response_schema = R"({"type":"object"})"},
               [api](Request& r) { return api->amb_of(r); });
    router.add(Method::get, "/angebote/{slug}/schema.json", {.is_public = true}, [api](Request& r) { return api->schema_org_of(r); });
}

}  // namespace kc::exchange
