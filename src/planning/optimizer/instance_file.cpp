// SPDX-License-Identifier: EUPL-1.2
// The readers of catalogue, learners and answers, and safe reading and writing of files.
// Members the format does not know are ignored, so that later versions can add some.
#include "planning/optimizer/instance_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "planning/optimizer/field_reader.hpp"

namespace kc::planning::optimizer {

namespace {

std::string at(const std::string& list, std::size_t index) { return list + "[" + std::to_string(index) + "]"; }

FileProblem from_json(const JsonProblem& problem, std::string_view name) {
    return {std::string(name), problem.line, problem.field, problem.text, problem.remedy};
}

class CatalogueReader {
public:
    explicit CatalogueReader(std::string_view file) : reader_(file) {}

    Result<Catalogue, FileProblem> read(const LocatedValue& root) {
        read_head(root);
        const auto& units = reader_.list(root, "", "units");
        for (std::size_t i = 0; i < units.size() && !reader_.failed(); ++i) {
            Unit unit;
            unit.id = reader_.id(units[i], at("units", i), "id");
            reader_.register_name(units_, unit.id, static_cast<int>(i), units[i].line, at("units", i) + ".id");
            catalogue_.units.push_back(std::move(unit));
        }
        for (std::size_t i = 0; i < units.size() && !reader_.failed(); ++i) read_unit(units[i], at("units", i), catalogue_.units[i]);
        const auto& courses = reader_.list(root, "", "courses");
        Names names;
        for (std::size_t i = 0; i < courses.size() && !reader_.failed(); ++i) {
            const auto path = at("courses", i);
            Course course;
            course.id = reader_.id(courses[i], path, "id");
            reader_.register_name(names, course.id, static_cast<int>(i), courses[i].line, path + ".id");
            course.closed = reader_.flag(courses[i], path, "closed");
            const auto& members = reader_.list(courses[i], path, "units");
            for (std::size_t u = 0; u < members.size(); ++u)
                course.units.push_back(reader_.reference(members[u], at(path + ".units", u), units_, "Die Einheit"));
            catalogue_.courses.push_back(std::move(course));
        }
        if (reader_.failed()) return refuse(reader_.problem());
        return std::move(catalogue_);
    }

private:
    void read_head(const LocatedValue& root) {
        const auto* format = reader_.member(root, "", "format");
        if (format != nullptr && format->text != "kommunalcampus-planning-1")
            reader_.fail(format->line, "format", "Dieses Format ist nicht bekannt.", "Verwenden Sie \"kommunalcampus-planning-1\".");
        catalogue_.levels = reader_.number(root, "", "levels", 1, 100);
        const auto& competences = reader_.list(root, "", "competences");
        for (std::size_t i = 0; i < competences.size() && !reader_.failed(); ++i) {
            catalogue_.competences.push_back(reader_.id(competences[i], at("competences", i)));
            reader_.register_name(competences_, catalogue_.competences.back(), static_cast<int>(i), competences[i].line, at("competences", i));
        }
    }

    std::vector<Step> steps(const LocatedValue& object, const std::string& path, const char* name) {
        std::vector<Step> result;
        const auto& list = reader_.list(object, path, name);
        for (std::size_t i = 0; i < list.size() && !reader_.failed(); ++i) {
            const auto field = at(path + "." + name, i);
            const auto* competence = reader_.member(list[i], field, "competence");
            if (competence == nullptr) break;
            const int index = reader_.reference(*competence, field + ".competence", competences_, "Die Kompetenz");
            result.push_back({index, reader_.number(list[i], field, "level", 1, catalogue_.levels)});
        }
        return result;
    }

    int read_place(const LocatedValue& value, const std::string& path) {
        const auto* place = value.find("place");
        if (place == nullptr) return -1;
        const auto name = reader_.id(*place, path + ".place");
        const auto [found, added] = places_.emplace(name, static_cast<int>(catalogue_.places.size()));
        if (added) catalogue_.places.push_back(name);
        return found->second;
    }

