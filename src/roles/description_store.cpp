// SPDX-License-Identifier: EUPL-1.2
#include "roles/description_store.hpp"

#include <boost/json.hpp>

namespace kc::roles {

namespace {

struct LineRow {
    std::int64_t id = 0, job_description_id = 0;
    CompetenceId competence_id;
    int level = 0, weight = 0;
    std::string sentences;
    LineDecision decision{};
};
BOOST_DESCRIBE_STRUCT(LineRow, (), (id, job_description_id, competence_id, level, weight, sentences, decision))

constexpr std::string_view columns = "id, organisation_id, role_profile_id, submitted_by, name, content, created_at";
constexpr std::string_view line_columns = "id, job_description_id, competence_id, level, weight, sentences, decision";

std::string to_text(std::span<const extraction::Mention> sentences) {
    boost::json::array list;
    for (const auto& [begin, end] : sentences) list.push_back(boost::json::array{begin, end});
    return boost::json::serialize(list);
}

DescriptionLine line_of(LineRow row) {
    DescriptionLine line{row.id, row.job_description_id, row.competence_id, row.level, row.weight, {}, row.decision};
    const auto parsed = boost::json::parse(row.sentences);
    for (const auto& pair : parsed.as_array()) {
        const auto& ends = pair.as_array();
        line.sentences.push_back({ends.at(0).to_number<std::size_t>(), ends.at(1).to_number<std::size_t>()});
    }
    return line;
}

}  // namespace

std::int64_t insert_description(storage::Transaction& transaction, const Description& description, std::span<const DescriptionLine> lines) {
    const auto id = transaction.get<std::int64_t>(
        "INSERT INTO job_descriptions (organisation_id, role_profile_id, submitted_by, name, content, created_at) VALUES (?, ?, ?, ?, ?, ?) "
        "RETURNING id",
        description.organisation_id, description.role_profile_id, description.submitted_by, description.name, description.content,
        description.created_at);
    using Row = std::tuple<std::int64_t, CompetenceId, int, int, std::string>;
    std::vector<Row> rows;
    for (const auto& line : lines) rows.emplace_back(id, line.competence_id, line.level, line.weight, to_text(line.sentences));
    transaction.execute_many("INSERT INTO job_description_lines (job_description_id, competence_id, level, weight, sentences) VALUES (?, ?, ?, ?, ?)",
                             rows);
    return id;
}

std::optional<Description> find_description(storage::Session& session, PersonId submitter, std::int64_t id) {
    static const std::string sql = fmt::format("SELECT {} FROM job_descriptions WHERE id = ? AND submitted_by = ?", columns);
    return session.find<Description>(sql, id, submitter);
}

std::vector<DescriptionSummary> list_descriptions(storage::Session& session, PersonId submitter, int limit) {
    return session.query<DescriptionSummary>(
        "SELECT d.id, d.organisation_id, d.role_profile_id, d.name, d.created_at, "
        "(SELECT count(*) FROM job_description_lines l WHERE l.job_description_id = d.id) AS lines, "
        "(SELECT count(*) FROM job_description_lines l WHERE l.job_description_id = d.id AND l.decision = 'open') AS open "
        "FROM job_descriptions d WHERE d.submitted_by = ? ORDER BY d.id DESC LIMIT ?",
        submitter, limit);
}

std::int64_t count_descriptions(storage::Session& session, PersonId submitter) {
    return session.get<std::int64_t>("SELECT count(*) FROM job_descriptions WHERE submitted_by = ?", submitter);
}

std::vector<DescriptionLine> list_lines(storage::Session& session, std::int64_t description) {
    static const std::string sql = fmt::format("SELECT {} FROM job_description_lines WHERE job_description_id = ? ORDER BY id", line_columns);
    std::vector<DescriptionLine> lines;
    for (auto& row : session.query<LineRow>(sql, description)) lines.push_back(line_of(std::move(row)));
    return lines;
}

std::optional<DescriptionLine> lock_line(storage::Transaction& transaction, std::int64_t description, std::int64_t line) {
    static const std::string sql = fmt::format("SELECT {} FROM job_description_lines WHERE id = ? AND job_description_id = ?", line_columns);
    auto row = transaction.find_for_update<LineRow>(sql, line, description);
    return row ? std::optional(line_of(std::move(*row))) : std::nullopt;
}

void update_line(storage::Transaction& transaction, const DescriptionLine& line) {
    transaction.execute("UPDATE job_description_lines SET level = ?, weight = ?, decision = ? WHERE id = ?", line.level, line.weight, line.decision,
                        line.id);
}

void remove_description(storage::Transaction& transaction, std::int64_t id) {
    transaction.execute("DELETE FROM job_description_lines WHERE job_description_id = ?", id);
    transaction.execute("DELETE FROM job_descriptions WHERE id = ?", id);
}

void remove_descriptions_of(storage::Transaction& transaction, PersonId submitter) {
    transaction.execute("DELETE FROM job_description_lines WHERE job_description_id IN (SELECT id FROM job_descriptions WHERE submitted_by = ?)",
                        submitter);
    transaction.execute("DELETE FROM job_descriptions WHERE submitted_by = ?", submitter);
}

std::int64_t remove_descriptions_before(storage::Transaction& transaction, Instant before) {
    transaction.execute("DELETE FROM job_description_lines WHERE job_description_id IN (SELECT id FROM job_descriptions WHERE created_at < ?)",
                        before);
    return transaction.execute("DELETE FROM job_descriptions WHERE created_at < ?", before);
}

}  // namespace kc::roles
