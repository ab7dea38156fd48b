// SPDX-License-Identifier: EUPL-1.2
// RoleService: name, description, everyday titles and state of a kind of work (TA-10, TA-11). Only the office edits them.
#include "base/slug.hpp"
#include "base/text.hpp"
#include "roles/service.hpp"
#include "storage/audit.hpp"

#include <algorithm>

namespace kc::roles {

using competence::RoleTexts;
using storage::Session;
using storage::Transaction;

namespace {

constexpr std::size_t name_max = 120, description_max = 1000, titles_max = 30, slug_max = 80, label_max = 200;
constexpr std::size_t successors_max = 12;

// Addresses of this room that are no kind of work.
constexpr std::string_view taken_slugs[] = {general_slug, "neu", "fristen", "stellenbeschreibung"};

using competence::Alignment;
using competence::AlignmentRelation;
using competence::ForeignFramework;

// An address of ESCO counts as the number at its end. Sorted as the table answers them, so that what is sent twice is the same.
std::vector<Alignment> tidy_alignments(const std::vector<Alignment>& alignments) {
    std::vector<Alignment> tidy;
    for (auto alignment : alignments) {
        auto id = trim(alignment.concept_id);
        if (alignment.framework == ForeignFramework::esco && id.rfind('/') != std::string_view::npos) id.remove_prefix(id.rfind('/') + 1);
        alignment.concept_id = lower_ascii(id);
        alignment.label = std::string(trim(alignment.label));
        tidy.push_back(std::move(alignment));
    }
    std::sort(tidy.begin(), tidy.end(), [](const Alignment& a, const Alignment& b) {
        const auto name = [](const Alignment& one) { return std::string_view(boost::describe::enum_to_string(one.framework, "")); };
        return std::tuple(name(a), std::string_view(a.concept_id)) < std::tuple(name(b), std::string_view(b.concept_id));
    });
    return tidy;
}

bool is_number_of(ForeignFramework framework, std::string_view id) {
    if (framework == ForeignFramework::kldb) {
        return !id.empty() && id.size() <= 5 && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
    }
    return id.size() == 36 && std::all_of(id.begin(), id.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-'; });
}

// TA-14: occupations of ESCO and KldB by number, or the word that nothing fits; never both.
void check_alignments(const std::vector<Alignment>& alignments, std::vector<FieldProblem>& problems) {
    for (std::size_t i = 0; i < alignments.size(); ++i) {
        const auto& one = alignments[i];
        const std::string field = boost::describe::enum_to_string(one.framework, "");
        const bool none = one.relation == AlignmentRelation::none;
        bool twice = false, contradicts = false;
        for (std::size_t before = 0; before < i; ++before) {
            if (alignments[before].framework != one.framework) continue;
            contradicts = contradicts || none || alignments[before].relation == AlignmentRelation::none;
            twice = twice || alignments[before].concept_id == one.concept_id;
        }
        if (one.framework != ForeignFramework::esco && one.framework != ForeignFramework::kldb)
            problems.push_back({field, "roles.problem.alignment_framework", {}});
        else if (!none && !is_number_of(one.framework, one.concept_id))
            problems.push_back({field + "_id_0", "roles.problem." + field + "_number", {}});
        else if (none && !one.concept_id.empty())
            problems.push_back({field + "_none", "roles.problem.alignment_none", {}});
        if (contradicts)
            problems.push_back({field + "_none", "roles.problem.alignment_none", {}});
        else if (twice)
            problems.push_back({field + "_id_0", "roles.problem.alignment_twice", {}});
        if (code_points(one.label) > label_max)
            problems.push_back({field + "_label_0", "roles.problem.too_long", {{"max", std::to_string(label_max)}}});
    }
}

RoleTexts tidied(const RoleTexts& texts) {
    RoleTexts tidy{std::string(trim(texts.name)), std::string(trim(texts.name_en)), std::string(trim(texts.description)), {}, texts.state};
    if (tidy.name_en.empty()) tidy.name_en = tidy.name;
    for (const auto& title : texts.titles) {
        const auto text = trim(title);
        if (!text.empty() && std::find(tidy.titles.begin(), tidy.titles.end(), text) == tidy.titles.end()) tidy.titles.emplace_back(text);
    }
    tidy.alignments = tidy_alignments(texts.alignments);
    tidy.successors = texts.successors;
    std::sort(tidy.successors.begin(), tidy.successors.end());
    tidy.successors.erase(std::unique(tidy.successors.begin(), tidy.successors.end()), tidy.successors.end());
    return tidy;
}

std::vector<FieldProblem> text_problems(const RoleTexts& texts) {
    std::vector<FieldProblem> problems;
    const auto too_long = [&](std::string field, std::string_view text, std::size_t max) {
        if (code_points(text) > max) problems.push_back({std::move(field), "roles.problem.too_long", {{"max", std::to_string(max)}}});
    };
    if (texts.name.empty()) problems.push_back({"name", "roles.problem.name", {}});
    if (texts.description.empty()) problems.push_back({"description", "roles.problem.description", {}});
    if (!texts.name.empty() && address_part(texts.name, slug_max).empty()) problems.push_back({"name", "roles.problem.name_letters", {}});
    too_long("name", texts.name, name_max);
    too_long("name_en", texts.name_en, name_max);
    too_long("description", texts.description, description_max);
    if (texts.titles.size() > titles_max) problems.push_back({"titles", "roles.problem.too_many_titles", {{"max", std::to_string(titles_max)}}});
    check_alignments(texts.alignments, problems);
    if (texts.successors.size() > successors_max) {
        problems.push_back({"successors", "roles.problem.too_many_successors", {{"max", std::to_string(successors_max)}}});
    }
    for (const auto& title : texts.titles) {
        if (code_points(title) > name_max) {
            problems.push_back({"titles", "roles.problem.title_too_long", {{"max", std::to_string(name_max)}}});
            break;
        }
    }
    return problems;
}

}  // namespace

Result<competence::StoredRole, RoleError> RoleService::find_role(const Viewer& viewer, RoleProfileId role) const {
    if (!rights_of(viewer).everything) return refuse(RoleError::not_permitted);
    auto stored = database_.read([&](Session& session) { return competence::find_role_profile(session, role); });
    if (!stored) return refuse(RoleError::role_not_found);
    return *stored;
}

// Other works that are there; one that is outdated itself takes nobody's place.
std::vector<FieldProblem> RoleService::successor_problems(const RoleTexts& texts, std::optional<RoleProfileId> of) const {
    const auto framework = frameworks_.current();
    for (const auto id : texts.successors) {
        const auto* successor = framework->role_profile(id);
        if (successor == nullptr || id == of || successor->state == competence::FrameworkState::draft) {
            return {{"successors", "roles.problem.successor", {}}};
        }
    }
    return {};
}

Result<std::string, RoleRefusal> RoleService::add_role(const Viewer& viewer, const RoleTexts& wanted) {
    if (!rights_of(viewer).everything) return refuse(RoleRefusal{RoleError::not_permitted});
    const auto texts = tidied(wanted);
    auto problems = text_problems(texts);
    if (problems.empty()) problems = successor_problems(texts, {});
    if (!problems.empty()) return refuse(RoleRefusal{RoleError::invalid, std::move(problems)});
    return and_reloaded(database_.in_transaction([&](Transaction& transaction) -> Result<std::string, RoleRefusal> {
        const auto wish = address_part(texts.name, slug_max);
        const auto taken = [&](std::string_view slug) {
            return std::find(std::begin(taken_slugs), std::end(taken_slugs), slug) != std::end(taken_slugs) ||
                   competence::role_slug_is_taken(transaction, slug);
        };
        auto slug = wish;
        for (int number = 2; taken(slug); ++number) slug = fmt::format("{}-{}", wish, number);
        const auto id = competence::insert_role_profile(transaction, slug, texts);
        storage::record_audit(transaction, {clock_.now(), viewer.person, "role_profile.added", "role_profile", id.value, "{}"});
        return slug;
    }));
}

Result<void, RoleRefusal> RoleService::change_role(const Viewer& viewer, RoleProfileId role, const RoleTexts& wanted, int seen_version) {
    if (!rights_of(viewer).everything) return refuse(RoleRefusal{RoleError::not_permitted});
    const auto texts = tidied(wanted);
    auto problems = text_problems(texts);
    if (problems.empty()) problems = successor_problems(texts, role);
    if (!problems.empty()) return refuse(RoleRefusal{RoleError::invalid, std::move(problems)});
    return and_reloaded(database_.in_transaction([&](Transaction& transaction) -> Result<void, RoleRefusal> {
        const auto stored = competence::lock_role_profile(transaction, role);
        if (!stored) return refuse(RoleRefusal{RoleError::role_not_found});
        if (stored->texts == texts) return {};  // sent twice
        // What people refer to never becomes a draft again: nobody but the office would see it.
        if (texts.state == competence::FrameworkState::draft && stored->texts.state != competence::FrameworkState::draft) {
            return refuse(RoleRefusal{RoleError::invalid, {{"state", "roles.problem.no_draft_again", {}}}});
        }
        if (stored->version != seen_version) return refuse(RoleRefusal{RoleError::changed_meanwhile});
        insert_role_version(transaction, role, stored->version, stored->texts, clock_.now());
        competence::update_role_profile(transaction, role, texts);
        // TA-15: whoever has this work is planned anew when it goes, comes back, or something else takes its place.
        const bool concerns_people = stored->texts.state != texts.state ||
                                     (texts.state == competence::FrameworkState::outdated && stored->texts.successors != texts.successors);
        if (concerns_people) tell_later(transaction, role, std::nullopt);
        storage::record_audit(transaction, {clock_.now(), viewer.person, "role_profile.changed", "role_profile", role.value, "{}"});
        return {};
    }));
}

}  // namespace kc::roles
