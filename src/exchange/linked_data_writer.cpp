// SPDX-License-Identifier: EUPL-1.2
// One offer as linked data: schema.org for search engines, AMB for educational catalogues.
#include "catalogue/rich_text.hpp"
#include "exchange/writing_parts.hpp"

namespace kc::exchange {

using catalogue::AccessibilityFeature;
using catalogue::CredentialKind;
using catalogue::Format;
using catalogue::LearningUnit;

namespace {

std::string_view instance_mode(Format mode) {
    switch (mode) {
        case Format::on_site: return "onsite";
        case Format::hybrid: return "blended";
        case Format::online:
        case Format::self_paced: return "online";
    }
    return "online";
}

std::string_view credential_name(CredentialKind kind) {
    switch (kind) {
        case CredentialKind::participation: return "Teilnahmebestätigung";
        case CredentialKind::transcript: return "Zeugnis";
        case CredentialKind::certificate: return "Zertifikat";
    }
    return "";
}

// The words of schema.org where it has one.
std::string_view accessibility_word(AccessibilityFeature feature) {
    switch (feature) {
        case AccessibilityFeature::captions: return "captions";
        case AccessibilityFeature::sign_language: return "signLanguage";
        case AccessibilityFeature::screen_reader: return "ARIA";
        case AccessibilityFeature::accessible_documents: return "taggedPDF";
        case AccessibilityFeature::plain_language: return "simplifiedLanguage";
        case AccessibilityFeature::step_free:
        case AccessibilityFeature::hearing_loop: return "";
    }
    return "";
}

json::array competence_names(const WritingContext& context, const std::vector<catalogue::CompetenceLevel>& levels) {
    json::array names;
    std::set<std::size_t> told;
    for (const auto& level : levels) {
        const auto index = context.framework.index_of(level.competence);
        if (index && told.insert(*index).second) names.emplace_back(context.framework.competence(*index).name);
    }
    return names;
}

json::array competence_concepts(const WritingContext& context, const std::vector<catalogue::CompetenceLevel>& levels) {
    json::array concepts;
    std::set<std::size_t> told;
    for (const auto& level : levels) {
        const auto index = context.framework.index_of(level.competence);
        if (!index || !told.insert(*index).second) continue;
        const auto& competence = context.framework.competence(*index);
        json::object label, concept_object;
        label["de"] = competence.name;
        concept_object["id"] = context.base_address + "/kompetenzen/" + competence.slug;
        concept_object["prefLabel"] = std::move(label);
        concepts.push_back(std::move(concept_object));
    }
    return concepts;
}

json::object offer_object(const WritingContext& context, const LearningUnit& unit) {
    json::object offer;
    offer["@type"] = "Offer";
    offer["price"] = fmt::format("{}.{:02}", unit.price_other.value / 100, unit.price_other.value % 100);
    offer["priceCurrency"] = "EUR";
    offer["category"] = unit.price_other.value == 0 ? "Free" : "Paid";
    offer["url"] = context.offer_address(unit);
    return offer;
}

json::object instance_of(const WritingContext& context, const catalogue::TutorialDate& date) {
    json::object instance;
    instance["@type"] = "CourseInstance";
    instance["courseMode"] = instance_mode(date.mode);
    instance["startDate"] = local_moment_text(date.first_day, date.start_minute);
    instance["endDate"] = local_moment_text(date.last_day, date.end_minute);
    instance["maximumAttendeeCapacity"] = date.seats + date.online_seats;
    instance["eventStatus"] = "https://schema.org/EventScheduled";
    if (const auto* venue = context.snapshot.venue_of(date)) {
        json::object address, location;
        address["@type"] = "PostalAddress";
        address["streetAddress"] = venue->street;
        address["addressLocality"] = context.snapshot.place_of(*venue).name;
        address["addressCountry"] = "DE";
        location["@type"] = "Place";
        location["name"] = venue->name;
        location["address"] = std::move(address);
        instance["location"] = std::move(location);
    } else {
        json::object location;
        location["@type"] = "VirtualLocation";
        location["url"] = context.base_address + "/";
        instance["location"] = std::move(location);
    }
    return instance;
}

}  // namespace

std::string schema_org(const WritingContext& context, const LearningUnit& unit) {
    const auto& provider = context.snapshot.provider_of(unit);
    json::object course;
    course["@context"] = "https://schema.org";
    course["@type"] = "Course";
    course["@id"] = context.offer_address(unit);
    course["url"] = context.offer_address(unit);
    course["name"] = unit.title;
    const std::string description = description_plain(unit);
    course["description"] = description.empty() ? unit.title : description;
    course["inLanguage"] = unit.language;
    json::object by;
    by["@type"] = "Organization";
    by["name"] = provider.name;
    by["url"] = context.base_address + "/anbieter/" + provider.slug;
    course["provider"] = std::move(by);
    if (!unit.audience.empty()) {
        json::object audience;
        audience["@type"] = "Audience";
        audience["audienceType"] = unit.audience;
        course["audience"] = std::move(audience);
    }
    course["educationalLevel"] = difficulty_name(unit.difficulty, Language::de);
    if (unit.total().value > 0) course["timeRequired"] = iso_hours(unit.total());
    if (auto teaches = competence_names(context, unit.teaches); !teaches.empty()) course["teaches"] = std::move(teaches);
    if (auto needs = competence_names(context, unit.needs); !needs.empty()) course["competencyRequired"] = std::move(needs);
    json::array keywords;
    for (const auto& word : unit.keywords) keywords.emplace_back(word);
    if (!keywords.empty()) course["keywords"] = std::move(keywords);
    json::array features;
    for (const auto feature : unit.accessibility) {
        if (const auto word = accessibility_word(feature); !word.empty()) features.emplace_back(word);
    }
    if (!features.empty()) course["accessibilityFeature"] = std::move(features);
    json::array credentials;
    for (const auto kind : unit.credentials) {
        json::object credential;
        credential["@type"] = "EducationalOccupationalCredential";
        credential["credentialCategory"] = credential_name(kind);
        credentials.push_back(std::move(credential));
    }
    if (!credentials.empty()) course["educationalCredentialAwarded"] = std::move(credentials);
    if (unit.ects_tenths > 0) {
        json::object credits;
        credits["@type"] = "StructuredValue";
        credits["value"] = unit.ects_tenths / 10.0;
        credits["unitText"] = "ECTS";
        course["numberOfCredits"] = std::move(credits);
    }
    course["isAccessibleForFree"] = unit.price_other.value == 0;
    course["offers"] = json::array{offer_object(context, unit)};
    json::array instances;
    for (const auto* date : upcoming_dates(context, unit)) instances.push_back(instance_of(context, *date));
    if (unit.mode == Format::self_paced) {
        json::object instance;
        instance["@type"] = "CourseInstance";
        instance["courseMode"] = "online";
        instance["courseWorkload"] = iso_hours(unit.total());
        instances.push_back(std::move(instance));
    }
    if (!instances.empty()) course["hasCourseInstance"] = std::move(instances);
    return json::serialize(course);
}

std::string amb(const WritingContext& context, const LearningUnit& unit) {
    const auto& provider = context.snapshot.provider_of(unit);
    json::object language, whole;
    language["@language"] = "de";
    whole["@context"] = json::array{"https://w3id.org/kim/amb/context.jsonld", std::move(language)};
    whole["id"] = context.offer_address(unit);
    whole["type"] = json::array{"LearningResource", "Course"};
    whole["name"] = unit.title;
    if (const std::string description = description_plain(unit); !description.empty()) whole["description"] = description;
    json::object label, type;
    label["de"] = "Kurs";
    label["en"] = "Course";
    type["id"] = "https://w3id.org/kim/hcrt/course";
    type["type"] = "Concept";
    type["prefLabel"] = std::move(label);
    whole["learningResourceType"] = json::array{std::move(type)};
    whole["inLanguage"] = json::array{unit.language};
    json::array keywords;
    for (const auto& word : unit.keywords) keywords.emplace_back(word);
    if (!keywords.empty()) whole["keywords"] = std::move(keywords);
    json::object by;
    by["id"] = context.base_address + "/anbieter/" + provider.slug;
    by["type"] = "Organization";
    by["name"] = provider.name;
    whole["creator"] = json::array{by};
    whole["publisher"] = json::array{std::move(by)};
    whole["isAccessibleForFree"] = unit.price_other.value == 0;
    json::object access;
    access["id"] = "http://w3id.org/kim/conditionsOfAccess/login";
    access["type"] = "Concept";
    whole["conditionsOfAccess"] = std::move(access);
    if (auto teaches = competence_concepts(context, unit.teaches); !teaches.empty()) whole["teaches"] = std::move(teaches);
    if (auto needs = competence_concepts(context, unit.needs); !needs.empty()) whole["competencyRequired"] = std::move(needs);
    json::object platform, page;
    platform["id"] = context.base_address + "/";
    platform["type"] = "Service";
    platform["name"] = "KommunalCampus";
    page["id"] = context.offer_address(unit);
    page["type"] = "WebContent";
    page["provider"] = std::move(platform);
    whole["mainEntityOfPage"] = json::array{std::move(page)};
    return json::serialize(whole);
}

catalogue::UnitContent unit_content(const WritingContext& context, const LearningUnit& unit) {
    const auto levels = [&](const std::vector<catalogue::CompetenceLevel>& from) {
        std::vector<catalogue::LevelContent> list;
        for (const auto& level : from) {
            if (const auto index = context.framework.index_of(level.competence))
                list.push_back({context.framework.competence(*index).slug, level.level});
        }
        return list;
    };
    catalogue::UnitContent content;
    content.slug = unit.slug;
    content.provider = context.snapshot.provider_of(unit).slug;
    content.kind = unit.kind;
    content.title = unit.title;
    content.objective = unit.objective;
    content.description_specialist = unit.description_specialist;
    content.description_general = unit.description_general;
    content.audience = unit.audience;
    for (const auto& [module, mandatory] : unit.modules) {
        content.modules.push_back(context.snapshot.modules()[module].slug);
        if (mandatory) content.mandatory_in.push_back(content.modules.back());
    }
    content.teaches = levels(unit.teaches);
    content.needs = levels(unit.needs);
    if (unit.after) content.after = context.snapshot.unit(*unit.after).slug;
    content.self_study = unit.self_study;
    content.tutorial = unit.tutorial;
    content.follow_up = unit.follow_up;
    content.mode = unit.mode;
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
    if (unit.code_share_of) {
        if (const auto* original = context.snapshot.find_unit(*unit.code_share_of)) content.code_share_of = original->slug;
    }
    content.funding = unit.funding;
    content.difficulty = unit.difficulty;
    content.dqr = unit.dqr;
    content.ects_tenths = unit.ects_tenths;
    content.credentials = unit.credentials;
    content.accessibility = unit.accessibility;
    content.accessibility_note = unit.accessibility_note;
    for (const auto& seal : unit.seals) content.seals.push_back({seal.name, seal.issuer, seal.valid_until});
    if (unit.source) content.source = catalogue::SourceContent{unit.source->system, unit.source->id, unit.source->url};
    if (unit.code_share_of) return content;  // its dates are those of the original
    for (const auto* date : upcoming_dates(context, unit)) {
        catalogue::DateContent out{date->mode,  date->first_day,        date->last_day, date->start_minute, date->end_minute, std::nullopt,
                                   date->seats, date->booking_deadline, date->state,    date->online_seats, std::nullopt};
        if (const auto* venue = context.snapshot.venue_of(*date)) out.venue = venue->slug;
        content.dates.push_back(std::move(out));
    }
    return content;
}

}  // namespace kc::exchange
