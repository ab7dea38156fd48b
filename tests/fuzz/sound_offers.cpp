// SPDX-License-Identifier: EUPL-1.2
#include "tests/fuzz/sound_offers.hpp"

#include "base/text.hpp"
#include "catalogue/content_json.hpp"
#include "catalogue/rich_text.hpp"
#include "exchange/offer_times.hpp"
#include "exchange/values.hpp"
#include "tests/fuzz/sound_html.hpp"
#include "tests/fuzz/targets.hpp"

namespace kc::fuzz {

using exchange::ReadOffer;
using exchange::ReadResult;

namespace {

void expect_text(std::string_view text, std::size_t points_max, const char* what) {
    expect(is_valid_utf8(text), what);
    expect(!contains_control_characters(text), what);
    expect(code_points(text) <= points_max, what);
}

void expect_problems(const std::vector<exchange::ReadProblem>& problems) {
    for (const auto& problem : problems) {
        expect(!problem.message.empty(), "a problem without a message");
        expect_text(problem.message, 2000, "the message of a problem");
        expect_text(problem.field, 400, "the field of a problem");
        expect(is_valid_utf8(problem.offer), "the offer of a problem");
        expect(problem.line >= 0, "the line of a problem");
    }
}

void expect_fields(const std::vector<exchange::FieldReport>& fields) {
    for (const auto& field : fields) {
        expect_text(field.field, 400, "the name of a reported field");
        expect_text(field.reason, 2000, "the reason of a reported field");
        expect_text(field.value, 130, "the value of a reported field");
        expect(field.outcome == exchange::FieldOutcome::taken || !field.reason.empty(), "a loss without a reason");
    }
}

void expect_dates(const ReadOffer& offer) {
    const auto& dates = offer.content.dates;
    expect(dates.size() <= exchange::dates_max, "too many dates");
    expect(offer.date_venues.size() == dates.size(), "a venue index for each date");
    for (const auto& venue : offer.date_venues) expect(!venue || *venue < offer.venues.size(), "a venue index that leads nowhere");
    for (const auto& date : dates) {
        expect(date.first_day.ok() && date.last_day.ok() && date.booking_deadline.ok(), "an impossible day");
        expect(date.first_day <= date.last_day && days_between(date.first_day, date.last_day) <= 14, "the days of a date");
        expect(date.booking_deadline <= date.first_day, "a deadline after the beginning");
        expect(date.start_minute >= 0 && date.start_minute < date.end_minute && date.end_minute <= 24 * 60, "the minutes of a date");
        expect(date.seats >= 0 && date.seats <= 10'000 && date.online_seats >= 0 && date.online_seats <= 10'000, "the seats of a date");
        if (date.source_id) expect_text(*date.source_id, 300, "the id of a date");
    }
}

void expect_accepted(const ReadOffer& offer) {
    const auto& content = offer.content;
    expect(!content.title.empty(), "an offer without a title");
    expect_text(content.title, 200, "the title");
    expect_text(content.objective, 1000, "the objective");
    expect_text(content.audience, 500, "the audience");
    expect_text(content.accessibility_note, 1000, "the note on accessibility");
    expect_text(content.funding, 500, "the funding");
    expect(content.keywords.size() <= 20, "too many keywords");
    for (const auto& word : content.keywords) expect_text(word, 60, "a keyword");
    expect(content.source.has_value() && !content.source->id.empty() && !content.source->system.empty(), "where an offer comes from");
    expect_text(content.source->id, 300, "the id at the source");
    expect_text(content.source->system, 2100, "the source system");
    expect(content.source->url.empty() || exchange::is_web_address(content.source->url), "the address of an offer");
    expect(content.language == "de" || content.language == "en", "the language");
    for (const auto price : {content.price_member, content.price_other}) expect(price.value >= 0 && price.value <= 10'000'100, "a price");
    for (const auto hours : {content.self_study, content.tutorial, content.follow_up}) expect(hours.value >= 0 && hours.value <= 20'000, "hours");
    expect(content.ects_tenths >= 0 && content.ects_tenths <= 600, "credit points");
    expect(!content.dqr || (*content.dqr >= 1 && *content.dqr <= 8), "the DQR level");
    expect(!content.participants_min || *content.participants_min >= 1, "the least number of participants");
    expect(!content.participants_min || !content.participants_max || *content.participants_min <= *content.participants_max, "participants");
    for (const auto& level : content.teaches) expect(level.level >= 1 && level.level <= 5, "a level taught");
    for (const auto& level : content.needs) expect(level.level >= 1 && level.level <= 5, "a level needed");
    for (const auto& venue : offer.venues) {
        for (const auto* text : {&venue.name, &venue.town, &venue.postal_code, &venue.street}) expect_text(*text, 300, "a venue");
    }
    expect_dates(offer);
}

}  // namespace

const exchange::Vocabulary& vocabulary() {
    static const exchange::Vocabulary all = [] {
        exchange::Vocabulary v;
        v.competences = {{"gespraech", "Gespräche führen", "", ""}, {"akten", "Digitale Akten führen", "1.3", ""}};
        v.modules = {{"soziales", "Soziales"}, {"bauen", "Bauen, Wohnen"}};
        v.organisations = {{"weinheim", "Stadt Weinheim"}};
        v.units = {{"auskunft", "Auskunft nach der DSGVO"}};
        v.venues = {{"wm-dialogstube", "Dialogstube", "Weinheim"}, {"ma-saal", "Saal", "Mannheim"}, {"hd-saal", "Saal", "Heidelberg"}};
        v.today = Date{std::chrono::year{2026} / 11 / 21};
        return v;
    }();
    return all;
}

void expect_sound(const ReadResult& result) {
    expect(result.problems.empty() || result.offers.empty(), "offers of a refused file");
    expect(result.offers.size() <= exchange::offers_max * 3, "too many offers");
    expect_problems(result.problems);
    expect_fields(result.file_fields);
    expect(is_valid_utf8(result.source_system) && is_valid_utf8(result.version), "the source system");
    expect(!result.next || (is_valid_utf8(*result.next) && !contains_control_characters(*result.next)), "the next page");
    for (const auto& offer : result.offers) {
        expect_problems(offer.problems);
        expect_fields(offer.fields);
        for (const auto& reason : offer.hold) expect_text(reason, 500, "a reason to hold");
        for (const auto* text : {&offer.content.description_specialist, &offer.content.description_general, &offer.content.practice}) {
            expect(text->size() <= 8 * catalogue::rich_text_bytes_max, "the size of a description");
            expect_safe_html(catalogue::rendered(*text).text);
        }
        const std::string json = catalogue::to_json(offer.content);
        const auto again = catalogue::unit_content_from_json(json);
        // A refused offer may hold what has no JSON form, such as a day that was never read.
        if (offer.problems.empty()) {
            expect(again && *again == offer.content, "content that its JSON form does not keep");
            expect_accepted(offer);
        }
    }
}

void expect_answered(const ReadResult& result) {
    expect(!result.offers.empty() || !result.problems.empty() || result.next.has_value(), "an answer without offers, problems or a next page");
    expect_sound(result);
}

}  // namespace kc::fuzz
