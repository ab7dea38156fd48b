// SPDX-License-Identifier: EUPL-1.2
// Marking a competence as outdated with what it means for people, offers and role profiles; taking it back; names and order of the areas.
#include "curation/map_view.hpp"
#include "web/confirm.hpp"

namespace kc::curation {

namespace {

struct SuccessorRow {
    web::ChoiceField successor, shift;
};
BOOST_DESCRIBE_STRUCT(SuccessorRow, (), (successor, shift))

struct OutdateView {
    std::string slug, name;
    competence::OutdatingImpact impact;
    std::optional<std::int64_t> offers;
    std::vector<SuccessorRow> successors;
    int days = take_back_days;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(OutdateView, (), (slug, name, impact, offers, successors, days, errors))

struct AreaRow {
    std::string slug, title;
    web::TextField name, name_en, position;
};
BOOST_DESCRIBE_STRUCT(AreaRow, (), (slug, title, name, name_en, position))

struct AreasView {
    std::vector<AreaRow> areas;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(AreasView, (), (areas, errors))

constexpr std::size_t successor_rows = 3;

class OutdatingPages {
public:
    explicit OutdatingPages(const PageParts& parts)
        : parts_(parts),
          site_(parts.site),
          outdate_(site_.bind<OutdateView>("curation/outdate")),
          areas_(site_.bind<AreasView>("curation/areas")),
          confirm_(web::bind_confirmation(site_)) {}

    http::Response show(const http::Request& request) const { return show(request, nullptr); }

    http::Response mark(const http::Request& request) {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            web::FormReader form(request);
            const auto slug = request.path_value("slug").value_or("");
            std::vector<SuccessorChoice> successors;
            std::vector<std::size_t> rows;
            for (std::size_t row = 0; row < successor_rows; ++row) {
                const auto successor = form.text(fmt::format("successor_{}", row));
                const auto shift = form.choice(fmt::format("shift_{}", row), shift_values());
                if (successor.empty()) continue;
                successors.push_back({successor, shift.empty() ? 0 : std::stoi(shift)});
                rows.push_back(row);
            }
            if (!form.ok()) return show(request, &form);
            const auto marked = parts_.curation.mark_outdated(viewer, slug, successors);
            if (marked) return web::redirect(competence_path(slug), {.message_key = "curation.notice.outdated"});
            if (marked.error().problems.empty()) return refusal_page(request, site_, marked.error().error);
            for (const auto& problem : marked.error().problems) form.refuse(in_rows(problem.field, rows), problem.message_key, problem.arguments);
            return show(request, &form);
        });
    }

    http::Response ask_republish(const http::Request& request) const {
        return for_editors(request, site_, [&](const Viewer&) {
            const auto framework = parts_.curation.framework();
            const auto index = framework->competence_by_slug(request.path_value("slug").value_or(""));
            if (!index) return refusal_page(request, site_, CurationError::not_found);
            const auto& competence = framework->competence(*index);
            if (competence.state != FrameworkState::outdated) return refusal_page(request, site_, CurationError::not_outdated);
            const auto last = parts_.curation.last_outdating(competence.id);
            const bool take_back = last && parts_.curation.can_be_taken_back(*last);
            const web::MessageFields numbers{{"people", last ? last->people : 0}, {"days", take_back_days}};
            return web::confirmation_page(site_, request, confirm_,
                                          {.title = site_.text(request, "curation.republish.question", {{"name", competence.name}}),
                                           .text = take_back ? site_.text(request, "curation.republish.text", numbers)
                                                             : site_.text(request, "curation.republish.text_late", {{"days", take_back_days}}),
                                           .action = competence_path(competence.slug, "wiederherstellung"),
                                           .label = site_.text(request, "curation.republish.title"),
                                           .back = competence_path(competence.slug),
                                           .irreversible = false,
                                           .fields = {}},
                                          map_path);
        });
    }

    http::Response republish(const http::Request& request) {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            const auto slug = request.path_value("slug").value_or("");
            const auto published = parts_.curation.publish_again(viewer, slug);
            if (!published) return refusal_page(request, site_, published.error().error);
            return web::redirect(competence_path(slug), {.message_key = "curation.notice.republished"});
        });
    }

    http::Response show_areas(const http::Request& request) const { return show_areas(request, nullptr); }

    http::Response save_areas(const http::Request& request) {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            web::FormReader form(request);
            std::vector<std::pair<std::int64_t, competence::AreaContent>> areas;
            const auto count = static_cast<std::int64_t>(parts_.curation.framework()->areas().size());
            for (const auto& area : parts_.curation.framework()->areas()) {
                const auto position = form.integer("position_" + area.slug, {.required = true, .min = 1, .max = std::max<std::int64_t>(99, count)});
                areas.push_back({position.value_or(0),
                                 {area.slug, form.text("name_" + area.slug, {.required = true, .max = 80}),
                                  form.text("name_en_" + area.slug, {.required = true, .max = 80})}});
            }
            if (!form.ok()) return show_areas(request, &form);
            std::stable_sort(areas.begin(), areas.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
            std::vector<competence::AreaContent> in_order;
            for (auto& [position, area] : areas) in_order.push_back(std::move(area));
            const auto saved = parts_.curation.set_areas(viewer, in_order);
            if (saved) return web::redirect("/themenlandkarte/bereiche", {.message_key = "curation.notice.areas_saved"});
            if (saved.error().error != CurationError::invalid) return refusal_page(request, site_, saved.error().error);
            form.refuse(saved.error().problems);
            return show_areas(request, &form);
        });
    }

