// SPDX-License-Identifier: EUPL-1.2
#include "app/resources.hpp"

namespace kc::app {

Resources load_resources(const std::filesystem::path& sample_directory) {
    const auto search_files = sample_directory / "search";
    return {search::Analyzer::load({.synonyms = search_files / "synonyms.yaml",
                                    .word_parts = search_files / "word_parts.txt",
                                    .dictionary = search::Analyzer::system_dictionary}),
            authoring::WordList::load(sample_directory / "readability.yaml")};
}

}  // namespace kc::app
