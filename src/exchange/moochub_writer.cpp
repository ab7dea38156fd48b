// SPDX-License-Identifier: EUPL-1.2
#include "exchange/alignment.hpp"
#include "exchange/values.hpp"
#include "exchange/writing_parts.hpp"

#include <sodium.h>

namespace kc::exchange {

using catalogue::CredentialKind;
using catalogue::Format;
using catalogue::LearningUnit;

namespace {

// The same on every run and every node: made from the address of the offer.
std::string uuid_of(std::string_view address) {
    std::array<unsigned char, 16> bytes{};
    crypto_generichash(bytes.data(), bytes.size(), reinterpret_cast<const unsigned char*>(address.data()), address.size(), nullptr, 0);
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x80);  // version 8 of RFC 9562: made by own rules
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += fmt::format("{:02x}", bytes[i]);
    }
    return text;
}

json::array modes_of(Format mode) {
    switch (mode) {
        case Format::on_site: return {"onsite", "synchronous"};
        case Format::online: return {"online", "synchronous"};
        case Format::hybrid: return {"blended"};
        case Format::self_paced: return {"online", "asynchronous"};
    }
    return {};
}

json::value price_number(Money money) {
    if (money.value % 100 == 0) return money.value / 100;
    return static_cast<double>(money.value) / 100;
}

// Only competences that our framework aligns with DigComp can be named in 3.0.1.
json::array competences_of(const WritingContext& context, const std::vector<catalogue::CompetenceLevel>& levels) {
    json::array list;
    for (const auto& level : levels) {
        const auto index = context.framework.index_of(level.competence);
        if (!index) continue;
        const auto& competence = context.framework.competence(*index);
        const auto* aligned = competence.alignment(competence::ForeignFramework::digcomp);
        if (aligned == nullptr) continue;
        const std::string code = std::to_string(digcomp_of_level(level.level));
        json::object stage;
        stage["name"] = localized("DigComp-Stufe " + code);
        stage["shortCode"] = code;
        stage["educationalFramework"] = "DigComp";
        stage["educationalFrameworkVersion"] = "2.2";
        stage["type"] = "EducationalLevel";
        json::object object;
        object["name"] = localized(competence.name);
        object["shortCode"] = aligned->concept_id;
        object["educationalFramework"] = "DigComp";
        object["educationalFrameworkVersion"] = "2.2";
        object["educationalLevel"] = std::move(stage);
        list.push_back(std::move(object));
    }
    return list;
}

json::array credentials_of(const LearningUnit& unit) {
    json::array list;
    for (const auto kind : unit.credentials) {
        switch (kind) {
            case CredentialKind::participation: list.emplace_back("confirmation of participation"); break;
            case CredentialKind::transcript: list.emplace_back("record of achievement"); break;
            case CredentialKind::certificate: list.emplace_back("certificate"); break;
        }
    }
    return list;
}

json::array access_of(const LearningUnit& unit) { return {unit.price_other.value == 0 ? "free" : "paid"}; }

void write_dates(const WritingContext& context, const LearningUnit& unit, json::object& attributes) {
    json::array starts, ends;
    std::set<std::string> seen_starts, seen_ends;
    const catalogue::TutorialDate* first = nullptr;
    for (const auto* date : upcoming_dates(context, unit)) {
        std::string start = moment_text(date->first_day, date->start_minute), end = moment_text(date->last_day, date->end_minute);
        // The lists must not repeat a value and belong together by position: a second date at the same time is left out.
        if (seen_starts.contains(start) || seen_ends.contains(end)) continue;
        if (first == nullptr) first = date;
        seen_starts.insert(start);
        seen_ends.insert(end);
        starts.emplace_back(std::move(start));
        ends.emplace_back(std::move(end));
    }
    if (first == nullptr) return;
    attributes["startDate"] = std::move(starts);
    attributes["endDate"] = std::move(ends);
    attributes["applicationDeadline"] = moment_text(first->booking_deadline, 23 * 60 + 59);
    const auto* venue = context.snapshot.venue_of(*first);
    if (venue == nullptr) return;
    const auto& place = context.snapshot.place_of(*venue);
    json::object address, location;
    address["addressCountry"] = "DE";
    address["streetAddress"] = venue->street;
    address["city"] = place.name;
    location["address"] = std::move(address);
    location["name"] = venue->name;
    location["latitude"] = place.latitude;
    location["longitude"] = place.longitude;
    attributes["contentLocation"] = std::move(location);
}

