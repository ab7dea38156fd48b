// SPDX-License-Identifier: EUPL-1.2
#include "interview/check_command.hpp"

#include "competence/framework.hpp"
#include "interview/replay.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace kc::interview {

namespace {

CommandAnswer refused(const std::filesystem::path& file, std::vector<GuideProblem> problems, std::string out = {}) {
    std::stable_sort(problems.begin(), problems.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
    CommandAnswer answer{.code = 1, .out = std::move(out), .errors = {}};
    for (const auto& problem : problems) answer.errors += describe(file, problem) + "\n";
    return answer;
}

std::string_view words_of(EndReason reason) {
    switch (reason) {
        case EndReason::nothing_left: return "Alle Fragen sind gestellt.";
        case EndReason::certain: return "Weitere Fragen würden den Lehrplan nicht mehr ändern.";
        case EndReason::time: return "Die versprochene Zeit ist um.";
    }
    return "";
}

std::string text_of(const Replay& played) {
    std::string out = "Gefragt:\n";
    int number = 0;
    for (const auto& turn : played.turns) {
        out += fmt::format("{:3}. {}: {}\n     → {}\n", ++number, turn.key, turn.question, turn.answer);
        for (const auto& proposal : turn.proposals) out += fmt::format("     · {}\n", proposal);
    }
    out += fmt::format("\nEnde: {} {} Fragen, etwa {} Minuten, {} Fragen gespart.\n", words_of(played.reason), played.turns.size(),
                       (played.seconds + 59) / 60, played.saved);
    out += fmt::format("Genug für einen Lehrplan: {}\n\nProfil:\n", played.useful ? "ja" : "nein");
    if (!played.present.empty()) out += fmt::format("  Tätigkeit: {}\n", played.present);
    if (!played.future.empty()) out += fmt::format("  Ziel: {}\n", played.future);
    for (const auto& level : played.levels) {
        const auto target = level.target > 0 ? fmt::format(" (SOLL {})", level.target) : std::string();
        out += fmt::format("  {}: Stufe {}{}, aus {}\n", level.name, level.level, target, level.origin);
    }
    if (!played.interests.empty()) out += fmt::format("  Interessen: {}\n", fmt::join(played.interests, ", "));
    return out;
}

}  // namespace

CommandAnswer check_command(const CheckCommand& command, const competence::CompetenceFramework& framework, const Understand& understand, Date today) {
    auto reading = read_guide(command.guide);
    auto problems = std::move(reading.problems);
    if (problems.empty()) problems = check_against(reading.guide, framework);
    if (!problems.empty()) return refused(command.guide, std::move(problems));
    const auto& guide = reading.guide;
    std::string out = fmt::format("{}: Fassung {}, {} Fragen, {} Nachfragen. Der Leitfaden ist in Ordnung.\n", command.guide.filename().string(),
                                  guide.version, guide.questions.size(), guide.checkins.size());
    if (!command.answers) return {0, std::move(out), {}};
    auto recording = read_recording(*command.answers);
    if (!recording.problems.empty()) return refused(*command.answers, std::move(recording.problems), std::move(out));
    auto played = replay(guide, framework, std::move(recording.recording), understand, today);
    out += "\n" + text_of(played);
    if (!played.problems.empty()) return refused(*command.answers, std::move(played.problems), std::move(out));
    return {0, std::move(out), {}};
}

int run_check_command(const CheckCommand& command, const competence::CompetenceFramework& framework, const Understand& understand, Date today) {
    const auto answer = check_command(command, framework, understand, today);
    fmt::print("{}", answer.out);
    fmt::print(stderr, "{}", answer.errors);
    return answer.code;
}

}  // namespace kc::interview
