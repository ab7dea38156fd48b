// SPDX-License-Identifier: EUPL-1.2
// The engines whose speed is compared. Each answers one query with the 20 best and the counts of six facets over all hits.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "search/course_records.hpp"

namespace kc::bench {

class SpeedEngine {
public:
    virtual ~SpeedEngine() = default;
    virtual std::string name() const = 0;
    virtual std::size_t run(const CourseQuery& query) = 0;  // the number of hits
    virtual void forget() {}                                // ours: what it remembers of the words of earlier queries
    virtual double cpu_seconds() const;                     // used so far by whoever answers; by default this thread
    double build_seconds = 0;
    double megabytes = 0;            // resident (ours) or on disk
    double change_milliseconds = 0;  // ours: until a changed offer is found
    double exact_megabytes = 0;      // ours: counted by the index itself
};

struct SpeedFiles {
    std::string synonyms, word_parts, dictionary;
};

std::unique_ptr<SpeedEngine> own_speed(std::size_t documents, std::uint64_t seed, const SpeedFiles& files, unsigned threads);
std::unique_ptr<SpeedEngine> postgres_speed(std::size_t documents, std::uint64_t seed, const std::string& address);
std::unique_ptr<SpeedEngine> xapian_speed(std::size_t documents, std::uint64_t seed, const std::string& folder);

}  // namespace kc::bench
