// SPDX-License-Identifier: EUPL-1.2
// How well everyday statements are understood: precision and recall of the first three proposals, levels, polarity, silence where nothing
// is said, and the time it takes. Only statements of the split "tune" may guide changes to rules; "test" is looked at, never tuned on.
#include "extraction/judged.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace {

using kc::bench::JudgedStatement;
using kc::extraction::Polarity;

constexpr std::size_t proposals_max = 3;

struct Quality {
    int statements = 0, proposed = 0, right = 0, wanted = 0, found = 0;
    int levels = 0, levels_exact = 0, levels_near = 0;
    int polarity_right = 0;
    int nothing = 0, silent = 0;

    void add(const Quality& other) {
        statements += other.statements, proposed += other.proposed, right += other.right, wanted += other.wanted, found += other.found;
        levels += other.levels, levels_exact += other.levels_exact, levels_near += other.levels_near;
        polarity_right += other.polarity_right, nothing += other.nothing, silent += other.silent;
    }
};

double share(int part, int whole) { return whole > 0 ? static_cast<double>(part) / whole : 1.0; }

struct Judgement {
    Quality quality;
    bool perfect = true;
    std::string proposals;
};

std::string shown(const kc::extraction::Proposal& proposal, const kc::competence::CompetenceFramework& framework, std::string_view statement) {
    std::string words;
    for (const auto& mention : proposal.mentions)
        words += (words.empty() ? "" : " ") + std::string(statement.substr(mention.begin, mention.end - mention.begin));
    const char* polarity = proposal.polarity == Polarity::has ? "has" : proposal.polarity == Polarity::lacks ? "lacks" : "wants";
    return fmt::format("{}:{}{}({}% {})", polarity, framework.competence(proposal.competence).slug,
                       proposal.level ? fmt::format("={}", *proposal.level) : "", proposal.confidence_percent, words);
}

Judgement judge(const JudgedStatement& statement, const kc::extraction::Extractor& extractor) {
    Judgement result;
    auto& quality = result.quality;
    quality.statements = 1;
    const auto proposals = extractor.extract(statement.say, proposals_max);
    quality.wanted = static_cast<int>(std::min(statement.expected.size(), proposals_max));
    for (const auto& proposal : proposals) {
        result.proposals += " " + shown(proposal, extractor.framework(), statement.say);
        const auto& slug = extractor.framework().competence(proposal.competence).slug;
        const auto expected = statement.expected.find(slug);
        if (expected == statement.expected.end()) {
            if (statement.also.contains(slug)) continue;
            ++quality.proposed;
            result.perfect = false;
            continue;
        }
        ++quality.proposed, ++quality.right, ++quality.found;
        if (proposal.polarity == expected->second.polarity)
            ++quality.polarity_right;
        else
            result.perfect = false;
        if (expected->second.level) {
            ++quality.levels;
            const int away = proposal.level ? std::abs(*proposal.level - *expected->second.level) : 9;
            if (away == 0)
                ++quality.levels_exact;
            else
                result.perfect = false;
            if (away <= 1) ++quality.levels_near;
        }
    }
    if (quality.found < quality.wanted) result.perfect = false;
    if (statement.expected.empty()) {
        quality.nothing = 1;
        quality.silent = proposals.empty() ? 1 : 0;
    }
    return result;
}

std::string expectation(const JudgedStatement& statement) {
    std::string text;
    for (const auto& [slug, expected] : statement.expected) {
        const char* polarity = expected.polarity == Polarity::has ? "has" : expected.polarity == Polarity::lacks ? "lacks" : "wants";
        text += fmt::format(" {}:{}{}", polarity, slug, expected.level ? fmt::format("={}", *expected.level) : "");
    }
    return text.empty() ? " nothing" : text;
}

