// SPDX-License-Identifier: EUPL-1.2
#include "base/ids.hpp"
#include "web/templates.hpp"

#include <doctest/doctest.h>

namespace kc::web {

enum class Mood { calm, tired };
BOOST_DESCRIBE_ENUM(Mood, calm, tired)
enum class Silent { yes };
BOOST_DESCRIBE_ENUM(Silent, yes)

namespace {

struct Tag {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(Tag, (), (name))

struct Person {
    std::string name;
    std::optional<Date> due;
    std::vector<Tag> tags;
};
BOOST_DESCRIBE_STRUCT(Person, (), (name, due, tags))

struct Everything {
    std::string title = "Titel";
    std::string query = "a&b c/ä";
    std::string url = "/lehrplan";
    Html html{"<b>x</b>"};
    bool flag = true;
    std::int64_t number = 12345;
    int one = 1;
    double decimal = 7.5;
    Money money{123450};
    HalfHours hours{15};
    PersonId id{12345};
    Date date = *parse_date("2026-03-02");
    Instant instant = std::chrono::sys_days{*parse_date("2026-03-02")} + std::chrono::hours{13} + std::chrono::minutes{5};
    Mood mood = Mood::tired;
    Silent silent = Silent::yes;
    Person person{"Erika", parse_date("2026-04-01"), {{"neu"}}};
    std::vector<Person> people;
    std::vector<std::string> words;
    std::optional<Person> chief;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (title, query, url, html, flag, number, one, decimal, money, hours, id, date, instant, mood, silent, person, people, words,
                       chief))

Messages texts() {
    return Messages::of({{"web.hours", {"{number} {number|Stunde|Stunden}", "{number} {number|hour|hours}"}},
                         {"web.one", {"{one} {one|Stunde|Stunden}", "{one} {one|hour|hours}"}},
                         {"web.due", {"bis {date.short}", "until {date}"}},
                         {"web.danger", {"Kosten & <Nutzen> \"heute\"", "Cost & <use> \"today\""}},
                         {"web.hello", {"Guten Tag, {person.name}", "Hello {person.name}"}},
                         {"web.typo", {"{nmae}", "{nmae}"}},
                         {"web.word", {"{title|ein|viele}", "{title|one|many}"}},
                         {"web.mood.calm", {"ruhig", "calm"}},
                         {"web.mood.tired", {"müde", "tired"}}});
}

struct Engine {
    Messages messages = texts();
    TemplateSet set{std::string(KC_SOURCE_DIR) + "/src", messages, [](std::string_view name) {
                        if (name == "gone.css") throw std::runtime_error("public/ has no gone.css");
                        return "/assets/" + std::string(name);
                    }};

