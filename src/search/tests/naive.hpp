// SPDX-License-Identifier: EUPL-1.2
// The search as plainly as it can be written, document by document, against which the index is compared; and random documents for both.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "search/index.hpp"
#include "search/language.hpp"
#include "search/ranking_numbers.hpp"

namespace kc::search::naive {

inline std::shared_ptr<const Analyzer> plain_analyzer() {
    static const auto analyzer = Analyzer::load({});
    return analyzer;
}

inline Schema schema() {
    Schema schema;
    schema.fields = {{"title", 4, 4, true}, {"keywords", 3, 3}, {"description", 1, 20}, {"audience", 1.5F, 3, false, true}};
    schema.facets = {"competence", "provider", "kind"};
    schema.numbers = {"hours", "price"};
    return schema;
}

inline const std::vector<std::string>& vocabulary() {
    static const std::vector<std::string> words{
        "Vergabe",     "Recht",  "Haushalt",   "Datenschutz", "Sicherheit", "Führung",   "Prozesse", "Bürger",     "Satzung",
        "Gebühren",    "Archiv", "Klima",      "Planung",     "Bau",        "Leitung",   "Ordnung",  "Gewerbe",    "Meldewesen",
        "Personal",    "Sozial", "Jugend",     "Schule",      "Digital",    "Akte",      "Wasser",   "Straße",     "Verkehr",
        "Ausländer",   "Wahlen", "Standesamt", "Stiftung",    "Steuer",     "Kasse",     "Prüfung",  "Revision",   "Kämmerei",
        "Beschaffung", "Kultur", "Museum",     "Bibliothek",  "Friedhof",   "Feuerwehr", "Rettung",  "Zivilschutz"};
    return words;
}

inline std::string text(SeededRandom& random, std::size_t words) {
    std::string out;
    for (std::size_t i = 0; i < words; ++i) {
        // The first words are frequent, the last ones rare.
        const auto spread = random.below(vocabulary().size()) * random.below(vocabulary().size()) / vocabulary().size();
        if (!out.empty()) out += ' ';
        out += vocabulary()[spread];
    }
    return out;
}

inline Document document(SeededRandom& random, DocumentKey key) {
    Document made;
    made.key = key;
    made.order = random.between(0, 40);
    made.texts = {text(random, 1 + random.below(5)), text(random, random.below(3)), text(random, random.below(25)), text(random, random.below(3))};
    for (std::size_t n = random.below(4); n > 0; --n) made.values.push_back({0, static_cast<std::uint16_t>(random.below(20))});
    made.values.push_back({1, static_cast<std::uint16_t>(random.below(6))});
    if (random.chance(90)) made.values.push_back({2, static_cast<std::uint16_t>(random.below(3))});
    made.numbers = {random.chance(10) ? no_number : static_cast<std::int32_t>(random.between(1, 30)),
                    static_cast<std::int32_t>(random.between(0, 9) * 5000)};
    for (std::size_t n = random.below(4); n > 0; --n) {
        Occurrence occurrence;
        occurrence.key = key * 10 + static_cast<std::int64_t>(n);
        const auto kind = random.below(10);
        occurrence.kind = kind == 0 ? OccurrenceKind::any_time : kind == 1 ? OccurrenceKind::unscheduled : OccurrenceKind::dated;
        occurrence.first_day = static_cast<Day>(random.between(20'000, 20'090));
        occurrence.last_day = occurrence.first_day + (random.chance(60) ? 0 : static_cast<Day>(random.below(9)));
        if (random.chance(50)) occurrence.booking_deadline = occurrence.first_day - static_cast<Day>(random.below(20));
        if (random.chance(50)) {
            occurrence.start_minute = static_cast<std::int16_t>(random.between(7, 14) * 60);
            occurrence.end_minute = static_cast<std::int16_t>(occurrence.start_minute + 120);
        }
        if (occurrence.last_day > occurrence.first_day && random.chance(30)) {
            occurrence.weekdays = static_cast<std::uint8_t>(1U << DaySet::weekday(occurrence.first_day));
        }
        occurrence.place = random.chance(30) ? no_value : static_cast<std::uint16_t>(random.below(7));
        occurrence.format = static_cast<std::uint16_t>(random.below(3));
        if (random.chance(50)) occurrence.seats_left = static_cast<std::int32_t>(random.below(6));
        made.occurrences.push_back(occurrence);
    }
    if (random.chance(15)) made.only_for = random.between(1, 3);
    return made;
}

struct Result {
    std::set<DocumentKey> keys;
    std::map<DocumentKey, std::int32_t> text_points;
    std::vector<std::map<std::uint16_t, std::uint32_t>> facets;
    std::map<std::uint16_t, std::uint32_t> places, formats, weekdays;
    std::vector<NumberRange> ranges;
    std::uint32_t boosted = 0;
};

class Search {
public:
    Search(const std::vector<Document>& documents, const Query& query, std::shared_ptr<const Analyzer> analyzer = plain_analyzer())
        : documents_(documents), query_(query), analyzer_(std::move(analyzer)) {}