void print_line(const std::string& name, const Quality& q) {
    const double precision = share(q.right, q.proposed), recall = share(q.found, q.wanted);
    const double f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    fmt::print("  {:<12}{:>6}{:>12.3f}{:>10.3f}{:>8.3f}{:>10.3f}{:>10.3f}{:>11.3f}", name, q.statements, precision, recall, f1,
               share(q.levels_exact, q.levels), share(q.levels_near, q.levels), share(q.polarity_right, q.found));
    if (q.nothing > 0)
        fmt::print("{:>10.3f}\n", share(q.silent, q.nothing));
    else
        fmt::print("{:>10}\n", "-");
}

double microseconds_per_statement(const std::vector<JudgedStatement>& statements, const kc::extraction::Extractor& extractor) {
    constexpr int rounds = 3;
    std::size_t made = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (int round = 0; round < rounds; ++round)
        for (const auto& statement : statements) made += extractor.extract(statement.say, proposals_max).size();
    const std::chrono::duration<double, std::micro> spent = std::chrono::steady_clock::now() - begin;
    return made > 0 && !statements.empty() ? spent.count() / static_cast<double>(rounds * statements.size()) : 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::string split, json_file;
    std::filesystem::path root = KC_SOURCE_DIR;
    bool details = false, without_dictionary = false;
    CLI::App app{"Quality of the extraction of competences from everyday German"};
    app.add_option("--split", split, "tune or test only")->check(CLI::IsMember({"tune", "test"}));
    app.add_option("--root", root, "Folder of the project");
    app.add_flag("--details", details, "Print every statement of the split tune that was not understood");
    app.add_flag("--without-dictionary", without_dictionary, "Leave the system's dictionary out");
    app.add_option("--json", json_file, "Append one line with the figures of the split test to this file");
    CLI11_PARSE(app, argc, argv);
    try {
        const auto framework = kc::bench::read_catalogue(root / "sample");
        const auto analyzer = kc::search::Analyzer::load({.synonyms = root / "sample/search/synonyms.yaml",
                                                          .word_parts = root / "sample/search/word_parts.txt",
                                                          .dictionary = without_dictionary ? "" : kc::search::Analyzer::system_dictionary});
        const auto statements = kc::bench::read_statements(root / "bench/extraction/statements.yaml", *framework);
        const auto begin = std::chrono::steady_clock::now();
        const kc::extraction::Extractor extractor(framework, analyzer);
        const std::chrono::duration<double, std::milli> built = std::chrono::steady_clock::now() - begin;
        fmt::print("{} competences, {} statements, extractor made in {:.0f} ms\n", framework->competences().size(), statements.size(), built.count());
        for (const std::string part : {"tune", "test"}) {
            if (!split.empty() && split != part) continue;
            std::map<std::string, Quality> groups;
            Quality all;
            for (const auto& statement : statements) {
                if (statement.split != part) continue;
                const auto judgement = judge(statement, extractor);
                groups[statement.group].add(judgement.quality);
                all.add(judgement.quality);
                if (details && part == "tune" && !judgement.perfect)
                    fmt::print("[{}] {}\n     wanted:{}\n     given: {}\n", statement.group, statement.say, expectation(statement),
                               judgement.proposals.empty() ? " nothing" : judgement.proposals);
            }
            fmt::print("\n{}:\n  {:<12}{:>6}{:>12}{:>10}{:>8}{:>10}{:>10}{:>11}{:>10}\n", part, "group", "n", "precision@3", "recall@3", "F1",
                       "level=", "level±1", " polarity", "silent");
            for (const auto& [name, quality] : groups) print_line(name, quality);
            print_line("all", all);
            if (part == "test" && !json_file.empty()) {
                if (auto* file = std::fopen(json_file.c_str(), "a")) {
                    fmt::print(file,
                               "{{\"precision_at_3\":{:.3f},\"recall_at_3\":{:.3f},\"level_near\":{:.3f},\"polarity\":{:.3f},\"silent\":{:.3f}}}\n",
                               share(all.right, all.proposed), share(all.found, all.wanted), share(all.levels_near, all.levels),
                               share(all.polarity_right, all.found), share(all.silent, all.nothing));
                    std::fclose(file);
                }
            }
        }
        fmt::print("\n{:.0f} µs per statement\n", microseconds_per_statement(statements, extractor));
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
    return 0;
}
