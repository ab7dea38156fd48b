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

constexpr std::size_t name_max = 120, description_max = 1000, titles_max = 30, slug_max = 80;

// Addresses of this room that are no kind of work.
constexpr std::string_view taken_slugs[] = {general_slug, "neu", "fristen", "stellenbeschreibung"};

RoleTexts tidied(const RoleTexts& texts) {
    RoleTexts tidy{std::string(trim(texts.name)), std::string(trim(texts.name_en)), std::string(trim(texts.description)), {}, texts.state};
    if (tidy.name_en.empty()) tidy.name_en = tidy.name;
    for (const auto& title : texts.titles) {
        const auto text = trim(title);
        if (!text.empty() && std::find(tidy.titles.begin(), tidy.titles.end(), text) == tidy.titles.end()) tidy.titles.emplace_back(text);
    }
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

Result<std::string, RoleRefusal> RoleService::add_role(const Viewer& viewer, const RoleTexts& wanted) {
    if (!rights_of(viewer).everything) return refuse(RoleRefusal{RoleError::not_permitted});
    const auto texts = tidied(wanted);
    if (auto problems = text_problems(texts); !problems.empty()) return refuse(RoleRefusal{RoleError::invalid, std::move(problems)});
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
    if (auto problems = text_problems(texts); !problems.empty()) return refuse(RoleRefusal{RoleError::invalid, std::move(problems)});
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
        storage::record_audit(transaction, {clock_.now(), viewer.person, "role_profile.changed", "role_profile", role.value, "{}"});
        return {};
    }));
}

}  // namespace kc::roles
