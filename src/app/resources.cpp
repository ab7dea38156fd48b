// SPDX-License-Identifier: EUPL-1.2
#include "app/resources.hpp"

#include <fstream>
#include <sstream>

namespace kc::app {

namespace {

std::filesystem::path search_files(const Home& home) { return home.sample() / "search"; }

}  // namespace

std::shared_ptr<const search::Analyzer> load_language(const Home& home) {
    return search::Analyzer::load({.synonyms = search_files(home) / "synonyms.yaml",
                                   .word_parts = search_files(home) / "word_parts.txt",
                                   .dictionary = search::Analyzer::system_dictionary});
}

Resources load_resources(const Home& home) {
    std::ostringstream synonyms;
    synonyms << std::ifstream(search_files(home) / "synonyms.yaml", std::ios::binary).rdbuf();
    return {.language = load_language(home),
            .synonyms = synonyms.str(),
            .words = authoring::WordList::load(home.sample() / "readability.yaml"),
            .guides = std::make_shared<const interview::GuideLibrary>(interview::GuideLibrary::load(home.guides())),
            .consents = std::make_shared<const consent::ConsentTexts>(consent::ConsentTexts::load(home.consents()))};
}

}  // namespace kc::app
