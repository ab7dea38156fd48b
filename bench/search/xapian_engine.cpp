// SPDX-License-Identifier: EUPL-1.2
// Xapian as strong as plain use gets: German stemmer on every word (its default leaves capitalised words alone, that is every German
// noun), title and keywords counted more often, any word may match, spelling corrected.
#include "search/engines.hpp"

#include <xapian.h>
#include <algorithm>

namespace kc::bench {
namespace {

std::string lower_case(const std::string& text) {
    std::string out;
    for (Xapian::Utf8Iterator c(text); c != Xapian::Utf8Iterator(); ++c) Xapian::Unicode::append_utf8(out, Xapian::Unicode::tolower(*c));
    return out;
}

class XapianEngine : public Engine {
public:
    explicit XapianEngine(const Collection& collection) : database_("", Xapian::DB_BACKEND_INMEMORY) {
        Xapian::TermGenerator generator;
        generator.set_stemmer(Xapian::Stem("german"));
        generator.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
        for (std::size_t i = 0; i < collection.ids.size(); ++i) {
            Xapian::Document document;
            generator.set_document(document);
            for (std::size_t field = 0; field < collection.fields.size(); ++field) {
                const auto times = std::max(1, static_cast<int>(collection.fields[field].weight + 0.5F));
                generator.index_text(collection.texts[i][field], static_cast<Xapian::termcount>(times));
                generator.increase_termpos();
                add_spellings(collection.texts[i][field]);
            }
            document.set_data(std::to_string(i));
            database_.add_document(document);
        }
        parser_.set_stemmer(Xapian::Stem("german"));
        parser_.set_stemming_strategy(Xapian::QueryParser::STEM_ALL);
        parser_.set_default_op(Xapian::Query::OP_OR);
        parser_.set_database(database_);
    }

    std::string name() const override { return "Xapian"; }

    std::vector<std::size_t> search(const std::string& text, std::size_t limit) override {
        const std::string lower = lower_case(text);
        Xapian::Enquire enquire(database_);
        enquire.set_query(parser_.parse_query(corrected(lower)));
        std::vector<std::size_t> found;
        const auto matches = enquire.get_mset(0, static_cast<Xapian::doccount>(limit));
        for (auto match = matches.begin(); match != matches.end(); ++match) found.push_back(std::stoul(match.get_document().get_data()));
        return found;
    }

private:
    // The in-memory database keeps no spellings; corrections are looked for among the words with Xapian's own distance bound of two.
    void add_spellings(const std::string& text) {
        std::string word;
        for (const char c : lower_case(text) + " ") {
            const bool letter = static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z');
            if (letter) {
                word += c;
            } else {
                if (word.size() >= 4) ++spellings_[word];
                word.clear();
            }
        }
    }

    std::string corrected(const std::string& line) const {
        std::string out, word;
        for (const char c : line + " ") {
            const bool letter = static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z');
            if (letter) {
                word += c;
                continue;
            }
            out += word.size() >= 4 ? correction(word) : word;
            out += c;
            word.clear();
        }
        return out;
    }

    std::string correction(const std::string& word) const {
        if (spellings_.contains(word) || database_.term_exists(Xapian::Stem("german")(word))) return word;
        std::string best = word;
        std::size_t best_distance = 3;
        int best_count = 0;
        for (const auto& [candidate, count] : spellings_) {
            const std::size_t distance = edits(word, candidate, 2);
            if (distance < best_distance || (distance == best_distance && distance < 3 && count > best_count)) {
                best = candidate;
                best_distance = distance;
                best_count = count;
            }
        }
        return best;
    }

    static std::size_t edits(const std::string& a, const std::string& b, std::size_t most) {
        if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most) return most + 1;
        std::vector<std::size_t> row(b.size() + 1);
        for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
        for (std::size_t i = 1; i <= a.size(); ++i) {
            std::size_t diagonal = row[0];
            row[0] = i;
            for (std::size_t j = 1; j <= b.size(); ++j) {
                const std::size_t above = row[j];
                row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
                diagonal = above;
            }
        }
        return row.back();
    }

    Xapian::WritableDatabase database_;
    Xapian::QueryParser parser_;
    std::map<std::string, int> spellings_;
};

}  // namespace

std::unique_ptr<Engine> xapian_engine(const Collection& collection) { return std::make_unique<XapianEngine>(collection); }

}  // namespace kc::bench
