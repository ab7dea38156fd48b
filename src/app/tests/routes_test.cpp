// SPDX-License-Identifier: EUPL-1.2
// Walks over every route as every role: what the pages link, and every kind of wrong input. It gets a clear answer and changes nothing.
#include "app/tests/profile_desks.hpp"

#include <deque>

#include <fmt/ranges.h>

namespace kc::test {
namespace {

using http::Method;

const std::string script = "'\"><script>alert(1)";  // without a slash: a coded slash never gets into a path

struct FoundForm {
    std::string guest;  // the first who was shown it
    std::string target;
    FormFields fields;
};

// What a role finds by following links from page to page.
struct Map {
    std::map<std::string, FoundForm> targets;              // by pattern: a concrete address and who was let in first
    std::map<std::string, FoundForm> forms;                // by pattern
    std::map<std::string, std::set<std::string>> queries;  // by pattern: the names of query values
};

std::string pattern_of(const House& house, Method method, const std::string& target) {
    const auto path = http::decode_path(std::string_view(target).substr(0, target.find('?')));
    const auto* route = path ? house.router.match(method, *path) : nullptr;
    return route ? route->pattern : std::string();
}

void note_query(Map& map, const std::string& pattern, const std::string& target) {
    const auto mark = target.find('?');
    if (mark == std::string::npos) return;
    const auto fields = http::decode_form(target.substr(mark + 1));
    REQUIRE_MESSAGE(fields, target);
    for (const auto& field : *fields) map.queries[pattern].insert(field.name);
}

void look_at(House& house, const Guest& guest, const std::string& target, const Answer& answer, Map& map, std::deque<std::string>& open) {
    const auto tags = tags_of(answer.body);
    const bool part = pattern_of(house, Method::get, target) == "/angebote/vorschlaege";  // goes into a page that is there
    const auto problems = part ? std::vector<std::string>{} : problems_of_page(answer.body, tags);
    CHECK_MESSAGE(problems.empty(), guest.name << " " << target << ": " << fmt::format("{}", fmt::join(problems, "; ")));
    for (const auto& link : links_of(tags)) open.push_back(link);
    for (const auto& form : forms_of(tags, target)) {
        const auto method = form.method == "post" ? Method::post : Method::get;
        const auto pattern = pattern_of(house, method, form.action);
        CHECK_MESSAGE(!pattern.empty(), guest.name << " " << target << ": a form leads nowhere: " << form.action);
        if (method == Method::post)
            map.forms.try_emplace(pattern, FoundForm{guest.name, form.action, form.fields});
        else
            for (const auto& [name, value] : form.fields) map.queries[pattern].insert(name);
    }
}

void explore(House& house, const Guest& guest, Map& map) {
    std::deque<std::string> open = {"/",
                                    "/uebersicht",
                                    "/anmelden",
                                    "/angebote",
                                    "/lehrplan",
                                    "/angebote/vergleich?angebot=gespraech-grundlagen&angebot=zuhoeren-nachfragen",
                                    "/gespeicherte-suchen/neu?q=datenschutz"};
    for (const auto& route : house.router.routes()) {
        if (route.method == Method::get && route.pattern.find('{') == std::string::npos) open.push_back(route.pattern);
    }
    std::set<std::string> seen;
    std::map<std::string, int> visits;
    while (!open.empty()) {
        const auto target = open.front();
        open.pop_front();
        const auto pattern = pattern_of(house, Method::get, target);
        CHECK_MESSAGE(!pattern.empty(), guest.name << ": a link leads nowhere: " << target);
        if (pattern.empty() || !seen.insert(target).second || visits[pattern]++ >= 4) continue;
        note_query(map, pattern, target);
        const auto answer = house.get(guest, target);
        const bool api_visitor = !guest.viewer && pattern.starts_with("/api/") && answer.status == 401;
        CHECK_MESSAGE((answer.status == 200 || answer.status == 303 || answer.status == 204 || answer.status == 403 || answer.status == 404 ||
                       api_visitor || (answer.status == 422 && pattern.starts_with("/api/"))),
                      guest.name << " GET " << target << " answers " << answer.status);
        if (answer.status == 200) map.targets.try_emplace(pattern, FoundForm{guest.name, target, {}});
        if (answer.is_html()) look_at(house, guest, target, answer, map, open);
    }
}

// Every link that a page shows to somebody must lead them somewhere.
void follow_links(House& house, const Guest& guest) {
    std::set<std::string> checked;
    std::map<std::string, int> visits;
    std::deque<std::pair<std::string, std::string>> open = {{"/", ""}};
    while (!open.empty()) {
        const auto [target, from] = open.front();
        open.pop_front();
        if (!checked.insert(target).second || visits[pattern_of(house, Method::get, target)]++ >= 4) continue;
        const auto answer = house.get(guest, target);
        CHECK_MESSAGE((answer.status == 200 || answer.status == 303 || answer.status == 204),
                      guest.name << ": " << from << " links " << target << ", which answers " << answer.status);
        CHECK_MESSAGE((!guest.viewer || !answer.sent_away()), guest.name << ": " << from << " links " << target << ", which asks to sign in");
        if (!answer.is_html()) continue;
        for (const auto& link : links_of(tags_of(answer.body))) open.emplace_back(link, target);
    }
}

// Puts one value into the first {part} of a pattern, harmless ones into the others.
std::string filled(const std::string& pattern, const std::string& raw) {
    std::string target;
    bool first = true;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '{') {
            target += pattern[i];
            continue;
        }
        target += first ? raw : "1";
        first = false;
        i = pattern.find('}', i);
    }
    return target;
}

