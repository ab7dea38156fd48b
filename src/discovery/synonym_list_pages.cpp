// SPDX-License-Identifier: EUPL-1.2
// /suche-woerter for the office: the list of synonyms as text, tried out before it is saved, with every revision to come back to.
#include "discovery/follow_up_pages.hpp"
#include "discovery/refusals.hpp"
#include "discovery/synonym_preview.hpp"

namespace kc::discovery {

namespace {

constexpr std::string_view path = "/suche-woerter";
constexpr int history_max = 30;
constexpr std::size_t query_letters_max = 120;
constexpr std::uint64_t form_bytes_max = 4 * search::synonym_bytes_max;  // percent-encoded

struct RevisionView {
    int revision = 0;
    std::optional<Instant> changed_at;  // absent: the delivered list
    bool in_force = false;
    int base = 0;  // the revision in force, so that nobody restores over what somebody else has just saved
};
BOOST_DESCRIBE_STRUCT(RevisionView, (), (revision, changed_at, in_force, base))

struct ProblemView {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(ProblemView, (), (text))

struct SynonymListView {
    int revision = 0;
    bool delivered = false, outdated = false;
    std::int64_t groups = 0;
    std::vector<ProblemView> problems;
    std::optional<SynonymPreview> preview;
    std::vector<RevisionView> history;
    web::TextField text, query;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(SynonymListView, (), (revision, delivered, outdated, groups, problems, preview, history, text, query, errors))

class SynonymListPages {
public:
    explicit SynonymListPages(const FollowUpSources& sources)
        : sources_(sources), lists_(sources.synonym_lists), site_(sources.site), page_(site_.bind<SynonymListView>("discovery/synonym_list")) {}

    http::Response show(const http::Request& request) const {
        return for_editors(request, [&](const Viewer&) { return render(request, {}, nullptr, 200); });
    }

    http::Response preview(const http::Request& request) const {
        return for_editors(request, [&](const Viewer&) {
            web::FormReader form(request);
            const auto text = read_text(form);
            const auto query = form.text("suchwort", {.required = true, .max = query_letters_max});
            SynonymListView view;
            auto read = search::parse_synonyms(text);
            if (!read) refuse_unreadable(form, read.error(), view);
            if (form.ok()) {
                const auto state = sources_.offers.current();
                view.preview = preview_synonyms(*state, *sources_.offers.language(), std::move(*read), query, sources_.clock.today());
            }
            return render(request, std::move(view), &form, form.ok() ? 200 : 422);
        });
    }

    http::Response save(const http::Request& request) const {
        return for_editors(request, [&](const Viewer& viewer) {
            web::FormReader form(request);
            const auto text = read_text(form);
            const auto base = form.integer("fassung", {.required = true});
            SynonymListView view;
            if (form.ok()) {
                const auto saved = lists_.save(viewer, static_cast<int>(*base), text);
                if (saved) return web::redirect(path, {"discovery.notice.synonyms_saved"});
                switch (saved.error().error) {
                    case SynonymListError::unreadable: refuse_unreadable(form, saved.error().problems, view); break;
                    case SynonymListError::outdated: view.outdated = true; break;
                    case SynonymListError::unchanged: return web::redirect(path, {"discovery.notice.synonyms_unchanged", web::NoticeKind::info});
                    case SynonymListError::not_permitted:
                    case SynonymListError::revision_not_found: return refusal(request, saved.error().error);
                }
            }
            return render(request, std::move(view), &form, view.outdated ? 409 : 422);
        });
    }

    http::Response restore(const http::Request& request) const {
        return for_editors(request, [&](const Viewer& viewer) {
            web::FormReader form(request);
            const auto base = form.integer("fassung", {.required = true});
            const auto wanted = web::parse_integer(request.path_value("revision").value_or(""));
            if (!form.ok() || !wanted || *wanted < 0 || *wanted > std::numeric_limits<int>::max())
                return refusal(request, SynonymListError::revision_not_found);
            const auto restored = lists_.restore(viewer, static_cast<int>(*base), static_cast<int>(*wanted));
            if (restored) return web::redirect(path, {"discovery.notice.synonyms_restored"});
            if (restored.error().error == SynonymListError::unchanged)
                return web::redirect(path, {"discovery.notice.synonyms_unchanged", web::NoticeKind::info});
            return refusal(request, restored.error().error);
        });
    }

