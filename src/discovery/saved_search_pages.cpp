// SPDX-License-Identifier: EUPL-1.2
// /gespeicherte-suchen: keep a search, run it, say how often to be told of news, and delete it; and the same as JSON.
#include "discovery/facets.hpp"
#include "discovery/follow_up_pages.hpp"
#include "discovery/refusals.hpp"

#include "http/url_coding.hpp"
#include "web/api_response.hpp"
#include "web/confirm.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"
#include "web/table.hpp"

namespace kc::discovery {

namespace {

constexpr std::string_view list_path = "/gespeicherte-suchen";

struct SavedRow {
    SavedSearchId id;
    std::string name, summary, path;
    Digest digest{};
    std::int64_t hits = 0;
    bool too_wide = false;  // for news
};
BOOST_DESCRIBE_STRUCT(SavedRow, (), (id, name, summary, path, digest, hits, too_wide))

struct SavedListView {
    std::vector<SavedRow> searches;
    std::optional<web::EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(SavedListView, (), (searches, empty))

struct SearchFormView {
    std::string action, query, summary, back;
    std::optional<SavedSearchId> id;  // absent: a new one
    web::TextField name;
    web::ChoiceField digest;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(SearchFormView, (), (action, query, summary, back, id, name, digest, errors))

struct SavedSearchJson {
    SavedSearchId id;
    std::string name, query;
    Digest digest{};
    Instant created_at{};
    std::int64_t hits = 0;
};
BOOST_DESCRIBE_STRUCT(SavedSearchJson, (), (id, name, query, digest, created_at, hits))

struct SavedSearchesJson {
    std::vector<SavedSearchJson> searches;
};
BOOST_DESCRIBE_STRUCT(SavedSearchesJson, (), (searches))

struct NewSearchJson {
    std::string name, query;
    std::optional<Digest> digest;
};
BOOST_DESCRIBE_STRUCT(NewSearchJson, (), (name, query, digest))

struct ChangedSearchJson {
    std::string name;
    Digest digest{};
};
BOOST_DESCRIBE_STRUCT(ChangedSearchJson, (), (name, digest))

struct CreatedJson {
    SavedSearchId id;
};
BOOST_DESCRIBE_STRUCT(CreatedJson, (), (id))

class SavedSearchPages {
public:
    explicit SavedSearchPages(const FollowUpSources& sources)
        : sources_(sources),
          site_(sources.site),
          searches_(sources.saved_searches),
          list_(site_.bind<SavedListView>("discovery/saved_searches")),
          form_(site_.bind<SearchFormView>("discovery/saved_search_form")),
          confirm_(web::bind_confirmation(site_)) {}

    http::Response list(const http::Request& request) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        SavedListView view;
        const auto own = searches_.own(*viewer);
        const auto hits = searches_.count_hits(*viewer, own);
        for (std::size_t i = 0; i < own.size(); ++i) {
            view.searches.push_back({own[i].id, own[i].name, summary_of(request, own[i].query), "/angebote?" + own[i].query, own[i].digest, hits[i],
                                     own[i].digest != Digest::never && hits[i] > watched_hits_max});
        }
        if (own.empty()) {
            view.empty = web::EmptyState{site_.text(request, "discovery.saved.none"), site_.text(request, "discovery.saved.none_text"), "/angebote",
                                         site_.text(request, "discovery.compare.find")};
        }
        return site_.render(request, {.title = "discovery.saved.title", .active = list_path}, list_, view);
    }

    http::Response show_new(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        return new_form(request, searches_.canonical(request.query_string()), nullptr);  // the address of the search, behind this path
    }

    http::Response save(const http::Request& request) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        web::FormReader form(request);
        const auto name = form.text("name", {.required = true, .max = search_name_max});
        const auto digest = form.enumerator<Digest>("digest", {.required = true});
        const auto query = searches_.canonical(form.raw("suche"));
        if (form.ok()) {
            const auto saved = searches_.save(*viewer, name, query, *digest);
            if (saved) return web::redirect(list_path, {"discovery.notice.search_saved"});
            if (status_of(saved.error()) == 403) return refusal(request, saved.error());
            form.refuse(field_of(saved.error()), message_key_of(saved.error()), limits());
        }
        return new_form(request, query, &form);
    }

    http::Response show_one(const http::Request& request) const {
        return with_search(request, [&](const SavedSearch& search) { return change_form(request, search, nullptr); });
    }

    http::Response change(const http::Request& request) const {
        return with_search(request, [&](const SavedSearch& search) {
            web::FormReader form(request);
            const auto name = form.text("name", {.required = true, .max = search_name_max});
            const auto digest = form.enumerator<Digest>("digest", {.required = true});
            if (form.ok()) {
                const auto changed = searches_.change(*request.viewer(), search.id, name, *digest);
                if (changed) return web::redirect(list_path, {"discovery.notice.search_changed"});
                if (status_of(changed.error()) != 422) return refusal(request, changed.error());
                form.refuse(field_of(changed.error()), message_key_of(changed.error()), limits());
            }
            return change_form(request, search, &form);
        });
    }

