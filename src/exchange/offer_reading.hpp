// SPDX-License-Identifier: EUPL-1.2
// Reading offers from files of other systems: bytes in, standardised descriptions out, with an honest list of what was taken over,
// changed or lost per field (AU-10). Pure: no database, no network, no clock.
#pragma once

#include "catalogue/content.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::exchange {

inline constexpr std::size_t file_bytes_max = 100 * 1024 * 1024;
inline constexpr std::size_t offers_max = 20'000;
inline constexpr std::size_t fields_max = 1000;   // reported of one offer; a hostile one has millions
inline constexpr std::size_t problems_max = 100;  // of one offer
inline constexpr std::size_t file_fields_max = 200;

enum class SourceFormat { moochub, open_vhs, csv, xlsx };
BOOST_DESCRIBE_ENUM(SourceFormat, moochub, open_vhs, csv, xlsx)

enum class FieldOutcome { taken, changed, dropped };
BOOST_DESCRIBE_ENUM(FieldOutcome, taken, changed, dropped)

struct FieldReport {
    std::string field;  // as the source calls it: "offers[0].price", "preis/zusatz", "Preis (Mitglieder)"
    FieldOutcome outcome{};
    std::string reason;  // German; empty when taken as it is
    std::string value;   // what stands in the source, shortened; empty when taken as it is
};
BOOST_DESCRIBE_STRUCT(FieldReport, (), (field, outcome, reason, value))

// Something that must be mended at the source, or the whole file or this offer stays out.
struct ReadProblem {
    int line = 0;       // of the file; for JSON the position of the offer, counted from 1
    std::string offer;  // its id or title, as far as known
    std::string field;
    std::string message;  // German, with the remedy
};
BOOST_DESCRIBE_STRUCT(ReadProblem, (), (line, offer, field, message))

struct ReadVenue {
    std::string name, town, postal_code, street;
    std::optional<bool> step_free;
    bool operator==(const ReadVenue&) const = default;
};
BOOST_DESCRIBE_STRUCT(ReadVenue, (), (name, town, postal_code, street, step_free))

struct ReadOffer {
    int line = 0;
    catalogue::UnitContent content;                       // provider and slug empty; dates[i].venue is a slug we know, or empty
    std::vector<ReadVenue> venues;                        // places of the source that we may have to create
    std::vector<std::optional<std::size_t>> date_venues;  // per date: index into venues
    std::vector<FieldReport> fields;
    std::vector<ReadProblem> problems;  // not empty: refused
    std::vector<std::string> hold;      // why it must not be published without a look: "Der Preis fehlt."
    bool ended = false;                 // the source says that it is over or cancelled

    void taken(std::string_view field);
    void changed(std::string_view field, std::string_view reason, std::string_view value = {});
    void dropped(std::string_view field, std::string_view reason, std::string_view value = {});
    void refuse(std::string_view field, std::string message);

private:
    void report(FieldReport field);
};

struct ReadResult {
    SourceFormat format{};
    std::string version;        // "3.0.1", "2.3", "1.2"; empty for tables
    std::string source_system;  // "moochub:kurse.example", "open-vhs:…", "tabelle"
    std::vector<ReadOffer> offers;
    std::vector<ReadProblem> problems;     // of the file as a whole; then `offers` is empty
    std::vector<FieldReport> file_fields;  // of the envelope
    bool complete = false;                 // the format always carries the whole stock, so what is missing has vanished
    std::optional<std::string> next;       // MOOChub: the address of the next page

    void refuse(int line, std::string message, std::string_view field = {});
};

// What the readers may refer to. Filled from the snapshots by the caller.
struct Vocabulary {
    struct Named {
        std::string slug, name;
    };
    struct Competence {
        std::string slug, name;
        std::string digcomp;  // "2.3"; empty: not aligned
        std::string esco;     // UUID of the skill
    };
    struct Venue {
        std::string slug, name, place;
    };
    std::vector<Competence> competences;
    std::vector<Named> modules;
    std::vector<Named> organisations;  // for internal offers in tables
    std::vector<Named> units;          // predecessors and code-share in tables
    std::vector<Venue> venues;
    Date today{};
};

struct ReadOptions {
    std::optional<SourceFormat> format;  // absent: detected
    std::string file_name;               // helps the detection
    std::string address;                 // where it was fetched; names the source system
};

std::optional<SourceFormat> detect_format(std::string_view bytes, std::string_view file_name);
ReadResult read_offers(std::string_view bytes, const Vocabulary& vocabulary, const ReadOptions& options);

// One reader each; bytes are at most file_bytes_max.
ReadResult read_moochub(std::string_view bytes, const Vocabulary& vocabulary, std::string_view address);
ReadResult read_open_vhs(std::string_view bytes, const Vocabulary& vocabulary, std::string_view address);
ReadResult read_csv(std::string_view bytes, const Vocabulary& vocabulary);
ReadResult read_xlsx(std::string_view bytes, const Vocabulary& vocabulary);

}  // namespace kc::exchange
