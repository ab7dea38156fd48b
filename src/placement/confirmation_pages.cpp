// SPDX-License-Identifier: EUPL-1.2
// /profil/bestaetigungen: whom I asked to confirm what; /bestaetigungen: what others asked me.
#include "placement/competence_choice.hpp"
#include "placement/pages.hpp"
#include "placement/refusals.hpp"
#include "web/confirm.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::placement {

namespace {

constexpr std::string_view own_path = "/profil/bestaetigungen";
constexpr std::string_view asked_path = "/bestaetigungen";

struct RequestRow {
    ConfirmationId id;
    std::string slug, competence, asked;
    int level = 0;
    bool has_confirmed_level = false;
    int confirmed_level = 0;
    ConfirmationState state{};
    bool open = false;
    std::string reason;
    Instant requested_at{}, expires_at{};
};
BOOST_DESCRIBE_STRUCT(RequestRow, (),
                      (id, slug, competence, asked, level, has_confirmed_level, confirmed_level, state, open, reason, requested_at, expires_at))

struct OwnView {
    std::vector<RequestRow> requests;
};
BOOST_DESCRIBE_STRUCT(OwnView, (), (requests))

struct NewView {
    web::ChoiceField competence, level, asked;
    std::optional<web::ChoiceField> document;
    web::TextField message;
    std::string search;
    bool nobody = false, searched = false, more = false;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(NewView, (), (competence, level, asked, document, message, search, nobody, searched, more, errors))

struct AskedRow {
    ConfirmationId id;
    std::string person, competence;
    int level = 0;
    Instant requested_at{}, expires_at{};
};
BOOST_DESCRIBE_STRUCT(AskedRow, (), (id, person, competence, level, requested_at, expires_at))

struct AskedView {
    std::vector<AskedRow> requests;
};
BOOST_DESCRIBE_STRUCT(AskedView, (), (requests))

struct DecisionView {
    ConfirmationId id;
    std::string person, competence, description, descriptor, message;
    int level = 0;
    Instant expires_at{};
    bool has_document = false;
    std::string document_title, document_issuer, file_name;
    std::optional<Date> issued_on;
    web::ChoiceField confirmed_level;
    web::TextField reason;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(DecisionView, (),
                      (id, person, competence, description, descriptor, message, level, expires_at, has_document, document_title, document_issuer,
                       file_name, issued_on, confirmed_level, reason, errors))

std::string_view field_of(ConfirmationError error) {
    switch (error) {
        case ConfirmationError::asked_not_entitled:
        case ConfirmationError::already_asked: return "person";
        case ConfirmationError::unknown_competence: return "kompetenz";
        case ConfirmationError::level_out_of_range: return "stufe";
        case ConfirmationError::document_not_found: return "nachweis";
        case ConfirmationError::reason_missing: return "grund";
        case ConfirmationError::not_permitted:
        case ConfirmationError::not_found:
        case ConfirmationError::too_many: return "";
    }
    return "";
}

class ConfirmationPages {
public:
    ConfirmationPages(const web::Site& site, ConfirmationService& confirmations, DocumentService& documents)
        : site_(site),
          confirmations_(confirmations),
          documents_(documents),
          own_(site.bind<OwnView>("placement/confirmations")),
          new_(site.bind<NewView>("placement/confirmation_new")),
          asked_(site.bind<AskedView>("placement/asked")),
          decision_(site.bind<DecisionView>("placement/decision")),
          confirm_(web::bind_confirmation(site)) {}

    http::Response list(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto requests = confirmations_.requests(*request.viewer());
        if (!requests) return refusal(request, requests.error());
        const auto framework = confirmations_.framework();
        OwnView view;
        for (const auto& row : *requests) {
            const auto index = framework->index_of(row.competence_id);
            if (!index) continue;
            view.requests.push_back({row.id, framework->competence(*index).slug, framework->competence(*index).name, row.asked_name, row.level,
                                     row.confirmed_level.has_value(), row.confirmed_level.value_or(0), row.state,
                                     row.state == ConfirmationState::open, row.reason, row.requested_at, row.expires_at});
        }
        return site_.render(request, own_options(request, "placement.confirmations.title"), own_, view);
    }

    http::Response show_new(const http::Request& request) const { return show_new(request, nullptr); }

    http::Response create(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto& viewer = *request.viewer();
        if (!viewer.may(Permission::keep_own_profile)) return refusal(request, ConfirmationError::not_permitted);
        web::FormReader form(request);
        // Looking for another person sends the same form; nothing is stored and nothing is checked by it.
        if (form.text("action") == "suchen") return show_new(request, nullptr);
        NewConfirmation wanted;
        wanted.competence = read_competence(form, *confirmations_.framework(), "kompetenz", true).value_or(CompetenceId{});
        wanted.level = static_cast<int>(form.integer("stufe", {.required = true, .min = 1, .max = competence::level_max}).value_or(0));
        wanted.asked = form.id<PersonId>("person", {.required = true}).value_or(PersonId{});
        wanted.document = form.id<DocumentId>("nachweis");
        wanted.message = form.text("nachricht", {.max = 500, .lines = true});
        if (!form.ok()) return show_new(request, &form);
        const auto created = confirmations_.request(viewer, wanted);
        if (!created) {
            if (created.error() == ConfirmationError::not_permitted) return refusal(request, created.error());
            form.refuse(field_of(created.error()), message_key_of(created.error()));
            return show_new(request, &form);
        }
        return web::redirect(own_path, {.message_key = "placement.notice.confirmation_requested"});
    }

