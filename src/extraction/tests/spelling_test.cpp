// SPDX-License-Identifier: EUPL-1.2
#include "extraction/spelling.hpp"

#include <doctest/doctest.h>

using namespace kc::extraction;

TEST_CASE("edits are counted, an exchange of two letters as one") {
    CHECK(edits_between("excel", "excel", 2) == 0);
    CHECK(edits_between("exel", "excel", 2) == 1);
    CHECK(edits_between("wrod", "word", 2) == 1);
    CHECK(edits_between("akte", "karte", 2) == 2);
    CHECK(edits_between("haus", "datenschutz", 2) == 3);
    CHECK(edits_between("", "", 1) == 0);
}

TEST_CASE("only a near word with the same first letter is meant (EX-05)") {
    const Speller speller({{"excel", "Excel"}, {"karte", "Karte"}, {"datenschutz", "Datenschutz"}, {"vergabe", "Vergabe"}, {"vorgabe", "Vorgabe"}});
    CHECK(speller.correct("exel") == "Excel");
    CHECK(speller.correct("excell") == "Excel");
    CHECK(speller.correct("dattenschuz") == "Datenschutz");
    CHECK_FALSE(speller.correct("akte"));
    CHECK_FALSE(speller.correct("warte"));
    CHECK_FALSE(speller.correct("vrgabe"));  // "Vergabe" or "Vorgabe": nobody knows
    CHECK_FALSE(speller.correct("ex"));
    CHECK_FALSE(speller.correct(""));
    CHECK_FALSE(speller.correct(std::string(500, 'd')));
}
