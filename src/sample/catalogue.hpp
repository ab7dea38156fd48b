// SPDX-License-Identifier: EUPL-1.2
// The content of the sample region from its YAML files: competences, role profiles, places, offers. Dates of the offers are laid out
// over the twelve months after `today`, the same for the same seed and day.
#pragma once

#include "base/date.hpp"
#include "catalogue/content.hpp"
#include "competence/framework_content.hpp"

#include <cstdint>
#include <filesystem>

namespace kc::sample {

struct SampleCatalogue {
    competence::FrameworkContent framework;
    std::vector<catalogue::PlaceContent> places;
    catalogue::CatalogueContent offers;
};

// Throws SampleFileError (sample_yaml.hpp) with file, line, field and remedy.
SampleCatalogue read_sample_catalogue(const std::filesystem::path& data_directory, Date today, std::uint64_t seed);

// FNV-1a: mixes a name into a seed, so that what belongs to one name does not depend on the others.
std::uint64_t mixed_seed(std::uint64_t seed, std::string_view name);

}  // namespace kc::sample
