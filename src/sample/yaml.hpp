// SPDX-License-Identifier: EUPL-1.2
// YamlEntry: reads the content files of the sample region field by field; whatever is wrong ends in a SampleFileError that names
// file, line, field and remedy in German, because those who edit these files are subject experts.
#pragma once

#include "base/date.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>
#include <boost/describe.hpp>

namespace kc::sample {

class SampleFileError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class YamlEntry {
public:
    static YamlEntry load(const std::filesystem::path& file);

    std::string text(const std::string& field) const;  // not empty, valid UTF-8
    std::string text_or(const std::string& field, std::string_view otherwise) const;
    std::int64_t integer(const std::string& field, std::int64_t least, std::int64_t most) const;
    std::int64_t integer_or(const std::string& field, std::int64_t otherwise, std::int64_t least, std::int64_t most) const;
    double decimal(const std::string& field, double least, double most) const;
    bool boolean(const std::string& field) const;
    Date date(const std::string& field) const;
    int minute_of_day(const std::string& field) const;               // "09:30"
    std::vector<std::string> texts(const std::string& field) const;  // a list of texts, which must be there
    std::vector<std::string> texts_or_none(const std::string& field) const;
    std::vector<YamlEntry> entries(const std::string& field) const;  // a list of maps, which must be there
    std::vector<YamlEntry> entries_or_none(const std::string& field) const;
    std::vector<std::pair<std::string, std::int64_t>> weights(const std::string& field) const;  // {name: 3, other: 1}
    YamlEntry entry(const std::string& field) const;
    bool has(const std::string& field) const;

    // One of the enumerators of a described enum, by its name.
    template <class Enum> Enum choice(const std::string& field) const {
        const std::string name = text(field);
        Enum value{};
        if (boost::describe::enum_from_string(name.c_str(), value)) return value;
        std::string known;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto entry) {
            if (!known.empty()) known += ", ";
            known += entry.name;
        });
        fail(field, "„" + name + "“ ist nicht vorgesehen", "Möglich sind: " + known + ".");
    }

    [[noreturn]] void fail(const std::string& field, std::string_view problem, std::string_view remedy) const;

private:
    YamlEntry(YAML::Node node, std::shared_ptr<const std::string> file) : node_(std::move(node)), file_(std::move(file)) {}

    YAML::Node need(const std::string& field) const;
    YAML::Node need_list(const std::string& field) const;
    [[noreturn]] void fail_at(const YAML::Mark& mark, const std::string& field, std::string_view problem, std::string_view remedy) const;
    std::int64_t as_integer(const YAML::Node& node, const std::string& field, std::int64_t least, std::int64_t most) const;
    std::string as_text(const YAML::Node& node, const std::string& field) const;

    YAML::Node node_;
    std::shared_ptr<const std::string> file_;
};

// learning_units.yaml, learning_units_2.yaml …: all files of the directory whose name begins like this, in order.
std::vector<YamlEntry> load_numbered_files(const std::filesystem::path& directory, std::string_view stem);

// Lists whose entries refer to each other by `id`: refuses one that occurs twice or is not known.
class KnownIds {
public:
    explicit KnownIds(std::string what) : what_(std::move(what)) {}
    void add(const YamlEntry& entry, const std::string& id);
    void check(const YamlEntry& entry, const std::string& field, const std::string& id) const;
    bool contains(const std::string& id) const;

private:
    std::string what_;
    std::vector<std::string> ids_;  // sorted
};

}  // namespace kc::sample
