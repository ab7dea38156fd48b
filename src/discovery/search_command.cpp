// SPDX-License-Identifier: EUPL-1.2
#include "discovery/search_command.hpp"

#include "base/text.hpp"
#include "web/api_response.hpp"
#include "web/format.hpp"

namespace kc::discovery {

namespace {

struct CommandHit {
    std::string slug, title, provider;
    HalfHours half_hours;
    Money price_other_cents;
    std::optional<Date> next_day;
    std::int64_t score = 0;
};
BOOST_DESCRIBE_STRUCT(CommandHit, (), (slug, title, provider, half_hours, price_other_cents, next_day, score))

struct CommandAnswer {
    std::string query;
    std::int64_t total = 0;
    std::optional<std::string> did_you_mean;
    std::vector<CommandHit> hits;
};
BOOST_DESCRIBE_STRUCT(CommandAnswer, (), (query, total, did_you_mean, hits))

}  // namespace

std::string search_output(const OfferState& state, const SearchCommand& command, Date today) {
    SearchQuery query;
    query.text = std::string(trim(command.query));
    query.page_size = std::clamp(command.limit, 1, 1000);
    const auto findings = find_offers(state, query, Searcher{.today = today}, Purpose::list);
    CommandAnswer answer{query.text, findings.answer.total, findings.answer.did_you_mean, {}};
    for (std::size_t i = 0; i < findings.offers.size(); ++i) {
        const auto& unit = *findings.offers[i].unit;
        const auto* date = findings.offers[i].date;
        answer.hits.push_back({unit.slug, unit.title, state.catalogue->provider_of(unit).name, unit.total(), unit.price_other,
                               date != nullptr ? std::optional(date->first_day) : std::nullopt, findings.answer.hits[i].score});
    }
    if (command.json) return web::to_json(answer) + "\n";
    std::string text = fmt::format("{} {}\n", answer.total, answer.total == 1 ? "Angebot" : "Angebote");
    if (answer.did_you_mean) text += fmt::format("Meinten Sie: {}\n", *answer.did_you_mean);
    for (const auto& hit : answer.hits) {
        text += fmt::format("{}  {} ({}), {} Std., {}{}\n", hit.slug, hit.title, hit.provider, web::format_hours(hit.half_hours, Language::de),
                            hit.price_other_cents.value == 0 ? "kostenlos" : web::format_money(hit.price_other_cents, Language::de),
                            hit.next_day ? ", " + web::format_date(*hit.next_day, Language::de, web::DateForm::short_form) : "");
    }
    return text;
}

}  // namespace kc::discovery
