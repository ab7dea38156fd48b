// SPDX-License-Identifier: EUPL-1.2
#include "web/page.hpp"
#include "http/request_builder.hpp"
#include "web/site_pages.hpp"

#include <doctest/doctest.h>

namespace kc::web {
namespace {

using http::Method;
using http::RequestBuilder;

SiteOptions options() {
    SiteOptions options;
    options.rooms = std::string(KC_SOURCE_DIR) + "/src";
    options.secret = "test";
    options.navigation = {
        {"/", "web.help.title", {}}, {"/hilfe", "web.help.words", {}, true}, {"/technik", "web.imprint.title", {Role::system_operator}}};
    options.operator_info = {.name = "Muster eG",
                             .street = "Rathausplatz 1",
                             .town = "12345 Musterstadt",
                             .email = "hilfe@muster.example",
                             .phone = "+49 30 1234",
                             .represented_by = "Vorstand",
                             .register_entry = "GnR 1",
                             .data_protection_officer = "dsb@muster.example",
                             .supervisory_authority = "Aufsicht",
                             .accessibility_contact = "Team",
                             .enforcement_body = "Stelle"};
    return options;
}

struct Pages {
    Site site{options()};
    std::vector<Feedback> stored;
    bool accepts = true;
    SitePages pages{site, [this](const Feedback& feedback) {
                        if (accepts) stored.push_back(feedback);
                        return accepts;
                    }};
};

Viewer erika() {
    return {
        .person = PersonId{7}, .organisation = OrganisationId{1}, .display_name = "Erika <Muster>", .roles = {{Role::learner, OrganisationId{1}}}};
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }
std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}
std::string cookie(const http::Response& response, std::string_view name) {
    for (const auto& entry : response.cookies) {
        if (entry.name == name) return entry.value;
    }
    return {};
}

}  // namespace

TEST_CASE("the frame has its landmarks, a skip link, the right language and one main heading") {
    const Pages pages;
    const auto request = RequestBuilder(Method::get, "/hilfe").viewer(erika()).build();
    const auto response = pages.pages.help(request);
    const auto html = response.text();
    CHECK(response.status == 200);
    CHECK(html.starts_with("<!doctype html>\n<html lang=\"de\">"));
    CHECK(contains(html, "<a class=\"kc-skip\" href=\"#inhalt\">Zum Inhalt springen</a>"));
    CHECK(contains(html, "id=\"inhalt\""));
    for (const auto* landmark : {"<header", "<main", "<footer", "<h1"}) CHECK(count(html, landmark) == 1);
    for (const auto* name : {"aria-label=\"Hauptnavigation\"", "aria-label=\"Menü\"", "aria-label=\"Über diese Plattform\""})
        CHECK(count(html, name) == 1);
    CHECK(contains(html, "<title>So geht es – KommunalCampus</title>"));
    CHECK(contains(html, "<a href=\"/hilfe\" aria-current=\"page\">"));
    CHECK(contains(html, "Erika &lt;Muster&gt;"));
    CHECK(contains(html, "action=\"/abmelden\""));
    CHECK_FALSE(contains(html, "/technik"));
    CHECK_FALSE(contains(html, " style="));
    CHECK_FALSE(contains(html,
                         "http://"
                         "fonts"));
    CHECK(count(html, "name=\"csrf\"") == 3);
}

TEST_CASE("navigation follows the roles, visitors see only public entries") {
    const Pages pages;
    auto operator_ = erika();
    operator_.roles = {{Role::system_operator, OrganisationId{1}}};
    CHECK(contains(pages.pages.help(RequestBuilder(Method::get, "/hilfe").viewer(operator_).build()).text(), "/technik"));
    const auto visitor = pages.pages.help(RequestBuilder(Method::get, "/hilfe").build());
    CHECK(contains(visitor.text(), "href=\"/anmelden\""));
    CHECK_FALSE(contains(visitor.text(), "action=\"/abmelden\""));
    CHECK(count(visitor.text(), "<li><a href=\"/hilfe\"") == 2);
    CHECK(count(visitor.text(), "<li><a href=\"/\"") == 0);
}