    void read_unit(const LocatedValue& value, const std::string& path, Unit& unit) {
        unit.half_hours = reader_.number(value, path, "half_hours", 0, amount_max);
        unit.price_cents = reader_.number(value, path, "price_cents", 0, amount_max);
        unit.presence_days = reader_.number(value, path, "presence_days", 0, amount_max);
        unit.place = read_place(value, path);
        unit.teaches = steps(value, path, "teaches");
        unit.needs = steps(value, path, "requires");
        if (const auto* after = value.find("after")) unit.after = reader_.reference(*after, path + ".after", units_, "Die Einheit");
        const auto* dates = value.find("dates");
        if (dates == nullptr || reader_.failed()) return;
        unit.scheduled = true;
        const auto& list = reader_.elements(*dates, path + ".dates");
        Names names;
        for (std::size_t i = 0; i < list.size() && !reader_.failed(); ++i) {
            const auto field = at(path + ".dates", i);
            UnitDate date{reader_.id(list[i], field, "id"), reader_.days(list[i], field), read_place(list[i], field)};
            reader_.register_name(names, date.id, static_cast<int>(i), list[i].line, field + ".id");
            unit.dates.push_back(std::move(date));
        }
    }

    FieldReader reader_;
    Catalogue catalogue_;
    Names competences_;
    Names units_;
    Names places_;
};

// The lines of learners and answers refer to the same names.
struct KnownNames {
    explicit KnownNames(const Catalogue& catalogue) {
        for (std::size_t i = 0; i < catalogue.competences.size(); ++i) competences.emplace(catalogue.competences[i], static_cast<int>(i));
        for (std::size_t i = 0; i < catalogue.units.size(); ++i) units.emplace(catalogue.units[i].id, static_cast<int>(i));
        for (std::size_t i = 0; i < catalogue.places.size(); ++i) places.emplace(catalogue.places[i], static_cast<int>(i));
    }
    Names competences;
    Names units;
    Names places;
};

class LineReader {
public:
    LineReader(std::string_view file, const Catalogue& catalogue, const KnownNames& names) : reader_(file), catalogue_(catalogue), names_(names) {}

    FieldReader& fields() { return reader_; }

    Learner learner(const LocatedValue& root) {
        Learner learner;
        learner.id = reader_.id(root, "", "id");
        learner.current = levels(root, "current", catalogue_.levels);
        learner.target = levels(root, "target", catalogue_.levels);
        learner.weight = levels(root, "weight", amount_max);
        if (const auto* budget = reader_.member(root, "", "budget")) {
            learner.budget.half_hours = reader_.number(*budget, "budget", "half_hours", 0, amount_max);
            learner.budget.price_cents = reader_.number(*budget, "budget", "price_cents", 0, amount_max);
            learner.budget.presence_days = reader_.number(*budget, "budget", "presence_days", 0, amount_max);
        }
        const auto period = reader_.days(root, "");
        learner.first_day = period.first_day;
        learner.last_day = period.last_day;
        const auto& places = reader_.list(root, "", "reachable_places");
        for (std::size_t i = 0; i < places.size(); ++i) {
            // Places are not declared anywhere: one without an offer is simply of no use.
            const auto found = names_.places.find(reader_.id(places[i], at("reachable_places", i)));
            if (found != names_.places.end()) learner.reachable_places.push_back(found->second);
        }
        const auto& blocked = reader_.list(root, "", "blocked");
        for (std::size_t i = 0; i < blocked.size(); ++i) learner.blocked.push_back(reader_.days(blocked[i], at("blocked", i)));
        learner.mandatory = units(root, "mandatory", true);
        learner.excluded = units(root, "excluded", false);
        if (const auto* weekly = root.find("weekly_half_hours"))
            learner.weekly_half_hours = reader_.number(*weekly, "weekly_half_hours", 0, amount_max);
        if (const auto* fixed = root.find("fixed")) learner.fixed = planned(*fixed, "fixed", true);
        if (const auto* former = root.find("former")) {
            learner.has_former = true;
            learner.former = planned(*former, "former", false);
        }
        return learner;
    }

