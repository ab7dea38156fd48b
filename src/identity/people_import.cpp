// SPDX-License-Identifier: EUPL-1.2
#include "identity/people_import.hpp"

#include "base/text.hpp"
#include "identity/csv.hpp"
#include "identity/import_store.hpp"
#include "identity/sign_in.hpp"
#include "storage/audit.hpp"
#include "storage/changes.hpp"

namespace kc::identity {

using storage::Session;
using storage::Transaction;

std::string_view column_title(ImportColumn column) {
    switch (column) {
        case ImportColumn::personnel_number: return "Personalnummer";
        case ImportColumn::first_name: return "Vorname";
        case ImportColumn::last_name: return "Nachname";
        case ImportColumn::email: return "E-Mail";
        case ImportColumn::department: return "Dienststelle";
        case ImportColumn::roles: return "Rollen";
    }
    return "";
}

std::string_view PeopleImport::file_template() {
    return "\xef\xbb\xbfPersonalnummer;Vorname;Nachname;E-Mail;Dienststelle;Rollen\r\n"
           "10017;Erika;Beispiel;erika.beispiel@example.org;;\"Beschäftigte, Führungskraft\"\r\n";
}

namespace {

constexpr std::size_t column_count = 6;
constexpr std::array<ImportColumn, column_count> all_columns{ImportColumn::personnel_number, ImportColumn::first_name,
                                                             ImportColumn::last_name,        ImportColumn::email,
                                                             ImportColumn::department,       ImportColumn::roles};

struct RoleWord {
    std::string_view word;
    Role role;
};
constexpr std::array<RoleWord, 18> role_words{{{"beschäftigte", Role::learner},
                                               {"beschäftigter", Role::learner},
                                               {"learner", Role::learner},
                                               {"führungskraft", Role::supervisor},
                                               {"supervisor", Role::supervisor},
                                               {"personalentscheidung", Role::hr_decision_maker},
                                               {"personalstelle", Role::hr_decision_maker},
                                               {"hr_decision_maker", Role::hr_decision_maker},
                                               {"lehrperson", Role::instructor},
                                               {"instructor", Role::instructor},
                                               {"lernort", Role::venue_host},
                                               {"venue_host", Role::venue_host},
                                               {"anbieterredaktion", Role::provider_editor},
                                               {"provider_editor", Role::provider_editor},
                                               {"beirat", Role::board_member},
                                               {"board_member", Role::board_member},
                                               {"geschäftsstelle", Role::office},
                                               {"office", Role::office}}};

// Lower case for comparing what people type, with the German capitals as well.
std::string folded(std::string_view text) {
    std::string out = lower_ascii(trim(text));
    for (const auto& [capital, small] : {std::pair<std::string_view, std::string_view>{"Ä", "ä"}, {"Ö", "ö"}, {"Ü", "ü"}}) {
        for (auto at = out.find(capital); at != std::string::npos; at = out.find(capital, at)) out.replace(at, capital.size(), small);
    }
    return out;
}

std::string shortened(std::string_view text) {
    std::string out;
    std::size_t points = 0;
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0xc0) != 0x80 && ++points > 40) return out + "…";
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
    return out;
}

struct Header {
    std::array<std::optional<std::size_t>, column_count> position;
    std::string missing;
};

Header read_header(const CsvRow& row) {
    Header header;
    for (std::size_t c = 0; c < column_count; ++c) {
        const std::string title = folded(column_title(all_columns[c]));
        for (std::size_t i = 0; i < row.cells.size() && !header.position[c]; ++i) {
            std::string cell = folded(row.cells[i]);
            if (cell == "email" || cell == "mail" || cell == "e-mail-adresse") cell = "e-mail";
            if (cell == title) header.position[c] = i;
        }
        // Dienststelle and Rollen may be left out altogether.
        const bool needed = all_columns[c] != ImportColumn::department && all_columns[c] != ImportColumn::roles;
        if (!header.position[c] && needed) {
            if (!header.missing.empty()) header.missing += ", ";
            header.missing += column_title(all_columns[c]);
        }
    }
    return header;
}

struct ParsedFile {
    CsvTable table;
    Header header;
};

Result<ParsedFile, ImportRefusal> parse_file(const std::string& content) {
    ParsedFile file{parse_csv(content), {}};
    if (file.table.open_quote_line) return refuse(ImportRefusal{.error = ImportError::open_quote, .line = *file.table.open_quote_line});
    if (file.table.rows.empty()) return refuse(ImportRefusal{.error = ImportError::empty});
    file.header = read_header(file.table.rows.front());
    if (!file.header.missing.empty()) return refuse(ImportRefusal{.error = ImportError::columns_missing, .columns = file.header.missing});
    if (file.table.rows.size() < 2) return refuse(ImportRefusal{.error = ImportError::empty});
    if (file.table.rows.size() - 1 > import_rows_max) return refuse(ImportRefusal{.error = ImportError::too_many_rows});
    return file;
}