TEST_CASE("eight entries stand on the bar, more are gathered in menus that open without a script") {
    const auto shown = [](int entries) {
        auto many = options();
        many.navigation = {{.path = "/hilfe", .message_key = "web.help.title"}};
        for (int i = 1; i < entries; ++i)
            many.navigation.push_back({.path = "/seite-" + std::to_string(i), .message_key = "app.nav.people"});  // has a group
        const Site site(many);
        return std::string(
            SitePages(site, [](const Feedback&) { return true; }).help(RequestBuilder(Method::get, "/hilfe").viewer(erika()).build()).text());
    };
    CHECK_FALSE(contains(shown(8), "kc-nav__menu"));
    const auto html = shown(9);
    CHECK(count(html, "<details class=\"kc-menu kc-nav__menu\"") == 1);
    CHECK(contains(html, "<li><a href=\"/hilfe\""));
    for (int i = 1; i < 9; ++i) CHECK(count(html, "href=\"/seite-" + std::to_string(i) + "\"") == 2);  // the bar and the menu of phones
}

TEST_CASE("language and appearance are chosen without a script and lead back to the page") {
    const Pages pages;
    auto response =
        pages.pages.choose_language(RequestBuilder(Method::post, "/sprache").form("sprache", "en").form("zurueck", "/lehrplan?woche=3").build());
    CHECK(response.status == 303);
    CHECK(response.headers.get("Location") == "/lehrplan?woche=3");
    CHECK(cookie(response, "kc_sprache") == "en");
    response =
        pages.pages.choose_theme(RequestBuilder(Method::post, "/darstellung").form("darstellung", "dark").form("zurueck", "//boese.example").build());
    CHECK(response.headers.get("Location") == "/");
    CHECK(cookie(response, "kc_darstellung") == "dark");
    CHECK(pages.pages.choose_theme(RequestBuilder(Method::post, "/darstellung").form("darstellung", "<x>").build()).status == 400);
    CHECK(pages.pages.choose_language(RequestBuilder(Method::post, "/sprache").form("sprache", "fr").build()).status == 400);
    const auto english = pages.pages.help(RequestBuilder(Method::get, "/hilfe").cookie("kc_sprache", "en").cookie("kc_darstellung", "dark").build());
    CHECK(contains(english.text(), "<html lang=\"en\" data-kern-theme=\"dark\">"));
    CHECK(contains(english.text(), "How it works"));
    const auto hostile =
        pages.pages.help(RequestBuilder(Method::get, "/hilfe").cookie("kc_sprache", "xx").cookie("kc_darstellung", "x-onload").build());
    CHECK(contains(hostile.text(), "<html lang=\"de\">"));
}

TEST_CASE("a notice is shown once and only when it stands in the catalogue") {
    const Pages pages;
    const auto sent = redirect("/profil", {.message_key = "web.notice.saved"});
    CHECK(cookie(sent, "kc_hinweis") == "success:web.notice.saved");
    const auto shown = pages.pages.help(RequestBuilder(Method::get, "/hilfe").cookie("kc_hinweis", "success:web.notice.saved").build());
    CHECK(contains(shown.text(), "role=\"status\""));
    CHECK(contains(shown.text(), "Gespeichert."));
    CHECK(shown.cookies.size() == 1);
    for (const auto* hostile :
         {"success:web.save", "evil:web.notice.saved", "success:Ihr Konto ist gesperrt", "success:x.notice.y", "web.notice.saved"}) {
        CHECK_FALSE(contains(pages.pages.help(RequestBuilder(Method::get, "/hilfe").cookie("kc_hinweis", hostile).build()).text(), "kc-notice"));
    }
}

TEST_CASE("error pages carry their status, the request number and what to do next") {
    const Pages pages;
    for (const int status : {400, 403, 404, 405, 413, 429, 500, 503}) {
        const auto request = RequestBuilder(Method::get, "/weg").build();
        const auto response = pages.site.error_page(request, status);
        CHECK(response.status == status);
        CHECK(contains(response.text(), "<title>Fehler – "));
        CHECK(contains(response.text(), "Vorgangsnummer " + request.number));
        CHECK(count(response.text(), "<h1") == 1);
    }
    CHECK(contains(pages.site.error_page(RequestBuilder(Method::get, "/x").build(), 418).text(), "nicht verständlich"));
    CHECK(contains(pages.site.error_page(RequestBuilder(Method::get, "/x").build(), 505).text(), "schiefgegangen"));
    CHECK(contains(pages.site.error_page(RequestBuilder(Method::get, "/x").build(), 403).text(), "href=\"/anmelden\""));
    CHECK(contains(pages.site.error_page(RequestBuilder(Method::get, "/x").build(), 403, "web.problem.form_expired").text(), "zu lange offen"));
}

