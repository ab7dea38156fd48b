// SPDX-License-Identifier: EUPL-1.2
#include "search/engines.hpp"
#include "search/index.hpp"
#include "search/language.hpp"

namespace kc::bench {
namespace {

class OwnEngine : public Engine {
public:
    OwnEngine(const Collection& collection, const OwnFiles& files) : enough_(files.enough) {
        search::Schema schema;
        for (const auto& field : collection.fields)
            schema.fields.push_back({field.name, field.weight, field.typical_words, field.title, field.audience});
        const auto analyzer = search::Analyzer::load({files.synonyms, files.word_parts, files.dictionary});
        search::IndexBuilder builder(schema, analyzer);
        for (std::size_t i = 0; i < collection.ids.size(); ++i) {
            search::Document document;
            document.key = static_cast<search::DocumentKey>(i);
            document.order = document.key;
            document.texts = collection.texts[i];
            document.occurrences.push_back({.kind = search::OccurrenceKind::any_time});
            builder.add(std::move(document));
        }
        index_ = builder.build();
    }

    std::string name() const override { return "KommunalCampus"; }

    std::vector<std::size_t> search(const std::string& text, std::size_t limit) override {
        search::Query query;
        query.text = text;
        query.limit = limit;
        query.count = false;
        if (enough_ > 0) query.enough = enough_;
        std::vector<std::size_t> found;
        for (const auto& hit : index_->search(query).hits) found.push_back(static_cast<std::size_t>(hit.key));
        return found;
    }

private:
    std::uint32_t enough_;
    std::shared_ptr<const search::Index> index_;
};

}  // namespace

std::unique_ptr<Engine> own_engine(const Collection& collection, const OwnFiles& files) { return std::make_unique<OwnEngine>(collection, files); }

}  // namespace kc::bench
