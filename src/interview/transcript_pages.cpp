// SPDX-License-Identifier: EUPL-1.2
#include "interview/own_page.hpp"
#include "interview/pages.hpp"

#include "web/confirm.hpp"

#include <charconv>

namespace kc::interview {

namespace {

struct DialogueRecord {
    InterviewSessionId id;
    SessionKind kind{};
    SessionState state{};
    std::string guide;
    Instant started_at{};
    std::vector<LineView> lines;
};
BOOST_DESCRIBE_STRUCT(DialogueRecord, (), (id, kind, state, guide, started_at, lines))

struct TranscriptView {
    std::vector<DialogueRecord> dialogues;
    std::string newer, older;  // page numbers; empty: there is none
};
BOOST_DESCRIBE_STRUCT(TranscriptView, (), (dialogues, newer, older))

int page_of(const http::Request& request) {
    const auto text = request.query("seite").value_or("1");
    int page = 1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), page);
    return error == std::errc() && end == text.data() + text.size() && page >= 1 && page <= 10'000 ? page : 1;
}

class TranscriptPages {
public:
    TranscriptPages(const web::Site& site, InterviewService& interviews, const competence::FrameworkSource& frameworks)
        : site_(site),
          interviews_(interviews),
          frameworks_(frameworks),
          page_(site.bind<TranscriptView>("interview/transcript")),
          confirm_(web::bind_confirmation(site)) {}

    http::Response show(const http::Request& request) const {
        return with_learner(request, site_, [&](const Viewer& viewer) {
            const int page = page_of(request);
            const auto transcript = interviews_.transcript(viewer, page);
            if (!transcript) return site_.error_page(request, 403, "interview.problem.not_permitted");
            const auto framework = frameworks_.current();
            TranscriptView view;
            for (const auto& session : transcript->sessions) {
                DialogueRecord record{session.id, session.kind, session.state, session.guide, session.started_at, {}};
                for (const auto& entry : transcript->entries) {
                    if (entry.session_id == session.id) record.lines.push_back(line_view(site_, request, *framework, entry, transcript->proposals));
                }
                view.dialogues.push_back(std::move(record));
            }
            if (page > 1) view.newer = std::to_string(page - 1);
            if (transcript->session_count > static_cast<std::int64_t>(page) * transcript_page_size) view.older = std::to_string(page + 1);
            return site_.render(request,
                                {.title = "interview.transcript.title",
                                 .active = "/interview",
                                 .breadcrumbs = {{"/interview", site_.text(request, "interview.title")}}},
                                page_, view);
        });
    }

    http::Response confirm_line(const http::Request& request) const {
        return with_learner(request, site_, [&](const Viewer& viewer) {
            const auto line = interviews_.find_line(viewer, request.get_id<EntryId>("id"));
            if (!line) return refusal_page(request, site_, line.error().error);
            return confirmation(request, "interview.transcript.remove_line_title",
                                site_.text(request, "interview.transcript.remove_line_text", {{"question", line->question}}),
                                fmt::format("/interview/protokoll/{}/loeschung", line->id.value));
        });
    }

    http::Response remove_line(const http::Request& request) {
        return with_learner(request, site_, [&](const Viewer& viewer) {
            const auto removed = interviews_.remove_line(viewer, request.get_id<EntryId>("id"));
            if (!removed) return refusal_page(request, site_, removed.error().error);
            return web::redirect("/interview/protokoll", {.message_key = "interview.notice.line_removed"});
        });
    }

    http::Response confirm_all(const http::Request& request) const {
        return with_learner(request, site_, [&](const Viewer&) {
            return confirmation(request, "interview.transcript.remove_all_title", site_.text(request, "interview.transcript.remove_all_text"),
                                "/interview/protokoll/loeschung");
        });
    }

    http::Response remove_all(const http::Request& request) {
        return with_learner(request, site_, [&](const Viewer& viewer) {
            const auto removed = interviews_.remove_all(viewer);
            if (!removed) return refusal_page(request, site_, removed.error().error);
            return web::redirect("/interview/protokoll", {.message_key = "interview.notice.transcript_removed"});
        });
    }

private:
    http::Response confirmation(const http::Request& request, std::string_view title, std::string text, std::string action) const {
        return web::confirmation_page(site_, request, confirm_,
                                      {.title = site_.text(request, title),
                                       .text = std::move(text),
                                       .action = std::move(action),
                                       .label = site_.text(request, "interview.transcript.remove"),
                                       .back = "/interview/protokoll",
                                       .irreversible = true,
                                       .fields = {}},
                                      "/interview");
    }

    const web::Site& site_;
    InterviewService& interviews_;
    const competence::FrameworkSource& frameworks_;
    web::Template<TranscriptView> page_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_transcript_pages(http::Router& router, const web::Site& site, InterviewService& interviews,
                               const competence::FrameworkSource& frameworks) {
    const auto pages = std::make_shared<TranscriptPages>(site, interviews, frameworks);
    router.get("/interview/protokoll", [pages](http::Request& request) { return pages->show(request); });
    router.get("/interview/protokoll/loeschung", [pages](http::Request& request) { return pages->confirm_all(request); });
    router.post("/interview/protokoll/loeschung", [pages](http::Request& request) { return pages->remove_all(request); });
    router.get("/interview/protokoll/{id:id}/loeschung", [pages](http::Request& request) { return pages->confirm_line(request); });
    router.post("/interview/protokoll/{id:id}/loeschung", [pages](http::Request& request) { return pages->remove_line(request); });
}

}  // namespace kc::interview