    http::Response text_of(const http::Request& request) const {
        return for_editors(request, [&](const Viewer&) {
            const auto wanted = web::parse_integer(request.path_value("revision").value_or(""));
            const auto text =
                wanted && *wanted >= 0 && *wanted <= std::numeric_limits<int>::max() ? lists_.find_text(static_cast<int>(*wanted)) : std::nullopt;
            if (!text) return refusal(request, SynonymListError::revision_not_found);
            auto response = http::text(*text);
            response.header("Content-Disposition", http::attachment_disposition(fmt::format("synonyme-{}.yaml", *wanted)));
            return response;
        });
    }

private:
    template <class Page> http::Response for_editors(const http::Request& request, Page&& page) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        if (!viewer->may(Permission::edit_search)) return refusal(request, SynonymListError::not_permitted);
        return page(*viewer);
    }

    // As a file: the last line ends like the others.
    static std::string read_text(web::FormReader& form) {
        auto text = form.text("text", {.required = true, .max = search::synonym_bytes_max, .lines = true, .trimmed = false});
        if (!text.empty() && text.back() != '\n') text += '\n';
        return text;
    }

    static void refuse_unreadable(web::FormReader& form, const std::vector<search::SynonymProblem>& problems, SynonymListView& view) {
        if (form.problem("text") == nullptr) form.refuse("text", "discovery.problem.unreadable");
        for (const auto& problem : problems) view.problems.push_back({problem.message});
    }

    http::Response render(const http::Request& request, SynonymListView view, const web::FormReader* typed, int status) const {
        const auto present = lists_.in_force();
        view.revision = present.revision;
        view.delivered = present.revision == 0;
        if (const auto read = search::parse_synonyms(present.text)) view.groups = static_cast<std::int64_t>((*read).groups.size());
        for (const auto& row : lists_.history(history_max))
            view.history.push_back({row.revision, row.changed_at, row.revision == present.revision, present.revision});
        view.history.push_back({0, std::nullopt, present.revision == 0, present.revision});
        const auto fields = site_.fields(request, typed);
        view.text = fields.text("text",
                                {.label = "discovery.synonyms.text",
                                 .hint = "discovery.synonyms.text_hint",
                                 .required = true,
                                 .max = search::synonym_bytes_max,
                                 .rows = 24},
                                present.text);
        view.query =
            fields.text("suchwort", {.label = "discovery.synonyms.query", .hint = "discovery.synonyms.query_hint", .max = query_letters_max});
        view.query.optional_mark = false;  // only the preview needs it
        view.errors = fields.errors();
        return site_.render(request, {.title = "discovery.synonyms.title", .active = path, .status = status}, page_, view);
    }

    http::Response refusal(const http::Request& request, SynonymListError error) const {
        return site_.error_page(request, status_of(error), message_key_of(error));
    }

    FollowUpSources sources_;
    SynonymLists& lists_;
    const web::Site& site_;
    web::Template<SynonymListView> page_;
};

}  // namespace

void register_synonym_list_pages(http::Router& router, const FollowUpSources& sources) {
    const auto pages = std::make_shared<SynonymListPages>(sources);
    router.get("/suche-woerter", [pages](http::Request& request) { return pages->show(request); });
    router.add(http::Method::post, "/suche-woerter", {.body_bytes_max = form_bytes_max},
               [pages](http::Request& request) { return pages->save(request); });
    router.add(http::Method::post, "/suche-woerter/vorschau", {.body_bytes_max = form_bytes_max},
               [pages](http::Request& request) { return pages->preview(request); });
    router.get("/suche-woerter/fassungen/{revision}", [pages](http::Request& request) { return pages->text_of(request); });
    router.post("/suche-woerter/fassungen/{revision}/wiederherstellung", [pages](http::Request& request) { return pages->restore(request); });
}

}  // namespace kc::discovery
