// SPDX-License-Identifier: EUPL-1.2
#include "app/profile_extras.hpp"

#include <algorithm>

namespace kc::app {

namespace {

const interview::Question* find_question(const interview::Guide& guide, std::string_view key) {
    const auto in = [&](const std::vector<interview::Question>& questions) -> const interview::Question* {
        const auto found = std::find_if(questions.begin(), questions.end(), [&](const auto& question) { return question.key == key; });
        return found == questions.end() ? nullptr : &*found;
    };
    if (const auto* found = in(guide.questions)) return found;
    for (const auto& checkin : guide.checkins) {
        if (const auto* found = in(checkin.questions)) return found;
    }
    return nullptr;
}

bool teaches(const catalogue::LearningUnit& unit, CompetenceId competence) {
    return std::any_of(unit.teaches.begin(), unit.teaches.end(), [&](const auto& level) { return level.competence == competence; });
}

}  // namespace

std::function<std::string(std::string_view, Language)> origin_titles(const Interviewing& interviewing) {
    return [guides = interviewing.guides](std::string_view origin, Language language) -> std::string {
        constexpr std::string_view prefix = "interview:";
        if (!origin.starts_with(prefix)) return {};
        origin.remove_prefix(prefix.size());
        const auto colon = origin.find(':');
        if (colon == std::string_view::npos) return {};
        const auto* guide = guides->find(origin.substr(0, colon));
        const auto* question = guide ? find_question(*guide, origin.substr(colon + 1)) : nullptr;
        // A question with a gap in it is asked about a competence, which stands beside it anyway.
        if (question == nullptr || question->text.in(language).find('{') != std::string::npos) return {};
        return question->text.in(language);
    };
}

std::function<std::int64_t(CompetenceId)> offers_teaching(const catalogue::CatalogueSource& catalogues) {
    return [&catalogues](CompetenceId competence) -> std::int64_t {
        const auto snapshot = catalogues.current();
        std::int64_t count = 0;
        for (const auto& unit : snapshot->units()) count += !unit.only_for && teaches(unit, competence);
        return count;
    };
}

curation::DemandSource demand_figures(const Rooms& rooms) {
    return [&rooms, offers = offers_teaching(rooms.catalogues)](CompetenceId competence) {
        auto figures = rooms.framework.demand.find(competence);
        figures.offers = offers(competence);
        return figures;
    };
}

}  // namespace kc::app
