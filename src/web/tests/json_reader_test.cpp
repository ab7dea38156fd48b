// SPDX-License-Identifier: EUPL-1.2
#include "web/json_reader.hpp"

#include <doctest/doctest.h>

namespace kc::web {
namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

std::string refused(JsonReader& json) {
    std::string fields;
    json.finish();
    for (const auto& problem : json.problems()) fields += (fields.empty() ? "" : " ") + problem.field + "=" + problem.message_key.substr(12);
    return fields;
}

TEST_CASE("a JSON body gives its values, null and absent are the same") {
    JsonReader json(R"({"name":" Rathaus ","count":3,"open":true,"day":"2026-03-02","colour":"green","ids":[4,5],"nothing":null,"list":[{"n":1}]})");
    CHECK(json.text("name") == "Rathaus");
    CHECK(json.integer("count") == 3);
    CHECK(json.boolean("open") == true);
    CHECK(json.date("day") == parse_date("2026-03-02"));
    CHECK(json.enumerator<Colour>("colour") == Colour::green);
    CHECK(json.integers("ids", 2) == std::vector<std::int64_t>{4, 5});
    CHECK_FALSE(json.has("nothing"));
    CHECK_FALSE(json.integer("absent"));
    auto list = json.objects("list", 1);
    REQUIRE(list.size() == 1);
    CHECK(list[0].integer("n") == 1);
    CHECK(list[0].finish());
    CHECK(json.finish());
}

TEST_CASE("each wrong member is refused by name") {
    JsonReader json(
        R"({"name":7,"count":"3","much":12.5,"huge":99999999999999999999,"open":1,"day":"2.3.2026","colour":"blue","ids":[1,"2"],"many":[1,2],"list":[7,{"n":9}],"other":1})");
    json.text("name");
    json.integer("count");
    json.integer("much");
    json.integer("huge");
    json.boolean("open");
    json.date("day");
    json.enumerator<Colour>("colour");
    json.integers("ids", 5);
    json.integers("many", 1);
    for (auto& item : json.objects("list", 5)) item.integer("n", {.max = 5});
    json.text("missing", {.required = true});
    CHECK(refused(json) ==
          "name=json_text count=json_integer much=json_integer huge=json_integer open=json_boolean day=json_date "
          "colour=json_choice ids[1]=json_integer many=json_list_long list[0]=json_object list[1].n=range "
          "missing=json_required other=json_unknown");
}

TEST_CASE("what is no JSON object is refused as a whole") {
    for (const auto& [body, problem] : {std::pair<std::string, std::string>{"", "=json"},
                                        {"{", "=json"},
                                        {"[]", "=json_object"},
                                        {"7", "=json_object"},
                                        {"{\"a\":\"\xff\"}", "=json_encoding"},
                                        {std::string(100, '['), "=json"},
                                        {"{\"a\":1} x", "=json"}}) {
        CAPTURE(body);
        JsonReader json(body);
        CHECK(refused(json) == problem);
    }
}

TEST_CASE("texts are measured in characters and hold no control characters") {
    JsonReader json("{\"short\":\"äöü\",\"long\":\"äöüß\",\"bell\":\"a\\u0007\"}");
    CHECK(json.text("short", {.max = 3}) == "äöü");
    CHECK(json.text("long", {.max = 3}).empty());
    CHECK(json.text("bell").empty());
    CHECK(refused(json) == "long=too_long bell=characters");
}

}  // namespace
}  // namespace kc::web