private:
    static std::vector<std::string> shift_values() {
        std::vector<std::string> values;
        for (int shift = -level_shift_max; shift <= level_shift_max; ++shift) values.push_back(std::to_string(shift));
        return values;
    }

    // The service counts the chosen successors, the form its rows.
    static std::string in_rows(const std::string& field, const std::vector<std::size_t>& rows) {
        const auto underscore = field.rfind('_');
        if (underscore == std::string::npos) return field;
        const auto number = web::parse_integer(field.substr(underscore + 1));
        if (!number || *number < 0 || static_cast<std::size_t>(*number) >= rows.size()) return field;
        return fmt::format("{}_{}", field.substr(0, underscore), rows[static_cast<std::size_t>(*number)]);
    }

    http::Response show(const http::Request& request, const web::FormReader* refused) const {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            const auto framework = parts_.curation.framework();
            const auto slug = request.path_value("slug").value_or("");
            const auto index = framework->competence_by_slug(slug);
            if (!index) return refusal_page(request, site_, CurationError::not_found);
            const auto& competence = framework->competence(*index);
            if (competence.state == FrameworkState::outdated) return refusal_page(request, site_, CurationError::is_outdated);
            if (competence.state == FrameworkState::draft) return refusal_page(request, site_, CurationError::never_published);
            const auto impact = parts_.curation.impact(viewer, slug);
            if (!impact) return refusal_page(request, site_, impact.error().error);
            OutdateView view{.slug = competence.slug, .name = competence.name, .impact = *impact, .offers = {}, .successors = {}};
            if (parts_.offers_teaching) view.offers = parts_.offers_teaching(competence.id);
            const auto fields = site_.fields(request, refused);
            std::vector<web::Option> others{{"", site_.text(request, "curation.outdate.no_successor"), {}}};
            for (const auto& other : framework->competences()) {
                if (other.published() && other.id != competence.id) others.push_back({other.slug, other.name, {}});
            }
            std::vector<web::Option> shifts;
            for (const auto& value : shift_values()) {
                shifts.push_back({value,
                                  site_.text(request,
                                             value == "0"           ? "curation.outdate.shift_none"
                                             : value.front() == '-' ? "curation.outdate.shift_down"
                                                                    : "curation.outdate.shift_up",
                                             {{"levels", std::abs(std::stoi(value))}}),
                                  {}});
            }
            for (std::size_t row = 0; row < successor_rows; ++row) {
                const auto label = site_.text(request, "curation.outdate.successor", {{"number", row + 1}});
                const auto shift = site_.text(request, "curation.outdate.shift", {{"number", row + 1}});
                SuccessorRow one{fields.choice(fmt::format("successor_{}", row), {.label_text = label}, others),
                                 fields.choice(fmt::format("shift_{}", row), {.label_text = shift}, shifts, "0")};
                one.successor.optional_mark = one.shift.optional_mark = false;
                view.successors.push_back(std::move(one));
            }
            view.errors = fields.errors();
            return site_.render(request,
                                {.title = "curation.outdate.title",
                                 .active = map_path,
                                 .breadcrumbs = {map_crumb(site_, request), {competence_path(competence.slug), competence.name}},
                                 .status = refused ? 422 : 200},
                                outdate_, view);
        });
    }

    http::Response show_areas(const http::Request& request, const web::FormReader* refused) const {
        return for_editors(request, site_, [&](const Viewer&) {
            const auto fields = site_.fields(request, refused);
            AreasView view;
            std::int64_t position = 0;
            for (const auto& area : parts_.curation.framework()->areas()) {
                view.areas.push_back(
                    {area.slug, area.name, fields.text("name_" + area.slug, {.label = "curation.areas.name", .required = true, .max = 80}, area.name),
                     fields.text("name_en_" + area.slug, {.label = "curation.areas.name_en", .required = true, .max = 80}, area.name_en),
                     fields.integer("position_" + area.slug, {.label = "curation.areas.position", .required = true}, ++position)});
            }
            view.errors = fields.errors();
            return site_.render(
                request,
                {.title = "curation.areas.title", .active = map_path, .breadcrumbs = {map_crumb(site_, request)}, .status = refused ? 422 : 200},
                areas_, view);
        });
    }

    PageParts parts_;
    const web::Site& site_;
    web::Template<OutdateView> outdate_;
    web::Template<AreasView> areas_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_outdating_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<OutdatingPages>(parts);
    using http::Request;
    router.get("/themenlandkarte/bereiche", [pages](Request& request) { return pages->show_areas(request); });
    router.post("/themenlandkarte/bereiche", [pages](Request& request) { return pages->save_areas(request); });
    router.get("/themenlandkarte/{slug}/veraltet", [pages](Request& request) { return pages->show(request); });
    router.post("/themenlandkarte/{slug}/veraltet", [pages](Request& request) { return pages->mark(request); });
    router.get("/themenlandkarte/{slug}/wiederherstellung", [pages](Request& request) { return pages->ask_republish(request); });
    router.post("/themenlandkarte/{slug}/wiederherstellung", [pages](Request& request) { return pages->republish(request); });
}

}  // namespace kc::curation
