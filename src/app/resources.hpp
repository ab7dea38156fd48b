// SPDX-License-Identifier: EUPL-1.2
// What is read from the project's files once at start and shared by all rooms: the words of the search, the words of the readability check,
// the guides of the interview, the texts people are asked to agree to.
#pragma once

#include "app/home.hpp"
#include "authoring/word_list.hpp"
#include "consent/model.hpp"
#include "interview/guide.hpp"
#include "search/language.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace kc::app {

struct Resources {
    std::shared_ptr<const search::Analyzer> language;
    std::string synonyms;  // the list that comes with the program, as YAML
    std::shared_ptr<const authoring::WordList> words;
    std::shared_ptr<const interview::GuideLibrary> guides;
    std::shared_ptr<const consent::ConsentTexts> consents;
};

Resources load_resources(const Home& home);

// Only the language; for commands that need nothing else.
std::shared_ptr<const search::Analyzer> load_language(const Home& home);

}  // namespace kc::app
