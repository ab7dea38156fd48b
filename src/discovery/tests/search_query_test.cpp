// SPDX-License-Identifier: EUPL-1.2
#include "discovery/tests/search_town.hpp"

#include <doctest/doctest.h>

namespace kc::discovery {
namespace {

using test::contains;
using test::SearchTown;

SearchTown& town() {
    static SearchTown town;
    return town;
}

std::string again(std::string_view address) { return address_of(town().parsed(address)); }

std::vector<FieldProblem> problems(std::vector<http::Field> fields) {
    return parse_search_query(fields, *town().offers.current(), AddressNames::api).problems;
}

}  // namespace

TEST_CASE("the address of a search is the same whatever the order and writing it was asked in") {
    CHECK(again("") == "");
    CHECK(again("q=+vergabe++&seite=1&sort=best_fit") == "q=vergabe");
    CHECK(again("modul=social&modul=ozg&modul=ozg&modul=") == "modul=ozg&modul=social");
    CHECK(again("ort=Heidelberg") == "ort=heidelberg");
    CHECK(again("ort=heidelberg&umkreis=25") == "ort=heidelberg");
    CHECK(again("umkreis=10&ort=HEIDELBERG") == "ort=heidelberg&umkreis=10");
    CHECK(again("von=2026-05-01&bis=2026-04-01") == "von=2026-04-01&bis=2026-05-01");
    CHECK(again("stunden_bis=7,5&preis_bis=100,50&gefoerdert=1&luecken=1") == "gefoerdert=1&stunden_bis=7%2C5&preis_bis=100%2C50&luecken=1");
    CHECK(again("zeit=high&weg=normal&sort=date&ansicht=map&seite=3") == "sort=date&zeit=high&ansicht=map&seite=3");
    CHECK(again("form=hybrid&tag=tuesday&tag=monday&kompetenz=conversation&stufe=conversation.2") ==
          "kompetenz=conversation&stufe=conversation.2&form=hybrid&tag=monday&tag=tuesday");
    const std::string full =
        again("q=a+b&von=2026-04-01&ort=mannheim&umkreis=50&modul=ozg&art=coaching&niveau=basic&sprache=de&herkunft=own&arbeitstage=1");
    CHECK(again(full) == full);
    CHECK(offers_path(SearchQuery{}) == "/angebote");
    CHECK(address_of(without_view(town().parsed("modul=ozg&sort=price&seite=4&ansicht=map&kosten=low"))) == "modul=ozg");
}

TEST_CASE("on pages unknown values filter nothing") {
    CHECK(again("modul=gibt-es-nicht&form=fliegend&tag=heute&kompetenz=x&stufe=x.1&stufe=conversation.9&von=gestern&umkreis=weit&sort=farbe&x=y") ==
          "");
    CHECK(again("seite=-4&preis_bis=viel&stunden_von=-3&gefoerdert=ja&sprache=klingonisch&umkreis=100000") == "");
    CHECK(town().parsed("ort=Atlantis").place.empty());
    const std::vector<http::Field> fields{{"ort", "Atlantis"}};
    CHECK(parse_search_query(fields, *town().offers.current()).unknown_place == "Atlantis");
    const std::string endless(100'000, 'x');
    CHECK(town().parsed("q=" + endless).text.size() == text_bytes_max);
    CHECK(town().parsed("q=" + std::string(text_bytes_max - 1, 'x') + "%C3%A4").text.size() == text_bytes_max - 1);  // never half a letter
}

TEST_CASE("the JSON interface refuses unknown names and values and says which are allowed (FI-12)") {
    CHECK(problems({{"module", "ozg"}, {"format", "online"}, {"q", "x"}, {"page_size", "50"}}).empty());
    CHECK(problems({{"modul", "ozg"}}).front().field == "modul");
    const auto format = problems({{"format", "fliegend"}});
    REQUIRE(format.size() == 1);
    CHECK(format[0].arguments[0].second == "on_site, online, hybrid, self_paced");
    for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{{"from", "31.2.2026"},
                                                                                      {"place", "Atlantis"},
                                                                                      {"radius", "0"},
                                                                                      {"weekday", "heute"},
                                                                                      {"hours_to", "viel"},
                                                                                      {"price_from", "-1"},
                                                                                      {"funded", "ja"},
                                                                                      {"sort", "farbe"},
                                                                                      {"page", "0"},
                                                                                      {"page_size", "101"},
                                                                                      {"benefit", "sehr"},
                                                                                      {"competence", "x"},
                                                                                      {"level", "conversation"},
                                                                                      {"q", std::string(300, 'a')}}) {
        INFO(name);
        CHECK(problems({{name, value}}).size() == 1);
    }
}

}  // namespace kc::discovery
