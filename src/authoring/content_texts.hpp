// SPDX-License-Identifier: EUPL-1.2
// A description as people read it field by field: for differences between versions, between two editors, and for the office.
#pragma once

#include "authoring/service.hpp"
#include "web/messages.hpp"

namespace kc::authoring {

struct DifferenceLine {
    std::string field;  // name of the member
    std::string label;
    std::string before, after;  // empty: nothing was said
    bool has_before = false, has_after = false;
};
BOOST_DESCRIBE_STRUCT(DifferenceLine, (), (field, label, before, after, has_before, has_after))

class ContentTexts {
public:
    ContentTexts(const web::Messages& messages, Language language, std::shared_ptr<const catalogue::CatalogueSnapshot> catalogue,
                 std::shared_ptr<const competence::CompetenceFramework> framework)
        : messages_(messages), language_(language), catalogue_(std::move(catalogue)), framework_(std::move(framework)) {}

    std::string label(std::string_view field) const;
    std::string value(std::string_view field, const UnitContent& content) const;  // empty: nothing is said
    // The kind of offer stands first when it differs.
    std::vector<DifferenceLine> differences(const UnitContent& before, const UnitContent& after) const;

    std::string competence_name(const std::string& slug) const;
    std::string offer_title(const std::string& slug) const;  // the slug itself when nobody knows the offer

private:
    template <class Enum> std::string enumerator(Enum value) const;
    std::string levels(const std::vector<catalogue::LevelContent>& list, bool taught) const;
    std::string modules(const std::vector<std::string>& list) const;

    const web::Messages& messages_;
    Language language_;
    std::shared_ptr<const catalogue::CatalogueSnapshot> catalogue_;
    std::shared_ptr<const competence::CompetenceFramework> framework_;
};

// Taught levels of one competence without a gap: from one to another.
struct LevelRange {
    std::string competence;
    int from = 0, to = 1;
};
std::vector<LevelRange> ranges_of(std::vector<catalogue::LevelContent> levels);

}  // namespace kc::authoring
