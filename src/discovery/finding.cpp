// SPDX-License-Identifier: EUPL-1.2
#include "discovery/finding.hpp"

#include "discovery/choices.hpp"

namespace kc::discovery {

namespace {

using catalogue::CatalogueSnapshot;
using catalogue::LearningUnit;
using catalogue::TutorialDate;

constexpr int days_ahead = 2 * 366;  // as far as dates are planned
constexpr std::int32_t boost_per_point = 10;
constexpr std::int32_t boost_most_with_text = 3000;  // less than one good word in a title: what was asked for comes first (FI-23)

constexpr std::uint32_t enough_hits = 5;

search::DaySet working_days_of(const competence::LearningPreferences& preferences, Date today) {
    search::DaySet days(day_number(today), days_ahead);
    for (int i = 0; i < days_ahead; ++i) {
        const auto day = day_number(today) + i;
        days.set(day, preferences.works_on(static_cast<Weekday>(search::DaySet::weekday(day))));
    }
    for (const auto& absence : preferences.absences) {
        const auto last = std::min(day_number(absence.last_day), day_number(today) + days_ahead);
        for (auto day = std::max(day_number(absence.first_day), day_number(today)); day <= last; ++day) days.set(day, false);
    }
    return days;
}

// Everything a question to the index refers to, for as long as it is asked.
class Question {
public:
    Question(const OfferState& state, const SearchQuery& query, const Searcher& searcher) : state_(state), query_(query), searcher_(searcher) {
        set_origin();
        fill_choices();
        fill_figures();
        fill_dates();
        fill_rank();
        fill_order();
    }
    Question(const Question&) = delete;

    search::Query& asked() { return asked_; }
    const std::optional<catalogue::Coordinates>& origin() const { return origin_; }
    const Needs* needs() const { return searcher_.learner == nullptr ? nullptr : &needs_; }

    // After the first answer, which has corrected the words already.
    search::Query with_working_days(const search::Answer& answer) {
        auto asked = asked_;
        if (answer.did_you_mean_applied) asked.text = *answer.did_you_mean;
        asked.correct = false;
        use_working_days(asked);
        only_total(asked);
        return asked;
    }

    // Ready for counting alone: points matter only where they decide what is found.
    static void only_total(search::Query& asked) {
        asked.count = asked.explain = false;
        asked.limit = 0;
        if (!asked.boosted_only) asked.boosts = {};
    }

    // FI-14: how many there would be on working days.
    std::int64_t count_on_working_days(const search::Answer& answer) {
        const auto question = fmt::format("{}|{}|{}", person_, days_key(), address_of(without_view(query_)));
        if (const auto known = state_.memory ? state_.memory->count(question, state_.number) : std::nullopt) return *known;
        const auto total = static_cast<std::int64_t>(state_.index->search(with_working_days(answer)).total);
        if (state_.memory) state_.memory->keep_count(question, state_.number, total);
        return total;
    }

private:
    void set_origin() {
        origin_ = searcher_.origin;
        for (const auto& place : state_.catalogue->places()) {
            if (!query_.place.empty() && place.slug == query_.place) origin_ = catalogue::coordinates_of(place);
        }
    }

    void fill_choices() {
        auto& dates = asked_.occurrences;
        for (std::size_t i = 0; i < choice_count; ++i) {
            const auto choice = static_cast<Choice>(i);
            if (query_.chosen[i].empty() || choice == Choice::level) continue;
            std::vector<std::uint16_t> numbers;
            for (const auto& value : query_.chosen[i]) {
                if (choice == Choice::competence && narrowed(value)) continue;
                numbers.push_back(number_of(state_, choice, value).value_or(search::no_value - 1));  // known, but never offered: finds nothing
            }
            if (choice == Choice::format)
                dates.formats = std::move(numbers);
            else if (choice == Choice::weekday)
                for (const auto day : numbers) dates.weekdays |= static_cast<std::uint8_t>(1U << day);
            else if (!numbers.empty())
                asked_.selections.push_back({static_cast<std::size_t>(*facet_of(choice)), std::move(numbers)});
        }
        const auto& levels = query_.of(Choice::level);
        if (levels.empty()) return;
        const auto facet = static_cast<std::size_t>(Facet::competence);
        auto selection = std::find_if(asked_.selections.begin(), asked_.selections.end(), [&](const auto& s) { return s.facet == facet; });
        if (selection == asked_.selections.end()) selection = asked_.selections.insert(asked_.selections.end(), {facet, {}});
        for (const auto& level : levels) selection->values.push_back(number_of(state_, Choice::level, level).value_or(search::no_value - 1));
    }