    Result run() const {
        Result result;
        result.facets.resize(3);
        result.ranges.resize(2);
        read_text(result);
        for (const auto& document : documents_) {
            if (!contains_words(document)) continue;
            const bool occurs = occurs_for(document, std::nullopt, std::nullopt, std::nullopt);
            if (passes(document, -1, -1) && occurs) {
                result.keys.insert(document.key);
                if (boost_of(document) > 0) ++result.boosted;
            }
            for (int facet = 0; facet < 3 && occurs; ++facet) {
                if (!passes(document, facet, -1)) continue;
                std::set<std::uint16_t> values;
                for (const auto& value : document.values) {
                    if (value.facet == facet) values.insert(value.value);
                }
                for (const auto value : values) ++result.facets[static_cast<std::size_t>(facet)][value];
            }
            for (int column = 0; column < 2 && occurs; ++column) {
                const auto number = document.numbers[static_cast<std::size_t>(column)];
                if (number == no_number || !passes(document, -1, column)) continue;
                auto& range = result.ranges[static_cast<std::size_t>(column)];
                range.least = range.least == no_number ? number : std::min(range.least, number);
                range.most = range.most == no_number ? number : std::max(range.most, number);
            }
            if (!passes(document, -1, -1)) continue;
            for (std::uint16_t value = 0; value < 8; ++value) {
                result.places[value] += occurs_for(document, value, std::nullopt, std::nullopt);
                result.formats[value] += occurs_for(document, std::nullopt, value, std::nullopt);
                if (value < 7) result.weekdays[value] += occurs_for(document, std::nullopt, std::nullopt, value);
            }
        }
        return result;
    }

private:
    bool visible(const Document& document) const {
        return !document.only_for || std::find(query_.member_of.begin(), query_.member_of.end(), *document.only_for) != query_.member_of.end();
    }

    // Terms with their impacts, worked out from the whole texts at once.
    std::map<std::string, std::uint8_t> terms_of(const Document& document) const {
        std::map<std::string, float> sums;
        const auto fields = schema().fields;
        for (std::size_t field = 0; field < fields.size(); ++field) {
            std::vector<Term> terms;
            analyzer_->index_terms(document.texts[field], terms);
            std::set<std::uint32_t> positions;
            for (const auto& term : terms) positions.insert(term.position);
            const float share = field_share(fields[field].weight, fields[field].typical_words, static_cast<std::uint32_t>(positions.size()));
            for (const auto& term : terms) sums[term.text] += share * term.weight;
        }
        std::map<std::string, std::uint8_t> impacts;
        for (const auto& [term, sum] : sums) impacts[term] = impact_of(sum);
        return impacts;
    }

    void read_text(Result& result) const {
        std::vector<std::map<std::string, std::uint8_t>> terms;
        std::uint32_t all = 0;
        for (const auto& document : documents_) {
            terms.push_back(terms_of(document));
            all += visible(document);
        }
        std::map<DocumentKey, std::size_t> matched;
        std::size_t required = 0;
        bool unknown = false;
        for (const auto& word : analyzer_->query_words(query_.text)) {
            // A word that finds plenty by itself leaves its weaker alternatives out, for every person alike.
            std::uint32_t by_itself = 0;
            for (std::size_t i = 0; i < documents_.size(); ++i) {
                by_itself += !documents_[i].only_for && std::any_of(word.alternatives.begin(), word.alternatives.end(), [&](const Alternative& a) {
                    return !a.loose && a.weight >= 1 &&
                           std::all_of(a.terms.begin(), a.terms.end(), [&](const std::string& term) { return terms[i].contains(term); });
                });
            }
            std::map<DocumentKey, double> best;  // without the inverse frequency
            for (std::size_t i = 0; i < documents_.size(); ++i) {
                if (!visible(documents_[i])) continue;
                for (const auto& alternative : word.alternatives) {
                    if (alternative.loose || (alternative.weight < 1 && by_itself >= plenty_of_documents)) continue;
                    double sum = 0;
                    bool has_all = true;
                    for (const auto& term : alternative.terms) {
                        const auto at = terms[i].find(term);
                        has_all = has_all && at != terms[i].end();
                        if (has_all) sum += at->second / 255.0;
                    }
                    if (!has_all) continue;
                    auto& known = best[documents_[i].key];
                    known = std::max(known, sum * alternative.weight / static_cast<double>(alternative.terms.size()));
                }
            }
            unknown = unknown || (best.empty() && word.required);
            if (best.empty()) continue;  // unknown words are left out, unless nothing else is asked for
            required += word.required;
            const auto points = score_unit * inverse_frequency(static_cast<std::uint32_t>(best.size()), all) * word.weight;
            for (const auto& [key, share] : best) {
                matched[key] += word.required;
                result.text_points[key] += static_cast<std::int32_t>(points * share);
            }
        }
        if (unknown && required == 0) return;
        for (const auto& document : documents_) {
            if (visible(document) && matched[document.key] == required) with_words_.insert(document.key);
        }
    }