struct PlannedPerson {
    int line = 0;
    store::PersonValues values;
    std::vector<Role> roles;
    std::optional<store::KnownPerson> known;
    bool faulty = false;
    bool email_refused = false;
    bool changed = false;  // of a known person: anything differs
};

}  // namespace

struct PeopleImport::Plan {
    std::vector<PlannedPerson> people;
    std::vector<RowProblem> problems;
    std::int64_t added = 0, changed = 0, unchanged = 0, faulty = 0;
};

PeopleImport::Plan PeopleImport::make_plan(Session& session, const Viewer& viewer, OrganisationId organisation, const std::string& content) {
    const auto file = parse_file(content);
    require(file.has_value());  // upload() has refused everything else
    const Date today = clock_.today();
    Plan plan;

    std::map<std::string, std::vector<DepartmentId>> departments;
    for (const auto& department : store::list_departments(session, organisation, today))
        departments[folded(department.name)].push_back(department.id);
    const auto grantable = grantable_roles(viewer, organisation);

    std::map<std::string, int> lines_by_number, lines_by_email;
    for (std::size_t i = 1; i < file->table.rows.size(); ++i) {
        const CsvRow& row = file->table.rows[i];
        PlannedPerson person{.line = row.line};
        const auto cell = [&](ImportColumn column) -> std::string {
            const auto position = file->header.position[static_cast<std::size_t>(column)];
            return position && *position < row.cells.size() ? std::string(trim(row.cells[*position])) : std::string();
        };
        const auto problem = [&](ImportColumn column, RowProblemKind kind, std::string_view value = {}, int other_line = 0) {
            plan.problems.push_back({row.line, column, kind, shortened(value), other_line});
            person.faulty = true;
        };
        if (row.cells.size() > file->table.rows.front().cells.size()) problem(ImportColumn::roles, RowProblemKind::too_many_cells);

        person.values.source_key = cell(ImportColumn::personnel_number);
        if (person.values.source_key.empty()) {
            problem(ImportColumn::personnel_number, RowProblemKind::missing);
        } else if (code_points(person.values.source_key) > 50 || contains_control_characters(person.values.source_key)) {
            problem(ImportColumn::personnel_number, RowProblemKind::too_long, person.values.source_key);
        } else if (const auto [first, fresh] = lines_by_number.emplace(person.values.source_key, row.line); !fresh) {
            problem(ImportColumn::personnel_number, RowProblemKind::twice_in_file, person.values.source_key, first->second);
        }
        const auto read_name = [&](ImportColumn column) {
            std::string name = cell(column);
            if (name.empty())
                problem(column, RowProblemKind::missing);
            else if (!is_person_name(name))
                problem(column, RowProblemKind::invalid_name, name);
            return name;
        };
        person.values.first_name = read_name(ImportColumn::first_name);
        person.values.last_name = read_name(ImportColumn::last_name);
        const std::string typed_email = cell(ImportColumn::email);
        if (typed_email.empty()) {
            problem(ImportColumn::email, RowProblemKind::missing);
        } else if (const auto email = parse_email(typed_email); !email) {
            problem(ImportColumn::email, RowProblemKind::invalid_email, typed_email);
        } else {
            person.values.email = *email;
            if (const auto [first, fresh] = lines_by_email.emplace(*email, row.line); !fresh) {
                problem(ImportColumn::email, RowProblemKind::twice_in_file, *email, first->second);
            }
        }
        if (const std::string name = cell(ImportColumn::department); !name.empty()) {
            const auto found = departments.find(folded(name));
            if (found == departments.end())
                problem(ImportColumn::department, RowProblemKind::unknown_department, name);
            else if (found->second.size() > 1)
                problem(ImportColumn::department, RowProblemKind::ambiguous_department, name);
            else
                person.values.department_id = found->second.front();
        }
        std::string list = cell(ImportColumn::roles);
        std::replace_if(list.begin(), list.end(), [](char c) { return c == '|' || c == '/' || c == ';'; }, ',');
        for (std::size_t begin = 0; begin < list.size();) {
            const std::size_t end = std::min(list.find(',', begin), list.size());
            const std::string word = folded(std::string_view(list).substr(begin, end - begin));
            begin = end + 1;
            if (word.empty()) continue;
            const auto known = std::find_if(role_words.begin(), role_words.end(), [&](const RoleWord& w) { return w.word == word; });
            if (known == role_words.end())
                problem(ImportColumn::roles, RowProblemKind::unknown_role, word);
            else if (std::find(grantable.begin(), grantable.end(), known->role) == grantable.end())
                problem(ImportColumn::roles, RowProblemKind::role_not_grantable, word);
            else if (std::find(person.roles.begin(), person.roles.end(), known->role) == person.roles.end())
                person.roles.push_back(known->role);
        }
        if (person.roles.empty()) person.roles.push_back(Role::learner);
        plan.people.push_back(std::move(person));
    }

    // Who is known already: one question for all rows.
    std::vector<std::string> numbers, emails;
    for (const auto& person : plan.people) {
        if (!person.values.source_key.empty()) numbers.push_back(person.values.source_key);
        if (!person.values.email.empty()) emails.push_back(person.values.email);
    }
    std::map<std::string, store::KnownPerson> by_number, by_email;
    std::vector<PersonId> ids;
    for (auto& known : store::list_known_people(session, organisation, numbers, emails, today)) {
        ids.push_back(known.id);
        if (known.organisation_id == organisation && known.source_key) by_number.emplace(*known.source_key, known);
        by_email.emplace(known.email, known);
    }
    std::set<std::pair<PersonId, Role>> held;
    for (const auto& role : store::list_known_roles(session, organisation, ids, today)) held.emplace(role.person_id, role.role);

    for (auto& person : plan.people) {
        const auto same_number = by_number.find(person.values.source_key);
        const auto same_email = by_email.find(person.values.email);
        if (same_number != by_number.end()) {
            person.known = same_number->second;
        } else if (same_email != by_email.end() && same_email->second.organisation_id == organisation && !same_email->second.source_key) {
            person.known = same_email->second;  // invited by hand before; the file now gives the number
        }
        if (!person.known) continue;
        // A table never changes accounts of the office or the operators, and no address of an account with further roles (ID-32).
        const bool takes_over =
            person.known->email != person.values.email && person.known->has_foreign_roles && !viewer.may(Permission::manage_all_organisations);
        if (person.known->is_protected || takes_over) {
            const auto column = person.known->is_protected ? ImportColumn::personnel_number : ImportColumn::email;
            plan.problems.push_back({person.line, column, RowProblemKind::protected_account, shortened(person.values.source_key), 0});
            person.faulty = true;
        }
    }

    // An address that belongs to somebody else is free only when its owner gets another one by the same file. A row that turns
    // out faulty may take that away from a further row, so this goes round until nothing changes.
    for (bool again = true; again;) {
        again = false;
        std::set<PersonId> move_on;
        for (const auto& person : plan.people) {
            if (person.known && !person.faulty && person.known->email != person.values.email) move_on.insert(person.known->id);
        }
        for (auto& person : plan.people) {
            const auto owner = by_email.find(person.values.email);
            if (person.email_refused || owner == by_email.end() || (person.known && person.known->id == owner->second.id)) continue;
            if (move_on.contains(owner->second.id)) continue;
            plan.problems.push_back({person.line, ImportColumn::email, RowProblemKind::email_of_somebody_else, shortened(person.values.email), 0});
            again = again || !person.faulty;
            person.faulty = person.email_refused = true;
        }
    }

    for (auto& person : plan.people) {
        if (person.faulty) {
            ++plan.faulty;
            continue;
        }
        if (!person.known) {
            ++plan.added;
            continue;
        }
        const auto& known = *person.known;
        person.values.id = known.id;
        if (!person.values.department_id) person.values.department_id = known.department_id;  // an empty cell takes nothing away
        std::erase_if(person.roles, [&](Role role) { return held.contains({known.id, role}); });
        person.changed = known.email != person.values.email || known.first_name != person.values.first_name ||
                         known.last_name != person.values.last_name || known.department_id != person.values.department_id ||
                         known.source_key != person.values.source_key;
        ++(person.changed || !person.roles.empty() ? plan.changed : plan.unchanged);
    }
    std::stable_sort(plan.problems.begin(), plan.problems.end(), [](const RowProblem& a, const RowProblem& b) { return a.line < b.line; });
    return plan;
}

