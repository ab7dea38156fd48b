// SPDX-License-Identifier: EUPL-1.2
// Speed of the search beside PostgreSQL full text search and Xapian: the same generated records and queries, in the same run, in turns.
// Prints a table for docs/benchmarks.md; --json FILE writes the figures as well. The address of PostgreSQL stands in KC_TEST_POSTGRES.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "search/language.hpp"
#include "search/speed_engines.hpp"

namespace {

using namespace kc::bench;

constexpr std::uint64_t seed = 7;

struct Figures {
    double mean = 0, p50 = 0, p90 = 0, p99 = 0, most = 0;  // milliseconds
};

double milliseconds(SpeedEngine& engine, const CourseQuery& query) {
    const auto began = std::chrono::steady_clock::now();
    engine.run(query);
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
}

// Of several rounds the median time of each query: what a neighbour on the machine adds to one round does not count.
std::vector<double> medians(std::vector<std::vector<double>> rounds) {
    std::vector<double> out;
    for (std::size_t i = 0; i < rounds.front().size(); ++i) {
        std::vector<double> times;
        for (const auto& round : rounds) times.push_back(round[i]);
        std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
        out.push_back(times[times.size() / 2]);
    }
    return out;
}

Figures figures_of(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) { return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))]; };
    Figures figures;
    for (const double time : times) figures.mean += time / static_cast<double>(times.size());
    figures.p50 = at(0.5);
    figures.p90 = at(0.9);
    figures.p99 = at(0.99);
    figures.most = times.back();
    return figures;
}

std::string line(const std::string& what, const Figures& f, const std::string& rest) {
    return fmt::format("| {} | {:.3f} | {:.3f} | {:.3f} | {:.3f} | {:.3f} | {} |\n", what, f.mean, f.p50, f.p90, f.p99, f.most, rest);
}

std::string json(const std::string& name, const Figures& f) {
    return fmt::format("\"{}\":{{\"mean_ms\":{:.4f},\"p50_ms\":{:.4f},\"p90_ms\":{:.4f},\"p99_ms\":{:.4f},\"max_ms\":{:.4f}}}", name, f.mean, f.p50, f.p90, f.p99, f.most);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Geschwindigkeit der Suche"};
    std::size_t documents = 100'000, queries = 400, peer_queries = 60, rounds = 5;
    unsigned threads = 2;
    bool no_postgres = false, no_xapian = false;
    std::string json_file;
    app.add_option("--documents", documents, "Zahl der Angebote");
    app.add_option("--queries", queries, "Zahl der Anfragen");
    app.add_option("--peer-queries", peer_queries, "so viele davon auch an die anderen Systeme");
    app.add_option("--rounds", rounds, "Durchgänge");
    app.add_option("--threads", threads, "Fäden beim Aufbau");
    app.add_flag("--no-postgres", no_postgres, "ohne PostgreSQL");
    app.add_flag("--no-xapian", no_xapian, "ohne Xapian");
    app.add_option("--json", json_file, "Zahlen auch als JSON in diese Datei");
    CLI11_PARSE(app, argc, argv);

    const std::string root = KC_SOURCE_DIR;
    const auto own = own_speed(documents, seed,
                               {root + "/sample/search/synonyms.yaml", root + "/sample/search/word_parts.txt", kc::search::Analyzer::system_dictionary}, threads);
    CourseRecords records(seed);
    for (std::size_t i = 0; i < documents; ++i) records.next();
    const auto asked = records.queries(queries);
    std::vector<std::vector<double>> own_rounds;
    for (std::size_t round = 0; round <= rounds; ++round) {
        std::vector<double> times;
        for (const auto& query : asked) times.push_back(milliseconds(*own, query));
        if (round > 0) own_rounds.push_back(std::move(times));  // the first one warms up
    }
    const auto all = figures_of(medians(own_rounds));
    CourseQuery empty;
    std::vector<std::vector<double>> empty_rounds;
    for (std::size_t round = 0; round < 2 * rounds; ++round) empty_rounds.push_back({milliseconds(*own, empty)});
    const auto without_text = figures_of(medians(empty_rounds));

    std::string table = fmt::format("{} Angebote, {} Anfragen (zusammengesetzte Wörter, Tippfehler, Filter), je 20 Treffer und sechs Facetten; Zeiten in ms\n\n"
                                    "| | Mittel | p50 | p90 | p99 | größte | Aufbau, Speicher |\n|---|---|---|---|---|---|---|\n", documents, queries);
    table += line("KommunalCampus", all, fmt::format("{:.2f} s, {:.0f} MB ({:.0f} MB im Index)", own->build_seconds, own->megabytes, own->exact_megabytes));
    table += line("KommunalCampus, ohne Text, alle Facetten", without_text, "");
    std::string numbers = fmt::format("{{\"documents\":{},\"build_s\":{:.3f},\"rss_mb\":{:.1f},\"index_mb\":{:.1f},{},{}", documents, own->build_seconds,
                                      own->megabytes, own->exact_megabytes, json("own", all), json("own_empty", without_text));

    // Evenly over the mix, in turns with the peers: theirs and ours see the same neighbours on the machine.
    std::vector<CourseQuery> shared;
    for (std::size_t i = 0; i < peer_queries && i < asked.size(); ++i) shared.push_back(asked[i * asked.size() / std::min(peer_queries, asked.size())]);
    std::vector<std::unique_ptr<SpeedEngine>> peers;
    const char* address = std::getenv("KC_TEST_POSTGRES");
    if (!no_postgres && address != nullptr) peers.push_back(postgres_speed(documents, seed, address));
    if (!no_xapian) {
        const auto folder = std::filesystem::temp_directory_path() / fmt::format("kc-xapian-{}", static_cast<unsigned>(std::rand()));
        peers.push_back(xapian_speed(documents, seed, folder.string()));
    }
    for (const auto& peer : peers) {
        std::vector<std::vector<double>> theirs, ours;
        std::size_t hits = 0, own_hits = 0;
        for (std::size_t round = 0; round < 3; ++round) {
            std::vector<double> their_times, our_times;
            for (const auto& query : shared) {
                their_times.push_back(milliseconds(*peer, query));
                our_times.push_back(milliseconds(*own, query));
                if (round > 0) continue;
                hits += peer->run(query);
                own_hits += own->run(query);
            }
            theirs.push_back(std::move(their_times));
            ours.push_back(std::move(our_times));
        }
        const auto their = figures_of(medians(theirs)), our = figures_of(medians(ours));
        table += line(peer->name(), their, fmt::format("{:.0f} s, {:.0f} MB", peer->build_seconds, peer->megabytes));
        table += line("KommunalCampus, dieselben Anfragen", our,
                      fmt::format("Mittel {:.0f}-mal, p50 {:.0f}-mal so schnell; {:.1f}-mal so viele Treffer", their.mean / our.mean, their.p50 / our.p50,
                                  static_cast<double>(own_hits) / static_cast<double>(std::max<std::size_t>(hits, 1))));
        numbers += ',' + json(peer->name(), their) + ',' + json("own_beside_" + peer->name(), our) +
                   fmt::format(",\"ratio_mean_{}\":{:.1f}", peer->name(), their.mean / our.mean);
    }
    numbers += "}\n";
    fmt::print("{}", table);
    if (!json_file.empty()) std::ofstream(json_file) << numbers;
    return 0;
}
