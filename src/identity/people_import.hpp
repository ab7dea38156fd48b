// SPDX-License-Identifier: EUPL-1.2
// Importing many people from a table: checked first, shown with every problem by line and column, then imported as a whole.
// The Personalnummer says who is who, so the same file twice changes nothing (ID-40 to ID-47).
#pragma once

#include "identity/people.hpp"

namespace kc::identity {

inline constexpr int import_rows_max = 5000;
inline constexpr std::size_t import_bytes_max = 4 * 1024 * 1024;

enum class ImportColumn { personnel_number, first_name, last_name, email, department, roles };
BOOST_DESCRIBE_ENUM(ImportColumn, personnel_number, first_name, last_name, email, department, roles)
std::string_view column_title(ImportColumn column);  // as the header row names it: "Personalnummer"

enum class RowProblemKind {
    missing,
    too_long,
    invalid_name,
    invalid_email,
    twice_in_file,
    email_of_somebody_else,
    unknown_department,
    ambiguous_department,
    unknown_role,
    role_not_grantable,
    protected_account,
    too_many_cells
};
BOOST_DESCRIBE_ENUM(RowProblemKind, missing, too_long, invalid_name, invalid_email, twice_in_file, email_of_somebody_else, unknown_department,
                    ambiguous_department, unknown_role, role_not_grantable, protected_account, too_many_cells)

struct RowProblem {
    int line = 0;
    ImportColumn column{};
    RowProblemKind kind{};
    std::string value;   // what stands there, shortened; shown to the person who uploaded it, never logged
    int other_line = 0;  // twice_in_file: where it stood first
};

enum class ImportError { not_found, not_permitted, empty, too_large, too_many_rows, columns_missing, open_quote, has_problems };

struct ImportRefusal {
    ImportError error{};
    std::string columns;  // columns_missing: their titles
    int line = 0;         // open_quote
};

struct ImportPreview {
    ImportId id;
    OrganisationId organisation;
    std::string organisation_name;
    std::int64_t rows = 0;
    std::int64_t added = 0, changed = 0, unchanged = 0, faulty = 0;
    std::vector<RowProblem> problems;
};

struct ImportChoice {
    bool only_good_rows = false;
    bool send_invitations = false;
};

struct ImportResult {
    std::int64_t added = 0, changed = 0, unchanged = 0, left_out = 0, invited = 0;
};

class PeopleImport {
public:
    PeopleImport(storage::Database& database, const Clock& clock, People& people) : database_(database), clock_(clock), people_(people) {}

    Result<ImportId, ImportRefusal> upload(const Viewer& viewer, OrganisationId organisation, std::string_view bytes);
    std::optional<ImportPreview> preview(const Viewer& viewer, ImportId id);
    Result<ImportResult, ImportRefusal> run(const Viewer& viewer, ImportId id, const ImportChoice& choice);
    bool discard(const Viewer& viewer, ImportId id);

    static std::string_view file_template();  // header and one example row

private:
    struct Plan;
    Plan make_plan(storage::Session& session, const Viewer& viewer, OrganisationId organisation, const std::string& content);
    void write(storage::Transaction& tx, const Viewer& viewer, OrganisationId organisation, Plan& plan, const ImportChoice& choice,
               ImportResult& result);

    storage::Database& database_;
    const Clock& clock_;
    People& people_;
};

}  // namespace kc::identity