Result<ImportId, ImportRefusal> PeopleImport::upload(const Viewer& viewer, OrganisationId organisation, std::string_view bytes) {
    if (!viewer.may(Permission::manage_people, organisation)) return refuse(ImportRefusal{.error = ImportError::not_permitted});
    if (bytes.size() > import_bytes_max) return refuse(ImportRefusal{.error = ImportError::too_large});
    std::string content = decode_table_text(bytes);
    std::erase(content, '\0');  // no database keeps it in a text
    const auto file = parse_file(content);
    if (!file) return refuse(file.error());
    return database_.in_transaction([&](Transaction& tx) -> Result<ImportId, ImportRefusal> {
        if (!store::find_organisation(tx, organisation, clock_.today())) return refuse(ImportRefusal{.error = ImportError::not_found});
        return store::insert_import(tx, organisation, viewer.person, content, clock_.now());
    });
}

std::optional<ImportPreview> PeopleImport::preview(const Viewer& viewer, ImportId id) {
    return database_.read([&](Session& s) -> std::optional<ImportPreview> {
        const auto row = store::find_import(s, id, viewer.person);
        if (!row || !viewer.may(Permission::manage_people, row->organisation_id)) return std::nullopt;
        auto plan = make_plan(s, viewer, row->organisation_id, row->content);
        const auto organisation = store::find_organisation(s, row->organisation_id, clock_.today());
        return ImportPreview{.id = id,
                             .organisation = row->organisation_id,
                             .organisation_name = organisation ? organisation->name : "",
                             .rows = static_cast<std::int64_t>(plan.people.size()),
                             .added = plan.added,
                             .changed = plan.changed,
                             .unchanged = plan.unchanged,
                             .faulty = plan.faulty,
                             .problems = std::move(plan.problems)};
    });
}

