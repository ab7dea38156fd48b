// SPDX-License-Identifier: EUPL-1.2
// Writes the questions of a sample region's people as an instance of the optimiser, to be measured and checked without a database.
//     build/release/kommunalcampus sample --database sqlite:/tmp/people.sqlite --people 5000 --offers 2000
//     build/release/bench_questions sqlite:/tmp/people.sqlite --to FOLDER
//     build/release/kommunalcampus plan bench --catalogue FOLDER/catalogue.json --learners FOLDER/learners.jsonl
// Only the most frequent kind of person is written: whose employer pays member prices and who may learn online.
#include "base/clock.hpp"
#include "catalogue/catalogue.hpp"
#include "competence/competence.hpp"
#include "planning/optimizer/instance_file.hpp"
#include "planning/planning_instance.hpp"
#include "planning/store.hpp"
#include "storage/database.hpp"

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

using namespace kc;

namespace {

// Competences and places have no names in a planning catalogue; files need some.
planning::optimizer::Catalogue with_names(planning::optimizer::Catalogue catalogue) {
    for (std::size_t i = 0; i < catalogue.competences.size(); ++i) catalogue.competences[i] = fmt::format("k{:04}", i);
    for (std::size_t i = 0; i < catalogue.places.size(); ++i) catalogue.places[i] = fmt::format("r{}", i);
    for (std::size_t i = 0; i < catalogue.courses.size(); ++i) catalogue.courses[i].id = fmt::format("c{}", i);
    return catalogue;
}

void write(const std::filesystem::path& path, std::string_view text) {
    if (const auto written = planning::optimizer::write_file(path, text); !written) throw std::runtime_error(written.error().message());
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Fragen an den Optimierer aus einer Beispielregion schreiben"};
    std::string url, folder;
    bool with_former = false;
    app.add_option("database", url, "sqlite:DATEI oder postgresql://…")->required();
    app.add_option("--to", folder, "Ordner für catalogue.json und learners.jsonl")->required();
    app.add_flag("--with-former", with_former, "Der angenommene Lehrplan gehört zur Frage");
    CLI11_PARSE(app, argc, argv);

    const SystemClock clock;
    const auto database = storage::open_database(url, {.create = false});
    catalogue::CatalogueSource catalogues(*database);
    const competence::FrameworkSource frameworks(*database);
    const planning::PlanningCatalogueSource source(catalogues, frameworks);
    const auto offers = source.current(clock.today());
    const auto [states, profiles] = database->read([&](storage::Session& session) {
        const auto people = session.query<PersonId>("SELECT id FROM people ORDER BY id");
        return std::pair(planning::list_states(session, people),
                         competence::list_learner_profiles(session, offers->framework(), people, clock.today()));
    });
    const auto names = with_names(offers->prepared({.member = true, .online = true}, {})->catalogue());
    std::string lines;
    int written = 0;
    auto profile = profiles.begin();  // both lists are ordered by person
    for (const auto& state : states) {
        while (profile != profiles.end() && profile->person < state.person) ++profile;
        if (profile == profiles.end()) break;
        if (profile->person != state.person || !profile->enough_for_curriculum || !state.member || !profile->preferences.online) continue;
        const auto* accepted = with_former && state.accepted ? &state.accepted->plan : nullptr;
        auto learner = planning::make_instance(*offers, {*profile, state.choices, state.member, accepted}).learner;
        learner.id = fmt::format("p{}", state.person.value);
        (lines += planning::optimizer::learner_line(names, learner)) += '\n';
        ++written;
    }
    write(std::filesystem::path(folder) / "catalogue.json", planning::optimizer::catalogue_text(names));
    write(std::filesystem::path(folder) / "learners.jsonl", lines);
    fmt::print("{} Fragen mit {} Einheiten geschrieben.\n", written, names.units.size());
}
