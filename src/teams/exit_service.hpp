// SPDX-License-Identifier: EUPL-1.2
// ExitService: the year in which somebody is expected to retire or leave, entered by HR one by one or as a table (WS-11, TP-21 …).
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "teams/store.hpp"

#include <string>
#include <string_view>

namespace kc::teams {

inline constexpr int exit_years_ahead = 60;
inline constexpr int exits_per_page = 50;
inline constexpr std::size_t exit_rows_max = 5000;
inline constexpr std::size_t exit_bytes_max = 512 * 1024;

struct ExitPerson {
    PersonId id;
    std::string first_name, last_name, department;
    std::optional<int> year;
};
BOOST_DESCRIBE_STRUCT(ExitPerson, (), (id, first_name, last_name, department, year))

struct ExitList {
    std::vector<ExitPerson> people;
    std::int64_t total = 0, with_year = 0;
};

enum class ExitProblem { nobody_named, person_unknown, person_ambiguous, year_missing, year_wrong, twice };
BOOST_DESCRIBE_ENUM(ExitProblem, nobody_named, person_unknown, person_ambiguous, year_missing, year_wrong, twice)

struct ExitRowProblem {
    int line = 0;
    ExitProblem problem{};
};

enum class ExitTableError { not_permitted, too_large, too_many_rows, empty, columns_missing, open_quote };
BOOST_DESCRIBE_ENUM(ExitTableError, not_permitted, too_large, too_many_rows, empty, columns_missing, open_quote)

struct ExitTable {
    struct Entry {
        PersonId person;
        int year = 0;
    };
    int rows = 0, added = 0, changed = 0, unchanged = 0;
    std::vector<Entry> entries;  // that differ from what is stored
    std::vector<ExitRowProblem> problems;
};

class ExitService {
public:
    ExitService(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    static std::vector<OrganisationId> organisations_of(const Viewer& viewer);

    // By name; `search` in first or last name.
    Result<ExitList, TeamError> list(const Viewer& viewer, OrganisationId organisation, std::string_view search, int page) const;
    Result<void, TeamError> set(const Viewer& viewer, PersonId person, std::optional<int> year);

    // Columns Personalnummer or E-Mail, and Ausscheiden. check() writes nothing; run() takes the good rows over.
    Result<ExitTable, ExitTableError> check(const Viewer& viewer, OrganisationId organisation, std::string_view text) const;
    Result<ExitTable, ExitTableError> run(const Viewer& viewer, OrganisationId organisation, std::string_view text);

    std::optional<ExitRow> find_own(const Viewer& viewer) const;
    Date today() const { return clock_.today(); }

private:
    Result<ExitTable, ExitTableError> read(Session& session, const Viewer& viewer, OrganisationId organisation, std::string_view text) const;
    void record(Transaction& transaction, const Viewer& viewer, std::string_view action, std::string_view type, std::int64_t subject) const;

    storage::Database& database_;
    const Clock& clock_;
};

}  // namespace kc::teams