    // FI-13: a competence of which levels are chosen means these levels.
    bool narrowed(std::string_view competence) const {
        const auto& levels = query_.of(Choice::level);
        return std::any_of(levels.begin(), levels.end(), [&](const std::string& level) {
            return level.size() == competence.size() + 2 && level.starts_with(competence) && level[competence.size()] == '.';
        });
    }

    void fill_figures() {
        const auto add = [&](Figure figure, std::optional<std::int64_t> least, std::optional<std::int64_t> most) {
            if (!least && !most) return;
            search::NumberFilter filter{static_cast<std::size_t>(figure), {}, {}};
            if (least) filter.least = static_cast<std::int32_t>(*least);
            if (most) filter.most = static_cast<std::int32_t>(*most);
            asked_.numbers.push_back(filter);
        };
        const auto value = [](const auto& amount) { return amount ? std::optional(amount->value) : std::nullopt; };
        add(Figure::half_hours, value(query_.hours_least), value(query_.hours_most));
        add(searcher_.member ? Figure::price_member : Figure::price_other, value(query_.price_least), value(query_.price_most));
    }

    void fill_dates() {
        auto& dates = asked_.occurrences;
        asked_.today = day_number(searcher_.today);
        if (query_.from) dates.from = day_number(*query_.from);
        if (query_.until) dates.until = day_number(*query_.until);
        if (origin_) {
            ways_.assign(state_.vocabulary->places.size(), search::no_value);
            for (const auto& place : state_.catalogue->places()) {
                if (const auto number = state_.vocabulary->places.find(place.slug))
                    ways_[*number] = static_cast<std::uint16_t>(catalogue::estimate_travel(*origin_, catalogue::coordinates_of(place)).kilometres);
            }
            dates.travel_minutes = ways_;  // kilometres here: the index only compares
            if (query_.radius) dates.travel_minutes_most = static_cast<std::uint16_t>(*query_.radius);
        }
        if (query_.working_days) use_working_days(asked_);
    }

    void use_working_days(search::Query& asked) {
        if (searcher_.learner == nullptr) return;
        if (!days_) days_ = working_days_of(searcher_.learner->preferences, searcher_.today);
        asked.occurrences.allowed_days = &*days_;
    }

    void fill_rank() {
        if (searcher_.organisation) organisation_[0] = searcher_.organisation->value;
        asked_.member_of = std::span(organisation_.data(), searcher_.organisation ? 1U : 0U);
        asked_.text = query_.text;
        if (searcher_.learner == nullptr) return;
        needs_ = Needs(*searcher_.learner);
        person_ = person_key();
        boosts_ = state_.memory ? state_.memory->boosts(
                                      person_, state_.number, [this] { return rank_all(); }, [this](LearningUnitId id) { return rank_one(id); })
                                : std::make_shared<const std::vector<search::Boost>>(rank_all());
        asked_.boosts = *boosts_;
        asked_.boosted_only = query_.gaps;
        if (query_.text.empty()) return;
        clipped_ = *boosts_;
        for (auto& boost : clipped_) boost.points = std::min(boost.points, boost_most_with_text);
        asked_.boosts = clipped_;
    }