json::object course_3(const WritingContext& context, const LearningUnit& unit) {
    const auto& provider = context.snapshot.provider_of(unit);
    json::object attributes;
    attributes["name"] = unit.title;
    attributes["courseCode"] = unit.slug;
    json::object type;
    type["identifier"] = "https://w3id.org/kim/hcrt/course";
    type["type"] = "Concept";
    type["inScheme"] = "https://w3id.org/kim/hcrt/scheme";
    attributes["learningResourceType"] = std::move(type);
    attributes["courseMode"] = modes_of(unit.mode);
    const std::string description = description_html(unit);
    if (!description.empty()) attributes["description"] = description;
    attributes["inLanguage"] = json::array{unit.language};
    write_dates(context, unit, attributes);
    if (unit.total().value > 0) attributes["duration"] = iso_hours(unit.total());
    auto teaches = competences_of(context, unit.teaches);
    const bool digital = !teaches.empty();
    if (digital) attributes["teaches"] = std::move(teaches);
    auto required = competences_of(context, unit.needs);
    if (unit.after) {
        const auto& before = context.snapshot.unit(*unit.after);
        if (!before.only_for) {
            json::object course;
            course["name"] = localized(before.title);
            course["educationalFramework"] = "Course_ID";
            course["educationalFrameworkVersion"] = "1";
            course["targetUrl"] = context.offer_address(before);
            required.push_back(std::move(course));
        }
    }
    if (!required.empty()) attributes["competencyRequired"] = std::move(required);
    if (digital) {
        static constexpr int levels[] = {1, 3, 5};
        json::object level;
        level["name"] = localized(difficulty_name(unit.difficulty, Language::de));
        level["shortCode"] = std::to_string(levels[static_cast<int>(unit.difficulty)]);
        level["educationalFramework"] = "DigComp";
        level["educationalFrameworkVersion"] = "2.2";
        level["type"] = "EducationalLevel";
        attributes["educationalLevel"] = json::array{std::move(level)};
    }
    attributes["publisher"] = organisation(context, provider);
    attributes["creator"] = json::array{organisation(context, provider)};
    attributes["url"] = context.offer_address(unit);
    json::object license;
    license["identifier"] = "proprietary";
    license["url"] = nullptr;
    license["contentUrl"] = nullptr;
    attributes["license"] = json::array{std::move(license)};
    attributes["access"] = access_of(unit);
    json::array keywords;
    for (const auto& word : unit.keywords) keywords.emplace_back(word);
    if (!keywords.empty()) attributes["keywords"] = std::move(keywords);
    json::object price;
    price["price"] = price_number(unit.price_other);
    price["priceCurrency"] = "EUR";
    price["paymentFrequency"] = "one-time";
    price["category"] = "course";
    attributes["offer"] = json::array{std::move(price)};
    if (unit.ects_tenths > 0) attributes["numberOfCredits"] = unit.ects_tenths / 10.0;
    auto credentials = credentials_of(unit);
    if (!credentials.empty()) attributes["educationalCredentialsAwarded"] = std::move(credentials);

    json::object course;
    course["id"] = uuid_of(context.offer_address(unit));
    course["type"] = "Course";
    course["attributes"] = std::move(attributes);
    return course;
}

json::object course_2(const WritingContext& context, const LearningUnit& unit) {
    const auto& provider = context.snapshot.provider_of(unit);
    json::object attributes;
    attributes["name"] = unit.title;
    attributes["courseCode"] = unit.slug;
    attributes["courseMode"] = "MOOC";
    if (!unit.description_general.empty()) attributes["abstract"] = description_plain(unit);
    const std::string description = description_html(unit);
    if (!description.empty()) attributes["description"] = description;
    attributes["languages"] = json::array{unit.language};
    const auto dates = upcoming_dates(context, unit);
    if (!dates.empty()) {
        attributes["startDate"] = moment_text(dates.front()->first_day, dates.front()->start_minute);
        attributes["endDate"] = moment_text(dates.front()->last_day, dates.front()->end_minute);
    }
    json::object partner;
    partner["name"] = provider.name;
    partner["url"] = context.base_address + "/anbieter/" + provider.slug;
    json::object instructor;
    instructor["name"] = provider.name;
    instructor["type"] = "Organization";
    attributes["instructors"] = json::array{std::move(instructor)};
    attributes["partnerInstitutes"] = json::array{std::move(partner)};
    if (!unit.objective.empty()) attributes["learningObjectives"] = json::array{unit.objective};
    if (unit.total().value > 0) attributes["duration"] = iso_hours(unit.total());
    json::object platform;
    platform["name"] = "KommunalCampus";
    platform["url"] = context.base_address + "/";
    platform["logo"] = context.base_address + "/favicon.svg";
    attributes["moocProvider"] = std::move(platform);
    attributes["url"] = context.offer_address(unit);
    json::object license;
    license["id"] = nullptr;
    license["url"] = nullptr;
    license["name"] = "proprietary";
    attributes["courseLicenses"] = json::array{std::move(license)};
    attributes["access"] = access_of(unit);

    json::object course;
    course["id"] = uuid_of(context.offer_address(unit));
    course["type"] = "courses";
    course["attributes"] = std::move(attributes);
    return course;
}

