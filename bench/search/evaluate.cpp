// SPDX-License-Identifier: EUPL-1.2
// Retrieval quality of the search beside PostgreSQL full text search and plain Xapian: nDCG@10 and success@3 per kind of query.
// Only queries of the split "tune" may guide changes to the language rules; the split "test" is looked at, never tuned on.
#include "search/engines.hpp"
#include "search/language.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <set>

namespace {

using kc::bench::Collection;
using kc::bench::Engine;
using kc::bench::JudgedQuery;

constexpr std::size_t depth = 10;

struct Quality {
    double ndcg = 0;
    double success = 0;
    std::size_t queries = 0;

    void add(double query_ndcg, bool query_success) {
        ndcg += query_ndcg;
        success += query_success ? 1 : 0;
        ++queries;
    }
    double mean_ndcg() const { return queries ? ndcg / static_cast<double>(queries) : 0; }
    double mean_success() const { return queries ? success / static_cast<double>(queries) : 0; }
};

double discounted(int grade, std::size_t rank) { return (std::exp2(grade) - 1) / std::log2(static_cast<double>(rank) + 2); }

double ndcg(const std::vector<int>& grades, const JudgedQuery& query) {
    double gained = 0, ideal = 0;
    for (std::size_t rank = 0; rank < grades.size() && rank < depth; ++rank) gained += discounted(grades[rank], rank);
    std::vector<int> best;
    for (const auto& [id, grade] : query.grade) best.push_back(grade);
    std::sort(best.rbegin(), best.rend());
    for (std::size_t rank = 0; rank < best.size() && rank < depth; ++rank) ideal += discounted(best[rank], rank);
    return ideal > 0 ? gained / ideal : 0;
}

using Results = std::map<std::string, std::map<std::string, Quality>>;  // kind → engine

struct Options {
    std::string split;    // empty: all
    std::string details;  // name of an engine whose single queries are printed
    std::ofstream* json = nullptr;
};

Results measure(const Collection& collection, const std::vector<std::unique_ptr<Engine>>& engines, const std::string& split, const Options& options) {
    Results results;
    for (const auto& query : collection.queries) {
        if (query.split != split) continue;
        for (const auto& engine : engines) {
            std::vector<int> grades;
            std::string found;
            for (const std::size_t place : engine->search(query.text, depth)) {
                const auto judged = query.grade.find(collection.ids[place]);
                grades.push_back(judged == query.grade.end() ? 0 : judged->second);
                found += fmt::format(" {}={}", collection.ids[place], grades.back());
            }
            const double value = ndcg(grades, query);
            // Where nothing is relevant, an empty answer is the success.
            const bool success =
                query.grade.empty()
                    ? grades.empty()
                    : std::any_of(grades.begin(), grades.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, grades.size())),
                                  [](int grade) { return grade > 0; });
            results[query.kind][engine->name()].add(value, success);
            if (!query.grade.empty()) results["gesamt"][engine->name()].add(value, success);
            if (options.details == engine->name()) fmt::print("{:.3f} {} [{}]{}\n", value, query.text, query.kind, found);
        }
    }
    return results;
}

void print_table(const Collection& collection, const std::vector<std::unique_ptr<Engine>>& engines, const std::string& split,
                 const Results& results) {
    fmt::print("**{}**, {} Dokumente, Teil „{}“: nDCG@10 (success@3)\n\n| Art | Anfragen |", collection.name, collection.ids.size(), split);
    for (const auto& engine : engines) fmt::print(" {} |", engine->name());
    fmt::print("\n| --- | ---: |");
    for (std::size_t i = 0; i < engines.size(); ++i) fmt::print(" ---: |");
    fmt::print("\n");
    const auto line = [&](const std::string& kind, const std::map<std::string, Quality>& by_engine) {
        fmt::print("| {} | {} |", kind, by_engine.begin()->second.queries);
        for (const auto& engine : engines) {
            const auto& quality = by_engine.at(engine->name());
            if (kind == "none")
                fmt::print(" – ({:.0f} %) |", quality.mean_success() * 100);
            else
                fmt::print(" {:.3f} ({:.0f} %) |", quality.mean_ndcg(), quality.mean_success() * 100);
        }
        fmt::print("\n");
    };
    for (const auto& [kind, by_engine] : results)
        if (kind != "gesamt") line(kind, by_engine);
    if (results.contains("gesamt")) line("gesamt", results.at("gesamt"));
    fmt::print("\n");
}