TEST_CASE("the public pages show the operator in both languages") {
    const Pages pages;
    for (const auto* language : {"de", "en"}) {
        const auto get = [&](http::Response (SitePages::*page)(const http::Request&) const) {
            return std::string((pages.pages.*page)(RequestBuilder(Method::get, "/x").cookie("kc_sprache", language).build()).text());
        };
        CHECK(contains(get(&SitePages::imprint), "Rathausplatz 1"));
        CHECK(contains(get(&SitePages::imprint), "href=\"tel:+49301234\""));
        CHECK(contains(get(&SitePages::privacy), "dsb@muster.example"));
        CHECK(contains(get(&SitePages::accessibility), "/rueckmeldung?anlass=barrier"));
        CHECK(contains(get(&SitePages::help), "mailto:hilfe@muster.example"));
    }
}

TEST_CASE("the privacy page says truly where free answers may go, and that it takes consent (EW-25)") {
    const auto page = [](LanguageModelPlace place) {
        auto with = options();
        with.operator_info.language_model = place;
        const Site site(std::move(with));
        const SitePages pages(site, [](const Feedback&) { return true; });
        return std::string(pages.privacy(RequestBuilder(Method::get, "/datenschutz").build()).text());
    };
    const auto none = page(LanguageModelPlace::none);
    CHECK_FALSE(contains(none, "Sprachmodell"));
    CHECK(contains(none, "An Dritte geht nichts."));
    CHECK(contains(none, "href=\"/datenschutz/einwilligungen\""));
    const auto inside = page(LanguageModelPlace::own_network);
    CHECK(contains(inside, "Ein Sprachmodell im Netz des Betreibers"));
    CHECK(contains(inside, "An Dritte geht nichts."));
    const auto outside = page(LanguageModelPlace::outside);
    CHECK(contains(outside, "Ein Sprachmodell eines anderen Unternehmens"));
    CHECK_FALSE(contains(outside, "An Dritte geht nichts."));
    CHECK(contains(outside, "außer Sie haben in das Sprachmodell eingewilligt"));
}

TEST_CASE("feedback is stored with its page, and refused input is kept") {
    Pages pages;
    const auto form = pages.pages.feedback(
        RequestBuilder(Method::get, "/rueckmeldung?anlass=barrier").header("Referer", "http://localhost/lehrplan?geheim=1").build());
    CHECK(contains(form.text(), "value=\"barrier\" checked"));
    CHECK(contains(form.text(), "name=\"seite\" value=\"/lehrplan\""));
    CHECK(contains(form.text(), "<label class=\"kern-label\" for=\"feld-text\">"));
    const auto foreign =
        pages.pages.feedback(RequestBuilder(Method::get, "/rueckmeldung").header("Referer", "https://boese.example/lehrplan").build());
    CHECK(contains(foreign.text(), "name=\"seite\" value=\"\""));
    const auto refused = pages.pages.send_feedback(RequestBuilder(Method::post, "/rueckmeldung").form("text", "").form("email", "x").build());
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "role=\"alert\""));
    CHECK(contains(refused.text(), "href=\"#feld-text\""));
    CHECK(contains(refused.text(), "aria-invalid=\"true\""));
    CHECK(pages.stored.empty());
    const auto sent = pages.pages.send_feedback(RequestBuilder(Method::post, "/rueckmeldung")
                                                    .viewer(erika())
                                                    .form("anlass", "mistake")
                                                    .form("text", "Zeile 1\r\nZeile 2")
                                                    .form("seite", "/lehrplan")
                                                    .build());
    CHECK(sent.status == 303);
    REQUIRE(pages.stored.size() == 1);
    CHECK(pages.stored.front().text == "Zeile 1\nZeile 2");
    CHECK(pages.stored.front().person == PersonId{7});
    pages.accepts = false;
    CHECK(pages.pages.send_feedback(RequestBuilder(Method::post, "/rueckmeldung").form("anlass", "idea").form("text", "x").build()).status == 422);
}

TEST_CASE("htmx gets the fragment it asks for, everyone else the page") {
    CHECK(wants_fragment(RequestBuilder(Method::get, "/x").header("HX-Request", "true").header("HX-Target", "div#treffer").build(), "treffer"));
    CHECK(wants_fragment(RequestBuilder(Method::get, "/x").header("HX-Request", "true").header("HX-Target", "treffer").build(), "treffer"));
    CHECK_FALSE(wants_fragment(RequestBuilder(Method::get, "/x").header("HX-Request", "true").header("HX-Target", "body").build(), "treffer"));
    CHECK_FALSE(wants_fragment(RequestBuilder(Method::get, "/x").header("HX-Target", "treffer").build(), "treffer"));
}

}  // namespace kc::web
