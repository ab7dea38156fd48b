// SPDX-License-Identifier: EUPL-1.2
// Speed of the search beside PostgreSQL full text search and Xapian: the same generated records and queries, in the same run, in turns.
// Prints a table for docs/benchmarks.md; --json FILE writes the figures as well. The address of PostgreSQL stands in KC_TEST_POSTGRES.
#include <fmt/format.h>

#include <ctime>

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

std::vector<double> run_all(SpeedEngine& engine, const std::vector<CourseQuery>& queries, double& cpu_seconds) {
    std::vector<double> times;
    const auto before = engine.cpu_seconds();
    for (const auto& query : queries) times.push_back(milliseconds(engine, query));
    cpu_seconds += engine.cpu_seconds() - before;
    return times;
}

// As if every word were asked for the first time. Forgetting is not measured.
std::vector<double> run_all_fresh(SpeedEngine& engine, const std::vector<CourseQuery>& queries) {
    std::vector<double> times;
    for (const auto& query : queries) {
        engine.forget();
        times.push_back(milliseconds(engine, query));
    }
    return times;
}

std::vector<CourseQuery> part_of(const std::vector<CourseQuery>& queries, std::size_t number) {
    number = std::min(number, queries.size());
    std::vector<CourseQuery> part;
    for (std::size_t i = 0; i < number; ++i) part.push_back(queries[i * queries.size() / number]);
    return part;
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
    const auto at = [&](double share) {
        return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
    };
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
    return fmt::format("\"{}\":{{\"mean_ms\":{:.4f},\"p50_ms\":{:.4f},\"p90_ms\":{:.4f},\"p99_ms\":{:.4f},\"max_ms\":{:.4f}}}", name, f.mean, f.p50,
                       f.p90, f.p99, f.most);
}

}  // namespace