    ForeignAnswer answer(const LocatedValue& root) {
        ForeignAnswer answer;
        answer.line = root.line;
        answer.learner = reader_.id(root, "", "id");
        answer.status = reader_.id(root, "", "status");
        if (reader_.failed() || answer.status == "infeasible") return answer;
        answer.closure = reader_.number(root, "", "closure", 0, amount_max);
        answer.half_hours = reader_.number(root, "", "half_hours", 0, amount_max);
        answer.price_cents = reader_.number(root, "", "price_cents", 0, amount_max);
        if (const auto* bound = root.find("bound")) answer.bound = reader_.number(*bound, "bound", 0, amount_max);
        if (const auto* items = reader_.member(root, "", "items")) answer.items = planned(*items, "items", true);
        if (const auto* missing = root.find("mandatory_not_taken")) {
            const auto& list = reader_.elements(*missing, "mandatory_not_taken");
            for (std::size_t i = 0; i < list.size(); ++i)
                if (const auto* unit = reader_.member(list[i], at("mandatory_not_taken", i), "unit"))
                    answer.mandatory_not_taken.push_back(
                        reader_.reference(*unit, at("mandatory_not_taken", i) + ".unit", names_.units, "Die Einheit"));
        }
        return answer;
    }

private:
    std::vector<LevelOf> levels(const LocatedValue& root, const char* name, int most) {
        std::vector<LevelOf> result;
        const auto* value = reader_.member(root, "", name);
        if (value == nullptr || !reader_.is_object(*value, name)) return result;
        for (const auto& [competence, level] : value->members) {
            const auto field = std::string(name) + "." + competence;
            const auto found = names_.competences.find(competence);
            if (found == names_.competences.end()) {
                reader_.fail(level.line, field, "Die Kompetenz „" + competence + "“ gibt es im Katalog nicht.",
                             "Prüfen Sie die Kennung oder ergänzen Sie den Katalog.");
                break;
            }
            result.push_back({found->second, reader_.number(level, field, 0, most)});
        }
        return result;
    }

    std::vector<int> units(const LocatedValue& root, const char* name, bool demanded) {
        std::vector<int> result;
        const auto* value = demanded ? reader_.member(root, "", name) : root.find(name);
        if (value == nullptr) return result;
        const auto& list = reader_.elements(*value, name);
        for (std::size_t i = 0; i < list.size(); ++i) {
            const int unit = reader_.reference(list[i], at(name, i), names_.units, "Die Einheit");
            if (std::find(result.begin(), result.end(), unit) == result.end()) result.push_back(unit);
        }
        return result;
    }

    // Units and dates that no longer exist are refused where they are demanded; a former plan may name them.
    std::vector<PlannedUnit> planned(const LocatedValue& value, const std::string& name, bool demanded) {
        std::vector<PlannedUnit> result;
        const auto& list = reader_.elements(value, name);
        for (std::size_t i = 0; i < list.size() && !reader_.failed(); ++i) {
            const auto field = at(name, i);
            const auto* unit = reader_.member(list[i], field, "unit");
            if (unit == nullptr) break;
            if (!demanded && !names_.units.contains(unit->text)) continue;
            PlannedUnit planned{reader_.reference(*unit, field + ".unit", names_.units, "Die Einheit"), -1};
            if (reader_.failed()) break;
            const auto& data = catalogue_.units[planned.unit];
            const auto* date = list[i].find("date");
            if (date != nullptr && date->kind != LocatedValue::Kind::null) {
                const auto id = reader_.id(*date, field + ".date");
                for (std::size_t d = 0; d < data.dates.size(); ++d)
                    if (data.dates[d].id == id) planned.date = static_cast<int>(d);
                if (planned.date < 0 && demanded)
                    reader_.fail(date->line, field + ".date", "Den Termin „" + id + "“ hat diese Einheit nicht.",
                                 "Nennen Sie einen Termin aus dem Katalog.");
            } else if (data.scheduled && demanded) {
                reader_.fail(list[i].line, field + ".date", "Die Einheit „" + data.id + "“ braucht einen Termin.",
                             "Nennen Sie die Kennung des Termins.");
            }
            result.push_back(planned);
        }
        return result;
    }

