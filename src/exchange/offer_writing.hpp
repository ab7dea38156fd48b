// SPDX-License-Identifier: EUPL-1.2
// Our public offers in the forms of others: MOOChub 3.0.1 and 2.3, schema.org, AMB. Made from the snapshots alone; internal offers are
// never among them (AU-41).
#pragma once

#include "catalogue/catalogue.hpp"
#include "catalogue/content.hpp"
#include "competence/framework.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::exchange {

struct WritingContext {
    const catalogue::CatalogueSnapshot& snapshot;
    const competence::CompetenceFramework& framework;
    std::string base_address;  // "https://campus.example", without a slash at the end
    Date today{};

    std::string offer_address(const catalogue::LearningUnit& unit) const { return base_address + "/angebote/" + unit.slug; }
};

enum class MoochubVersion { v2_3, v3_0_1 };
std::string_view version_text(MoochubVersion version);  // "2.3", "3.0"

// The version a client asks for in its Accept header; nothing when it names only what we do not have (406).
std::optional<MoochubVersion> negotiate_moochub(std::string_view accept);

// By title, without internal ones.
std::vector<const catalogue::LearningUnit*> public_units(const catalogue::CatalogueSnapshot& snapshot);

struct MoochubPage {
    std::int64_t number = 1, size = 50;
};
std::string moochub_page(const WritingContext& context, MoochubVersion version, const MoochubPage& page);
std::string moochub_file(const WritingContext& context, MoochubVersion version);  // everything in one document

std::string schema_org(const WritingContext& context, const catalogue::LearningUnit& unit);
std::string amb(const WritingContext& context, const catalogue::LearningUnit& unit);

// The standard description with upcoming dates, for CSV and JSON.
catalogue::UnitContent unit_content(const WritingContext& context, const catalogue::LearningUnit& unit);

// What each form cannot carry, in German, for the page that offers the downloads (AU-44).
const std::vector<std::string>& moochub_losses();

}  // namespace kc::exchange
