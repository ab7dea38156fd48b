// SPDX-License-Identifier: EUPL-1.2
#include "web/api_response.hpp"
#include "http/request_builder.hpp"

#include <doctest/doctest.h>

using namespace kc;

namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Inner {
    Colour colour{};
    std::optional<Date> day;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (colour, day))

struct Outer {
    Id<struct SomeTag> id;
    std::string text;
    bool yes = false;
    double share = 0;
    Money price;
    std::vector<Inner> inner;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (id, text, yes, share, price, inner))

}  // namespace

TEST_CASE("a described struct becomes JSON with the same names") {
    const Outer outer{{7}, "a \"b\"\n</script>", true, 0.5, Money{1250}, {{Colour::green, parse_date("2026-03-02")}, {Colour::red, {}}}};
    CHECK(
        web::to_json(outer) ==
        R"({"id":7,"text":"a \"b\"\n</script>","yes":true,"share":0.5,"price":1250,"inner":[{"colour":"green","day":"2026-03-02"},{"colour":"red","day":null}]})");
}

TEST_CASE("a refusal names code, message and fields") {
    const auto request = http::RequestBuilder(http::Method::get, "/api/v1/x").build();
    const auto response = web::api_error(request, 422, "invalid_input", "Bitte prüfen.", {{"email", "fehlt"}});
    CHECK(response.status == 422);
    CHECK(
        response.text().starts_with(R"({"error":{"code":"invalid_input","message":"Bitte prüfen.","fields":[{"field":"email","message":"fehlt"}])"));
}
