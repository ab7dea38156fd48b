// SPDX-License-Identifier: EUPL-1.2
// kommunalcampus interview check and extract: the guide and the understanding of statements, tried out from the command line.
#include "app/commands.hpp"
#include "app/resources.hpp"
#include "base/clock.hpp"
#include "extraction/extract_command.hpp"
#include "interview/check_command.hpp"
#include "sample/catalogue.hpp"

#include <iostream>

namespace kc::app {

namespace {

std::shared_ptr<const competence::CompetenceFramework> framework_for(const std::string& database, const Home& home, Date today) {
    if (database.empty()) {
        const auto content = sample::read_sample_catalogue(home.sample(), today, 1);
        return std::make_shared<const competence::CompetenceFramework>(competence::framework_of(content.framework));
    }
    const auto opened = open_existing(database, home);
    return competence::FrameworkSource(*opened).current();
}

}  // namespace

int check_guide(const InterviewCheckCommand& command, const Home& home) {
    const Date today = SystemClock().today();
    const auto framework = framework_for(command.database, home, today);
    const auto extractor = std::make_shared<const extraction::Extractor>(framework, load_language(home));
    interview::CheckCommand check{.guide = command.guide, .answers = {}};
    if (!command.answers.empty()) check.answers = command.answers;
    return interview::run_check_command(check, *framework, interview::understand_with([extractor] { return extractor; }, nullptr), today);
}

int extract_statements(const InterviewExtractCommand& command, const Home& home) {
    const auto framework = framework_for(command.database, home, SystemClock().today());
    return extraction::run_extract_command(std::cin, std::cout, extraction::Extractor(framework, load_language(home)));
}

}  // namespace kc::app
