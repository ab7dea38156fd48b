// SPDX-License-Identifier: EUPL-1.2
// Reads catalogue.json and learners.jsonl, writes one answer line per learner.
// A file that cannot be understood is refused with file, line, field and what to do; nothing is written then.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "planning/optimizer/explain.hpp"
#include "planning/optimizer/optimizer.hpp"

namespace kc::planning::optimizer {

struct FileProblem {
    std::string file;
    int line = 0;  // 0: the file as a whole
    std::string field;
    std::string text;
    std::string remedy;
    std::string message() const;  // one German sentence after the other
};

// The readers take the text, so that tests and other edges need no files; `name` is only used in refusals.
Result<Catalogue, FileProblem> read_catalogue(std::string_view text, std::string_view name);
Result<std::vector<Learner>, FileProblem> read_learners(std::string_view text, std::string_view name, const Catalogue& catalogue);

// An answer from elsewhere, as far as the checker needs it.
struct ForeignAnswer {
    std::string learner;
    std::string status;
    std::int64_t closure = 0;
    std::int64_t half_hours = 0;
    std::int64_t price_cents = 0;
    std::int64_t bound = -1;
    std::vector<PlannedUnit> items;
    std::vector<int> mandatory_not_taken;
    int line = 0;
};
Result<std::vector<ForeignAnswer>, FileProblem> read_answers(std::string_view text, std::string_view name, const Catalogue& catalogue);

std::string explanation_line(const Catalogue& catalogue, const Learner& learner, const Plan& plan, const Explanation& explanation);
std::string answer_line(const Catalogue& catalogue, const Learner& learner, const Plan& plan);
std::string catalogue_text(const Catalogue& catalogue);
std::string learner_line(const Catalogue& catalogue, const Learner& learner);

Result<std::string, FileProblem> read_file(const std::filesystem::path& path);
struct NamedInstance {
    Catalogue catalogue;
    std::vector<Learner> learners;
};
Result<NamedInstance, FileProblem> load_instance(const std::filesystem::path& catalogue, const std::filesystem::path& learners);

// Writes beside the target and renames, so that a reader never meets half a file.
Result<void, FileProblem> write_file(const std::filesystem::path& path, std::string_view text);

}  // namespace kc::planning::optimizer