    FieldReader reader_;
    const Catalogue& catalogue_;
    const KnownNames& names_;
};

// Calls `take` for every line that is not empty.
template <class Take> std::optional<FileProblem> for_each_line(std::string_view text, std::string_view name, const Catalogue& catalogue, Take take) {
    const KnownNames names(catalogue);
    int line = 1;
    for (std::size_t begin = 0; begin < text.size(); ++line) {
        auto end = text.find('\n', begin);
        if (end == std::string_view::npos) end = text.size();
        const auto content = text.substr(begin, end - begin);
        begin = end + 1;
        if (content.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        auto value = read_located_json(content, line);
        if (!value) return from_json(value.error(), name);
        LineReader reader(name, catalogue, names);
        take(reader, *value);
        if (reader.fields().failed()) return reader.fields().problem();
    }
    return std::nullopt;
}

}  // namespace

std::string FileProblem::message() const {
    std::string place = file;
    if (line > 0) place += ", Zeile " + std::to_string(line);
    if (!field.empty()) place += ", Feld " + field;
    return place + ": " + text + " " + remedy;
}

Result<Catalogue, FileProblem> read_catalogue(std::string_view text, std::string_view name) {
    const auto root = read_located_json(text);
    if (!root) return refuse(from_json(root.error(), name));
    return CatalogueReader(name).read(*root);
}

Result<std::vector<Learner>, FileProblem> read_learners(std::string_view text, std::string_view name, const Catalogue& catalogue) {
    std::vector<Learner> learners;
    Names ids;
    const auto problem = for_each_line(text, name, catalogue, [&](LineReader& reader, const LocatedValue& root) {
        auto learner = reader.learner(root);
        reader.fields().register_name(ids, learner.id, static_cast<int>(learners.size()), root.line, "id");
        learners.push_back(std::move(learner));
    });
    if (problem) return refuse(*problem);
    return learners;
}

Result<std::vector<ForeignAnswer>, FileProblem> read_answers(std::string_view text, std::string_view name, const Catalogue& catalogue) {
    std::vector<ForeignAnswer> answers;
    const auto problem =
        for_each_line(text, name, catalogue, [&](LineReader& reader, const LocatedValue& root) { answers.push_back(reader.answer(root)); });
    if (problem) return refuse(*problem);
    return answers;
}

Result<std::string, FileProblem> read_file(const std::filesystem::path& path) {
    std::error_code ec;
    std::ifstream stream(path, std::ios::binary);
    if (!stream || std::filesystem::is_directory(path, ec))
        return refuse(FileProblem{path.string(), 0, "", "Die Datei lässt sich nicht öffnen.", "Prüfen Sie den Pfad und die Leserechte."});
    std::ostringstream content;
    content << stream.rdbuf();
    return std::move(content).str();
}

Result<NamedInstance, FileProblem> load_instance(const std::filesystem::path& catalogue_path, const std::filesystem::path& learners_path) {
    const auto catalogue_text = read_file(catalogue_path);
    if (!catalogue_text) return refuse(catalogue_text.error());
    auto catalogue = read_catalogue(*catalogue_text, catalogue_path.string());
    if (!catalogue) return refuse(catalogue.error());
    const auto learners_text = read_file(learners_path);
    if (!learners_text) return refuse(learners_text.error());
    auto learners = read_learners(*learners_text, learners_path.string(), *catalogue);
    if (!learners) return refuse(learners.error());
    return NamedInstance{std::move(*catalogue), std::move(*learners)};
}

Result<void, FileProblem> write_file(const std::filesystem::path& path, std::string_view text) {
    auto beside = path;
    beside += ".teil-" + std::to_string(::getpid());
    std::error_code ec;
    {
        std::ofstream stream(beside, std::ios::binary | std::ios::trunc);
        stream.write(text.data(), static_cast<std::streamsize>(text.size()));
        stream.flush();
        if (!stream) {
            stream.close();
            std::filesystem::remove(beside, ec);
            return refuse(
                FileProblem{path.string(), 0, "", "Die Datei lässt sich nicht schreiben.", "Prüfen Sie Ordner, Schreibrechte und freien Platz."});
        }
    }
    std::filesystem::rename(beside, path, ec);
    if (ec) {
        std::error_code ignored;
        std::filesystem::remove(beside, ignored);
        return refuse(
            FileProblem{path.string(), 0, "", "Die Datei lässt sich nicht an ihren Platz schieben.", "Prüfen Sie Ordner und Schreibrechte."});
    }
    return {};
}

}  // namespace kc::planning::optimizer
