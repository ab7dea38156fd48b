// SPDX-License-Identifier: EUPL-1.2
#include "web/form.hpp"
#include "http/request_builder.hpp"
#include "web/fields.hpp"
#include "web/page.hpp"

#include <doctest/doctest.h>

namespace kc::web {

enum class Format { online, on_site };
BOOST_DESCRIBE_ENUM(Format, online, on_site)

namespace {

std::string key_of(const FormReader& form, std::string_view field) {
    const auto* problem = form.problem(field);
    return problem ? problem->message_key : "none";
}

Messages catalogue() { return Messages::load(std::string(KC_SOURCE_DIR) + "/src"); }

}  // namespace

TEST_CASE("text is trimmed and checked for length in characters, not bytes") {
    FormReader form({{"name", "  Jörg  "}, {"kurz", "ä"}, {"lang", "ääää"}, {"leer", "   "}});
    CHECK(form.text("name", {.required = true, .min = 4, .max = 4}) == "Jörg");
    CHECK(form.ok());
    CHECK(form.text("kurz", {.min = 2}).empty());
    CHECK(key_of(form, "kurz") == "web.problem.too_short");
    CHECK(form.text("lang", {.max = 3}).empty());
    CHECK(key_of(form, "lang") == "web.problem.too_long");
    CHECK(form.text("leer", {.required = true}).empty());
    CHECK(key_of(form, "leer") == "web.problem.required");
    CHECK(form.text("fehlt", {.required = true}).empty());
    CHECK(key_of(form, "fehlt") == "web.problem.required");
    CHECK_FALSE(form.ok());
}

TEST_CASE("control characters, bad UTF-8 and line breaks in one line are refused") {
    FormReader form({{"a", "x\x01y"}, {"b", "\xC3\x28"}, {"c", "x\ny"}, {"d", "x\r\ny"}, {"e", std::string("x\0y", 3)}});
    CHECK(form.text("a").empty());
    CHECK(form.text("b").empty());
    CHECK(form.text("c").empty());
    CHECK(form.text("e").empty());
    for (const auto* field : {"a", "b", "c", "e"}) CHECK(key_of(form, field) == "web.problem.characters");
    CHECK(form.text("d", {.lines = true}) == "x\ny");
    CHECK(form.raw("a") == "xy");
    CHECK(form.raw("b").empty());
}

TEST_CASE("whole numbers are read with and without separators and kept within their range") {
    CHECK(parse_integer("1.234") == 1234);
    CHECK(parse_integer("-5") == -5);
    for (const auto* wrong : {"", "1.23", "12a", "1,5", "99999999999999999999", "1..000", "--1"}) CHECK_FALSE(parse_integer(wrong).has_value());
    FormReader form({{"a", "12"}, {"b", "13"}, {"c", "zwölf"}, {"id", "7"}, {"id0", "0"}});
    CHECK(form.integer("a", {.min = 1, .max = 12}) == 12);
    CHECK_FALSE(form.integer("b", {.min = 1, .max = 12}).has_value());
    CHECK(key_of(form, "b") == "web.problem.range");
    CHECK_FALSE(form.integer("c").has_value());
    CHECK(key_of(form, "c") == "web.problem.integer");
    CHECK(form.id<PersonId>("id") == PersonId{7});
    CHECK_FALSE(form.id<PersonId>("id0").has_value());
}

TEST_CASE("hours come in halves, written with comma, point or colon") {
    CHECK(parse_hours("7,5") == HalfHours{15});
    CHECK(parse_hours("7.5") == HalfHours{15});
    CHECK(parse_hours("8") == HalfHours{16});
    CHECK(parse_hours("7:30") == HalfHours{15});
    CHECK(parse_hours("0,50") == HalfHours{1});
    for (const auto* wrong : {"7,25", "7:15", "sieben", "7,", ",5", ""}) CHECK_FALSE(parse_hours(wrong).has_value());
    FormReader form({{"h", "7,25"}, {"viel", "41"}});
    CHECK_FALSE(form.hours("h").has_value());
    CHECK(key_of(form, "h") == "web.problem.hours");
    CHECK_FALSE(form.hours("viel", {.max = HalfHours{80}}).has_value());
    CHECK(key_of(form, "viel") == "web.problem.range");
}

TEST_CASE("money is read in German and English writing to the cent") {
    CHECK(parse_money("1.234,50") == Money{123450});
    CHECK(parse_money("1234,5 €") == Money{123450});
    CHECK(parse_money("1,234.50") == Money{123450});
    CHECK(parse_money("1234.50") == Money{123450});
    CHECK(parse_money("1.234") == Money{123400});
    CHECK(parse_money("0,05") == Money{5});
    for (const auto* wrong : {"12,345", "1.23.4", "zehn", "", "1,2,3", "9999999999999999999"}) CHECK_FALSE(parse_money(wrong).has_value());
    FormReader form({{"a", "12,345"}, {"b", "-1"}});
    CHECK_FALSE(form.money("a").has_value());
    CHECK(key_of(form, "a") == "web.problem.money");
    CHECK_FALSE(form.money("b").has_value());
    CHECK(key_of(form, "b") == "web.problem.range");
}

TEST_CASE("days are read as ISO or German and checked against their limits") {
    CHECK(parse_day("2026-03-02") == parse_date("2026-03-02"));
    CHECK(parse_day("2.3.2026") == parse_date("2026-03-02"));
    CHECK(parse_day("02.03.2026") == parse_date("2026-03-02"));
    for (const auto* wrong : {"30.02.2026", "2.3.26", "03/02/2026", "2026-13-01", "morgen"}) CHECK_FALSE(parse_day(wrong).has_value());
    FormReader form({{"a", "2026-03-01"}, {"b", "2026-03-03"}, {"c", "31.2.2026"}});
    const DateRule rule{.min = parse_date("2026-03-02"), .max = parse_date("2026-03-02")};
    CHECK_FALSE(form.date("a", rule).has_value());
    CHECK(key_of(form, "a") == "web.problem.date_min");
    CHECK_FALSE(form.date("b", rule).has_value());
    CHECK(key_of(form, "b") == "web.problem.date_max");
    CHECK_FALSE(form.date("c").has_value());
    CHECK(key_of(form, "c") == "web.problem.date");
}

TEST_CASE("only offered choices are accepted") {
    FormReader form({{"a", "x"}, {"b", "boese"}, {"c", "1"}, {"c", "2"}, {"c", "1"}, {"d", "3"}, {"f", "on_site"}, {"g", "by_post"}});
    CHECK(form.choice("a", {"x", "y"}) == "x");
    CHECK(form.choice("b", {"x", "y"}).empty());
    CHECK(key_of(form, "b") == "web.problem.choice_unknown");
    CHECK(form.choices("c", {"1", "2"}) == std::vector<std::string>{"1", "2"});
    CHECK(form.choices("d", {"1"}).empty());
    CHECK(key_of(form, "d") == "web.problem.choice_unknown");
    CHECK(form.choices("leer", {"1"}, {.required = true}).empty());
    CHECK(key_of(form, "leer") == "web.problem.choices");
    CHECK(form.choice("leer2", {"1"}, {.required = true}).empty());
    CHECK(key_of(form, "leer2") == "web.problem.choice");
    CHECK(form.enumerator<Format>("f") == Format::on_site);
    CHECK_FALSE(form.enumerator<Format>("g").has_value());
    CHECK_FALSE(form.checkbox("zustimmung", {.required = true}));
    CHECK(key_of(form, "zustimmung") == "web.problem.checkbox");
}

TEST_CASE("e-mail addresses need a local part and a domain") {
    for (const auto* good : {"erika.mustermann@stadt.example", "a+b@c.de", "x@müller.example"}) CHECK(is_email_address(good));
    for (const auto* wrong : {"", "a", "a@b", "@b.de", "a@b..de", "a b@c.de", "a@b.de.", "a@@b.de", "a<b>@c.de", ".a@b.de", "a@-b.de"})
        CHECK_FALSE(is_email_address(wrong));
    FormReader form(FormReader::Values{{"m", "erika"}});
    CHECK(form.email("m").empty());
    CHECK(key_of(form, "m") == "web.problem.email");
}

TEST_CASE("a refused form keeps its input, names its problems in both languages and links to the fields") {
    const auto messages = catalogue();
    FormReader form({{"titel", "<b>"}, {"stunden", "7,25"}, {"format", "online"}, {"tag", "2.3.2026"}, {"passwort", "geheim"}});
    form.hours("stunden");
    form.refuse("stunden", "web.problem.required");  // the first problem stays
    form.refuse("", "web.problem.form_expired");
    const Fields fields(messages, Language::de, &form);
    const auto title = fields.text("titel", {.label_text = "Titel", .required = true}, "alt");
    CHECK(title.value == "<b>");
    CHECK(title.problem.empty());
    const auto hours = fields.hours("stunden", {.label_text = "Stunden", .hint_text = "Je Woche"}, HalfHours{3});
    CHECK(hours.value == "7,25");
    CHECK(hours.problem == "Bitte geben Sie Stunden in halben Schritten ein, zum Beispiel 7,5.");
    CHECK(hours.described_by == "feld-stunden-hinweis feld-stunden-fehler");
    CHECK(fields.choice("format", {.label_text = "Format"}, {{"online", "Online"}, {"vor_ort", "Vor Ort"}}).options.front().chosen);
    CHECK(fields.date("tag", {.label_text = "Tag"}).value == "2026-03-02");
    CHECK(fields.password("passwort", {.label_text = "Passwort"}).value.empty());
    const auto errors = fields.errors();
    REQUIRE(errors.has_value());
    CHECK(errors->count == 2);
    CHECK(errors->links.front().href == "#feld-stunden");
    CHECK(errors->links.front().text.starts_with("Stunden: Bitte"));
    CHECK(errors->whole_form.size() == 1);
    const Fields english(messages, Language::en, &form);
    CHECK(english.hours("stunden", {.label_text = "Hours"}).problem.starts_with("Please enter hours"));
    CHECK_FALSE(Fields(messages, Language::de).errors().has_value());
    CHECK(Fields(messages, Language::de).hours("h", {.label_text = "x"}, HalfHours{15}).value == "7,5");
}

TEST_CASE("the token of another session, a missing token and a foreign origin are refused") {
    const Csrf csrf("secret");
    using http::Method;
    using http::RequestBuilder;
    const http::SessionContext session{SessionId{1}, "token-of-erika"};
    const auto accepted = [&](std::string_view field, std::string_view value, std::string_view header = "X-Nothing", std::string_view content = "") {
        RequestBuilder builder(Method::post, "/x");
        builder.context(session).header("Host", "lernen.example").header(header, content);
        if (!field.empty()) builder.form(field, value);
        return csrf.valid(builder.build());
    };
    const auto page = RequestBuilder(Method::get, "/x").context(session).build();
    // Each page carries the token behind another mask, and each of them is accepted.
    const auto value_of = [&](const Html& field) {
        const auto begin = field.text.find("value=\"") + 7;
        return field.text.substr(begin, field.text.find('"', begin) - begin);
    };
    const auto first = value_of(csrf.hidden_field(page)), second = value_of(csrf.hidden_field(page));
    CHECK(first != second);
    CHECK(first.find("token-of-erika") == std::string::npos);
    CHECK(accepted("csrf", first));
    CHECK(accepted("csrf", second));
    CHECK_FALSE(accepted("csrf", first.substr(2)));
    CHECK_FALSE(accepted("csrf", first + "AA"));
    CHECK(accepted("csrf", "token-of-erika"));
    CHECK(accepted("", "", "X-CSRF-Token", "token-of-erika"));
    CHECK(accepted("csrf", "token-of-erika", "Sec-Fetch-Site", "same-origin"));
    CHECK_FALSE(accepted("csrf", "token-of-hans"));
    CHECK_FALSE(accepted("csrf", ""));
    CHECK_FALSE(accepted("", ""));
    CHECK_FALSE(accepted("csrf", "token-of-erika", "Sec-Fetch-Site", "cross-site"));
    CHECK_FALSE(accepted("csrf", "token-of-erika", "Origin", "https://boese.example"));
    CHECK_FALSE(accepted("csrf", "token-of-erika", "Origin", "null"));
    const auto visitor = RequestBuilder(Method::post, "/anmelden").build();
    CHECK(csrf.token(visitor).size() == 32);
    CHECK(csrf.token(visitor) == Csrf("secret").token(visitor));
    CHECK(csrf.token(visitor) != Csrf("other").token(visitor));
}

}  // namespace kc::web
