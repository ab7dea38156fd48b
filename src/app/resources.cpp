// SPDX-License-Identifier: EUPL-1.2
#include "app/resources.hpp"

#include <fstream>
#include <sstream>

namespace kc::app {

Resources load_resources(const std::filesystem::path& sample_directory) {
    const auto search_files = sample_directory / "search";
    std::ostringstream synonyms;
    synonyms << std::ifstream(search_files / "synonyms.yaml", std::ios::binary).rdbuf();
    return {search::Analyzer::load({.synonyms = search_files / "synonyms.yaml",
                                    .word_parts = search_files / "word_parts.txt",
                                    .dictionary = search::Analyzer::system_dictionary}),
            synonyms.str(), authoring::WordList::load(sample_directory / "readability.yaml")};
}

}  // namespace kc::app
