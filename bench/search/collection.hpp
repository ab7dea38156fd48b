// SPDX-License-Identifier: EUPL-1.2
// What retrieval quality is measured on: documents with named fields, and judged queries. From the sample offers or the Musterdatenkatalog.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace kc::bench {

struct Field {
    std::string name;
    float weight = 1;
    float typical_words = 30;
    bool title = false;
    bool audience = false;
};

struct JudgedQuery {
    std::string text;
    std::string kind;                  // compound, typo, synonym, abbreviation, audience, plain, gender, sentence, label
    std::string split;                 // tune or test
    std::map<std::string, int> grade;  // document id → 1 to 3
};

struct Collection {
    std::string name;
    std::vector<Field> fields;
    std::vector<std::string> ids;
    std::vector<std::vector<std::string>> texts;  // by document, then field
    std::vector<JudgedQuery> queries;
};

// Every learning_units*.yaml of the folder. Throws with file and reason.
Collection read_offers(const std::filesystem::path& sample_folder, const std::filesystem::path& queries);
// titel-gelabelt.jsonl.gz: titles as documents, labels as queries. Empty ids: the folder is not there.
Collection read_musterdatenkatalog(const std::filesystem::path& folder);

}  // namespace kc::bench
