// SPDX-License-Identifier: EUPL-1.2
#include "planning/tests/planning_pages.hpp"

#include "tests/support/pdf_text.hpp"
#include "web/format.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::planning;
using namespace kc::planning::test;
using kc::test::asked_of_pdf;

namespace {

// Lines and pages break where they will; the words stay.
std::string in_one_line(std::string text) {
    for (std::size_t at = 0; (at = text.find("\u00A0", at)) != std::string::npos;) text.replace(at, 2, " ");
    std::string out;
    for (const char c : text) {
        const bool space = c == '\n' || c == ' ' || c == '\f';
        if (!space)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    return out;
}

}  // namespace

TEST_CASE("the printed plan names the person, dates, places, prices, sums, open gaps and pages (LP-52)") {
    Pages pages;
    CHECK(pages.get("/lehrplan/lehrplan.pdf").status == 404);
    CHECK_FALSE(contains(pages.get("/lehrplan").text(), "lehrplan.pdf"));
    const auto state = pages.accepted(pages.town.clerk);
    pages.town.database().in_transaction([&](storage::Transaction& transaction) {
        transaction.execute("UPDATE learning_units SET title = ? WHERE id = ?", std::string("Öffentliche Äußerungen <b>üben</b>"),
                            state.accepted->plan.items.front().unit);
    });
    pages.catalogues.reload();
    CHECK(contains(pages.get("/lehrplan").text(), "href=\"/lehrplan/lehrplan.pdf\""));
    const auto answer = pages.get("/lehrplan/lehrplan.pdf");
    CHECK(answer.status == 200);
    CHECK(*answer.headers.get("Content-Type") == "application/pdf");
    CHECK(contains(*answer.headers.get("Content-Disposition"), "lehrplan.pdf"));
    CHECK(answer.text().starts_with("%PDF-"));
    CHECK(contains(answer.text(), "/Lang (de-DE)"));
    const auto read = asked_of_pdf(answer.text(), "pdftotext -layout {} -");
    if (!read) {
        MESSAGE("poppler-utils is not installed");
        return;
    }
    const auto text = in_one_line(*read);
    const auto& plan = state.accepted->plan;
    std::vector<std::string> expected{"Lehrplan von " + pages.town.clerk.display_name,
                                      "Seite 1 von",
                                      "Stand: 2. März 2026.",
                                      "Angenommen am",
                                      "Summe",
                                      web::format_money(plan.price, Language::de),
                                      web::format_hours(plan.hours, Language::de),
                                      plan.open_gaps.empty() ? "Der Plan schließt alle Lücken." : "Was offen bleibt"};
    CAPTURE(text);
    for (const auto& words : expected) {
        CAPTURE(words);
        CHECK(contains(text, in_one_line(words)));
    }
    CHECK(contains(text, "Öffentliche"));
    CHECK(contains(text, "<b>üben</b>"));
    const auto info = asked_of_pdf(answer.text(), "pdfinfo {}");
    CHECK(contains(*info, "Lehrplan von " + pages.town.clerk.display_name));
    const auto english = asked_of_pdf(pages.get("/lehrplan/lehrplan.pdf", pages.town.clerk, Language::en).text(), "pdftotext -layout {} -");
    CHECK(contains(*english, "Learning plan of"));
    CHECK(contains(*english, "Page 1 of"));
}

TEST_CASE("the printed plan is one's own: nobody else gets it, and there is no address that names a person") {
    Pages pages;
    (void)pages.accepted(pages.town.clerk);
    CHECK(pages.visit("/lehrplan/lehrplan.pdf").status == 303);
    CHECK(pages.get("/lehrplan/lehrplan.pdf", pages.town.newcomer).status == 404);  // no plan of her own
    CHECK(pages.get("/lehrplan/lehrplan.pdf", pages.town.outsider).status >= 400);
    CHECK(pages.get("/lehrplan/lehrplan.pdf?person=1", pages.town.newcomer).status == 404);
}
