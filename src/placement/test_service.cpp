// SPDX-License-Identifier: EUPL-1.2
#include "placement/test_service.hpp"

#include "base/berlin_time.hpp"
#include "base/random.hpp"
#include "competence/store.hpp"
#include "placement/item_store.hpp"
#include "storage/audit.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

namespace kc::placement {

using competence::CurrentLevel;
using storage::Session;
using storage::Transaction;

namespace {

struct Standing {
    competence::PersonFacts facts;
    std::vector<CurrentLevel> current;  // by index of the framework; points into facts
};

std::optional<Standing> find_standing(Session& session, const competence::CompetenceFramework& framework, PersonId person, Date today) {
    auto facts = competence::find_person_facts(session, person);
    if (!facts) return std::nullopt;
    Standing standing{std::move(*facts), {}};
    standing.current = competence::current_levels(framework, standing.facts.evidence, today);
    return standing;
}

int highest_level(const std::vector<Item>& items) {
    int highest = 1;
    for (const auto& item : items) highest = std::max(highest, item.level);
    return highest;
}

void audit(Transaction& transaction, PersonId person, std::string_view action, PlacementTestId test, Instant now) {
    storage::record_audit(
        transaction,
        {.at = now, .actor = person, .action = std::string(action), .subject_type = "placement_test", .subject_id = test.value, .details = "{}"});
}

Date repeat_from(const PlacementTest& test) { return add_days(berlin_date(*test.finished_at), repeat_after_days); }

}  // namespace

TestState PlacementService::state_of(Session& session, PersonId person, const PlacementTest& test) const {
    const auto given = list_answers(session, person, test.id);
    std::vector<PlacementItemId> asked;
    for (const auto& answer : given) asked.push_back(answer.item_id);
    std::unordered_map<PlacementItemId, Item> answered;
    for (auto& item : list_items_by_id(session, asked)) answered.emplace(item.id, std::move(item));
    auto items = list_published_items(session, test.competence_id);

    TestState state;
    state.test = test;
    state.answered = static_cast<int>(given.size());
    state.highest = highest_level(items);
    for (const auto& [id, item] : answered) state.highest = std::max(state.highest, item.level);
    const auto framework = frameworks_.current();
    if (const auto standing = find_standing(session, *framework, person, clock_.today())) {
        if (const auto index = framework->index_of(test.competence_id); index && standing->current[*index].assessed()) {
            state.current_level = standing->current[*index].level;
        }
    }
    if (test.finished()) {
        for (const auto& answer : given) {
            state.answers.push_back({std::move(answered.at(answer.item_id)), choice_from_text(answer.chosen).value_or(Choice{}), answer.is_right});
        }
        state.may_record = !test.recorded_at && !(test.level == state.highest && state.current_level.value_or(0) > state.highest);
        return state;
    }
    LevelEstimate estimate(test.prior_level, test.prior_percent, state.highest);
    for (const auto& answer : given) {
        const auto& item = answered.at(answer.item_id);
        estimate.take(item.level, answer.chosen.empty() ? 0 : guess_probability(item), answer.is_right);
        std::erase_if(items, [&](const Item& open) { return open.slug == item.slug; });
    }
    const auto seen = list_seen_items(session, person, test.competence_id);
    std::vector<Candidate> open;
    for (const auto& item : items) {
        open.push_back({item.id, item.level, guess_probability(item), std::find(seen.begin(), seen.end(), item.slug) != seen.end()});
    }
    if (!is_finished(estimate, state.answered, open.size())) {
        const auto seed = static_cast<std::uint64_t>(test.seed);
        auto& item = items[*next_question(estimate, open, seed)];
        auto shown = shown_order(item, seed);
        state.question = Question{state.answered + 1, std::move(item), std::move(shown)};
    }
    // Not stored yet: answer() writes it in the same transaction as the last answer.
    if (!state.question) {
        state.test.level = estimate.likeliest();
        state.test.confidence_percent = estimate.confidence_percent();
    }
    return state;
}

Result<std::vector<TestOffer>, PlacementError> PlacementService::offers(const Viewer& viewer) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(PlacementError::not_permitted);
    const auto framework = frameworks_.current();
    return database_.read([&](Session& session) -> Result<std::vector<TestOffer>, PlacementError> {
        const auto standing = find_standing(session, *framework, viewer.person, clock_.today());
        if (!standing) return refuse(PlacementError::not_permitted);
        const auto targets = competence::target_levels(*framework, standing->facts.facts(), standing->current, clock_.today());
        const auto tests = list_tests(session, viewer.person);
        std::vector<TestOffer> offers;
        for (const auto id : list_testable_competences(session)) {
            const auto index = framework->index_of(id);
            if (!index) continue;
            const auto& current = standing->current[*index];
            TestOffer offer;
            offer.competence = id;
            offer.current = current.level;
            offer.confidence_percent = current.confidence_percent;
            offer.assessed = current.assessed();
            offer.unsure = competence::is_unsure(current);
            offer.asked_for = targets[*index].level > 0;
            offer.importance = targets[*index].weight;
            for (const auto& test : tests) {  // newest first
                if (test.competence_id != id) continue;
                if (!test.finished()) offer.open = test.id;
                if (test.finished() && !offer.latest) offer.latest = test;
            }
            if (offer.latest && repeat_from(*offer.latest) > clock_.today()) offer.repeat_from = repeat_from(*offer.latest);
            offers.push_back(std::move(offer));
        }
        // What is unsure and weighs most; of these what was never assessed; then the order of the catalogue.
        std::stable_sort(offers.begin(), offers.end(), [&](const TestOffer& a, const TestOffer& b) {
            if (a.open.has_value() != b.open.has_value()) return a.open.has_value();
            const bool a_matters = a.unsure && a.asked_for, b_matters = b.unsure && b.asked_for;
            if (a_matters != b_matters) return a_matters;
            if (a.asked_for != b.asked_for) return a.asked_for;
            if (a.importance != b.importance) return a.importance > b.importance;
            return *framework->index_of(a.competence) < *framework->index_of(b.competence);
        });
        return offers;
    });
}