    http::Response confirm_withdrawal(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto requests = confirmations_.requests(*request.viewer());
        if (!requests) return refusal(request, requests.error());
        const auto id = request.get_id<ConfirmationId>("id");
        const auto found = std::find_if(requests->begin(), requests->end(), [&](const Confirmation& row) { return row.id == id; });
        if (found == requests->end()) return refusal(request, ConfirmationError::not_found);
        return web::confirmation_page(site_, request, confirm_,
                                      {.title = site_.text(request, "placement.confirmation.withdraw_title"),
                                       .text = site_.text(request, "placement.confirmation.withdraw_text", {{"name", found->asked_name}}),
                                       .action = fmt::format("{}/{}/ruecknahme", own_path, id.value),
                                       .label = site_.text(request, "placement.confirmation.withdraw"),
                                       .back = std::string(own_path),
                                       .irreversible = false},
                                      "/profil");
    }

    http::Response withdraw(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto withdrawn = confirmations_.withdraw(*request.viewer(), request.get_id<ConfirmationId>("id"));
        if (!withdrawn) return refusal(request, withdrawn.error());
        return web::redirect(own_path, {.message_key = "placement.notice.confirmation_withdrawn", .kind = web::NoticeKind::info});
    }

    http::Response list_asked(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto requests = confirmations_.asked(*request.viewer());
        if (!requests) return refusal(request, requests.error());
        const auto framework = confirmations_.framework();
        AskedView view;
        for (const auto& row : *requests) {
            const auto index = framework->index_of(row.competence_id);
            if (!index) continue;
            view.requests.push_back({row.id, row.person_name, framework->competence(*index).name, row.level, row.requested_at, row.expires_at});
        }
        return site_.render(request, {.title = "placement.asked.title", .active = asked_path}, asked_, view);
    }

    http::Response show_asked(const http::Request& request) const { return show_asked(request, nullptr); }

    http::Response decide(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto& viewer = *request.viewer();
        const auto id = request.get_id<ConfirmationId>("id");
        web::FormReader form(request);
        const auto action = form.choice("action", {"bestaetigen", "ablehnen"}, {.required = true});
        Result<void, ConfirmationError> decided = refuse(ConfirmationError::not_found);
        if (action == "bestaetigen") {
            const auto level = form.integer("stufe", {.required = true, .max = competence::level_max});
            if (!form.ok()) return show_asked(request, &form);
            decided = confirmations_.confirm(viewer, id, static_cast<int>(*level));
        } else {
            const auto reason = form.text("grund", {.required = true, .max = 500, .lines = true});
            if (!form.ok()) return show_asked(request, &form);
            decided = confirmations_.decline(viewer, id, reason);
        }
        if (!decided) return refusal(request, decided.error());
        return web::redirect(asked_path, {.message_key = action == "bestaetigen" ? "placement.notice.confirmed" : "placement.notice.declined"});
    }

    http::Response document(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto id = request.get_id<ConfirmationId>("id");
        const auto asked = confirmations_.find_asked(*request.viewer(), id);
        if (!asked) return refusal(request, asked.error());
        auto content = confirmations_.document(*request.viewer(), id);
        if (!content || !asked->document) return refusal(request, ConfirmationError::not_found);
        return document_answer(asked->document->file_name, asked->document->media_type, std::move(*content));
    }

private:
    http::Response refusal(const http::Request& request, ConfirmationError error) const {
        return site_.error_page(request, status_of(error), message_key_of(error));
    }

    web::PageOptions own_options(const http::Request& request, std::string_view title, int status = 200) const {
        return {.title = title, .active = "/profil", .breadcrumbs = {{"/profil", site_.text(request, "competence.profile.title")}}, .status = status};
    }