    bool contains_words(const Document& document) const { return with_words_.contains(document.key); }

    std::int32_t boost_of(const Document& document) const {
        std::int32_t points = 0;
        for (const auto& boost : query_.boosts) {
            if (boost.key == document.key) points = boost.points;
        }
        return points;
    }

    bool passes(const Document& document, int without_facet, int without_column) const {
        for (const auto& selection : query_.selections) {
            if (static_cast<int>(selection.facet) == without_facet || selection.values.empty()) continue;
            const bool any = std::any_of(document.values.begin(), document.values.end(), [&](const FacetValue& value) {
                return value.facet == selection.facet &&
                       std::find(selection.values.begin(), selection.values.end(), value.value) != selection.values.end();
            });
            if (!any) return false;
        }
        for (const auto& filter : query_.numbers) {
            if (static_cast<int>(filter.column) == without_column) continue;
            const auto number = document.numbers[filter.column];
            if (number == no_number || (filter.least && number < *filter.least) || (filter.most && number > *filter.most)) return false;
        }
        return !query_.boosted_only || boost_of(document) > 0;
    }

    // Whether the document occurs under the filters; a value given replaces the filter of its kind.
    bool occurs_for(const Document& document, std::optional<std::uint16_t> place, std::optional<std::uint16_t> format,
                    std::optional<std::uint16_t> weekday) const {
        const auto& filter = query_.occurrences;
        const auto places = place ? std::vector<std::uint16_t>{*place} : filter.places;
        const auto formats = format ? std::vector<std::uint16_t>{*format} : filter.formats;
        const unsigned weekdays = weekday ? 1U << *weekday : filter.weekdays;
        const auto in = [](const std::vector<std::uint16_t>& values, std::uint16_t value) {
            return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
        };
        bool current = false, unscheduled = false;
        std::uint16_t last_format = no_value;
        Day last = no_day;
        for (const auto& o : document.occurrences) {
            if (o.kind == OccurrenceKind::unscheduled) {
                unscheduled = true;
                continue;
            }
            if (o.kind == OccurrenceKind::dated && o.last_day >= last) {
                last = o.last_day;
                last_format = o.format;
            }
            if (o.kind == OccurrenceKind::dated && o.first_day < query_.today) continue;
            current = true;
            bool fits = in(places, o.place) && in(formats, o.format) && o.seats_left >= filter.seats_least;
            if (filter.travel_minutes_most) {
                const auto minutes = o.place == no_value ? 0 : o.place < filter.travel_minutes.size() ? filter.travel_minutes[o.place] : no_value;
                fits = fits && minutes != no_value && minutes <= *filter.travel_minutes_most;
            }
            if (o.kind == OccurrenceKind::dated) {
                fits = fits && (!filter.from || o.first_day >= *filter.from) && (!filter.until || o.last_day <= *filter.until);
                if (filter.open_for_booking && o.booking_deadline != no_day) fits = fits && o.booking_deadline >= query_.today;
                if (filter.earliest_start && o.start_minute >= 0) fits = fits && o.start_minute >= *filter.earliest_start;
                if (filter.latest_end && o.end_minute >= 0) fits = fits && o.end_minute <= *filter.latest_end;
                for (Day day = o.first_day; day <= o.last_day; ++day) {
                    const auto bit = 1U << DaySet::weekday(day);
                    if (o.weekdays != 0 && (o.weekdays & bit) == 0) continue;
                    if (weekdays != 0 && (weekdays & bit) == 0) fits = false;
                    if (filter.allowed_days != nullptr && !filter.allowed_days->contains(day)) fits = false;
                }
            }
            if (fits) return true;
        }
        if (current) return false;
        const bool needs_date = filter.from || filter.until || weekdays != 0 || filter.earliest_start || filter.latest_end ||
                                filter.allowed_days != nullptr || !places.empty() || filter.travel_minutes_most || filter.seats_least > 0 ||
                                filter.open_for_booking;
        if (needs_date) return false;
        if (!unscheduled) return in(formats, last_format);
        return std::any_of(document.occurrences.begin(), document.occurrences.end(),
                           [&](const Occurrence& o) { return o.kind == OccurrenceKind::unscheduled && in(formats, o.format); });
    }

    const std::vector<Document>& documents_;
    const Query& query_;
    std::shared_ptr<const Analyzer> analyzer_;
    mutable std::set<DocumentKey> with_words_;
};

}  // namespace kc::search::naive