std::vector<CompetenceId> PlacementService::testable() const {
    return database_.read([](Session& session) { return list_testable_competences(session); });
}

Result<std::optional<TestState>, PlacementError> PlacementService::latest(const Viewer& viewer, CompetenceId competence) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(PlacementError::not_permitted);
    return database_.read([&](Session& session) -> Result<std::optional<TestState>, PlacementError> {
        const auto test = find_latest_test(session, viewer.person, competence);
        if (!test) return std::optional<TestState>();
        return std::optional(state_of(session, viewer.person, *test));
    });
}

Result<TestState, PlacementError> PlacementService::show(const Viewer& viewer, PlacementTestId id) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(PlacementError::not_permitted);
    return database_.read([&](Session& session) -> Result<TestState, PlacementError> {
        const auto test = find_test(session, viewer.person, id);
        if (!test) return refuse(PlacementError::not_found);
        return state_of(session, viewer.person, *test);
    });
}

Result<PlacementTestId, PlacementError> PlacementService::begin(const Viewer& viewer, CompetenceId competence) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(PlacementError::not_permitted);
    const auto framework = frameworks_.current();
    const auto index = framework->index_of(competence);
    if (!index || !framework->competence(*index).published()) return refuse(PlacementError::unknown_competence);
    return database_.in_transaction([&](Transaction& transaction) -> Result<PlacementTestId, PlacementError> {
        if (!competence::lock_person(transaction, viewer.person)) return refuse(PlacementError::not_permitted);
        if (const auto latest = find_latest_test(transaction, viewer.person, competence)) {
            if (!latest->finished()) return latest->id;
            if (repeat_from(*latest) > clock_.today()) return refuse(PlacementError::too_early);
        }
        const auto items = list_published_items(transaction, competence);
        if (std::ssize(items) < questions_min) return refuse(PlacementError::no_items);
        const auto standing = find_standing(transaction, *framework, viewer.person, clock_.today());
        const auto& current = standing->current[*index];
        PlacementTest test;
        test.competence_id = competence;
        // Different for each person and each day, and nothing that could not be repeated in a test of the program.
        test.seed = static_cast<std::int64_t>(SeededRandom(static_cast<std::uint64_t>(viewer.person.value * 1'000'003 + competence.value * 101 +
                                                                                      clock_.now().time_since_epoch().count()))
                                                  .below(1'000'000'000));
        if (current.assessed()) test.prior_level = current.level;
        test.prior_percent = current.confidence_percent;
        test.started_at = clock_.now();
        const auto id = insert_test(transaction, viewer.person, test);
        audit(transaction, viewer.person, "placement.begun", id, clock_.now());
        return id;
    });
}

Result<TestState, PlacementError> PlacementService::answer(const Viewer& viewer, PlacementTestId id, PlacementItemId item, const Choice& choice) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(PlacementError::not_permitted);
    return database_.in_transaction([&](Transaction& transaction) -> Result<TestState, PlacementError> {
        if (!competence::lock_person(transaction, viewer.person)) return refuse(PlacementError::not_permitted);
        auto test = find_test(transaction, viewer.person, id);
        if (!test) return refuse(PlacementError::not_found);
        for (const auto& given : list_answers(transaction, viewer.person, id)) {
            if (given.item_id == item) return state_of(transaction, viewer.person, *test);  // sent twice
        }
        if (test->finished()) return refuse(PlacementError::already_finished);
        const auto before = state_of(transaction, viewer.person, *test);
        if (!before.question || before.question->item.id != item) return refuse(PlacementError::other_question);
        if (!is_possible(before.question->item, choice)) return refuse(PlacementError::impossible_choice);
        insert_answer(transaction, id, before.answered, {item, to_text(choice), is_right(before.question->item, choice)});
        const auto after = state_of(transaction, viewer.person, *test);
        if (after.question) return after;
        finish_test(transaction, viewer.person, id, *after.test.level, *after.test.confidence_percent, clock_.now());
        audit(transaction, viewer.person, "placement.finished", id, clock_.now());
        return state_of(transaction, viewer.person, *find_test(transaction, viewer.person, id));
    });
}

