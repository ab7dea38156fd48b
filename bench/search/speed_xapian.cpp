// SPDX-License-Identifier: EUPL-1.2
// Xapian with German stemming on disk, facets by match spies over all hits. Queries in lower case: its default strategy leaves capitalised
// words, that is every German noun, unstemmed. Dates are left out, and of several competences it counts the first.
#include <xapian.h>

#include <chrono>
#include <deque>
#include <filesystem>

#include "search/speed_engines.hpp"

namespace kc::bench {
namespace {

std::string lower_case(const std::string& text) {
    std::string out;
    for (Xapian::Utf8Iterator c(text); c != Xapian::Utf8Iterator(); ++c) Xapian::Unicode::append_utf8(out, Xapian::Unicode::tolower(*c));
    return out;
}

class XapianSpeed : public SpeedEngine {
public:
    XapianSpeed(std::size_t documents, std::uint64_t seed, const std::string& folder) : folder_(folder) {
        const auto began = std::chrono::steady_clock::now();
        {
            Xapian::WritableDatabase database(folder_, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC);
            Xapian::TermGenerator generator;
            generator.set_stemmer(Xapian::Stem("german"));
            CourseRecords records(seed);
            for (std::size_t i = 0; i < documents; ++i) {
                const auto record = records.next();
                Xapian::Document document;
                generator.set_document(document);
                generator.index_text(record.title, 4);
                generator.increase_termpos();
                generator.index_text(record.text);
                const std::uint16_t values[] = {record.provider, record.topic, record.format, record.level, record.region, record.competences[0]};
                for (unsigned slot = 0; slot < 6; ++slot) {
                    document.add_value(slot, std::to_string(values[slot]));
                    document.add_boolean_term("X" + std::to_string(slot) + ":" + std::to_string(values[slot]));
                }
                document.add_value(6, Xapian::sortable_serialise(record.price));
                document.set_data(std::to_string(i));
                database.add_document(document);
            }
            database.commit();
        }
        build_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
            if (entry.is_regular_file()) megabytes += static_cast<double>(entry.file_size()) / 1e6;
        }
        database_ = Xapian::Database(folder_);
        parser_.set_stemmer(Xapian::Stem("german"));
        parser_.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
        parser_.set_default_op(Xapian::Query::OP_AND);
        parser_.set_database(database_);
    }

    ~XapianSpeed() override {
        database_.close();
        std::filesystem::remove_all(folder_);
    }

    std::string name() const override { return "Xapian"; }

    std::size_t run(const CourseQuery& asked) override {
        auto query = parser_.parse_query(lower_case(asked.text));
        const int filters[] = {asked.provider, asked.topic, asked.format, asked.level, asked.region, asked.competence};
        for (unsigned slot = 0; slot < 6; ++slot) {
            if (filters[slot] >= 0)
                query =
                    Xapian::Query(Xapian::Query::OP_FILTER, query, Xapian::Query("X" + std::to_string(slot) + ":" + std::to_string(filters[slot])));
        }
        if (asked.price_most > 0) {
            query = Xapian::Query(Xapian::Query::OP_FILTER, query,
                                  Xapian::Query(Xapian::Query::OP_VALUE_LE, 6, Xapian::sortable_serialise(asked.price_most)));
        }
        Xapian::Enquire enquire(database_);
        enquire.set_query(query);
        std::deque<Xapian::ValueCountMatchSpy> spies;  // they cannot move
        for (unsigned slot = 0; slot < 6; ++slot) spies.emplace_back(slot);
        for (auto& spy : spies) enquire.add_matchspy(&spy);
        return enquire.get_mset(0, 20, database_.get_doccount()).size() == 0 ? 0 : spies[0].get_total();
    }

private:
    std::string folder_;
    Xapian::Database database_;
    Xapian::QueryParser parser_;
};

}  // namespace

std::unique_ptr<SpeedEngine> xapian_speed(std::size_t documents, std::uint64_t seed, const std::string& folder) {
    return std::make_unique<XapianSpeed>(documents, seed, folder);
}

}  // namespace kc::bench
