// SPDX-License-Identifier: EUPL-1.2
// PostgreSQL full text search as one would set it up: German configuration, title weighted above the text, GIN index, one statement that
// finds, ranks the best 20 and counts six facets over all hits.
#include <libpq-fe.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "search/speed_engines.hpp"

namespace kc::bench {
namespace {

class PostgresSpeed : public SpeedEngine {
public:
    PostgresSpeed(std::size_t documents, std::uint64_t seed, const std::string& address) : connection_(PQconnectdb(address.c_str())) {
        if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
        run_sql("DROP TABLE IF EXISTS course");
        run_sql(
            "CREATE UNLOGGED TABLE course(id int PRIMARY KEY, title text, body text, provider int, topic int, format int, level int, region int,"
            " competences int[], price int, first_days int[], last_days int[], words tsvector)");
        PQclear(
            PQexec(connection_, "COPY course(id,title,body,provider,topic,format,level,region,competences,price,first_days,last_days) FROM STDIN"));
        CourseRecords records(seed);
        for (std::size_t i = 0; i < documents; ++i) {
            const auto record = records.next();
            std::string competences, first, last;
            for (const auto one : record.competences) competences += (competences.empty() ? "" : ",") + std::to_string(one);
            for (const auto& date : record.dates) {
                first += (first.empty() ? "" : ",") + std::to_string(date.first_day);
                last += (last.empty() ? "" : ",") + std::to_string(date.last_day);
            }
            std::string row = std::to_string(i) + '\t' + record.title + '\t' + record.text;
            for (const int value : {int{record.provider}, int{record.topic}, int{record.format}, int{record.level}, int{record.region}})
                row += '\t' + std::to_string(value);
            row += "\t{" + competences + "}\t" + std::to_string(record.price) + "\t{" + first + "}\t{" + last + "}\n";
            PQputCopyData(connection_, row.data(), static_cast<int>(row.size()));
        }
        PQputCopyEnd(connection_, nullptr);
        while (PGresult* result = PQgetResult(connection_)) PQclear(result);
        const auto began = std::chrono::steady_clock::now();
        run_sql("UPDATE course SET words = setweight(to_tsvector('german', title), 'A') || to_tsvector('german', body)");
        run_sql("VACUUM FULL course");
        run_sql("CREATE INDEX course_words ON course USING gin(words)");
        build_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        run_sql("VACUUM ANALYZE course");
        run_sql("SET max_parallel_workers_per_gather = 0");
        run_sql("SET work_mem = '256MB'");
        PGresult* size = PQexec(connection_, "SELECT pg_total_relation_size('course')");
        megabytes = std::stod(PQgetvalue(size, 0, 0)) / 1e6;
        PQclear(size);
    }

    ~PostgresSpeed() override {
        PQclear(PQexec(connection_, "DROP TABLE IF EXISTS course"));
        PQfinish(connection_);
    }

    std::string name() const override { return "PostgreSQL"; }

    // Of the server process behind this connection, in steps of ten milliseconds.
    double cpu_seconds() const override {
        std::ifstream in("/proc/" + std::to_string(PQbackendPID(connection_)) + "/stat");
        std::string text((std::istreambuf_iterator<char>(in)), {});
        const auto behind_name = text.rfind(')');
        if (behind_name == std::string::npos) return 0;
        std::istringstream fields(text.substr(behind_name + 2));
        std::string skipped;
        for (int i = 0; i < 11; ++i) fields >> skipped;
        double user = 0, system = 0;
        fields >> user >> system;
        return (user + system) / 100;
    }

    std::size_t run(const CourseQuery& query) override {
        std::string where;
        const auto equal = [&](const char* column, int value) {
            if (value >= 0) where += std::string(" AND ") + column + " = " + std::to_string(value);
        };
        equal("provider", query.provider);
        equal("topic", query.topic);
        equal("format", query.format);
        equal("level", query.level);
        equal("region", query.region);
        if (query.competence >= 0) where += " AND " + std::to_string(query.competence) + " = ANY(competences)";
        if (query.price_most > 0) where += " AND price <= " + std::to_string(query.price_most);
        if (query.from > 0) {
            where +=
                " AND (first_days = '{}' OR EXISTS (SELECT 1 FROM unnest(first_days, last_days) AS d(f, l) WHERE f >= " + std::to_string(query.from) +
                " AND l <= " + std::to_string(query.until) + "))";
        }
        const auto facet = [](const char* name, const char* column) {
            return std::string(" UNION ALL SELECT '") + name + "', " + column + ", count(*) FROM hits GROUP BY 2";
        };
        const std::string sql =
            "WITH question AS MATERIALIZED (SELECT plainto_tsquery('german', $1) AS q), hits AS MATERIALIZED (SELECT id, words, provider, topic, "
            "format, level,"
            " region, competences FROM course, question WHERE words @@ q" +
            where +
            ")"
            " SELECT 'total' AS what, 0 AS value, count(*)::float8 AS amount FROM hits"
            " UNION ALL (SELECT 'hit', id, ts_rank(words, q) FROM hits, question ORDER BY 3 DESC LIMIT 20)" +
            facet("provider", "provider") + facet("topic", "topic") + facet("format", "format") + facet("level", "level") +
            facet("region", "region") + " UNION ALL SELECT 'competence', c, count(*) FROM hits, unnest(competences) AS c GROUP BY 2";
        const char* values[] = {query.text.c_str()};
        PGresult* result = PQexecParams(connection_, sql.c_str(), 1, nullptr, values, nullptr, nullptr, 0);
        if (PQresultStatus(result) != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection_));
        const auto total = static_cast<std::size_t>(std::stod(PQgetvalue(result, 0, 2)));
        PQclear(result);
        return total;
    }

private:
    void run_sql(const char* sql) {
        PGresult* result = PQexec(connection_, sql);
        const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
        if (!done) throw std::runtime_error(PQerrorMessage(connection_));
    }

    PGconn* connection_;
};

}  // namespace

std::unique_ptr<SpeedEngine> postgres_speed(std::size_t documents, std::uint64_t seed, const std::string& address) {
    return std::make_unique<PostgresSpeed>(documents, seed, address);
}

}  // namespace kc::bench