std::string page_address(const WritingContext& context, std::int64_t number, std::int64_t size) {
    return fmt::format("{}/api/v1/moochub/courses?page%5Bnumber%5D={}&page%5Bsize%5D={}", context.base_address, number, size);
}

std::string document(const WritingContext& context, MoochubVersion version, std::span<const LearningUnit* const> units, json::object links) {
    json::array data;
    data.reserve(units.size());
    for (const auto* unit : units) data.push_back(version == MoochubVersion::v3_0_1 ? course_3(context, *unit) : course_2(context, *unit));
    json::object whole;
    whole["links"] = std::move(links);
    whole["data"] = std::move(data);
    return json::serialize(whole);
}

}  // namespace

std::string_view version_text(MoochubVersion version) { return version == MoochubVersion::v2_3 ? "2.3" : "3.0"; }

std::optional<MoochubVersion> negotiate_moochub(std::string_view accept) {
    if (accept.empty()) return MoochubVersion::v3_0_1;
    std::optional<MoochubVersion> best;
    double best_quality = 0;
    while (!accept.empty()) {
        const auto end = std::min(accept.find(','), accept.size());
        std::string_view range = accept.substr(0, end);
        accept.remove_prefix(std::min(end + 1, accept.size()));
        const auto type_end = std::min(range.find(';'), range.size());
        const std::string type = folded(range.substr(0, type_end));
        range.remove_prefix(type_end);
        double quality = 1;
        std::optional<std::string> asked;
        while (!range.empty()) {
            range.remove_prefix(1);
            const auto part_end = std::min(range.find(';'), range.size());
            const std::string part = folded(range.substr(0, part_end));
            range.remove_prefix(part_end);
            const auto mark = part.find('=');
            if (mark == std::string::npos) continue;
            const std::string name = folded(part.substr(0, mark));
            std::string value = folded(part.substr(mark + 1));
            std::erase(value, '"');
            if (name == "q") quality = value.starts_with("0") ? (value.find_first_of("123456789") == std::string::npos ? 0 : 0.5) : 1;
            if (name == "moochub-version") asked = value;
        }
        if (type != "*/*" && type != "application/*" && type != "application/json" && type != "application/vnd.api+json") continue;
        std::optional<MoochubVersion> version;
        if (!asked || *asked == "3" || *asked == "3.0" || *asked == "3.0.1")
            version = MoochubVersion::v3_0_1;
        else if (*asked == "2" || *asked == "2.3")
            version = MoochubVersion::v2_3;
        if (version && quality > best_quality) {
            best = version;
            best_quality = quality;
        }
    }
    return best;
}

std::vector<const LearningUnit*> public_units(const catalogue::CatalogueSnapshot& snapshot) {
    std::vector<const LearningUnit*> units;
    for (const auto& unit : snapshot.units()) {
        if (!unit.only_for) units.push_back(&unit);
    }
    return units;
}

std::string moochub_page(const WritingContext& context, MoochubVersion version, const MoochubPage& page) {
    const auto units = public_units(context.snapshot);
    const auto total = static_cast<std::int64_t>(units.size());
    const std::int64_t last = std::max<std::int64_t>(1, (total + page.size - 1) / page.size);
    json::object links;
    links["self"] = page_address(context, page.number, page.size);
    links["first"] = page_address(context, 1, page.size);
    links["last"] = page_address(context, last, page.size);
    if (page.number > 1) links["prev"] = page_address(context, std::min(page.number - 1, last), page.size);
    if (page.number < last) links["next"] = page_address(context, page.number + 1, page.size);
    const auto begin = std::min(total, (page.number - 1) * page.size), count = std::min(total - begin, page.size);
    return document(context, version, std::span(units).subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(count)), std::move(links));
}

std::string moochub_file(const WritingContext& context, MoochubVersion version) {
    const auto units = public_units(context.snapshot);
    json::object links;
    for (const auto name : {"self", "first", "last"})
        links[name] = page_address(context, 1, std::max<std::int64_t>(1, static_cast<std::int64_t>(units.size())));
    return document(context, version, units, std::move(links));
}

const std::vector<std::string>& moochub_losses() {
    static const std::vector<std::string> losses{
        "Lernziel, Praxisbezug und Zielgruppe: MOOChub 3 hat dafür kein Feld.", "Die drei Phasen: Übergeben wird nur ihre Summe.",
        "Der Preis für Mitglieder: Übergeben wird der Preis für alle anderen.", "Plätze, Mindest- und Höchstzahl der Teilnehmenden.",
        "Der Lernort weiterer Termine: Übergeben wird der des ersten.",         "Kompetenzen ohne Zuordnung zu DigComp.",
        "Module, Gütesiegel, Förderung, Herkunft, DQR und Barrierefreiheit.",
    };
    return losses;
}

}  // namespace kc::exchange
