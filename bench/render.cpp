// SPDX-License-Identifier: EUPL-1.2
// How long the template engine takes for a page of about 50 KB: 60 cards with tags, days, money, sections and messages.
// Prints bytes, binding time and the median and best time per page; compares with copying the finished page.
#include "web/templates.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

namespace {

using namespace kc;
using namespace kc::web;

struct Tag {
    std::string name;
    bool urgent = false;
};
BOOST_DESCRIBE_STRUCT(Tag, (), (name, urgent))

struct Card {
    std::int64_t id = 0;
    std::string title, provider, text;
    std::vector<Tag> tags;
    Date from;
    std::optional<Date> deadline;
    HalfHours hours;
    Money price;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Card, (), (id, title, provider, text, tags, from, deadline, hours, price, count))

struct Listing {
    std::string query;
    std::int64_t total = 0;
    std::vector<Card> cards;
};
BOOST_DESCRIBE_STRUCT(Listing, (), (query, total, cards))

constexpr const char* page = R"(<h1>{{:web.help.title}}</h1>
<p>{{total}} {{query}}</p>
<ul class="kc-grid">
{{#cards}}
  <li><article class="kc-card kc-card--link"><p class="kc-eyebrow">{{provider}}</p>
    <h2><a href="/angebote/{{id}}?suche={{query}}">{{title}}</a></h2>
    {{#tags.any}}<ul class="kc-chips">{{#tags}}<li class="kc-chip{{#urgent}} kc-chip--warning{{/urgent}}{{^urgent}} kc-chip--info{{/urgent}}">{{name}}</li>{{/tags}}</ul>{{/tags.any}}
    <p>{{text}}</p>
    <dl class="kc-facts"><dt>{{:web.chart.from}}</dt><dd><time datetime="{{from}}">{{from}}</time></dd>
    {{#deadline}}<dt>{{:web.chart.until}}</dt><dd><time datetime="{{deadline}}">{{deadline.short}}</time></dd>{{/deadline}}
    <dt>{{:web.chart.name}}</dt><dd>{{hours}}</dd><dt>{{:web.chart.target}}</dt><dd>{{price}}</dd></dl>
    <p>{{:web.form.problems}}</p></article></li>
{{/cards}}
</ul>
)";

double microseconds(std::chrono::steady_clock::duration time) { return std::chrono::duration<double, std::micro>(time).count(); }

}  // namespace

int main() {
    const auto messages = Messages::load(std::string(KC_SOURCE_DIR) + "/src");
    const TemplateSet set(std::string(KC_SOURCE_DIR) + "/src", messages, [](std::string_view name) { return "/assets/" + std::string(name); });
    const auto bind_begin = std::chrono::steady_clock::now();
    const auto bound = set.bind_text<Listing>("render.mustache", page);
    const auto bind_time = std::chrono::steady_clock::now() - bind_begin;

    Listing view{"Vergabe & Recht", 12345, {}};
    for (int i = 0; i < 60; ++i) {
        view.cards.push_back({i + 1000,
                              "Vergaberecht kompakt: Unterschwellenvergabe & Praxis",
                              "Studieninstitut <Rheinland>",
                              "Von der Bedarfsermittlung bis zum Zuschlag: Verfahrensarten, Fristen und Dokumentationspflichten mit Übungen.",
                              {{"Online", false}, {"Plätze frei", false}, {"Wenige Plätze", true}},
                              *parse_date("2026-05-12"),
                              i % 2 == 0 ? parse_date("2026-04-30") : std::nullopt,
                              HalfHours{15},
                              Money{123450},
                              i});
    }

    const std::string sample = bound.render(view, Language::de).text;
    std::vector<double> times;
    std::size_t bytes = 0;
    for (int i = 0; i < 3000; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        bytes += bound.render(view, Language::de).text.size();
        times.push_back(microseconds(std::chrono::steady_clock::now() - begin));
    }
    std::vector<double> copies;
    for (int i = 0; i < 3000; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        bytes += std::string(sample).size();
        copies.push_back(microseconds(std::chrono::steady_clock::now() - begin));
    }
    std::sort(times.begin(), times.end());
    std::sort(copies.begin(), copies.end());
    std::printf("page %zu bytes, bind %.0f us, render median %.1f us, best %.1f us, copying it %.1f us (%zu)\n", sample.size(),
                microseconds(bind_time), times[times.size() / 2], times.front(), copies[copies.size() / 2], bytes);
}
