// SPDX-License-Identifier: EUPL-1.2
#include "authoring/standard.hpp"

#include "catalogue/content_json.hpp"

#include <array>

namespace kc::authoring {

namespace {

constexpr std::array fields{
    StandardField{"title", Section::title, true},
    StandardField{"objective", Section::title, true},
    StandardField{"audience", Section::title, true},
    StandardField{"keywords", Section::title, true},
    StandardField{"language", Section::title, true},
    StandardField{"description_general", Section::descriptions, true},
    StandardField{"description_specialist", Section::descriptions, false},
    StandardField{"practice", Section::descriptions, true},
    StandardField{"teaches", Section::competences, true},
    StandardField{"needs", Section::competences, false},
    StandardField{"modules", Section::competences, true},
    StandardField{"mandatory_in", Section::competences, false},
    StandardField{"mode", Section::phases, true},
    StandardField{"self_study", Section::phases, false},
    StandardField{"tutorial", Section::phases, true},
    StandardField{"follow_up", Section::phases, false},
    StandardField{"presence_days", Section::phases, true},
    StandardField{"participants_min", Section::conditions, true},
    StandardField{"participants_max", Section::conditions, true},
    StandardField{"price_member", Section::conditions, true},
    StandardField{"price_other", Section::conditions, true},
    StandardField{"funded", Section::conditions, true},
    StandardField{"funding", Section::conditions, true},
    StandardField{"difficulty", Section::quality, false},
    StandardField{"dqr", Section::quality, false},
    StandardField{"ects_tenths", Section::quality, false},
    StandardField{"credentials", Section::quality, true},
    StandardField{"accessibility", Section::quality, true},
    StandardField{"accessibility_note", Section::quality, true},
    StandardField{"seals", Section::quality, false},
    StandardField{"origin", Section::connections, true},
    StandardField{"code_share_of", Section::connections, true},
    StandardField{"after", Section::connections, false},
    StandardField{"only_for", Section::connections, true},
};

template <class F> void for_each_member(F&& visit) {
    boost::mp11::mp_for_each<boost::describe::describe_members<UnitContent, boost::describe::mod_public>>(std::forward<F>(visit));
}

}  // namespace

std::span<const StandardField> standard_fields() { return fields; }

const StandardField* find_standard_field(std::string_view name) {
    for (const auto& field : fields) {
        if (field.name == name) return &field;
    }
    return nullptr;
}

bool applies(const StandardField& field, OfferKind kind) { return field.light || !is_light(kind); }

UnitContent with_section(UnitContent base, const UnitContent& from, Section section) {
    for_each_member([&](auto member) {
        const auto* field = find_standard_field(member.name);
        if (field != nullptr && field->section == section) base.*member.pointer = from.*member.pointer;
    });
    return base;
}

std::string section_fingerprint(const UnitContent& content, Section section) {
    // FNV-1a: it guards against mishaps between colleagues, not against forgery.
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : catalogue::to_json(with_section(UnitContent{}, content, section))) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    return fmt::format("{:016x}", hash);
}

std::vector<std::string_view> changed_fields(const UnitContent& before, const UnitContent& after) {
    std::vector<std::string_view> changed;
    for (const auto& field : fields) {
        for_each_member([&](auto member) {
            if (field.name == member.name && !(before.*member.pointer == after.*member.pointer)) changed.push_back(field.name);
        });
    }
    return changed;
}

}  // namespace kc::authoring
