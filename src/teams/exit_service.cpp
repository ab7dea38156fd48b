// SPDX-License-Identifier: EUPL-1.2
#include "teams/exit_service.hpp"

#include "base/text.hpp"
#include "identity/csv.hpp"
#include "privacy/visibility.hpp"
#include "storage/audit.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace kc::teams {

namespace {

constexpr std::string_view visible =
    "FROM people p LEFT JOIN planned_exits e ON e.person_id = p.id "
    "LEFT JOIN department_versions v ON v.department_id = p.department_id AND v.valid_from <= ? AND (v.valid_until IS NULL OR v.valid_until > ?) "
    "WHERE p.state = 'active' AND p.organisation_id = ? ";
constexpr std::string_view named = "AND (lower(p.last_name) LIKE ? OR lower(p.first_name) LIKE ?) ";

struct KnownPerson {
    PersonId id;
    std::optional<std::string> source_key, email;
    std::optional<int> year;
};
BOOST_DESCRIBE_STRUCT(KnownPerson, (), (id, source_key, email, year))

struct Counted {
    std::int64_t total = 0, with_year = 0;
};
BOOST_DESCRIBE_STRUCT(Counted, (), (total, with_year))

std::string lower_title(std::string_view text) {
    std::string title = lower_ascii(trim(text));
    std::erase_if(title, [](char c) { return c == '-' || c == ' '; });
    return title;
}

std::optional<int> year_of(std::string_view cell) {
    cell = trim(cell);
    if (cell.size() == 10 && cell[2] == '.' && cell[5] == '.') cell = cell.substr(6);  // 31.07.2031
    if (cell.size() == 10 && cell[4] == '-') cell = cell.substr(0, 4);                 // 2031-07-31
    int year = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), year);
    if (error != std::errc() || end != cell.data() + cell.size() || cell.size() != 4) return std::nullopt;
    return year;
}

}  // namespace

std::vector<OrganisationId> ExitService::organisations_of(const Viewer& viewer) {
    const auto scope = privacy::scope_of(viewer, privacy::DataKind::planned_exit, privacy::Purpose::staff_management);
    if (scope.sight != privacy::Sight::organisation) return {};
    return scope.organisations;
}

namespace {

bool may_see(const Viewer& viewer, OrganisationId organisation) {
    const auto organisations = ExitService::organisations_of(viewer);
    return std::find(organisations.begin(), organisations.end(), organisation) != organisations.end();
}

}  // namespace

Result<ExitList, TeamError> ExitService::list(const Viewer& viewer, OrganisationId organisation, std::string_view search, int page) const {
    if (!may_see(viewer, organisation)) return refuse(TeamError::not_permitted);
    static const auto rows = fmt::format(
        "SELECT p.id, p.first_name, p.last_name, COALESCE(v.name, '') AS department, e.year {}{}ORDER BY p.last_name, "
        "p.first_name, p.id LIMIT {} OFFSET ?",
        visible, named, exits_per_page);
    static const auto count = fmt::format("SELECT COUNT(*) AS total, COUNT(e.year) AS with_year {}{}", visible, named);
    std::string pattern = "%";
    for (const char c : lower_ascii(search)) {
        if (c != '%' && c != '_') pattern += c;
    }
    pattern += '%';
    const auto today = clock_.today();
    return database_.read([&](Session& session) -> Result<ExitList, TeamError> {
        const auto counted = session.get<Counted>(count, today, today, organisation, pattern, pattern);
        return ExitList{session.query<ExitPerson>(rows, today, today, organisation, pattern, pattern, (page - 1) * exits_per_page), counted.total,
                        counted.with_year};
    });
}

Result<void, TeamError> ExitService::set(const Viewer& viewer, PersonId person, std::optional<int> year) {
    const auto organisations = organisations_of(viewer);
    if (organisations.empty()) return refuse(TeamError::not_permitted);
    const int this_year = static_cast<int>(clock_.today().year());
    if (year && (*year < this_year || *year > this_year + exit_years_ahead)) return refuse(TeamError::invalid);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, TeamError> {
        const auto found = transaction.find_for_update<PersonId>(
            "SELECT id FROM people WHERE id = ? AND state = 'active' AND organisation_id IN ($LIST)", person, storage::json_ids(organisations));
        if (!found) return refuse(TeamError::person_not_found);
        const auto before = find_exit(transaction, person);
        if (year ? before && before->year == *year : !before) return {};  // sent twice
        if (year)
            put_exit(transaction, person, *year, ExitSource::entered, clock_.now());
        else
            remove_exit(transaction, person);
        record(transaction, viewer, year ? "planned_exit.entered" : "planned_exit.removed", "person", person.value);
        return {};
    });
}