Result<ImportResult, ImportRefusal> PeopleImport::run(const Viewer& viewer, ImportId id, const ImportChoice& choice) {
    auto done = database_.in_transaction([&](Transaction& tx) -> Result<ImportResult, ImportRefusal> {
        const auto row = store::find_import(tx, id, viewer.person);
        if (!row || !viewer.may(Permission::manage_people, row->organisation_id)) return refuse(ImportRefusal{.error = ImportError::not_found});
        // Whoever sends the form twice finds the list gone: this row is deleted by exactly one of them.
        if (!store::remove_import(tx, id, viewer.person)) return refuse(ImportRefusal{.error = ImportError::not_found});
        store::lock_organisation(tx, row->organisation_id);
        Plan plan = make_plan(tx, viewer, row->organisation_id, row->content);
        if (plan.faulty > 0 && !choice.only_good_rows) return refuse(ImportRefusal{.error = ImportError::has_problems});
        ImportResult result{.added = plan.added, .changed = plan.changed, .unchanged = plan.unchanged, .left_out = plan.faulty};
        write(tx, viewer, row->organisation_id, plan, choice, result);
        storage::record_audit(tx, {clock_.now(), viewer.person, "people.imported", "organisation", row->organisation_id.value,
                                   fmt::format(R"({{"added":{},"changed":{},"unchanged":{},"left_out":{},"invited":{}}})", result.added,
                                               result.changed, result.unchanged, result.left_out, result.invited)});
        return result;
    });
    if (done) people_.sessions_.forget_all();
    return done;
}

void PeopleImport::write(Transaction& tx, const Viewer& viewer, OrganisationId organisation, Plan& plan, const ImportChoice& choice,
                         ImportResult& result) {
    std::erase_if(plan.people, [](const PlannedPerson& p) { return p.faulty; });
    std::vector<store::PersonValues> added, changed;
    std::vector<std::string> added_numbers;
    for (const auto& person : plan.people) {
        if (!person.known) {
            added.push_back(person.values);
            added_numbers.push_back(person.values.source_key);
        } else if (person.changed) {
            changed.push_back(person.values);
        }
    }
    store::update_people(tx, changed);  // first, because a new person may take an address that has just become free
    store::insert_people(tx, organisation, added, clock_.now());

    std::map<std::string, PersonId> ids;
    for (const auto& owner : store::list_source_keys(tx, organisation, added_numbers)) ids.emplace(owner.source_key, owner.id);
    std::vector<store::KnownRole> roles;
    for (auto& person : plan.people) {
        if (!person.known) person.values.id = ids.at(person.values.source_key);
        for (const Role role : person.roles) roles.push_back({person.values.id, role});
    }
    store::insert_roles(tx, organisation, roles, clock_.today(), viewer.person);

    for (const auto& person : plan.people) {
        const bool touched = !person.known || person.changed || !person.roles.empty();
        if (touched) storage::record_change(tx, storage::ChangeTopic::person, person.values.id.value);
        if (person.known && person.known->email != person.values.email) {
            store::close_password_resets(tx, person.values.id, clock_.now());
            store::withdraw_invitations(tx, person.values.id, clock_.now());
            if (person.known->has_password) {
                const auto content =
                    people_.texts_.address_changed(person.known->language, display_name(person.known->first_name, person.known->last_name));
                people_.outbox_.queue(tx, {person.values.id, person.known->email, content.subject, content.body});
            }
        }
        const bool waits_for_invitation = !person.known || !person.known->has_password;
        if (choice.send_invitations && waits_for_invitation && touched) {
            people_.send_invitation(tx, viewer.person,
                                    Person{.id = person.values.id,
                                           .organisation_id = organisation,
                                           .email = person.values.email,
                                           .first_name = person.values.first_name,
                                           .last_name = person.values.last_name});
            ++result.invited;
        }
    }
}

bool PeopleImport::discard(const Viewer& viewer, ImportId id) {
    return database_.in_transaction([&](Transaction& tx) { return store::remove_import(tx, id, viewer.person); });
}

}  // namespace kc::identity
