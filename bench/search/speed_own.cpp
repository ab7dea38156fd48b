// SPDX-License-Identifier: EUPL-1.2
// The project's index with everything it does for the search page: compounds, corrections, six facets, occurrences with dates, ranges. Like the
// page it does not ask which field gave how many points (Query::explain).
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <fstream>

#include "search/index.hpp"
#include "search/language.hpp"
#include "search/speed_engines.hpp"

namespace kc::bench {
namespace {

using namespace kc::search;

double resident_megabytes() {
    std::ifstream in("/proc/self/statm");
    std::size_t pages = 0, resident = 0;
    in >> pages >> resident;
    return static_cast<double>(resident) * 4096 / 1e6;
}

Schema course_schema() {
    Schema schema;
    schema.fields = {{"title", 4, 5, true}, {"description", 1, 60}};
    schema.facets = {"provider", "topic", "format", "level", "region", "competence"};
    schema.numbers = {"hours", "price"};
    return schema;
}

Document document_of(CourseRecord&& record, DocumentKey key) {
    Document document;
    document.key = key;
    document.order = key;
    document.texts = {std::move(record.title), std::move(record.text)};
    document.values = {{0, record.provider}, {1, record.topic}, {2, record.format}, {3, record.level}, {4, record.region}};
    for (const auto competence : record.competences) document.values.push_back({5, competence});
    document.numbers = {record.hours, record.price};
    for (const auto& date : record.dates) {
        Occurrence occurrence;
        occurrence.key = key * 8 + static_cast<std::int64_t>(document.occurrences.size());
        occurrence.first_day = date.first_day;
        occurrence.last_day = date.last_day;
        occurrence.place = record.region;
        occurrence.format = record.format;
        document.occurrences.push_back(occurrence);
    }
    if (record.dates.empty()) {
        Occurrence self_paced;
        self_paced.kind = OccurrenceKind::any_time;
        self_paced.format = record.format;
        document.occurrences.push_back(self_paced);
    }
    return document;
}

class OwnSpeed : public SpeedEngine {
public:
    OwnSpeed(std::size_t documents, std::uint64_t seed, const SpeedFiles& files, unsigned threads)
        : analyzer_(Analyzer::load({files.synonyms, files.word_parts, files.dictionary})) {
        CourseRecords records(seed);
        const auto before = resident_megabytes();
        IndexBuilder builder(course_schema(), analyzer_, threads);
        // Making up the records is not part of building: they come in portions, and only the index's share is timed.
        std::chrono::steady_clock::duration spent{};
        for (std::size_t i = 0; i < documents;) {
            std::vector<Document> portion;
            for (; portion.size() < 4096 && i < documents; ++i) portion.push_back(document_of(records.next(), static_cast<DocumentKey>(i)));
            const auto began = std::chrono::steady_clock::now();
            for (auto& document : portion) builder.add(std::move(document));
            spent += std::chrono::steady_clock::now() - began;
        }
        const auto began = std::chrono::steady_clock::now();
        index_ = builder.build();
        spent += std::chrono::steady_clock::now() - began;
        build_seconds = std::chrono::duration<double>(spent).count();
        malloc_trim(0);
        megabytes = resident_megabytes() - before;
        measure_changes(records, documents);
        exact_megabytes = static_cast<double>(index_->memory_bytes()) / 1e6;
    }

    std::string name() const override { return "KommunalCampus"; }

    void forget() override { analyzer_->forget_words(); }

    std::size_t run(const CourseQuery& asked) override {
        Query query;
        query.text = asked.text;
        query.today = records_today;
        query.explain = false;
        const auto select = [&](std::size_t facet, int value) {
            if (value >= 0) query.selections.push_back({facet, {static_cast<std::uint16_t>(value)}});
        };
        select(0, asked.provider);
        select(1, asked.topic);
        select(2, asked.format);
        select(3, asked.level);
        select(4, asked.region);
        select(5, asked.competence);
        if (asked.price_most > 0) query.numbers.push_back({1, std::nullopt, asked.price_most});
        if (asked.from > 0) {
            query.occurrences.from = asked.from;
            query.occurrences.until = asked.until;
        }
        return index_->search(query).total;
    }

private:
    // One offer after the other changes, as in daily use; the index that is searched afterwards stays the one without changes.
    void measure_changes(CourseRecords& records, std::size_t documents) {
        auto changing = index_;
        std::vector<double> times;
        for (std::size_t i = 0; i < 60; ++i) {
            const std::vector<Document> changed{document_of(records.next(), static_cast<DocumentKey>(i * 97 % documents))};
            const auto began = std::chrono::steady_clock::now();
            changing = changing->with_changes(changed, {});
            times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
        }
        std::sort(times.begin(), times.end());
        change_milliseconds = times[times.size() / 2];
    }

    std::shared_ptr<const Analyzer> analyzer_;
    std::shared_ptr<const Index> index_;
};

}  // namespace

std::unique_ptr<SpeedEngine> own_speed(std::size_t documents, std::uint64_t seed, const SpeedFiles& files, unsigned threads) {
    return std::make_unique<OwnSpeed>(documents, seed, files, threads);
}

}  // namespace kc::bench
