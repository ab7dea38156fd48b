// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/preview.hpp"

#include <algorithm>

namespace kc::catalogue {

namespace {

std::vector<CompetenceLevel> levels_of(const competence::CompetenceFramework& framework, const std::vector<LevelContent>& list) {
    std::vector<CompetenceLevel> levels;
    for (const auto& [slug, level] : list) {
        if (const auto index = framework.competence_by_slug(slug)) levels.push_back({framework.competence(*index).id, level});
    }
    std::sort(levels.begin(), levels.end());
    return levels;
}

std::vector<LevelContent> contents_of(const competence::CompetenceFramework& framework, const std::vector<CompetenceLevel>& list) {
    std::vector<LevelContent> levels;
    for (const auto& [competence, level] : list) {
        if (const auto index = framework.index_of(competence)) levels.push_back({framework.competence(*index).slug, level});
    }
    std::sort(levels.begin(), levels.end());
    return levels;
}

}  // namespace

std::optional<LearningUnit> unit_of_content(const CatalogueSnapshot& snapshot, const competence::CompetenceFramework& framework,
                                            const UnitContent& content, LearningUnitId id) {
    const auto* provider = snapshot.find_provider(content.provider);
    if (provider == nullptr) return std::nullopt;
    LearningUnit unit;
    unit.id = id;
    unit.slug = content.slug;
    unit.provider = static_cast<std::size_t>(provider - snapshot.providers().data());
    unit.kind = content.kind;
    unit.title = content.title;
    unit.objective = content.objective;
    unit.description_specialist = content.description_specialist;
    unit.description_general = content.description_general;
    unit.audience = content.audience;
    unit.mode = content.mode;
    unit.self_study = content.self_study;
    unit.tutorial = content.tutorial;
    unit.follow_up = content.follow_up;
    unit.presence_days = content.presence_days;
    unit.price_member = content.price_member;
    unit.price_other = content.price_other;
    unit.origin = content.origin;
    unit.funded = content.funded;
    unit.language = content.language;
    unit.practice = content.practice;
    unit.keywords = content.keywords;
    unit.participants_min = content.participants_min;
    unit.participants_max = content.participants_max;
    unit.funding = content.funding;
    unit.difficulty = content.difficulty;
    unit.dqr = content.dqr;
    unit.ects_tenths = content.ects_tenths;
    unit.credentials = content.credentials;
    unit.accessibility = content.accessibility;
    unit.accessibility_note = content.accessibility_note;
    for (const auto& seal : content.seals) unit.seals.push_back({seal.name, seal.issuer, seal.valid_until});
    if (content.source) unit.source = OfferSource{content.source->system, content.source->id, content.source->url};
    if (content.only_for) {
        const auto* owner = snapshot.find_provider(*content.only_for);
        unit.only_for = owner != nullptr ? owner->organisation : provider->organisation;
    }
    if (content.after) {
        if (const auto* before = snapshot.find_unit(*content.after)) {
            unit.after_id = before->id;
            unit.after = snapshot.index_of(before->id);
        }
    }
    unit.teaches = levels_of(framework, content.teaches);
    unit.needs = levels_of(framework, content.needs);
    for (const auto& slug : content.modules) {
        if (const auto* module = snapshot.find_module(slug)) {
            const bool mandatory = std::find(content.mandatory_in.begin(), content.mandatory_in.end(), slug) != content.mandatory_in.end();
            unit.modules.push_back({static_cast<std::size_t>(module - snapshot.modules().data()), mandatory});
        }
    }
    if (const auto* published = snapshot.find_unit(id)) {
        unit.version = published->version;
        unit.courses = published->courses;
        unit.dates = published->dates;
    }
    if (content.code_share_of) {
        if (const auto* original = snapshot.find_unit(*content.code_share_of)) {
            unit.code_share_of = original->id;
            unit.dates = original->dates;
        }
    }
    return unit;
}

UnitContent content_of_unit(const CatalogueSnapshot& snapshot, const competence::CompetenceFramework& framework, const LearningUnit& unit) {
    UnitContent content;
    content.slug = unit.slug;
    content.provider = snapshot.provider_of(unit).slug;
    content.kind = unit.kind;
    content.title = unit.title;
    content.objective = unit.objective;
    content.description_specialist = unit.description_specialist;
    content.description_general = unit.description_general;
    content.audience = unit.audience;
    content.mode = unit.mode;
    content.self_study = unit.self_study;
    content.tutorial = unit.tutorial;
    content.follow_up = unit.follow_up;
    content.presence_days = unit.presence_days;
    content.price_member = unit.price_member;
    content.price_other = unit.price_other;
    content.origin = unit.origin;
    content.funded = unit.funded;
    content.language = unit.language;
    content.practice = unit.practice;
    content.keywords = unit.keywords;
    content.participants_min = unit.participants_min;
    content.participants_max = unit.participants_max;
    content.funding = unit.funding;
    content.difficulty = unit.difficulty;
    content.dqr = unit.dqr;
    content.ects_tenths = unit.ects_tenths;
    content.credentials = unit.credentials;
    content.accessibility = unit.accessibility;
    content.accessibility_note = unit.accessibility_note;
    for (const auto& seal : unit.seals) content.seals.push_back({seal.name, seal.issuer, seal.valid_until});
    if (unit.source) content.source = SourceContent{unit.source->system, unit.source->id, unit.source->url};
    if (unit.only_for) {
        if (const auto* owner = snapshot.provider_of_organisation(*unit.only_for)) content.only_for = owner->slug;
    }
    if (unit.after_id) {
        if (const auto* before = snapshot.find_unit(*unit.after_id)) content.after = before->slug;
    }
    if (unit.code_share_of) {
        if (const auto* original = snapshot.find_unit(*unit.code_share_of)) content.code_share_of = original->slug;
    }
    content.teaches = contents_of(framework, unit.teaches);
    content.needs = contents_of(framework, unit.needs);
    for (const auto& [module, mandatory] : unit.modules) {
        content.modules.push_back(snapshot.modules()[module].slug);
        if (mandatory) content.mandatory_in.push_back(snapshot.modules()[module].slug);
    }
    return content;
}

}  // namespace kc::catalogue