double kc::bench::SpeedEngine::cpu_seconds() const {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

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
    const auto own =
        own_speed(documents, seed,
                  {root + "/sample/search/synonyms.yaml", root + "/sample/search/word_parts.txt", kc::search::Analyzer::system_dictionary}, threads);
    CourseRecords records(seed);
    for (std::size_t i = 0; i < documents; ++i) records.next();
    const auto asked = records.queries(queries);
    std::vector<std::vector<double>> own_rounds;
    double own_cpu = 0;
    run_all(*own, asked, own_cpu);  // warms up
    own_cpu = 0;
    for (std::size_t round = 0; round < rounds; ++round) own_rounds.push_back(run_all(*own, asked, own_cpu));
    own_cpu *= 1000 / static_cast<double>(rounds * asked.size());
    const auto all = figures_of(medians(own_rounds));
    std::vector<std::vector<double>> fresh_rounds;
    for (std::size_t round = 0; round < rounds; ++round) fresh_rounds.push_back(run_all_fresh(*own, asked));
    const auto fresh = figures_of(medians(fresh_rounds));
    CourseQuery empty;
    std::vector<std::vector<double>> empty_rounds;
    for (std::size_t round = 0; round < 2 * rounds; ++round) empty_rounds.push_back({milliseconds(*own, empty)});
    const auto without_text = figures_of(medians(empty_rounds));

    std::string table = fmt::format(
        "{} Angebote, {} Anfragen (zusammengesetzte Wörter, Tippfehler, Filter), je 20 Treffer und sechs Facetten; Zeiten in ms\n\n"
        "| | Mittel | p50 | p90 | p99 | größte | Aufbau, Speicher, Vergleich |\n|---|---|---|---|---|---|---|\n",
        documents, queries);
    table += line("KommunalCampus", all,
                  fmt::format("{:.2f} s, {:.0f} MB ({:.0f} MB im Index); Rechenzeit {:.3f} ms; Änderung {:.2f} ms", own->build_seconds,
                              own->megabytes, own->exact_megabytes, own_cpu, own->change_milliseconds));
    table += line("KommunalCampus, jedes Wort wie zum ersten Mal", fresh, "");
    table += line("KommunalCampus, ohne Text, alle Facetten", without_text, "");
    std::string numbers = fmt::format("{{\"documents\":{},\"build_s\":{:.3f},\"change_ms\":{:.3f},\"rss_mb\":{:.1f},\"index_mb\":{:.1f},{},{}",
                                      documents, own->build_seconds, own->change_milliseconds, own->megabytes, own->exact_megabytes,
                                      json("own", all) + ',' + json("own_fresh", fresh), json("own_empty", without_text));

    // Two mixes, evenly out of all queries: words alone (what every engine can do), and everything.
    std::vector<CourseQuery> plain;
    for (const auto& query : asked) {
        if (!query.filtered() && !query.typing_error) plain.push_back(query);
    }
    const std::vector<std::pair<std::string, std::vector<CourseQuery>>> mixes{{"nur Wörter", part_of(plain, peer_queries)},
                                                                              {"alles", part_of(asked, peer_queries)}};
    std::vector<std::unique_ptr<SpeedEngine>> peers;
    const char* address = std::getenv("KC_TEST_POSTGRES");
    if (!no_postgres && address != nullptr) peers.push_back(postgres_speed(documents, seed, address));
    if (!no_xapian) {
        const auto folder =
            std::filesystem::temp_directory_path() / fmt::format("kc-xapian-{}", std::chrono::steady_clock::now().time_since_epoch().count());
        peers.push_back(xapian_speed(documents, seed, folder.string()));
    }
    for (const auto& peer : peers) {
        for (const auto& [mix, shared] : mixes) {
            // In turns, so that both see the same neighbours on the machine; ours several times per turn, as it is so short.
            std::vector<std::vector<double>> theirs, ours, ours_fresh;
            double their_cpu = 0, our_cpu = 0;
            std::size_t hits = 0, own_hits = 0;
            for (const auto& query : shared) {
                hits += peer->run(query);
                own_hits += own->run(query);
            }
            for (std::size_t round = 0; round < 3; ++round) {
                theirs.push_back(run_all(*peer, shared, their_cpu));
                for (int turn = 0; turn < 5; ++turn) ours.push_back(run_all(*own, shared, our_cpu));
                for (int turn = 0; turn < 5; ++turn) ours_fresh.push_back(run_all_fresh(*own, shared));
            }
            const auto answered = static_cast<double>(3 * shared.size());
            their_cpu *= 1000 / answered;
            our_cpu *= 1000 / answered / 5;
            const auto their = figures_of(medians(theirs)), our = figures_of(medians(ours)), our_fresh = figures_of(medians(ours_fresh));
            table += line(peer->name() + ", " + mix, their,
                          fmt::format("{:.0f} s, {:.0f} MB; Rechenzeit {:.2f} ms", peer->build_seconds, peer->megabytes, their_cpu));
            table +=
                line("KommunalCampus, dieselben", our,
                     fmt::format("Mittel {:.0f}-mal, nach Rechenzeit ({:.3f} ms) {:.0f}-mal so schnell, jedes Wort wie zum ersten Mal ({:.3f} ms) "
                                 "{:.0f}-mal; {:.1f}-mal so viele Treffer",
                                 their.mean / our.mean, our_cpu, their_cpu / our_cpu, our_fresh.mean, their.mean / our_fresh.mean,
                                 static_cast<double>(own_hits) / static_cast<double>(std::max<std::size_t>(hits, 1))));
            const std::string key = peer->name() + (mix == "alles" ? "_all" : "_words");
            numbers += ',' + json(key, their) + ',' + json("own_beside_" + key, our) +
                       fmt::format(",\"ratio_mean_{}\":{:.1f},\"ratio_cpu_{}\":{:.1f},\"ratio_fresh_{}\":{:.1f}", key, their.mean / our.mean, key,
                                   their_cpu / our_cpu, key, their.mean / our_fresh.mean);
        }
    }
    numbers += "}\n";
    fmt::print("{}", table);
    if (!json_file.empty()) std::ofstream(json_file) << numbers;
    return 0;
}
