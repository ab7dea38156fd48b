// SPDX-License-Identifier: EUPL-1.2
#include "web/messages.hpp"

#include "base/random.hpp"
#include "base/require.hpp"

#include <doctest/doctest.h>
#include <fstream>

namespace kc::web {
namespace {

// A rooms directory with one room and its two catalogues.
struct Rooms {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("kc-messages-" + random_token(8));
    Rooms(const std::string& german, const std::string& english) {
        std::filesystem::create_directories(path / "room");
        std::ofstream(path / "room" / "messages.de.yaml") << german;
        std::ofstream(path / "room" / "messages.en.yaml") << english;
    }
    ~Rooms() { std::filesystem::remove_all(path); }

    std::string refusal() const {
        try {
            Messages::load(path);
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "accepted";
    }
};

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the catalogues of all rooms are complete in both languages") {
    const auto messages = Messages::load(std::string(KC_SOURCE_DIR) + "/src");
    CHECK(messages.count() > 100);
    CHECK(messages.text(Language::de, "web.save") == "Speichern");
    CHECK(messages.text(Language::en, "web.save") == "Save");
}

TEST_CASE("a catalogue with a gap or a mistake stops the start and says where") {
    CHECK(Rooms("room.a: \"x {n}\"", "room.a: \"y {n}\"").refusal() == "accepted");
    CHECK(contains(Rooms("room.a: x\nroom.b: y", "room.a: x").refusal(), "messages.de.yaml:2: room.b is missing in \"en\""));
    CHECK(contains(Rooms("room.a: \"{n}\"", "room.a: \"{m}\"").refusal(), "other fields"));
    CHECK(contains(Rooms("room.a: x\nroom.a: y", "room.a: x").refusal(), "twice"));
    CHECK(contains(Rooms("room.a: \"\"", "room.a: x").refusal(), "has no text"));
    CHECK(contains(Rooms("room.a: \"{n\"", "room.a: x").refusal(), "without"));
    CHECK(contains(Rooms("room.a: \"n}\"", "room.a: x").refusal(), "without"));
    CHECK(contains(Rooms("room.a: \"{n|eins}\"", "room.a: x").refusal(), "number|one|many"));
    CHECK(contains(Rooms("room.a: \"{}\"", "room.a: x").refusal(), "no field name"));
    CHECK(contains(Rooms("a: x", "a: x").refusal(), "room.name"));
    CHECK(contains(Rooms("room.a: [x]", "room.a: x").refusal(), "key: text"));
    CHECK(contains(Rooms("- x", "room.a: x").refusal(), "must be a list"));
    CHECK(contains(Rooms("room.a: \"x", "room.a: x").refusal(), "messages.de.yaml:"));
}

TEST_CASE("messages are filled and formatted in C++ as well") {
    const auto messages = Messages::of({{"room.a", {"{name}: {n} {n|Stunde|Stunden}, {price}", "{name}: {n} {n|hour|hours}, {price}"}}});
    const MessageFields fields = {{"name", "Erika"}, {"n", 1}, {"price", Money{1050}}};
    CHECK(messages.text(Language::de, "room.a", fields) == "Erika: 1 Stunde, 10,50\u00A0€");
    CHECK(messages.text(Language::en, "room.a", {{"name", "x"}, {"n", 2000}, {"price", Money{1050}}}) == "x: 2,000 hours, €10.50");
    CHECK_THROWS_AS(messages.text(Language::de, "room.a"), Impossible);
    CHECK_THROWS_AS(messages.text(Language::de, "room.b"), Impossible);
    CHECK(messages.text(Language::de, FieldProblem{"f", "room.a", {{"name", "x"}, {"n", "1"}, {"price", "2"}}}) == "x: 1 Stunde, 2");
    CHECK(Messages::enumerator_key("kc::competence::EvidenceSource", "interview") == "competence.evidence_source.interview");
    CHECK(Messages::enumerator_key("kc::Role", "learner") == "base.role.learner");
}

}  // namespace kc::web
