// SPDX-License-Identifier: EUPL-1.2
#include "curation/export.hpp"

#include "base/csv.hpp"
#include "curation/pages.hpp"
#include "curation/words.hpp"
#include "web/api_response.hpp"

namespace kc::curation {

namespace {

struct AreaExport {
    std::string id, name, name_en;
};
BOOST_DESCRIBE_STRUCT(AreaExport, (), (id, name, name_en))

struct SuccessorExport {
    std::string competence;
    int level_shift = 0;
};
BOOST_DESCRIBE_STRUCT(SuccessorExport, (), (competence, level_shift))

struct CompetenceExport {
    std::string id, area, name, description;
    FrameworkState state{};
    int version = 0, half_life_months = 0;
    std::vector<std::string> levels;  // 0 to 5
    std::vector<std::string> keywords, phrases;
    std::vector<Alignment> alignments;
    std::vector<SuccessorExport> successors;
};
BOOST_DESCRIBE_STRUCT(CompetenceExport, (),
                      (id, area, name, description, state, version, half_life_months, levels, keywords, phrases, alignments, successors))

struct CatalogueExport {
    int format = export_format;
    Instant exported_at{};
    std::string notice;
    std::vector<AreaExport> areas;
    std::vector<CompetenceExport> competences;
};
BOOST_DESCRIBE_STRUCT(CatalogueExport, (), (format, exported_at, notice, areas, competences))

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
    std::string text;
    for (const auto& one : texts) text += (text.empty() ? std::string() : std::string(between)) + one;
    return text;
}

std::string numbers_of(const competence::Competence& competence, ForeignFramework framework) {
    std::string text;
    for (const auto& alignment : competence.alignments) {
        if (alignment.framework != framework) continue;
        if (!text.empty()) text += " | ";
        text += alignment.relation == AlignmentRelation::none ? "–" : alignment.concept_id;
    }
    return text;
}

}  // namespace

std::string catalogue_csv(const web::Messages& messages, Language language, const CompetenceFramework& framework) {
    std::string csv = "\xEF\xBB\xBF";
    const auto row = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) csv += (i == 0 ? "" : ";") + csv_cell(cells[i]);
        csv += "\r\n";
    };
    std::vector<std::string> head;
    for (const auto* column : {"id", "area", "name", "description", "state", "version", "half_life", "level_0", "level_1", "level_2", "level_3",
                               "level_4", "level_5", "keywords", "phrases", "digcomp", "esco", "kmk", "kldb"}) {
        head.push_back(messages.text(language, fmt::format("curation.field.{}", column)));
    }
    row(head);
    for (const auto& competence : framework.competences()) {
        if (competence.state == FrameworkState::draft) continue;
        std::vector<std::string> cells{competence.slug,
                                       framework.area_of(competence).name_in(language),
                                       competence.name,
                                       competence.description,
                                       messages.text(language, web::Messages::enumerator_key(web::type_name<FrameworkState>(),
                                                                                             boost::describe::enum_to_string(competence.state, ""))),
                                       std::to_string(competence.version),
                                       std::to_string(competence.half_life_months),
                                       competence.level_0};
        for (const auto& descriptor : competence.descriptors) cells.push_back(descriptor);
        cells.push_back(competence.keywords);
        cells.push_back(joined(competence.phrases, " | "));
        for (const auto foreign : {ForeignFramework::digcomp, ForeignFramework::esco, ForeignFramework::kmk, ForeignFramework::kldb}) {
            cells.push_back(numbers_of(competence, foreign));
        }
        row(cells);
    }
    row({std::string(esco_notice)});
    return csv;
}

std::string catalogue_json(const CompetenceFramework& framework, Instant now) {
    CatalogueExport catalogue{.exported_at = now, .notice = std::string(esco_notice), .areas = {}, .competences = {}};
    for (const auto& area : framework.areas()) catalogue.areas.push_back({area.slug, area.name, area.name_en});
    for (std::size_t i = 0; i < framework.competences().size(); ++i) {
        const auto& competence = framework.competence(i);
        if (competence.state == FrameworkState::draft) continue;
        CompetenceExport one{.id = competence.slug,
                             .area = framework.area_of(competence).slug,
                             .name = competence.name,
                             .description = competence.description,
                             .state = competence.state,
                             .version = competence.version,
                             .half_life_months = competence.half_life_months,
                             .levels = {competence.level_0},
                             .keywords = split_keywords(competence.keywords),
                             .phrases = competence.phrases,
                             .alignments = competence.alignments,
                             .successors = {}};
        one.levels.insert(one.levels.end(), competence.descriptors.begin(), competence.descriptors.end());
        for (const auto& succession : framework.successions()) {
            if (succession.outdated == i) one.successors.push_back({framework.competence(succession.successor).slug, succession.level_shift});
        }
        catalogue.competences.push_back(std::move(one));
    }
    return web::to_json(catalogue);
}

}  // namespace kc::curation