Result<void, PlacementError> PlacementService::record(const Viewer& viewer, PlacementTestId id) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(PlacementError::not_permitted);
    const auto framework = frameworks_.current();
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, PlacementError> {
        if (!competence::lock_person(transaction, viewer.person)) return refuse(PlacementError::not_permitted);
        const auto test = find_test(transaction, viewer.person, id);
        if (!test) return refuse(PlacementError::not_found);
        if (!test->finished()) return refuse(PlacementError::not_finished);
        if (test->recorded_at) return {};  // sent twice
        const auto state = state_of(transaction, viewer.person, *test);
        if (!state.may_record) return refuse(PlacementError::beyond_test);
        const auto index = framework->index_of(test->competence_id);
        if (!index) return refuse(PlacementError::unknown_competence);
        int version = 0;
        for (const auto& answered : state.answers) version = std::max(version, answered.item.version);
        const competence::FoundLevel found{.competence = test->competence_id,
                                           .level = *test->level,
                                           .source = competence::EvidenceSource::test,
                                           .assessed_on = berlin_date(*test->finished_at),
                                           .origin = fmt::format("test:{}:{}", framework->competence(*index).slug, version),
                                           .confidence_percent = *test->confidence_percent};
        mark_recorded(transaction, viewer.person, id, clock_.now());
        competence::record_found_levels(transaction, observer_, viewer.person, std::span(&found, 1), viewer.person, clock_.now());
        audit(transaction, viewer.person, "placement.recorded", id, clock_.now());
        return {};
    });
}

Result<void, PlacementError> PlacementService::discard(const Viewer& viewer, PlacementTestId id) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(PlacementError::not_permitted);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, PlacementError> {
        if (!competence::lock_person(transaction, viewer.person)) return refuse(PlacementError::not_permitted);
        const auto test = find_test(transaction, viewer.person, id);
        if (!test) return refuse(PlacementError::not_found);
        if (test->finished() && repeat_from(*test) > clock_.today()) return refuse(PlacementError::too_early);  // KP-08 would mean nothing
        remove_test(transaction, viewer.person, id);
        audit(transaction, viewer.person, "placement.discarded", id, clock_.now());
        return {};
    });
}

}  // namespace kc::placement
