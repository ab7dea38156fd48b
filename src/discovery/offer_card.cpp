// SPDX-License-Identifier: EUPL-1.2
#include "discovery/offer_card.hpp"

#include "catalogue/rich_text.hpp"
#include "discovery/audience.hpp"
#include "web/format.hpp"

namespace kc::discovery {

namespace {

constexpr std::size_t summary_bytes = 150;
constexpr std::size_t gains_max = 2;

// Up to the last whole word that fits.
std::string shortened(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (text.size() <= summary_bytes) return text;
    auto end = text.rfind(' ', summary_bytes);
    if (end == std::string::npos || end == 0) {
        end = summary_bytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    }
    text.resize(end);
    return text + " …";
}

std::vector<GainView> gains_of(const OfferState& state, const catalogue::LearningUnit& unit) {
    std::vector<GainView> gains;
    CompetenceId before{};
    for (const auto& taught : unit.teaches) {
        if (!gains.empty() && before == taught.competence && gains.back().to + 1 == taught.level) {
            gains.back().to = taught.level;
            continue;
        }
        const auto index = state.framework->index_of(taught.competence);
        if (!index) continue;
        if (gains.size() == gains_max) break;
        gains.push_back({state.framework->competence(*index).name, taught.level - 1, taught.level});
        before = taught.competence;
    }
    return gains;
}

RankView rank_view(const CardReader& reader, const FoundOffer& found) {
    const auto& rank = *found.rank;
    const auto text = [&](std::string_view key, const web::MessageFields& fields) { return reader.messages.text(reader.language, key, fields); };
    const auto hours = [&](int minutes) { return web::format_decimal(minutes / 60.0, reader.language); };
    const auto tenths = [&](int value) { return web::format_decimal(value / 10.0, reader.language); };
    RankView view{rank.points, rank.gaps == 1 ? text("discovery.rank.closes_one", {}) : text("discovery.rank.closes", {{"gaps", rank.gaps}}), {}};
    view.reason += " · " + text("discovery.rank.hours", {{"hours", found.unit->total()}});
    if (found.way && found.way->kilometres > 0) view.reason += " · " + text("discovery.rank.way", {{"kilometres", found.way->kilometres}});
    for (const auto& closed : rank.closed) {
        const auto index = reader.state.framework->index_of(closed.competence);
        if (!index) continue;
        view.details.push_back(text(closed.complete ? "discovery.rank.level" : "discovery.rank.level_half",
                                    {{"name", reader.state.framework->competence(*index).name},
                                     {"level", closed.level},
                                     {"weight", closed.weight},
                                     {"benefit", tenths(closed.weight * (closed.complete ? 10 : 5))}}));
    }
    if (rank.needs_missing) view.details.push_back(text("discovery.rank.needs_missing", {}));
    view.details.push_back(text("discovery.rank.effort", {{"hours", hours(rank.learning_minutes)},
                                                          {"cost", hours(rank.cost_minutes)},
                                                          {"way", hours(rank.way_minutes + rank.absence_minutes)},
                                                          {"fixed", hours(fixed_minutes)}}));
    view.details.push_back(
        text("discovery.rank.points", {{"benefit", tenths(rank.benefit)}, {"effort", hours(rank.effort_minutes)}, {"points", rank.points}}));
    return view;
}

}  // namespace

OfferCard offer_card(const CardReader& reader, const FoundOffer& found) {
    const auto& unit = *found.unit;
    const auto& state = reader.state;
    const auto& provider = state.catalogue->provider_of(unit);
    OfferCard card{.id = unit.id,
                   .slug = unit.slug,
                   .title = unit.title,
                   .objective = unit.objective,
                   .summary = shortened(catalogue::plain_text(
                       reads_as_specialist(*state.framework, reader.specialist, unit) ? unit.description_specialist : unit.description_general)),
                   .kind = unit.kind,
                   .mode = found.date != nullptr ? found.date->mode : unit.mode,
                   .provider = {provider.slug, provider.name},
                   .half_hours = unit.total(),
                   .price_cents = unit.price(reader.searcher.member),
                   .free_of_charge = unit.price(reader.searcher.member).value == 0,
                   .other_price_cents = {},
                   .member_price = reader.searcher.member,
                   .next_day = {},
                   .place = {},
                   .way = found.way && found.way->kilometres > 0 ? found.way : std::nullopt,
                   .any_time = unit.mode == catalogue::Format::self_paced,
                   .gains = gains_of(state, unit),
                   .seals = {},
                   .funded = unit.funded,
                   .internal = unit.only_for.has_value(),
                   .rank = {}};
    if (unit.price_member != unit.price_other) card.other_price_cents = unit.price(!reader.searcher.member);
    if (found.date != nullptr) {
        card.next_day = found.date->first_day;
        if (const auto* venue = state.catalogue->venue_of(*found.date)) card.place = state.catalogue->place_of(*venue).name;
    }
    for (const auto& seal : unit.seals) {
        if (seal.valid(reader.searcher.today)) card.seals.push_back(seal.name);
    }
    if (found.rank) card.rank = rank_view(reader, found);
    return card;
}

}  // namespace kc::discovery
