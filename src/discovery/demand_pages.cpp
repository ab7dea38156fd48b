// SPDX-License-Identifier: EUPL-1.2
// /bedarf for the office and the advisory board: what was searched for and not found, and gaps without an offer; as CSV and JSON too.
#include "discovery/demand_report.hpp"
#include "discovery/facets.hpp"
#include "discovery/follow_up_pages.hpp"

#include "base/csv.hpp"
#include "web/api_response.hpp"
#include "web/json_schema.hpp"
#include "web/table.hpp"

namespace kc::discovery {

namespace {

constexpr int days_default = 90;
constexpr int periods[] = {30, days_default, 365};

struct UnmetView {
    std::string text, filters, path;
    std::int64_t count = 0;
    Date last_day{};
};
BOOST_DESCRIBE_STRUCT(UnmetView, (), (text, filters, path, count, last_day))

struct OpenGapView {
    std::string slug, name;
    int level = 0;
    std::int64_t people = 0, organisations = 0, without_date = 0;
};
BOOST_DESCRIBE_STRUCT(OpenGapView, (), (slug, name, level, people, organisations, without_date))

struct DemandView {
    web::ChoiceField period;
    std::int64_t days = days_default;
    std::vector<UnmetView> searches;
    std::vector<OpenGapView> gaps;
    std::optional<Date> counted_on;
};
BOOST_DESCRIBE_STRUCT(DemandView, (), (period, days, searches, gaps, counted_on))

struct UnmetJson {
    std::string text, filters;
    std::int64_t count = 0;
    Date last_day{};
};
BOOST_DESCRIBE_STRUCT(UnmetJson, (), (text, filters, count, last_day))

struct DemandJson {
    std::int64_t days = days_default;
    std::vector<UnmetJson> searches;
    std::vector<OpenGapView> gaps;
    std::optional<Date> counted_on;
};
BOOST_DESCRIBE_STRUCT(DemandJson, (), (days, searches, gaps, counted_on))

std::string csv_of(std::initializer_list<std::string> head, const std::vector<std::vector<std::string>>& rows) {
    std::string out = "\xEF\xBB\xBF";  // so that spreadsheets know it is UTF-8
    const auto append = [&](const auto& cells) {
        bool first = true;
        for (const auto& cell : cells) {
            if (!first) out += ';';
            first = false;
            out += csv_cell(cell);
        }
        out += "\r\n";
    };
    append(head);
    for (const auto& row : rows) append(row);
    return out;
}

class DemandPages {
public:
    explicit DemandPages(const FollowUpSources& sources)
        : sources_(sources), site_(sources.site), page_(site_.bind<DemandView>("discovery/demand")) {}

    http::Response show(const http::Request& request) const {
        return for_readers(request, [&] {
            const auto days = days_of(request);
            DemandView view{.days = days};
            std::vector<web::Option> options;
            for (const auto period : periods)
                options.push_back({std::to_string(period), site_.text(request, "discovery.demand.days", {{"days", period}}), {}});
            const auto fields = site_.fields(request);
            view.period = fields.choice("tage", {.label = "discovery.demand.period", .required = true}, options, std::to_string(days));
            view.period.required = false;  // a filter always has a value
            view.searches = searches(request, days);
            view.gaps = gaps(view.counted_on);
            return site_.render(request, {.title = "discovery.demand.title", .active = "/bedarf"}, page_, view);
        });
    }

    http::Response searches_csv(const http::Request& request) const {
        return for_readers(request, [&] {
            std::vector<std::vector<std::string>> rows;
            for (const auto& row : searches(request, days_of(request)))
                rows.push_back({row.text, row.filters, std::to_string(row.count), to_iso(row.last_day)});
            return file(csv_of({text(request, "words"), text(request, "filters"), text(request, "count"), text(request, "last_day")}, rows),
                        "gesucht-nicht-gefunden.csv");
        });
    }

    http::Response gaps_csv(const http::Request& request) const {
        return for_readers(request, [&] {
            std::optional<Date> counted_on;
            std::vector<std::vector<std::string>> rows;
            for (const auto& row : gaps(counted_on))
                rows.push_back({row.name, std::to_string(row.level), std::to_string(row.people), std::to_string(row.organisations),
                                std::to_string(row.without_date)});
            return file(csv_of({text(request, "competence"), text(request, "level"), text(request, "people"), text(request, "organisations"),
                                text(request, "without_date")},
                               rows),
                        "luecken-ohne-angebot.csv");
        });
    }