    // The form keeps what was typed, also while somebody looks for the right person: the values of the request come first.
    http::Response show_new(const http::Request& request, const web::FormReader* refused) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto& viewer = *request.viewer();
        const web::FormReader typed(request);
        const auto search = typed.raw("suche");
        const auto people = confirmations_.confirmers(viewer, search);
        if (!people) return refusal(request, people.error());
        const auto documents = documents_.list(viewer);
        if (!documents) return refusal(request, ConfirmationError::not_permitted);
        const auto framework = confirmations_.framework();
        const auto fields = site_.fields(request, refused);
        const auto kept = [&](std::string_view field) {
            return typed.has(field) ? typed.raw(field) : std::string(request.query(field).value_or(""));
        };
        NewView view;
        view.search = search;
        view.searched = !search.empty();
        view.nobody = people->empty();
        view.more = std::ssize(*people) >= confirmers_shown;
        view.competence = fields.choice("kompetenz", {.label = "placement.document.competence", .required = true, .empty_option = true},
                                        competence_options(*framework, web::language_of(request)), kept("kompetenz"));
        view.level = fields.choice("stufe", {.label = "placement.document.level", .required = true, .empty_option = true},
                                   level_options(site_, request, 1), kept("stufe"));
        std::vector<web::Option> asked;
        for (const auto& person : *people) asked.push_back({std::to_string(person.id.value), person.name(), {}});
        view.asked = fields.choice("person", {.label = "placement.confirmation.asked", .hint = "placement.confirmation.asked_hint", .required = true},
                                   asked, kept("person"));
        if (!documents->empty()) {
            std::vector<web::Option> options;
            for (const auto& document : *documents) options.push_back({std::to_string(document.id.value), document.title, {}});
            view.document = fields.choice("nachweis", {.label = "placement.confirmation.document", .empty_option = true}, options, kept("nachweis"));
        }
        view.message = fields.text("nachricht", {.label = "placement.confirmation.message", .max = 500, .rows = 3}, kept("nachricht"));
        view.errors = fields.errors();
        return site_.render(request, own_options(request, "placement.confirmation.new", refused ? 422 : 200), new_, view);
    }

    http::Response show_asked(const http::Request& request, const web::FormReader* refused) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto asked = confirmations_.find_asked(*request.viewer(), request.get_id<ConfirmationId>("id"));
        if (!asked) return refusal(request, asked.error());
        const auto& row = asked->confirmation;
        const auto framework = confirmations_.framework();
        const auto index = framework->index_of(row.competence_id);
        if (!index) return refusal(request, ConfirmationError::not_found);
        const auto& competence = framework->competence(*index);
        const auto fields = site_.fields(request, refused);
        DecisionView view;
        view.id = row.id;
        view.person = row.person_name;
        view.competence = competence.name;
        view.description = competence.description;
        view.descriptor = competence.descriptors[static_cast<std::size_t>(row.level - 1)];
        view.message = row.message;
        view.level = row.level;
        view.expires_at = row.expires_at;
        if (asked->document) {
            view.has_document = true;
            view.document_title = asked->document->title;
            view.document_issuer = asked->document->issuer;
            view.file_name = asked->document->file_name;
            view.issued_on = asked->document->issued_on;
        }
        std::vector<web::Option> levels;
        for (int level = 0; level <= competence::level_max; ++level) {
            const auto& text = level == 0 ? competence.level_0 : competence.descriptors[static_cast<std::size_t>(level - 1)];
            const auto number = site_.text(request, "placement.level", {{"level", level}});
            levels.push_back({std::to_string(level), text.empty() ? number : fmt::format("{}: {}", number, text), {}});
        }
        view.confirmed_level = fields.choice("stufe", {.label = "placement.decision.level", .required = true}, levels, std::to_string(row.level));
        view.reason = fields.text("grund", {.label = "placement.decision.reason", .hint = "placement.decision.reason_hint", .max = 500, .rows = 3});
        view.errors = fields.errors();
        return site_.render(request,
                            {.title = "placement.decision.title",
                             .active = asked_path,
                             .breadcrumbs = {{std::string(asked_path), site_.text(request, "placement.asked.title")}},
                             .status = refused ? 422 : 200},
                            decision_, view);
    }

    const web::Site& site_;
    ConfirmationService& confirmations_;
    DocumentService& documents_;
    web::Template<OwnView> own_;
    web::Template<NewView> new_;
    web::Template<AskedView> asked_;
    web::Template<DecisionView> decision_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_confirmation_pages(http::Router& router, const web::Site& site, ConfirmationService& confirmations, DocumentService& documents) {
    const auto pages = std::make_shared<ConfirmationPages>(site, confirmations, documents);
    router.get("/profil/bestaetigungen", [pages](http::Request& request) { return pages->list(request); });
    router.get("/profil/bestaetigungen/neu", [pages](http::Request& request) { return pages->show_new(request); });
    router.post("/profil/bestaetigungen/neu", [pages](http::Request& request) { return pages->create(request); });
    router.get("/profil/bestaetigungen/{id:id}/ruecknahme", [pages](http::Request& request) { return pages->confirm_withdrawal(request); });
    router.post("/profil/bestaetigungen/{id:id}/ruecknahme", [pages](http::Request& request) { return pages->withdraw(request); });
    router.get("/bestaetigungen", [pages](http::Request& request) { return pages->list_asked(request); });
    router.get("/bestaetigungen/{id:id}", [pages](http::Request& request) { return pages->show_asked(request); });
    router.post("/bestaetigungen/{id:id}", [pages](http::Request& request) { return pages->decide(request); });
    router.get("/bestaetigungen/{id:id}/nachweis", [pages](http::Request& request) { return pages->document(request); });
}

}  // namespace kc::placement