    http::Response confirm_removal(const http::Request& request) const {
        return with_search(request, [&](const SavedSearch& search) {
            return web::confirmation_page(site_, request, confirm_,
                                          {.title = site_.text(request, "discovery.saved.remove_title", {{"name", search.name}}),
                                           .text = site_.text(request, "discovery.saved.remove_text"),
                                           .action = fmt::format("{}/{}/loeschung", list_path, search.id.value),
                                           .label = site_.text(request, "discovery.saved.remove"),
                                           .back = std::string(list_path)},
                                          list_path);
        });
    }

    http::Response remove(const http::Request& request) const {
        return with_search(request, [&](const SavedSearch& search) {
            const auto removed = searches_.remove(*request.viewer(), search.id);
            if (!removed) return refusal(request, removed.error());
            return web::redirect(list_path, {"discovery.notice.search_removed"});
        });
    }

    http::Response api_list(const http::Request& request) const {
        const auto own = searches_.own(*request.viewer());
        const auto hits = searches_.count_hits(*request.viewer(), own);
        SavedSearchesJson json;
        for (std::size_t i = 0; i < own.size(); ++i)
            json.searches.push_back({own[i].id, own[i].name, own[i].query, own[i].digest, own[i].created_at, hits[i]});
        return web::api_json(json);
    }

    http::Response api_save(const http::Request& request) const {
        web::JsonReader reader(request.body());
        const auto name = reader.text("name", {.required = true, .max = search_name_max});
        const auto query = reader.text("query", {.required = true, .max = 4000});
        const auto digest = reader.enumerator<Digest>("digest");
        if (!reader.finish()) return web::api_problems(request, site_.messages(), reader.problems());
        const auto saved = searches_.save(*request.viewer(), name, query, digest.value_or(Digest::never));
        if (!saved) return api_refusal(request, saved.error());
        return web::api_json(CreatedJson{*saved}, 201);
    }

    http::Response api_change(const http::Request& request) const {
        web::JsonReader reader(request.body());
        const auto name = reader.text("name", {.required = true, .max = search_name_max});
        const auto digest = reader.enumerator<Digest>("digest", true);
        if (!reader.finish()) return web::api_problems(request, site_.messages(), reader.problems());
        const auto changed = searches_.change(*request.viewer(), request.get_id<SavedSearchId>("id"), name, *digest);
        if (!changed) return api_refusal(request, changed.error());
        return http::no_content();
    }

    http::Response api_remove(const http::Request& request) const {
        const auto removed = searches_.remove(*request.viewer(), request.get_id<SavedSearchId>("id"));
        if (!removed) return api_refusal(request, removed.error());
        return http::no_content();
    }

private:
    template <class Page> http::Response with_search(const http::Request& request, Page&& page) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto search = searches_.find_own(*viewer, request.get_id<SavedSearchId>("id"));
        if (!search) return refusal(request, SavedSearchError::search_not_found);
        return page(*search);
    }

    http::Response new_form(const http::Request& request, const std::string& query, const web::FormReader* refused) const {
        if (query.empty()) return web::redirect("/angebote", {"discovery.notice.search_first", web::NoticeKind::info});
        return form_page(request,
                         {.action = std::string(list_path), .query = query, .summary = summary_of(request, query), .back = "/angebote?" + query},
                         summary_of(request, query, false), Digest::weekly, refused);
    }

    http::Response change_form(const http::Request& request, const SavedSearch& search, const web::FormReader* refused) const {
        return form_page(request,
                         {.action = fmt::format("{}/{}", list_path, search.id.value),
                          .query = search.query,
                          .summary = summary_of(request, search.query),
                          .back = std::string(list_path),
                          .id = search.id},
                         search.name, search.digest, refused);
    }

    http::Response form_page(const http::Request& request, SearchFormView view, std::string_view name, Digest digest,
                             const web::FormReader* refused) const {
        const auto fields = site_.fields(request, refused);
        view.name =
            fields.text("name", {.label = "discovery.saved.name", .hint = "discovery.saved.name_hint", .required = true, .max = search_name_max},
                        shortened(name));
        view.digest = fields.choice("digest", {.label = "discovery.saved.digest", .hint = "discovery.saved.digest_hint", .required = true},
                                    fields.options_of<Digest>(), boost::describe::enum_to_string(digest, ""));
        view.errors = fields.errors();
        return site_.render(request,
                            {.title = view.id ? "discovery.saved.change_title" : "discovery.saved.new_title",
                             .active = list_path,
                             .breadcrumbs = {{std::string(list_path), site_.text(request, "discovery.saved.title")}},
                             .status = refused != nullptr ? 422 : 200},
                            form_, view);
    }