Result<ExitTable, ExitTableError> ExitService::read(Session& session, const Viewer& viewer, OrganisationId organisation,
                                                    std::string_view text) const {
    if (!may_see(viewer, organisation)) return refuse(ExitTableError::not_permitted);
    if (text.size() > exit_bytes_max) return refuse(ExitTableError::too_large);
    const auto table = identity::parse_csv(identity::decode_table_text(text));
    if (table.open_quote_line) return refuse(ExitTableError::open_quote);
    if (table.rows.size() < 2) return refuse(ExitTableError::empty);
    if (table.rows.size() > exit_rows_max + 1) return refuse(ExitTableError::too_many_rows);
    std::optional<std::size_t> number_column, mail_column, year_column;
    const auto& header = table.rows.front().cells;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto title = lower_title(header[i]);
        if (title == "personalnummer") number_column = i;
        if (title == "email") mail_column = i;
        if (title == "ausscheiden") year_column = i;
    }
    if (!year_column || (!number_column && !mail_column)) return refuse(ExitTableError::columns_missing);

    std::map<std::string, const KnownPerson*> by_number, by_mail;
    const auto people = session.query<KnownPerson>(
        "SELECT p.id, p.source_key, p.email, e.year FROM people p LEFT JOIN planned_exits e ON e.person_id = p.id "
        "WHERE p.state = 'active' AND p.organisation_id = ?",
        organisation);
    for (const auto& person : people) {
        if (person.source_key) by_number[*person.source_key] = &person;
        if (person.email) by_mail[lower_ascii(*person.email)] = &person;
    }
    ExitTable read;
    std::set<PersonId> seen;
    const int this_year = static_cast<int>(clock_.today().year());
    for (std::size_t i = 1; i < table.rows.size(); ++i) {
        const auto& row = table.rows[i];
        ++read.rows;
        const auto cell = [&](std::optional<std::size_t> column) {
            return column && *column < row.cells.size() ? std::string(trim(row.cells[*column])) : std::string();
        };
        const auto problem = [&](ExitProblem kind) { read.problems.push_back({row.line, kind}); };
        const auto number = cell(number_column), mail = lower_ascii(cell(mail_column));
        if (number.empty() && mail.empty()) {
            problem(ExitProblem::nobody_named);
            continue;
        }
        const KnownPerson* found = nullptr;
        const auto at_number = by_number.find(number);
        const auto at_mail = by_mail.find(mail);
        if (!number.empty() && at_number != by_number.end()) found = at_number->second;
        if (!mail.empty() && at_mail != by_mail.end()) {
            if (found != nullptr && found != at_mail->second) {
                problem(ExitProblem::person_ambiguous);
                continue;
            }
            found = at_mail->second;
        }
        if (found == nullptr) {
            problem(ExitProblem::person_unknown);
            continue;
        }
        const auto written = cell(year_column);
        const auto year = year_of(written);
        if (written.empty())
            problem(ExitProblem::year_missing);
        else if (!year || *year < this_year || *year > this_year + exit_years_ahead)
            problem(ExitProblem::year_wrong);
        else if (!seen.insert(found->id).second)
            problem(ExitProblem::twice);
        else if (found->year == year)
            ++read.unchanged;
        else {
            ++(found->year ? read.changed : read.added);
            read.entries.push_back({found->id, *year});
        }
    }
    return read;
}

Result<ExitTable, ExitTableError> ExitService::check(const Viewer& viewer, OrganisationId organisation, std::string_view text) const {
    return database_.read([&](Session& session) { return read(session, viewer, organisation, text); });
}

Result<ExitTable, ExitTableError> ExitService::run(const Viewer& viewer, OrganisationId organisation, std::string_view text) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<ExitTable, ExitTableError> {
        auto table = read(transaction, viewer, organisation, text);
        if (!table) return table;
        for (const auto& [person, year] : table->entries) put_exit(transaction, person, year, ExitSource::imported, clock_.now());
        if (!table->entries.empty()) record(transaction, viewer, "planned_exit.imported", "organisation", organisation.value);
        return table;
    });
}

std::optional<ExitRow> ExitService::find_own(const Viewer& viewer) const {
    return database_.read([&](Session& session) { return find_exit(session, viewer.person); });
}

void ExitService::record(Transaction& transaction, const Viewer& viewer, std::string_view action, std::string_view type, std::int64_t subject) const {
    storage::record_audit(
        transaction,
        {.at = clock_.now(), .actor = viewer.person, .action = std::string(action), .subject_type = std::string(type), .subject_id = subject});
}

}  // namespace kc::teams