    http::Response api(const http::Request& request) const {
        if (!request.viewer()->may(Permission::see_demand))
            return web::api_error(request, 403, "not_permitted", site_.text(request, "discovery.problem.no_demand"));
        const auto days = days_of(request);
        DemandJson json{.days = days};
        for (auto& row : sources_.database.read([&](storage::Session& session) { return list_unmet_searches(session, since(days)); }))
            json.searches.push_back({std::move(row.query_normalised), std::move(row.filters), row.count, row.last_day});
        json.gaps = gaps(json.counted_on);
        return web::api_json(json);
    }

private:
    template <class Page> http::Response for_readers(const http::Request& request, Page&& page) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        if (!viewer->may(Permission::see_demand)) return site_.error_page(request, 403, "discovery.problem.no_demand");
        return page();
    }

    static int days_of(const http::Request& request) {
        const auto asked = web::parse_integer(request.query("tage").value_or(""));
        const auto* found = std::find(std::begin(periods), std::end(periods), asked.value_or(0));
        return found == std::end(periods) ? days_default : *found;
    }
    Date since(int days) const { return add_days(sources_.clock.today(), 1 - days); }

    std::vector<UnmetView> searches(const http::Request& request, int days) const {
        const auto state = sources_.offers.current();
        const auto language = web::language_of(request);
        std::vector<UnmetView> views;
        for (const auto& row : sources_.database.read([&](storage::Session& session) { return list_unmet_searches(session, since(days)); })) {
            auto query = search_query_of(row.filters, *state);
            query.text = row.query_normalised;
            UnmetView view{row.query_normalised, {}, offers_path(query), row.count, row.last_day};
            for (const auto& chip : chips_of({.state = *state, .messages = site_.messages(), .language = language}, query))
                view.filters += (view.filters.empty() ? "" : ", ") + chip.text;
            views.push_back(std::move(view));
        }
        return views;
    }

    std::vector<OpenGapView> gaps(std::optional<Date>& counted_on) const {
        const auto snapshot = sources_.catalogue.current();
        const auto framework = sources_.framework.current();
        const auto today = sources_.clock.today();
        std::vector<OpenGapView> views;
        for (const auto& gap : sources_.database.read([&](storage::Session& session) { return list_open_gaps(session); })) {
            counted_on = gap.counted_on;
            const catalogue::CompetenceLevel level{gap.competence_id, gap.level};
            const auto index = framework->index_of(gap.competence_id);
            if (!index || is_bookable(*snapshot, level, today) || views.size() >= demand_rows_max) continue;
            const auto& competence = framework->competence(*index);
            views.push_back(
                {competence.slug, competence.name, gap.level, gap.people, gap.organisations, offers_without_date(*snapshot, level, today)});
        }
        return views;
    }

    std::string text(const http::Request& request, std::string_view key) const {
        return site_.text(request, fmt::format("discovery.demand.{}", key));
    }

    static http::Response file(std::string content, std::string_view name) {
        auto response = http::bytes(std::move(content), "text/csv; charset=utf-8");
        response.header("Content-Disposition", http::attachment_disposition(name));
        return response;
    }

    FollowUpSources sources_;
    const web::Site& site_;
    web::Template<DemandView> page_;
};

}  // namespace

void register_demand_pages(http::Router& router, const FollowUpSources& sources) {
    const auto pages = std::make_shared<DemandPages>(sources);
    router.get("/bedarf", [pages](http::Request& request) { return pages->show(request); });
    router.get("/bedarf/suchen.csv", [pages](http::Request& request) { return pages->searches_csv(request); });
    router.get("/bedarf/luecken.csv", [pages](http::Request& request) { return pages->gaps_csv(request); });
    router.add(http::Method::get, "/api/v1/demand",
               {.name = "getDemand",
                .summary = "Suchen ohne Treffer und Lücken ohne Angebot, als Zahlen ohne Personen (tage=30, 90 oder 365)",
                .response_schema = web::json_schema<DemandJson>()},
               [pages](http::Request& request) { return pages->api(request); });
}

}  // namespace kc::discovery
