// SPDX-License-Identifier: EUPL-1.2
// Synthetic German course records and queries for measuring: the same for the same seed. A title and 4 to 11 sentences with compounds,
// 40 providers, 60 topics, 4 formats, 5 levels, 16 regions, 1 to 3 of 120 competences; dates for the period filter.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/random.hpp"

namespace kc::bench {

struct CourseRecord {
    std::string title;
    std::string text;
    std::uint16_t provider, topic, format, level, region;
    std::vector<std::uint16_t> competences;
    std::int32_t hours, price;  // cents
    struct Date {
        std::int32_t first_day, last_day;  // days since 1970-01-01
    };
    std::vector<Date> dates;  // at `region`, in `format`; none: self-paced
};

inline constexpr std::int32_t records_today = 20'500;

struct CourseQuery {
    std::string text;
    bool typing_error = false, compound = false;
    // Filters; -1 and 0: none.
    int provider = -1, topic = -1, format = -1, level = -1, region = -1, competence = -1;
    std::int32_t price_most = 0;
    std::int32_t from = 0, until = 0;

    bool filtered() const {
        return provider >= 0 || topic >= 0 || format >= 0 || level >= 0 || region >= 0 || competence >= 0 || price_most > 0 || from > 0;
    }
};

class CourseRecords {
public:
    explicit CourseRecords(std::uint64_t seed);

    CourseRecord next();
    std::vector<CourseQuery> queries(std::size_t number);

private:
    struct Noun {
        std::vector<std::string> forms;  // the first is the nominative
        bool compound;
    };
    std::string compound();
    const std::string& word(std::uint16_t topic);
    std::string sentence(std::uint16_t topic);
    std::string with_typing_error(std::string word);

    SeededRandom random_;
    std::vector<Noun> nouns_;                // general ones, frequent first
    std::vector<std::vector<Noun>> topics_;  // those of each topic
};

}  // namespace kc::bench