    // The first name_max letters at most, never half of one.
    static std::string shortened(std::string_view text) {
        std::size_t letters = 0, end = 0;
        while (end < text.size() && letters < search_name_max) {
            ++end;
            while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
            ++letters;
        }
        return std::string(text.substr(0, end));
    }

    // "„vergabe“, Modul: OZG, online"
    std::string summary_of(const http::Request& request, const std::string& query, bool quoted = true) const {
        const auto state = sources_.offers.current();
        const auto language = web::language_of(request);
        const auto asked = search_query_of(query, *state);
        std::string text = asked.text.empty() || !quoted ? asked.text : site_.text(request, "discovery.saved.quoted", {{"text", asked.text}});
        for (const auto& chip : chips_of({.state = *state, .messages = site_.messages(), .language = language}, asked)) {
            text += (text.empty() ? "" : ", ") + chip.text;
        }
        return text;
    }

    static std::string_view field_of(SavedSearchError error) {
        switch (error) {
            case SavedSearchError::name_missing:
            case SavedSearchError::name_too_long: return "name";
            case SavedSearchError::too_wide: return "digest";
            case SavedSearchError::not_permitted:
            case SavedSearchError::search_not_found:
            case SavedSearchError::empty_search:
            case SavedSearchError::already_saved:
            case SavedSearchError::too_many_searches: return "";
        }
        return "";
    }
    static MessageArguments limits() { return {{"most", std::to_string(watched_hits_max)}}; }

    http::Response refusal(const http::Request& request, SavedSearchError error) const {
        return site_.error_page(request, status_of(error), message_key_of(error));
    }
    http::Response api_refusal(const http::Request& request, SavedSearchError error) const {
        const FieldProblem problem{"", message_key_of(error), limits()};
        return web::api_error(request, status_of(error), boost::describe::enum_to_string(error, ""),
                              site_.messages().text(web::language_of(request), problem));
    }

    FollowUpSources sources_;
    const web::Site& site_;
    SavedSearches& searches_;
    web::Template<SavedListView> list_;
    web::Template<SearchFormView> form_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_saved_search_pages(http::Router& router, const FollowUpSources& sources) {
    const auto pages = std::make_shared<SavedSearchPages>(sources);
    const auto add = [&](http::Method method, std::string_view pattern, auto function) {
        router.add(method, pattern, [pages, function](http::Request& request) { return ((*pages).*function)(request); });
    };
    add(http::Method::get, "/gespeicherte-suchen", &SavedSearchPages::list);
    add(http::Method::post, "/gespeicherte-suchen", &SavedSearchPages::save);
    add(http::Method::get, "/gespeicherte-suchen/neu", &SavedSearchPages::show_new);
    add(http::Method::get, "/gespeicherte-suchen/{id:id}", &SavedSearchPages::show_one);
    add(http::Method::post, "/gespeicherte-suchen/{id:id}", &SavedSearchPages::change);
    add(http::Method::get, "/gespeicherte-suchen/{id:id}/loeschung", &SavedSearchPages::confirm_removal);
    add(http::Method::post, "/gespeicherte-suchen/{id:id}/loeschung", &SavedSearchPages::remove);
    const auto api = [&](http::Method method, std::string_view pattern, http::RouteOptions options, auto function) {
        router.add(method, pattern, std::move(options), [pages, function](http::Request& request) { return ((*pages).*function)(request); });
    };
    api(http::Method::get, "/api/v1/me/saved-searches",
        {.name = "listSavedSearches", .summary = "Die eigenen gespeicherten Suchen", .response_schema = web::json_schema<SavedSearchesJson>()},
        &SavedSearchPages::api_list);
    api(http::Method::post, "/api/v1/me/saved-searches",
        {.name = "saveSearch",
         .summary = "Eine Suche speichern; query ist der Teil der Adresse hinter dem Fragezeichen",
         .request_schema = web::json_schema<NewSearchJson>(),
         .response_schema = web::json_schema<CreatedJson>()},
        &SavedSearchPages::api_save);
    api(http::Method::put, "/api/v1/me/saved-searches/{id:id}",
        {.name = "changeSavedSearch",
         .summary = "Name und Benachrichtigung einer gespeicherten Suche ändern",
         .request_schema = web::json_schema<ChangedSearchJson>()},
        &SavedSearchPages::api_change);
    api(http::Method::del, "/api/v1/me/saved-searches/{id:id}", {.name = "removeSavedSearch", .summary = "Eine gespeicherte Suche löschen"},
        &SavedSearchPages::api_remove);
}

}  // namespace kc::discovery
