// SPDX-License-Identifier: EUPL-1.2
// Takes typed values out of a located JSON document and remembers the first problem with its place.
// After a problem every further read returns an empty value, so readers stay free of checks after each line.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "planning/optimizer/instance_file.hpp"
#include "planning/optimizer/located_json.hpp"

namespace kc::planning::optimizer {

using Names = std::unordered_map<std::string, int>;

class FieldReader {
public:
    explicit FieldReader(std::string_view file) : file_(file) {}

    bool failed() const { return problem_.has_value(); }
    const FileProblem& problem() const { return *problem_; }
    void fail(int line, const std::string& field, std::string text, std::string remedy) {
        if (!problem_) problem_ = FileProblem{std::string(file_), line, field, std::move(text), std::move(remedy)};
    }

    bool is_object(const LocatedValue& value, const std::string& field);
    const LocatedValue* member(const LocatedValue& object, const std::string& path, const char* name);
    const std::vector<LocatedValue>& list(const LocatedValue& object, const std::string& path, const char* name);
    const std::vector<LocatedValue>& elements(const LocatedValue& value, const std::string& field);
    std::string id(const LocatedValue& value, const std::string& field);
    std::string id(const LocatedValue& object, const std::string& path, const char* name);
    int number(const LocatedValue& value, const std::string& field, int least, int most);
    int number(const LocatedValue& object, const std::string& path, const char* name, int least, int most);
    bool flag(const LocatedValue& object, const std::string& path, const char* name);
    int reference(const LocatedValue& value, const std::string& field, const Names& names, const char* what);
    DayRange days(const LocatedValue& object, const std::string& path);
    void register_name(Names& names, const std::string& name, int index, int line, const std::string& field);

private:
    std::string_view file_;
    std::optional<FileProblem> problem_;
};

}  // namespace kc::planning::optimizer
