// SPDX-License-Identifier: EUPL-1.2
#include "placement/item_content.hpp"

#include <initializer_list>
#include <set>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>
#include <boost/mp11.hpp>

namespace kc::placement {

namespace {

class Reader {
public:
    Reader(const YAML::Node& node, const std::string& file) : node_(node), file_(file) {
        if (!node_.IsMap()) fail("", "ist keine Liste von Angaben", "Schreiben Sie „Name: Wert“ untereinander.");
    }

    std::string text(const char* field) const {
        const auto value = need(field);
        if (!value.IsScalar() || value.Scalar().empty()) fail(field, "ist kein Text", "Schreiben Sie einen Text in Anführungszeichen.");
        return value.Scalar();
    }

    int integer(const char* field, int least, int most) const {
        const auto value = need(field);
        int number = 0;
        if (!value.IsScalar() || !YAML::convert<int>::decode(value, number) || number < least || number > most) {
            fail(field, "ist keine passende Zahl", fmt::format("Möglich ist {} bis {}.", least, most));
        }
        return number;
    }

    ItemKind kind(const char* field) const {
        const auto name = text(field);
        ItemKind value{};
        if (boost::describe::enum_from_string(name.c_str(), value)) return value;
        std::string known;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<ItemKind>>(
            [&](auto entry) { known += (known.empty() ? "" : ", ") + std::string(entry.name); });
        fail(field, "„" + name + "“ ist nicht vorgesehen", "Möglich sind: " + known + ".");
    }

    YAML::Node list(const char* field) const {
        const auto value = need(field);
        if (!value.IsSequence() || value.size() == 0)
            fail(field, "ist keine Liste", "Schreiben Sie die Einträge untereinander, jeden mit einem Strich.");
        return value;
    }

    // Fields nobody reads are slips of the pen.
    void allow_only(std::initializer_list<std::string_view> fields) const {
        for (const auto& entry : node_) {
            const auto name = entry.first.Scalar();
            if (std::find(fields.begin(), fields.end(), name) == fields.end()) fail(name, "ist nicht vorgesehen", "Prüfen Sie die Schreibweise.");
        }
    }

    [[noreturn]] void fail(const std::string& field, std::string_view problem, std::string_view remedy) const {
        throw ItemFileError(fmt::format("{}, Zeile {}: {}{} {}. {}", file_, node_.Mark().line + 1, field.empty() ? "" : "„" + field + "“",
                                        field.empty() ? "Der Eintrag" : "", problem, remedy));
    }

    YAML::Node need(const char* field) const {
        const auto value = node_[field];
        if (!value || value.IsNull()) fail(field, "fehlt", "Ergänzen Sie die Angabe.");
        return value;
    }

private:
    YAML::Node node_;
    const std::string& file_;
};

// `right` holds the positions of the right answers, counted from 1; of an ordering nothing, of true_false "true" or "false".
std::vector<ItemOption> read_options(const Reader& reader, ItemKind kind) {
    std::vector<ItemOption> options;
    if (kind == ItemKind::true_false) {
        bool holds = false;
        if (!YAML::convert<bool>::decode(reader.need("right"), holds))
            reader.fail("right", "ist weder true noch false", "Schreiben Sie true oder false.");
        return {{"Stimmt", holds}, {"Stimmt nicht", !holds}};
    }
    for (const auto& option : reader.list("options")) {
        if (!option.IsScalar()) reader.fail("options", "enthält keinen Text", "Schreiben Sie je Antwort einen Text in Anführungszeichen.");
        options.push_back({option.Scalar(), kind == ItemKind::ordering});
    }
    if (kind == ItemKind::ordering) return options;
    for (const auto& number : reader.list("right")) {
        int position = 0;
        if (!YAML::convert<int>::decode(number, position) || position < 1 || position > std::ssize(options)) {
            reader.fail("right", "nennt eine Antwort, die es nicht gibt", "Zählen Sie die Antworten von 1 an.");
        }
        options[static_cast<std::size_t>(position - 1)].is_right = true;
    }
    return options;
}

ItemContent read_item(const YAML::Node& node, const std::string& file) {
    const Reader reader(node, file);
    reader.allow_only({"id", "competence", "level", "kind", "question", "options", "right", "explanation", "author"});
    ItemContent item;
    item.slug = reader.text("id");
    item.competence = reader.text("competence");
    item.level = reader.integer("level", 1, 5);
    item.kind = reader.kind("kind");
    item.question = reader.text("question");
    item.options = read_options(reader, item.kind);
    item.explanation = reader.text("explanation");
    item.author = node["author"] ? reader.text("author") : "";
    Item checked;
    checked.level = item.level;
    checked.kind = item.kind;
    checked.question = item.question;
    checked.explanation = item.explanation;
    checked.options = item.options;
    if (const auto problems = problems_of(checked); !problems.empty()) reader.fail(item.slug, "ist so nicht brauchbar", problems.front());
    return item;
}

}  // namespace

std::vector<ItemContent> load_placement_items(const std::filesystem::path& file) {
    const auto name = file.filename().string();
    YAML::Node document;
    try {
        document = YAML::LoadFile(file.string());
    } catch (const YAML::Exception& problem) {
        throw ItemFileError(fmt::format("{}, Zeile {}: Die Datei lässt sich nicht lesen ({}). Prüfen Sie Einrückung und Anführungszeichen.", name,
                                        problem.mark.line + 1, problem.msg));
    }
    const Reader reader(document, name);
    reader.allow_only({"version", "items"});
    reader.integer("version", 1, 1);
    std::vector<ItemContent> items;
    std::set<std::string> slugs;
    for (const auto& node : reader.list("items")) {
        items.push_back(read_item(node, name));
        if (!slugs.insert(items.back().slug).second) {
            Reader(node, name).fail("id", "„" + items.back().slug + "“ kommt zweimal vor", "Geben Sie jeder Frage ein eigenes Kürzel.");
        }
    }
    return items;
}

}  // namespace kc::placement
