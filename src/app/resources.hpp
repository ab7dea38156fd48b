// SPDX-License-Identifier: EUPL-1.2
// What is read from the project's files once at start and shared by all rooms: the words of the search, the words of the readability check.
#pragma once

#include "authoring/word_list.hpp"
#include "search/language.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace kc::app {

struct Resources {
    std::shared_ptr<const search::Analyzer> language;
    std::string synonyms;  // the list that comes with the program, as YAML
    std::shared_ptr<const authoring::WordList> words;
};

Resources load_resources(const std::filesystem::path& sample_directory);

}  // namespace kc::app
