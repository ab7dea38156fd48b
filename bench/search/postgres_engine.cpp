// SPDX-License-Identifier: EUPL-1.2
// PostgreSQL full text search with its German configuration, fields in the weight classes A to D, in a table of its own session.
#include "search/engines.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <stdexcept>

namespace kc::bench {
namespace {

struct Close {
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* result) const { PQclear(result); }
};

char weight_class(float weight) { return weight >= 4 ? 'A' : weight >= 2.5F ? 'B' : weight >= 1.5F ? 'C' : 'D'; }

class PostgresEngine : public Engine {
public:
    PostgresEngine(const Collection& collection, const std::string& address, bool any) : any_(any), connection_(PQconnectdb(address.c_str())) {
        if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
        run("create temporary table document (id integer primary key, words tsvector)", {});
        run("begin", {});
        for (std::size_t i = 0; i < collection.ids.size(); ++i) {
            std::string vector;
            std::vector<std::string> parameters{std::to_string(i)};
            for (std::size_t field = 0; field < collection.fields.size(); ++field) {
                parameters.push_back(collection.texts[i][field]);
                vector += fmt::format("{}setweight(to_tsvector('german', ${}), '{}')", field ? " || " : "", field + 2,
                                      weight_class(collection.fields[field].weight));
            }
            run(fmt::format("insert into document values ($1, {})", vector), parameters);
        }
        run("commit", {});
        run("create index on document using gin (words)", {});
    }

    std::string name() const override { return any_ ? "PostgreSQL (eines der Wörter)" : "PostgreSQL (websearch)"; }

    std::vector<std::size_t> search(const std::string& query, std::size_t limit) override {
        // The weights follow the field weights of the collection; 1 divides by the logarithm of the length.
        const std::string parsed = any_ ? "replace(plainto_tsquery('german', $1)::text, '&', '|')::tsquery" : "websearch_to_tsquery('german', $1)";
        const auto result = run(fmt::format("select id from document, (select {} as query) as parsed where words @@ query "
                                            "order by ts_rank('{{0.17, 0.33, 0.5, 1}}', words, query, 1) desc, id limit $2",
                                            parsed),
                                {query, std::to_string(limit)});
        std::vector<std::size_t> found;
        for (int row = 0; row < PQntuples(result.get()); ++row) found.push_back(std::stoul(PQgetvalue(result.get(), row, 0)));
        return found;
    }

private:
    std::unique_ptr<PGresult, Close> run(const std::string& sql, const std::vector<std::string>& parameters) {
        std::vector<const char*> values;
        for (const auto& parameter : parameters) values.push_back(parameter.c_str());
        std::unique_ptr<PGresult, Close> result{
            PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 0)};
        const auto status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
        return result;
    }

    bool any_;
    std::unique_ptr<PGconn, Close> connection_;
};

}  // namespace

std::unique_ptr<Engine> postgres_engine(const Collection& collection, const std::string& address, bool any) {
    return std::make_unique<PostgresEngine>(collection, address, any);
}

}  // namespace kc::bench