const std::vector<std::string>& hostile_raw() {  // as it stands in an address
    static const std::vector<std::string> values = {"0",
                                                    "-1",
                                                    "99999999999999999999",
                                                    "999999999999999999",
                                                    "%00",
                                                    "%FF%FE",
                                                    "%C0%AF",
                                                    "..%2F..%2Fetc%2Fpasswd",
                                                    "../../etc/passwd",
                                                    std::string(10'000, 'a'),
                                                    http::encode_component(script),
                                                    http::encode_component("' OR 1=1 --"),
                                                    "%",
                                                    "%2",
                                                    "+",
                                                    "%0d%0aX:y"};
    return values;
}

void expect_harmless(const Guest& guest, const std::string& what, const Answer& answer) {
    CHECK_MESSAGE(answer.status < 500, guest.name << " " << what << " answers " << answer.status);
    if (answer.is_html()) CHECK_MESSAGE(!answer.shows("<script>alert(1)"), guest.name << " " << what << " shows the script");
}

// Sends it and checks that a refusal changed nothing.
Answer try_out(House& house, const Guest& guest, const Sent& sent, const std::string& what) {
    const auto before = house.content();
    const auto answer = house.send(guest, sent);
    expect_harmless(guest, what, answer);
    const bool signs_out = sent.target == "/abmelden";  // leads to the sign-in page when it succeeds
    if (answer.refused() && !signs_out)
        CHECK_MESSAGE(house.content() == before, guest.name << " " << what << " was refused with " << answer.status << " and changed something");
    return answer;
}

std::string shown(std::string text) { return text.size() > 160 ? text.substr(0, 160) + "…" : text; }

// The same for every house: the sample region is built from one seed.
const Map& explored() {
    static const Map map = [] {
        House house;
        house.plan_for_clerk();
        house.fill_desks();
        fill_profile_desks(house);
        Map found;
        for (const auto& guest : house.guests) explore(house, guest, found);
        return found;
    }();
    return map;
}

TEST_CASE("every page answers every role and is whole") {
    House house;
    house.plan_for_clerk();
    house.fill_desks();
    fill_profile_desks(house);
    const auto& map = explored();
    for (const auto& guest : house.guests) follow_links(house, guest);
    // The walk must have reached the pages, or it checks nothing. What needs a link from a mail or a running sign-in is checked elsewhere.
    const std::set<std::string> by_other_ways = {
        "/passwort-neu/{token}", "/nachrichten/abbestellen/{token}", "/einladung/{token}", "/verwaltung/personen/import/{import:id}",
        "/anmelden/code", "/merkliste/vergleich",
        // too deep in lists for this walk; the tests of their rooms open them
        "/anbieter-bereich/angebote/{id:id}/verwerfen", "/anbieter-bereich/angebote/{id:id}/termine/{date:id}/loeschung",
        "/anbieter-bereich/importe/{run:id}", "/anbieter-bereich/importe/{run:id}/bericht.csv", "/anbieter-bereich/importe/{run:id}/bericht.json",
        "/anbieter-bereich/importe/quellen/{source:id}", "/anbieter-bereich/importe/quellen/{source:id}/loeschung", "/angebote/{slug}/schema.json",
        "/lernhistorie/uebernahmen/{id:id}", "/lernhistorie/uebernahmen/{id:id}/ruecknahme", "/lernhistorie/dateien/{id:id}/loeschung",
        "/vertrauensstellen/{id:id}/ruecknahme", "/teamplanung/{plan:id}", "/teamplanung/{plan:id}/plaetze.csv", "/teamplanung/{plan:id}/loeschung",
        "/pruefungsaufgaben/{id:id}", "/pruefungsaufgaben/{id:id}/bearbeiten", "/pruefungsaufgaben/{id:id}/verwerfen",
        "/pruefungsaufgaben/{id:id}/veraltet", "/lehrplan/mails/abbestellen/{token}", "/kalender/{file}",
        "/datenschutz/einwilligungen/{purpose}/widerruf", "/kurz-pruefen/{slug}/abbruch", "/themenlandkarte/{slug}/wiederherstellung",
        "/assets/{name:rest}", "/favicon.ico", "/api/v1/organisations/{organisation:id}/people",
        "/api/v1/organisations/{organisation:id}/departments", "/api/v1/role-profiles/{slug}"};
    for (const auto& route : house.router.routes()) {
        if (route.method != Method::get || by_other_ways.contains(route.pattern) || route.pattern.starts_with("/api/")) continue;
        CHECK_MESSAGE(map.targets.contains(route.pattern), "nobody reached " << route.pattern);
    }
}

TEST_CASE("hostile parts of an address are refused and change nothing") {
    House house;
    for (const auto& route : house.router.routes()) {
        if (route.pattern.find('{') == std::string::npos) continue;
        for (const auto& guest : house.guests) {
            for (const auto& raw : hostile_raw()) {
                const auto target = filled(route.pattern, raw);
                const auto what = fmt::format("{} {}", method_name(route.method), shown(target));
                const auto answer = try_out(
                    house, guest,
                    {.method = route.method, .target = target, .body = route.method == Method::get ? std::nullopt : std::optional<std::string>("")},
                    what);
                CHECK_MESSAGE((answer.refused() || !route.pattern.starts_with("/verwaltung")), what << " was accepted: " << answer.status);
            }
        }
    }
}

TEST_CASE("hostile values in the query are met with a page or a refusal") {
    House house;
    house.plan_for_clerk();
    house.fill_desks();
    fill_profile_desks(house);
    const auto& map = explored();
    for (const auto& [pattern, found] : map.targets) {
        std::set<std::string> names = {"seite", "weiter", "unbekannt"};
        if (const auto known = map.queries.find(pattern); known != map.queries.end()) names.insert(known->second.begin(), known->second.end());
        const auto path = found.target.substr(0, found.target.find('?'));
        const auto& guest = house.guest(found.guest);
        for (const auto& name : names) {
            for (const auto& raw : hostile_raw()) {
                const auto target = path + '?' + http::encode_component(name) + '=' + raw;
                const auto before = house.content();
                expect_harmless(guest, "GET " + shown(target), house.get(guest, target));
                CHECK_MESSAGE(house.content() == before, "GET " << shown(target) << " changed something");
            }
        }
    }
}

// Lists of like fields (one per competence, one per absence) need not be tried to the last.
std::vector<std::string> fields_to_try(const FoundForm& form) {
    std::map<std::string, int> alike;
    std::vector<std::string> names;
    for (const auto& [name, value] : form.fields) {
        std::string kind = name;
        std::erase_if(kind, [](char c) { return c >= '0' && c <= '9'; });
        if (name != web::csrf_field && ++alike[kind] <= 2 && names.size() < 16) names.push_back(name);
    }
    return names;
}

TEST_CASE("hostile form values are refused and change nothing") {
    House house;
    house.plan_for_clerk();
    house.fill_desks();
    fill_profile_desks(house);
    const auto& map = explored();
    const std::vector<std::string> values = {"",
                                             "%00",
                                             "%FF%FE",
                                             http::encode_component(script),
                                             http::encode_component("' OR 1=1 --"),
                                             "-1",
                                             "0",
                                             "1e400",
                                             "99999999999999999999",
                                             "2026-02-31",
                                             "0001-01-01",
                                             "9999-12-31",
                                             std::string(10'000, 'x'),
                                             "..%2F..%2Fetc%2Fpasswd",
                                             "true",
                                             "a%0d%0aBcc:x",
                                             "%F0%9F%92%A9"};
    int forms = 0;
    for (const auto& [pattern, form] : map.forms) {
        ++forms;
        const auto send = [&](const std::string& body, const std::string& what) {
            const auto answer = try_out(house, house.guest(form.guest), {.method = Method::post, .target = form.target, .body = body}, what);
            if (answer.sent_away() && house.guest(form.guest).viewer)
                house.restore_cast();
            else if (!answer.refused() && pattern.starts_with("/verwaltung"))
                house.restore_cast();
        };
        for (const auto& name : fields_to_try(form)) {
            auto rest = form.fields;
            std::erase_if(rest, [&](const auto& one) { return one.first == web::csrf_field || one.first == name; });
            const auto others = encoded(rest) + (rest.empty() ? "" : "&");
            send(others, fmt::format("POST {} without {}", form.target, name));
            for (const auto& value : values) {
                send(others + http::encode_component(name) + '=' + value, fmt::format("POST {} with {}={}", form.target, name, shown(value)));
            }
            const auto twice = http::encode_component(name) + "=1&" + http::encode_component(name) + "=2";
            send(others + twice, fmt::format("POST {} with {} twice", form.target, name));
        }
        send("", fmt::format("POST {} without anything", form.target));
        send("%%%&=&&a", fmt::format("POST {} with a broken form", form.target));
    }
    CHECK(forms > 30);
}

TEST_CASE("forms of others are refused, and so is every change without a token") {
    House house;
    house.plan_for_clerk();
    house.fill_desks();
    fill_profile_desks(house);
    const auto& map = explored();
    for (const auto& [pattern, form] : map.forms) {
        auto fields = form.fields;
        std::erase_if(fields, [](const auto& one) { return one.first == web::csrf_field; });
        for (std::size_t i = 0; i < house.guests.size(); ++i) {
            const auto guest = house.guests[i];
            const auto without = try_out(house, guest, {.method = Method::post, .target = form.target, .body = encoded(fields), .with_token = false},
                                         "POST without a token " + form.target);
            CHECK_MESSAGE((without.status == 403 || without.sent_away()),
                          guest.name << " POST " << form.target << " without a token answers " << without.status);
            const auto answer =
                try_out(house, guest, {.method = Method::post, .target = form.target, .body = encoded(fields)}, "POST " + form.target);
            if (!answer.refused() && (pattern.starts_with("/verwaltung") || pattern.starts_with("/konto") || pattern == "/abmelden"))
                house.restore_cast();
        }
    }
    for (const auto& route : house.router.routes()) {
        if (route.method == Method::get || route.options.skip_csrf) continue;
        for (const auto& guest : house.guests) {
            const auto target = filled(route.pattern, "1");
            const auto answer = try_out(house, guest, {.method = route.method, .target = target, .body = "", .with_token = false}, target);
            CHECK_MESSAGE((answer.status == 403 || answer.status == 401 || answer.sent_away()),
                          guest.name << " " << method_name(route.method) << " " << target << " without a token answers " << answer.status);
        }
    }
}

// The names of the members that a route reads, out of the schema that it publishes.
std::set<std::string> members_of(const std::string& schema) {
    std::set<std::string> names;
    for (std::size_t at = 0; (at = schema.find("\":{\"", at)) != std::string::npos; ++at) {
        const auto begin = schema.rfind('"', at - 1);
        if (begin != std::string::npos) names.insert(schema.substr(begin + 1, at - begin - 1));
    }
    names.erase("properties");
    names.erase("items");
    return names;
}

TEST_CASE("hostile JSON is refused and changes nothing") {
    House house;
    const std::string deep = std::string(10'000, '[') + std::string(10'000, ']');
    const std::vector<std::string> values = {"null",
                                             "true",
                                             "-1",
                                             "0",
                                             "1e400",
                                             "99999999999999999999999",
                                             "1.5",
                                             "\"\"",
                                             "\"\xff\xfe\"",
                                             "[]",
                                             "{}",
                                             "[null]",
                                             "[[1]]",
                                             "[{\"a\":1}]",
                                             "\"<script>alert(1)</script>\"",
                                             "\"' OR 1=1 --\"",
                                             "\"\\u0000\"",
                                             "\"\\ud800\"",
                                             "\"" + std::string(10'000, 'x') + "\"",
                                             "\"2026-02-31\"",
                                             deep};
    int routes = 0;
    for (const auto& route : house.router.routes()) {
        if (!route.pattern.starts_with("/api/") || route.method == Method::get) continue;
        ++routes;
        std::vector<std::string> bodies = {"",
                                           "{",
                                           "}",
                                           "null",
                                           "[]",
                                           "1",
                                           "\"text\"",
                                           "{\"a\":1,\"a\":2}",
                                           "{\"unbekannt\":1}",
                                           "{\"a\":" + deep + "}",
                                           deep,
                                           "\xff",
                                           "{\"\xff\":1}",
                                           "[" + std::string(60'000, ' ')};
        for (const auto& member : members_of(route.options.request_schema)) {
            for (const auto& value : values) bodies.push_back(fmt::format("{{\"{}\":{}}}", member, value));
        }
        for (const std::string who : {"clerk", "hr", "office", "visitor"}) {
            for (const auto& body : bodies) {
                for (const auto* target : {"1", "999999999"}) {
                    if (route.pattern.find('{') == std::string::npos && target[0] == '9') continue;
                    const Sent sent{.method = route.method, .target = filled(route.pattern, target), .body = body, .type = "application/json"};
                    const auto answer =
                        try_out(house, house.guest(who), sent, fmt::format("{} {} {}", method_name(route.method), sent.target, shown(body)));
                    if (answer.refused())
                        CHECK_MESSAGE(answer.type.starts_with("application/json"),
                                      who << " " << sent.target << " answers " << answer.status << " with " << answer.type);
                    if (answer.status == 401 && house.guest(who).viewer) house.restore_cast();
                }
            }
        }
    }
    CHECK(routes > 10);
}

}  // namespace
}  // namespace kc::test