    // Everything the points depend on beside the offers.
    std::string person_key() const {
        const auto& weights = query_.weights;
        std::string key = fmt::format("{} {} {} {}{}{}{}", day_number(searcher_.today), searcher_.organisation ? searcher_.organisation->value : 0,
                                      searcher_.member, static_cast<int>(weights.benefit), static_cast<int>(weights.time),
                                      static_cast<int>(weights.cost), static_cast<int>(weights.travel));
        if (origin_) key += fmt::format(" {} {}", origin_->latitude, origin_->longitude);
        auto current = searcher_.learner->current;
        std::sort(current.begin(), current.end(), [](const auto& a, const auto& b) { return a.competence < b.competence; });
        for (const auto& [competence, level] : current) key += fmt::format(" {}.{}", competence.value, level);
        std::vector<std::pair<CompetenceId, GapOf>> gaps(needs_.gaps().begin(), needs_.gaps().end());
        std::sort(gaps.begin(), gaps.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (const auto& [competence, gap] : gaps) key += fmt::format(" {}>{}*{}", competence.value, gap.target, gap.weight);
        return key;
    }

    std::string days_key() const {
        const auto& preferences = searcher_.learner->preferences;
        auto key = fmt::format("{}", preferences.working_days);
        for (const auto& absence : preferences.absences) key += fmt::format(" {}-{}", day_number(absence.first_day), day_number(absence.last_day));
        return key;
    }

    std::vector<search::Boost> rank_all() {
        std::vector<search::Boost> boosts;
        for (const auto index : offers_for(needs_, *state_.catalogue)) {
            if (const auto boost = boost_of(state_.catalogue->unit(index))) boosts.push_back(*boost);
        }
        return boosts;
    }

    std::optional<search::Boost> rank_one(LearningUnitId id) {
        const auto* unit = state_.catalogue->find_unit(id);
        return unit == nullptr ? std::nullopt : boost_of(*unit);
    }

    std::optional<search::Boost> boost_of(const LearningUnit& unit) {
        if (origin_ && travel_.empty()) travel_ = catalogue::travel_table(*origin_, state_.catalogue->places());
        const auto rank = rank_offer(unit, needs_, {unit.price(searcher_.member), nearest_way(unit, travel_)}, query_.weights);
        if (rank.points == 0) return std::nullopt;
        return search::Boost{unit.id.value, rank.points * boost_per_point};
    }

    // For the rank the nearest date counts, whatever the search asks for, so that an offer keeps its points.
    std::optional<catalogue::Travel> nearest_way(const LearningUnit& unit, const std::vector<catalogue::Travel>& ways) const {
        std::optional<catalogue::Travel> nearest;
        if (ways.empty() || unit.presence_days == 0) return nearest;
        for (const auto& date : unit.dates) {
            const auto* venue = state_.catalogue->venue_of(date);
            if (venue == nullptr || !date.bookable(searcher_.today)) continue;
            if (!nearest || ways[venue->place].kilometres < nearest->kilometres) nearest = ways[venue->place];
        }
        return nearest;
    }

    void fill_order() {
        asked_.limit = static_cast<std::size_t>(query_.page_size);
        switch (query_.sort) {
            case OfferSort::best_fit: asked_.sort = search::Sort::best_fit; break;
            case OfferSort::date: asked_.sort = search::Sort::date; break;
            case OfferSort::price:
                asked_.sort = search::Sort::number_ascending;
                asked_.sort_column = static_cast<std::size_t>(searcher_.member ? Figure::price_member : Figure::price_other);
                break;
            case OfferSort::hours:
                asked_.sort = search::Sort::number_ascending;
                asked_.sort_column = static_cast<std::size_t>(Figure::half_hours);
                break;
            case OfferSort::distance: asked_.sort = origin_ ? search::Sort::distance : search::Sort::best_fit; break;
        }
    }

    const OfferState& state_;
    const SearchQuery& query_;
    const Searcher& searcher_;
    search::Query asked_;
    std::optional<catalogue::Coordinates> origin_;
    std::vector<std::uint16_t> ways_;
    std::optional<search::DaySet> days_;
    std::array<std::int64_t, 1> organisation_{};
    SearchMemory::Boosts boosts_;
    std::vector<search::Boost> clipped_;     // beside a text
    std::vector<catalogue::Travel> travel_;  // by place, once a way was asked for
    std::string person_;
    Needs needs_;
};

const TutorialDate* date_of_hit(const LearningUnit& unit, const search::MatchedOccurrence& matched, Date today) {
    if (matched.kind == search::OccurrenceKind::dated) {
        for (const auto& date : unit.dates) {
            if (date.id.value == matched.key) return &date;
        }
    }
    return unit.next_date(today);
}

FoundOffer found_offer(const OfferState& state, const LearningUnit& unit, const search::Hit& hit, const SearchQuery& query, const Searcher& searcher,
                       Question& question) {
    FoundOffer found{&unit, date_of_hit(unit, hit.occurrence, searcher.today), {}, {}};
    if (question.origin() && found.date != nullptr) {
        if (const auto* venue = state.catalogue->venue_of(*found.date)) {
            found.way = catalogue::estimate_travel(*question.origin(), catalogue::coordinates_of(state.catalogue->place_of(*venue)));
        }
    }
    if (hit.boost_points > 0 && question.needs() != nullptr) {
        std::optional<catalogue::Travel> nearest;
        if (question.origin() && unit.presence_days > 0) {
            for (const auto& date : unit.dates) {
                const auto* venue = state.catalogue->venue_of(date);
                if (venue == nullptr || !date.bookable(searcher.today)) continue;
                const auto way = catalogue::estimate_travel(*question.origin(), catalogue::coordinates_of(state.catalogue->place_of(*venue)));
                if (!nearest || way.kilometres < nearest->kilometres) nearest = way;
            }
        }
        found.rank = rank_offer(unit, *question.needs(), {unit.price(searcher.member), nearest}, query.weights);
    }
    return found;
}

}  // namespace

Searcher searcher_of(const OfferState& state, const Viewer* viewer, const competence::LearnerProfile* learner, Date today) {
    Searcher searcher{.today = today};
    if (viewer == nullptr) return searcher;
    searcher.organisation = viewer->organisation;
    searcher.member = state.catalogue->is_member(viewer->organisation);
    searcher.learner = learner;
    searcher.origin = catalogue::origin_of(*state.framework, viewer->organisation);
    return searcher;
}

bool finds_all_words(const OfferState& state, const SearchQuery& query, const Searcher& searcher) {
    Question question(state, query, searcher);
    auto& asked = question.asked();
    asked.relax = false;
    Question::only_total(asked);
    return state.index->search(asked).total > 0;
}

Findings find_offers(const OfferState& state, const SearchQuery& query, const Searcher& searcher, Purpose purpose) {
    Question question(state, query, searcher);
    auto& asked = question.asked();
    const bool counts = purpose == Purpose::page;
    asked.count = counts;
    asked.enough = purpose == Purpose::watch ? 1 : enough_hits;
    asked.explain = false;
    asked.offset = static_cast<std::size_t>((query.page - 1) * query.page_size);
    Findings findings{.answer = state.index->search(asked),
                      .offers = {},
                      .page = query.page,
                      .pages = 1,
                      .on_working_days = {},
                      .origin = question.origin(),
                      .by_distance = question.origin().has_value()};
    const auto total = static_cast<std::int64_t>(findings.answer.total);
    findings.pages = std::max<std::int64_t>(1, (total + query.page_size - 1) / query.page_size);
    if (findings.page > findings.pages) {  // an address from yesterday: the last page instead of an empty one
        findings.page = findings.pages;
        asked.offset = static_cast<std::size_t>((findings.page - 1) * query.page_size);
        findings.answer = state.index->search(asked);
    }
    for (const auto& hit : findings.answer.hits) {
        const auto* unit = state.catalogue->find_unit(LearningUnitId{hit.key});
        if (unit != nullptr) findings.offers.push_back(found_offer(state, *unit, hit, query, searcher, question));
    }
    if (counts && searcher.learner != nullptr) {
        findings.on_working_days = query.working_days ? total : question.count_on_working_days(findings.answer);
    }
    return findings;
}

std::int64_t count_offers(const OfferState& state, const SearchQuery& query, const Searcher& searcher) {
    Question question(state, query, searcher);
    auto& asked = question.asked();
    Question::only_total(asked);
    return static_cast<std::int64_t>(state.index->search(asked).total);
}

std::vector<Relief> reliefs(const OfferState& state, const SearchQuery& query, const Searcher& searcher) {
    std::vector<Relief> found;
    const auto try_without = [&](std::string key, std::optional<Choice> choice, auto&& change) {
        Relief relief{without_view(query), std::move(key), choice, 0};
        change(relief.without);
        if (relief.without == without_view(query)) return;
        relief.total = count_offers(state, relief.without, searcher);
        if (relief.total > 0) found.push_back(std::move(relief));
    };
    for (std::size_t i = 0; i < choice_count; ++i) {
        const auto choice = static_cast<Choice>(i);
        if (choice == Choice::level) continue;  // goes with its competence
        try_without("", choice, [&](SearchQuery& without) {
            without.chosen[i].clear();
            if (choice == Choice::competence) without.of(Choice::level).clear();
        });
    }
    try_without("discovery.search.period", {}, [](SearchQuery& q) { q.from = q.until = std::nullopt; });
    try_without("discovery.search.place", {}, [](SearchQuery& q) {
        q.place.clear();
        q.radius.reset();
    });
    try_without("discovery.search.hours", {}, [](SearchQuery& q) { q.hours_least = q.hours_most = std::nullopt; });
    try_without("discovery.search.price", {}, [](SearchQuery& q) { q.price_least = q.price_most = std::nullopt; });
    try_without("discovery.search.working_days", {}, [](SearchQuery& q) { q.working_days = false; });
    try_without("discovery.search.gaps", {}, [](SearchQuery& q) { q.gaps = false; });
    std::stable_sort(found.begin(), found.end(), [](const Relief& a, const Relief& b) { return a.total > b.total; });
    if (found.size() > 3) found.resize(3);
    return found;
}

}  // namespace kc::discovery
