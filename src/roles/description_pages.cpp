// SPDX-License-Identifier: EUPL-1.2
// /taetigkeiten/stellenbeschreibung: paste or upload, then decide line by line with the sentence that supports it (F19).
#include "base/text.hpp"
#include "extraction/extraction.hpp"
#include "roles/document_text.hpp"
#include "roles/page_parts.hpp"
#include "web/confirm.hpp"

#include <fstream>
#include <sstream>

namespace kc::roles {

namespace {

constexpr std::string_view descriptions_path = "/taetigkeiten/stellenbeschreibung";
constexpr std::uint64_t form_bytes_max = document_bytes_max + 1024 * 1024;  // a file that is a little too large gets a sentence, not a 413
constexpr std::size_t option_letters_max = 90;

struct SummaryRow {
    std::int64_t id = 0;
    std::string name, role;
    Instant created_at{};
    Date removed_on{};
    std::int64_t lines = 0, open = 0;
};
BOOST_DESCRIBE_STRUCT(SummaryRow, (), (id, name, role, created_at, removed_on, lines, open))

struct SubmitView {
    web::ChoiceField role;
    std::optional<web::ChoiceField> organisation;
    web::TextField name, text, file;
    std::vector<SummaryRow> open;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(SubmitView, (), (role, organisation, name, text, file, open, errors))

struct Segment {
    std::string text;
    bool marked = false;
};
BOOST_DESCRIBE_STRUCT(Segment, (), (text, marked))

struct TodayView {
    int level = 0, weight = 0;
};
BOOST_DESCRIBE_STRUCT(TodayView, (), (level, weight))

struct ProposalRow {
    std::int64_t id = 0;
    std::string action, competence, area;
    std::vector<std::string> sentences;
    std::optional<TodayView> today;  // what the work asks in this authority already
    bool open = false, accepted = false, rejected = false, decidable = false;
    int taken_level = 0, taken_weight = 0;
    std::string problem;
    web::ChoiceField level, weight;
};
BOOST_DESCRIBE_STRUCT(ProposalRow, (),
                      (id, action, competence, area, sentences, today, open, accepted, rejected, decidable, taken_level, taken_weight, problem, level,
                       weight))

struct ProposalView {
    std::int64_t id = 0;
    std::string name, role, slug;
    Date removed_on{};
    std::vector<ProposalRow> rows;
    std::vector<Segment> text;
    int open = 0;
};
BOOST_DESCRIBE_STRUCT(ProposalView, (), (id, name, role, slug, removed_on, rows, text, open))

std::string content_of(const http::UploadedFile& upload) {
    std::ostringstream out;
    out << std::ifstream(upload.file.path(), std::ios::binary).rdbuf();
    return std::move(out).str();
}

Date removal_day(Instant created_at) { return Date{std::chrono::floor<std::chrono::days>(created_at) + std::chrono::days{description_days}}; }

// The text cut into what is marked and what is not; sentences may overlap.
std::vector<Segment> segments_of(const std::string& content, const std::vector<DescriptionLine>& lines) {
    std::vector<extraction::Mention> marked;
    for (const auto& line : lines) marked.insert(marked.end(), line.sentences.begin(), line.sentences.end());
    std::sort(marked.begin(), marked.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    std::vector<Segment> segments;
    std::size_t at = 0;
    const auto add = [&](std::size_t end, bool mark) {
        if (end > at) segments.push_back({content.substr(at, end - at), mark});
        at = std::max(at, end);
    };
    for (const auto& [begin, end] : marked) {
        if (end > content.size()) continue;
        add(std::max(at, begin), false);
        add(end, true);
    }
    add(content.size(), false);
    return segments;
}

std::string shortened(const std::string& text) {
    if (code_points(text) <= option_letters_max) return text;
    std::size_t end = option_letters_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "…";
}

class DescriptionPages {
public:
    explicit DescriptionPages(const PageParts& parts)
        : parts_(parts),
          site_(parts.site),
          submit_(site_.bind<SubmitView>("roles/description_submit")),
          proposal_(site_.bind<ProposalView>("roles/description")),
          confirm_(web::bind_confirmation(site_)) {}

    http::Response list(const http::Request& request) const { return submit_page(request, nullptr); }

    http::Response submit(http::Request& request) {
        return for_editors(request, site_, [&](const Viewer& viewer, const RoleService::Rights& rights) {
            web::FormReader form(request);
            NewDescription description;
            const auto role = form.id<RoleProfileId>("role", {.required = true});
            const auto organisation = read_organisation(form, rights);
            description.name = form.text("name", {.max = 120});
            const auto* file = request.file("file");
            const bool uploaded = file != nullptr && file->file.size() > 0;
            if (uploaded && file->file.size() > document_bytes_max) {
                form.refuse("file", problem_key(DocumentProblem::too_large));
            } else if (uploaded) {
                if (description.name.empty()) description.name = file->file_name;
                auto text = reader_.read(content_of(*file));
                if (text)
                    description.text = std::move(*text);
                else
                    form.refuse("file", problem_key(text.error()));
            } else {
                const auto typed = form.text("text", {.max = extraction::description_bytes_max, .lines = true});
                description.text = plain_text(typed);
                if (form.ok() && description.text.empty()) form.refuse("text", message_key_of(DescriptionError::no_text));
            }
            if (!form.ok()) return submit_page(request, &form);
            description.role = *role;
            description.organisation = *organisation;
            const auto id = parts_.descriptions.submit(viewer, description);
            if (id) return web::redirect(fmt::format("{}/{}", descriptions_path, *id), {.message_key = "roles.notice.description_read"});
            switch (id.error()) {
                case DescriptionError::no_text:
                case DescriptionError::too_long: form.refuse(uploaded ? "file" : "text", message_key_of(id.error())); break;
                case DescriptionError::role_not_found: form.refuse("role", message_key_of(id.error())); break;
                case DescriptionError::too_many: form.refuse("", message_key_of(id.error())); break;
                case DescriptionError::not_permitted:
                case DescriptionError::not_found:
                case DescriptionError::already_decided:
                case DescriptionError::line_refused: return refusal(request, id.error());
            }
            return submit_page(request, &form);
        });
    }

    http::Response show(const http::Request& request) const {
        return for_editors(request, site_, [&](const Viewer& viewer, const RoleService::Rights&) {
            const auto open = parts_.descriptions.find(viewer, number(request, "description"));
            if (!open) return refusal(request, open.error());
            return proposal_page(request, *open, nullptr, 0);
        });
    }

    http::Response decide(const http::Request& request) {
        return for_editors(request, site_, [&](const Viewer& viewer, const RoleService::Rights&) {
            const auto id = number(request, "description"), line = number(request, "line");
            const auto back = fmt::format("{}/{}", descriptions_path, id);
            web::FormReader form(request);
            if (form.raw("aktion") == "ablehnen") {
                const auto rejected = parts_.descriptions.reject(viewer, id, line);
                if (!rejected) return refusal(request, rejected.error().error);
                return web::redirect(back, {"roles.notice.line_rejected", web::NoticeKind::info});
            }
            const auto level = form.integer(fmt::format("level_{}", line), {.required = true, .min = 1, .max = competence::level_max});
            const auto weight = form.integer(fmt::format("weight_{}", line), {.required = true, .min = 1, .max = 10});
            if (form.ok()) {
                const auto accepted = parts_.descriptions.accept(viewer, id, line, static_cast<int>(*level), static_cast<int>(*weight));
                if (accepted) return web::redirect(back, {.message_key = "roles.notice.line_accepted"});
                const auto& refused = accepted.error();
                if (refused.error != DescriptionError::line_refused || !refused.refusal) return refusal(request, refused.error);
                if (refused.refusal->problems.empty()) return refusal_page(request, site_, refused.refusal->error);
                for (const auto& problem : refused.refusal->problems) form.refuse("", problem.message_key, problem.arguments);
            }
            const auto open = parts_.descriptions.find(viewer, id);
            if (!open) return refusal(request, open.error());
            return proposal_page(request, *open, &form, line);
        });
    }

    http::Response ask_removal(const http::Request& request) const {
        return for_editors(request, site_, [&](const Viewer& viewer, const RoleService::Rights&) {
            const auto open = parts_.descriptions.find(viewer, number(request, "description"));
            if (!open) return refusal(request, open.error());
            return web::confirmation_page(site_, request, confirm_,
                                          {.title = site_.text(request, "roles.description.remove_title", {{"name", open->description.name}}),
                                           .text = site_.text(request, "roles.description.remove_text"),
                                           .action = fmt::format("{}/{}/loeschung", descriptions_path, open->description.id),
                                           .label = site_.text(request, "roles.description.remove"),
                                           .back = fmt::format("{}/{}", descriptions_path, open->description.id),
                                           .fields = {}},
                                          roles_path);
        });
    }

    http::Response remove(const http::Request& request) {
        return for_editors(request, site_, [&](const Viewer& viewer, const RoleService::Rights&) {
            const auto removed = parts_.descriptions.remove(viewer, number(request, "description"));
            if (!removed) return refusal(request, removed.error());
            return web::redirect(descriptions_path, {"roles.notice.description_removed", web::NoticeKind::info});
        });
    }

private:
    static std::int64_t number(const http::Request& request, std::string_view name) {
        return web::parse_integer(request.path_value(name).value_or("")).value_or(0);
    }

    static std::string problem_key(DocumentProblem problem) {
        return fmt::format("roles.document.{}", boost::describe::enum_to_string(problem, "damaged"));
    }

    http::Response refusal(const http::Request& request, DescriptionError error) const {
        return site_.error_page(request, status_of(error), message_key_of(error));
    }

    // Whoever edits for one authority alone is not asked which.
    static std::optional<OrganisationId> read_organisation(web::FormReader& form, const RoleService::Rights& rights) {
        if (!rights.everything && rights.organisations.size() == 1) return rights.organisations.front();
        return form.id<OrganisationId>("organisation", {.required = true});
    }

    http::Response submit_page(const http::Request& request, const web::FormReader* refused) const {
        return for_editors(request, site_, [&](const Viewer& viewer, const RoleService::Rights& rights) {
            const auto framework = parts_.roles.framework();
            const auto language = web::language_of(request);
            const auto fields = site_.fields(request, refused);
            SubmitView view;
            std::vector<web::Option> roles;
            const auto wanted = request.query("taetigkeit").value_or("");
            std::string chosen;
            for (const auto& role : framework->role_profiles()) {
                if (!role.published()) continue;
                roles.push_back({std::to_string(role.id.value), role.name_in(language), {}});
                if (role.slug == wanted) chosen = roles.back().value;
            }
            view.role = fields.choice("role", {.label = "roles.description.role", .required = true, .empty_option = true}, roles, chosen);
            if (rights.everything || rights.organisations.size() > 1) {
                std::vector<web::Option> authorities;
                for (const auto& [id, name] : names_of_authorities(parts_.roles)) {
                    if (rights.may_edit(competence::DemandLayer::authority, id)) authorities.push_back({std::to_string(id.value), name, {}});
                }
                view.organisation =
                    fields.choice("organisation", {.label = "roles.description.organisation", .required = true, .empty_option = true}, authorities);
            }
            view.name = fields.text("name", {.label = "roles.description.name", .hint = "roles.description.name_hint", .max = 120});
            view.text = fields.text(
                "text",
                {.label = "roles.description.text", .hint = "roles.description.text_hint", .max = extraction::description_bytes_max, .rows = 12});
            view.file = fields.text("file", {.label = "roles.description.file", .hint = "roles.description.file_hint"});
            if (const auto descriptions = parts_.descriptions.list(viewer)) {
                for (const auto& one : *descriptions) {
                    const auto* role = framework->role_profile(one.role_profile_id);
                    view.open.push_back({one.id, one.name, role != nullptr ? role->name_in(language) : std::string("–"), one.created_at,
                                         removal_day(one.created_at), one.lines, one.open});
                }
            }
            view.errors = fields.errors();
            return site_.render(request,
                                {.title = "roles.description.title",
                                 .active = roles_path,
                                 .breadcrumbs = {roles_crumb(site_, request)},
                                 .status = refused ? 422 : 200},
                                submit_, view);
        });
    }

    http::Response proposal_page(const http::Request& request, const OpenDescription& open, const web::FormReader* refused, std::int64_t line) const {
        const auto framework = parts_.roles.framework();
        const auto& description = open.description;
        const auto* role = framework->role_profile(description.role_profile_id);
        if (role == nullptr) return refusal_page(request, site_, RoleError::role_not_found);
        ProposalView view{.id = description.id,
                          .name = description.name,
                          .role = role->name_in(web::language_of(request)),
                          .slug = role->slug,
                          .removed_on = removal_day(description.created_at),
                          .rows = {},
                          .text = segments_of(description.content, open.lines)};
        for (const auto& one : open.lines) {
            const auto index = framework->index_of(one.competence_id);
            if (!index) continue;
            view.rows.push_back(row_of(request, *framework, *role, description, one, *index, one.id == line ? refused : nullptr));
            view.open += one.decision == LineDecision::open;
        }
        return site_.render(
            request,
            {.title_text = description.name,
             .active = roles_path,
             .breadcrumbs = {roles_crumb(site_, request), {std::string(descriptions_path), site_.text(request, "roles.description.title")}},
             .status = refused ? 422 : 200},
            proposal_, view);
    }

    ProposalRow row_of(const http::Request& request, const competence::CompetenceFramework& framework, const competence::RoleProfile& role,
                       const Description& description, const DescriptionLine& line, std::size_t index, const web::FormReader* refused) const {
        const auto& competence = framework.competence(index);
        ProposalRow row{.id = line.id,
                        .action = fmt::format("{}/{}/zeilen/{}", descriptions_path, description.id, line.id),
                        .competence = competence.name,
                        .area = framework.area_of(competence).name_in(web::language_of(request)),
                        .sentences = {},
                        .today = {},
                        .open = line.decision == LineDecision::open,
                        .accepted = line.decision == LineDecision::accepted,
                        .rejected = line.decision == LineDecision::rejected,
                        .decidable = line.decision != LineDecision::accepted,
                        .taken_level = line.level,
                        .taken_weight = line.weight,
                        .problem = {}};
        for (const auto& [begin, end] : line.sentences) {
            if (end <= description.content.size()) row.sentences.push_back(description.content.substr(begin, end - begin));
        }
        TodayView today;
        const auto look_at = [&](const competence::DemandLine& demand) {
            if (demand.competence != index || (demand.organisation && *demand.organisation != description.organisation_id)) return;
            today.level = std::max(today.level, demand.level);
            today.weight = std::max(today.weight, demand.weight_on(parts_.roles.today()));
        };
        for (const auto& demand : framework.general_demands()) look_at(demand);
        for (const auto& demand : role.demands) look_at(demand);
        if (today.level > 0) row.today = today;
        if (refused != nullptr) {
            for (const auto& problem : refused->problems()) {
                if (problem.field.empty()) row.problem = site_.messages().text(web::language_of(request), problem);
            }
        }
        const auto fields = site_.fields(request, refused);
        std::vector<web::Option> levels;
        for (int level = 1; level <= competence::level_max; ++level) {
            const auto& sentence = competence.descriptors[static_cast<std::size_t>(level - 1)];
            levels.push_back(
                {std::to_string(level), sentence.empty() ? std::to_string(level) : fmt::format("{} – {}", level, shortened(sentence)), {}});
        }
        row.level = fields.choice(fmt::format("level_{}", line.id), {.label = "roles.form.level_short", .required = true}, levels,
                                  std::to_string(line.level));
        row.weight = fields.choice(fmt::format("weight_{}", line.id), {.label = "roles.form.weight", .required = true},
                                   weight_options(site_, request, 1), std::to_string(line.weight));
        return row;
    }

    PageParts parts_;
    const web::Site& site_;
    DocumentReader reader_;
    web::Template<SubmitView> submit_;
    web::Template<ProposalView> proposal_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_description_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<DescriptionPages>(parts);
    using http::Method;
    using http::Request;
    router.get("/taetigkeiten/stellenbeschreibung", [pages](Request& request) { return pages->list(request); });
    router.add(Method::post, "/taetigkeiten/stellenbeschreibung", {.body_bytes_max = form_bytes_max},
               [pages](Request& request) { return pages->submit(request); });
    router.get("/taetigkeiten/stellenbeschreibung/{description:id}", [pages](Request& request) { return pages->show(request); });
    router.post("/taetigkeiten/stellenbeschreibung/{description:id}/zeilen/{line:id}", [pages](Request& request) { return pages->decide(request); });
    router.get("/taetigkeiten/stellenbeschreibung/{description:id}/loeschung", [pages](Request& request) { return pages->ask_removal(request); });
    router.post("/taetigkeiten/stellenbeschreibung/{description:id}/loeschung", [pages](Request& request) { return pages->remove(request); });
}

}  // namespace kc::roles