void write_json(std::ostream& out, const Collection& collection, const std::string& split, const Results& results) {
    for (const auto& [kind, by_engine] : results) {
        for (const auto& [engine, quality] : by_engine) {
            out << boost::json::serialize(boost::json::object{{"collection", collection.name},
                                                              {"split", split},
                                                              {"kind", kind},
                                                              {"engine", engine},
                                                              {"queries", quality.queries},
                                                              {"ndcg_10", quality.mean_ndcg()},
                                                              {"success_3", quality.mean_success()}})
                << '\n';
        }
    }
}

void evaluate(const Collection& collection, const kc::bench::OwnFiles& files, const std::string& postgres, const Options& options) {
    std::vector<std::unique_ptr<Engine>> engines;
    engines.push_back(kc::bench::own_engine(collection, files));
    if (!postgres.empty()) {
        engines.push_back(kc::bench::postgres_engine(collection, postgres, false));
        engines.push_back(kc::bench::postgres_engine(collection, postgres, true));
    }
    engines.push_back(kc::bench::xapian_engine(collection));
    std::set<std::string> splits;
    for (const auto& query : collection.queries)
        if (options.split.empty() || options.split == query.split) splits.insert(query.split);
    for (const auto& split : splits) {
        const auto results = measure(collection, engines, split, options);
        print_table(collection, engines, split, results);
        if (options.json) write_json(*options.json, collection, split, results);
    }
}

}  // namespace

int main(int count, char** arguments) {
    const std::string root = KC_SOURCE_DIR;
    std::string data = root + "/../shared/data", queries = root + "/bench/search/queries.yaml", json_file;
    kc::bench::OwnFiles files{root + "/sample/search/synonyms.yaml", root + "/sample/search/word_parts.txt", kc::search::Analyzer::system_dictionary,
                              0};
    Options options;
    bool without_dictionary = false;
    CLI::App app("Güte der Suche neben PostgreSQL und Xapian");
    app.add_option("--data", data, "Ordner mit musterdatenkatalog/");
    app.add_option("--queries", queries, "bewertete Anfragen");
    app.add_option("--split", options.split, "nur dieser Teil: tune oder test");
    app.add_option("--details", options.details, "einzelne Anfragen dieser Suche zeigen, zum Beispiel KommunalCampus");
    app.add_option("--json", json_file, "Ergebnisse als JSON-Zeilen in diese Datei");
    app.add_option("--enough", files.enough, "weiter suchen, solange weniger Dokumente alle Wörter enthalten; 0: wie voreingestellt");
    app.add_flag("--without-dictionary", without_dictionary, "ohne Hunspell-Wörterbuch, nur mit der eigenen Wortliste");
    CLI11_PARSE(app, count, arguments);
    if (without_dictionary) files.dictionary.clear();
    std::ofstream json;
    if (!json_file.empty()) {
        json.open(json_file);
        options.json = &json;
    }
    const char* address = std::getenv("KC_TEST_POSTGRES");
    const std::string postgres = address ? address : "";
    try {
        if (postgres.empty()) fmt::print("PostgreSQL: skipped (KC_TEST_POSTGRES is not set)\n\n");
        const auto offers = kc::bench::read_offers(root + "/sample", queries);
        if (offers.queries.empty())
            fmt::print("Angebote: skipped ({} is missing)\n\n", queries);
        else
            evaluate(offers, files, postgres, options);
        const auto titles = kc::bench::read_musterdatenkatalog(std::filesystem::path(data) / "musterdatenkatalog");
        if (titles.ids.empty())
            fmt::print("Musterdatenkatalog: skipped ({}/musterdatenkatalog is missing)\n", data);
        else
            evaluate(titles, files, postgres, options);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
    return 0;
}
