// SPDX-License-Identifier: EUPL-1.2
// The standardised description (R124, R125) as authors meet it: which field belongs to which section of the editor, and which fields
// the light template of short formats leaves out. Everything that walks over the fields uses this one list.
#pragma once

#include "catalogue/content.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kc::authoring {

using catalogue::OfferKind;
using catalogue::UnitContent;

enum class Section { title, descriptions, competences, phases, conditions, quality, connections };
BOOST_DESCRIBE_ENUM(Section, title, descriptions, competences, phases, conditions, quality, connections)

struct StandardField {
    std::string_view name;  // of the member of UnitContent
    Section section{};
    bool light = false;  // also asked for information events, coaching and dialogue
};

std::span<const StandardField> standard_fields();  // in the order in which they are shown
const StandardField* find_standard_field(std::string_view name);

inline bool is_light(OfferKind kind) { return kind != OfferKind::learning_unit; }
bool applies(const StandardField& field, OfferKind kind);

// `base` with the fields of one section taken from another description.
UnitContent with_section(UnitContent base, const UnitContent& from, Section section);
// Names what a section says: the same text for the same values, another one for any other.
std::string section_fingerprint(const UnitContent& content, Section section);
// Names of the fields in which two descriptions differ, in the order of the standard.
std::vector<std::string_view> changed_fields(const UnitContent& before, const UnitContent& after);

}  // namespace kc::authoring