    std::string render(const std::string& text, const Everything& view = {}, Language language = Language::de) const {
        return set.bind_text<Everything>("t.mustache", text).render(view, language).text;
    }
    std::string refusal(const std::string& text) const {
        try {
            set.bind_text<Everything>("t.mustache", text);
        } catch (const TemplateError& error) {
            return error.what();
        }
        return "accepted";
    }
};

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("values are written by type and language") {
    const Engine engine;
    CHECK(engine.render("{{number}} {{number.raw}} {{decimal}} {{money}} {{hours}} {{id}}") == "12.345 12345 7,5 1.234,50\u00A0€ 7,5 12345");
    CHECK(engine.render("{{number}} {{decimal}} {{money}} {{hours}}", {}, Language::en) == "12,345 7.5 €1,234.50 7.5");
    CHECK(
        engine.render("{{date}} | {{date.short}} | {{date.weekday}} | {{date.iso}} | {{date.with_weekday}} | {{date.day_month}} | {{date.month}}") ==
        "2. März 2026 | 02.03.2026 | Montag | 2026-03-02 | Montag, 2. März 2026 | 2. März | März 2026");
    CHECK(engine.render("{{date}} | {{date.short}}", {}, Language::en) == "2 March 2026 | 2 Mar 2026");
    CHECK(engine.render("{{instant}} | {{instant.short}} | {{instant.time}} | {{instant.iso}}") ==
          "2. März 2026, 14:05\u00A0Uhr | 02.03.2026, 14:05 | 14:05\u00A0Uhr | 2026-03-02T14:05:00+01:00");
    CHECK(engine.render("{{mood}} {{mood.raw}}") == "müde tired");
    CHECK(engine.render("{{decimal.raw}}", {.decimal = 8}) == "8");
    CHECK(engine.render("{{decimal}}", {.decimal = -0.25}) == "-0,3");
}

TEST_CASE("attributes for machines get machine forms, attributes for people do not") {
    const Engine engine;
    CHECK(engine.render("<input value=\"{{number}}\" min=\"{{date}}\">") == "<input value=\"12345\" min=\"2026-03-02\">");
    CHECK(engine.render("<time datetime=\"{{date}}\">{{date}}</time>") == "<time datetime=\"2026-03-02\">2. März 2026</time>");
    CHECK(engine.render("<b class=\"kc-{{mood}}\">") == "<b class=\"kc-tired\">");
    CHECK(engine.render("<b aria-label=\"{{number}} {{mood}}\">") == "<b aria-label=\"12.345 müde\">");
    CHECK(engine.render("<rect x=\"{{decimal}}\"/>") == "<rect x=\"7.5\"/>");
    CHECK(engine.render("<a href=\"/?n={{number}}\">") == "<a href=\"/?n=12345\">");
}

TEST_CASE("sections follow lists, optionals, structs, booleans and texts") {
    const Engine engine;
    Everything view;
    view.people = {{"A", {}, {}}, {"B", parse_date("2026-05-01"), {{"x"}, {"y"}}}};
    view.words = {"eins", "zwei & drei"};
    CHECK(engine.render("{{#people}}[{{name}}{{#due}} {{due.short}}{{/due}}{{^due}} -{{/due}}{{#tags}} #{{name}}{{/tags}}]{{/people}}", view) ==
          "[A -][B 01.05.2026 #x #y]");
    CHECK(engine.render("{{#words}}{{.}};{{/words}}", view) == "eins;zwei &amp; drei;");
    CHECK(engine.render("{{people.size}}{{#people.any}} da{{/people.any}}{{^people}} leer{{/people}}", view) == "2 da");
    CHECK(engine.render("{{#people.any}}da{{/people.any}}{{^people}}leer{{/people}}") == "leer");
    CHECK(engine.render("{{#person}}{{name}} {{title}}{{/person}} {{person.name}}") == "Erika Titel Erika");
    CHECK(engine.render("{{#chief}}{{name}}{{/chief}}{{^chief}}niemand{{/chief}}") == "niemand");
    CHECK(engine.render("{{#title}}<i>{{title}}</i>{{/title}}", {.title = ""}).empty());
    CHECK(engine.render("{{#person.due}}{{person.due.iso}} {{.short}}{{/person.due}}") == "2026-04-01 01.04.2026");
    view.chief = Person{"C", {}, {{"z"}}};
    CHECK(engine.render("{{#chief}}{{#tags}}{{name}}{{/tags}}{{/chief}}", view) == "z");
}

TEST_CASE("text, attributes and addresses are escaped each in their own way") {
    const Engine engine;
    Everything view;
    view.title = "<script>alert('1')</script>\"&";
    CHECK(engine.render("<p>{{title}}</p>", view) == "<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;</p>");
    CHECK(engine.render("<p title='{{title}}'>", view) == "<p title='&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;'>");
    CHECK(engine.render("<textarea>{{title}}</textarea>", view).find("<script>") == std::string::npos);
    CHECK(engine.render("<a href=\"/suche?q={{query}}\">") == "<a href=\"/suche?q=a%26b%20c%2F%C3%A4\">");
    CHECK(engine.render("{{{html}}}") == "<b>x</b>");
    for (const auto* hostile : {"javascript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "JaVaScRiPt:alert(1)", "\x01javascript:x",
                                "data:text/html,<script>", "vbscript:x", "file:///etc/passwd"}) {
        view.url = hostile;
        CHECK(engine.render("<a href=\"{{url}}\">", view) == "<a href=\"#blocked\">");
        CHECK(engine.render("<form action=\"{{url}}\">", view) == "<form action=\"#blocked\">");
        CHECK(engine.render("<img src=\"{{url}}\" alt=\"\">", view) == "<img src=\"#blocked\" alt=\"\">");
    }
    for (const auto* fine : {"/lehrplan", "https://stadt.example/x", "mailto:a@b.example", "tel:+49301", "#oben", "?seite=2"}) {
        view.url = fine;
        CHECK(engine.render("<a href=\"{{url}}\">", view) == "<a href=\"" + std::string(fine) + "\">");
    }
    for (const auto* foreign : {"https://boese.example/", "//boese.example", "/\\boese.example", "\\\\boese.example"}) {
        view.url = foreign;
        CHECK(engine.render("<form action=\"{{url}}\">", view) == "<form action=\"#blocked\">");
        CHECK(engine.render("<button hx-post=\"{{url}}\">", view) == "<button hx-post=\"#blocked\">");
    }
    view.url = "/a\"onmouseover=alert(1)";
    CHECK(engine.render("<a href=\"{{url}}\">", view) == "<a href=\"/a&quot;onmouseover=alert(1)\">");
    view.query = "javascript:alert(1)";
    CHECK(engine.render("<a href=\"{{#flag}}{{query}}{{/flag}}{{url}}\">", view).starts_with("<a href=\"#blocked"));
}

TEST_CASE("a template with a mistake stops the start with file, line and reason") {
    const Engine engine;
    CHECK(contains(engine.refusal("<p>\n{{titel}}</p>"), "t.mustache:2: titel is unknown"));
    CHECK(contains(engine.refusal("{{titel}}"), "known here: title"));
    CHECK(contains(engine.refusal("{{person.nam}}"), "has no person.nam"));
    CHECK(contains(engine.refusal("{{people}}"), "is a list and no text"));
    CHECK(contains(engine.refusal("{{flag}}"), "true or false"));
    CHECK(contains(engine.refusal("{{person}}"), "is a struct"));
    CHECK(contains(engine.refusal("{{chief}}"), "may be absent"));
    CHECK(contains(engine.refusal("{{chief.name}}"), "may be absent"));
    CHECK(contains(engine.refusal("{{html}}"), "three braces"));
    CHECK(contains(engine.refusal("{{{title}}}"), "only for Html"));
    CHECK(contains(engine.refusal("<p title=\"{{{html}}}\">"), "between tags"));
    CHECK(contains(engine.refusal("{{#number}}{{/number}}"), "no yes or no"));
    CHECK(contains(engine.refusal("{{^person}}{{/person}}"), "never absent"));
    CHECK(contains(engine.refusal("{{number.short}}"), "no form \"short\""));
    CHECK(contains(engine.refusal("{{silent}}"), "no message web.silent.yes"));
    CHECK(contains(engine.refusal("{{#flag}}"), "never closed"));
    CHECK(contains(engine.refusal("{{#flag}}{{/title}}"), "is expected"));
    CHECK(contains(engine.refusal("{{/flag}}"), "closes nothing"));
    CHECK(contains(engine.refusal("{{title"), "never closed"));
    CHECK(contains(engine.refusal("{{}}"), "without a name"));
    CHECK(contains(engine.refusal("{{:web.nothing}}"), "no message web.nothing"));
    CHECK(contains(engine.refusal("{{:web.typo}}"), "nmae is unknown"));
    CHECK(contains(engine.refusal("{{:web.word}}"), "no number"));
    CHECK(contains(engine.refusal("{{>web/nothing_here}}"), "no template web/nothing_here"));
    CHECK(contains(engine.refusal("{{>../secret}}"), "no template name"));
    CHECK(contains(engine.refusal("<link href=\"{{@gone.css}}\">"), "t.mustache:1: public/ has no gone.css"));
}

TEST_CASE("a variable where no escaping is safe stops the start") {
    const Engine engine;
    CHECK(contains(engine.refusal("<script>var x = '{{title}}'</script>"), "inside <script>"));
    CHECK(contains(engine.refusal("<style>.x{color:{{title}}}</style>"), "inside <style>"));
    CHECK(contains(engine.refusal("<p onclick=\"{{title}}\">"), "Content-Security-Policy"));
    CHECK(contains(engine.refusal("<p onclick=\"go()\">"), "Content-Security-Policy"));
    CHECK(contains(engine.refusal("<p hx-on:click=\"go()\">"), "Content-Security-Policy"));
    CHECK(contains(engine.refusal("<p style=\"color:red\">"), "Content-Security-Policy"));
    CHECK(contains(engine.refusal("<p title={{title}}>"), "needs quotes"));
    CHECK(contains(engine.refusal("<p title=a{{title}}>"), "needs quotes"));
    CHECK(contains(engine.refusal("<p {{title}}>"), "outside of a quoted attribute"));
    CHECK(contains(engine.refusal("<{{title}}>"), "name of a tag"));
    CHECK(contains(engine.refusal("<h{{one}}>"), "name of a tag"));
    CHECK(contains(engine.refusal("<!-- {{title}} -->"), "comment"));
    CHECK(contains(engine.refusal("<iframe srcdoc=\"{{title}}\">"), "srcdoc"));
    CHECK(contains(engine.refusal("<img srcset=\"{{title}}\">"), "srcset"));
    CHECK(contains(engine.refusal("<b hx-vals=\"{{title}}\">"), "hx-vals"));
    CHECK(contains(engine.refusal("{{#flag}}<p title=\"{{/flag}}\">"), "begins between tags and ends in the attribute title"));
    CHECK(contains(engine.refusal("<p title=\""), "ends in the attribute"));
    CHECK(engine.refusal("<script src=\"{{@app.js}}\" defer></script>{{title}}") == "accepted");
    CHECK(engine.refusal("<option{{#flag}} selected{{/flag}}>") == "accepted");
}

TEST_CASE("messages are bound to the view in both languages") {
    const Engine engine;
    CHECK(engine.render("{{:web.hours}}") == "12.345 Stunden");
    CHECK(engine.render("{{:web.one}}") == "1 Stunde");
    CHECK(engine.render("{{:web.one}}", {}, Language::en) == "1 hour");
    CHECK(engine.render("{{:web.due}}") == "bis 02.03.2026");
    CHECK(engine.render("{{:web.due}}", {}, Language::en) == "until 2 March 2026");
    CHECK(engine.render("{{:web.hello}}", {.person = {"<E>", {}, {}}}) == "Guten Tag, &lt;E&gt;");
    CHECK(engine.render("<b title=\"{{:web.danger}}\">") == "<b title=\"Kosten &amp; &lt;Nutzen&gt; &quot;heute&quot;\">");
}

TEST_CASE("indentation and lines with only a section tag leave no trace") {
    const Engine engine;
    CHECK(engine.render("<ul>\n  {{#words}}\n    <li>{{.}}</li>\n  {{/words}}\n</ul>", {.words = {"a", "b"}}) ==
          "<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
    CHECK(engine.render("<pre>\n  x\n   {{title}}</pre>") == "<pre>\n  x\n   Titel</pre>");
    CHECK(engine.render("a\n{{! remark }}\nb") == "a\nb");
    CHECK(engine.render("{{language_code}}{{path}}{{{csrf}}}", {}, Language::en) == "en");
}

}  // namespace kc::web
