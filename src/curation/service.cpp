// SPDX-License-Identifier: EUPL-1.2
#include "curation/service.hpp"

#include "base/require.hpp"
#include "base/slug.hpp"
#include "storage/audit.hpp"

namespace kc::curation {

using competence::StoredCompetence;
using storage::Session;
using storage::Transaction;

namespace {

using Refused = CurationRefusal;

Refusal<Refused> refused(CurationError error) { return refuse(Refused{error, {}}); }
Refusal<Refused> refused(std::vector<FieldProblem> problems) { return refuse(Refused{CurationError::invalid, std::move(problems)}); }

std::string role_of(const Viewer& viewer) { return viewer.has_role(Role::office) ? "office" : "board_member"; }

}  // namespace

void CurationService::audit(Transaction& transaction, const Viewer& viewer, std::string action, CompetenceId competence, std::string details) const {
    storage::record_audit(transaction, {parts_.clock.now(), viewer.person, std::move(action), "competence", competence.value, std::move(details)});
}

Editing CurationService::editing_of(Session& session, const StoredCompetence& stored, std::string_view slug) const {
    auto framework = parts_.framework.current();
    auto index = framework->competence_by_slug(slug);
    if (!index || framework->competence(*index).version != stored.version || framework->competence(*index).state != stored.state) {
        // The change feed has not come round yet: read what is stored.
        framework = std::make_shared<const CompetenceFramework>(competence::load_framework(session));
        index = framework->competence_by_slug(slug);
    }
    require(index.has_value());
    Editing editing{.id = stored.id,
                    .state = stored.state,
                    .base = {.version = stored.version, .revision = 0},
                    .live = normalised(competence::content_of(*framework, framework->competence(*index))),
                    .content = {},
                    .changed_at = {}};
    editing.content = editing.live;
    if (const auto draft = store::find_draft(session, stored.id)) {
        editing.content = content_from_json(draft->content);
        editing.base.revision = draft->revision;
        editing.changed_at = draft->changed_at;
    }
    return editing;
}

CurationService::Answer<Editing> CurationService::find(const Viewer& viewer, std::string_view slug) const {
    if (!viewer.may(Permission::edit_framework)) return refused(CurationError::not_permitted);
    return parts_.database.read([&](Session& session) -> Answer<Editing> {
        const auto stored = session.find<StoredCompetence>("SELECT id, state, version FROM competences WHERE slug = ?", slug);
        if (!stored) return refused(CurationError::not_found);
        return editing_of(session, *stored, slug);
    });
}

CurationService::Answer<std::vector<DraftLine>> CurationService::drafts(const Viewer& viewer) const {
    if (!viewer.may(Permission::edit_framework)) return refused(CurationError::not_permitted);
    const auto framework = parts_.framework.current();
    return parts_.database.read([&](Session& session) -> Answer<std::vector<DraftLine>> {
        std::vector<DraftLine> lines;
        for (const auto& draft : store::list_drafts(session)) {
            const auto content = content_from_json(draft.content);
            const auto index = framework->index_of(draft.competence_id);
            const bool is_new = !index || framework->competence(*index).state == FrameworkState::draft;
            lines.push_back({content.slug, content.name, is_new, index ? framework->competence(*index).version : 1, draft.revision, draft.changed_at,
                             static_cast<std::int64_t>(open_points(content, *framework).size())});
        }
        return lines;
    });
}

CurationService::Answer<std::string> CurationService::create(Transaction& transaction, const Viewer& viewer, CompetenceContent content) {
    if (!viewer.may(Permission::edit_framework)) return refused(CurationError::not_permitted);
    content = normalised(std::move(content));
    const auto name = address_part(content.name, slug_bytes_max);
    content.slug = name;
    for (int number = 2; is_reserved_slug(content.slug) || competence::slug_is_taken(transaction, content.slug); ++number) {
        content.slug = fmt::format("{}-{}", name.empty() ? "thema" : name, number);
    }
    auto problems = impossible_values(content, *parts_.framework.current());
    if (!problems.empty()) return refused(std::move(problems));
    const auto id = competence::insert_draft(transaction, content);
    store::write_draft(transaction, {id, content_json(content), 1, parts_.clock.now()});
    audit(transaction, viewer, "competence.draft_created", id);
    return content.slug;
}

CurationService::Answer<std::string> CurationService::create(const Viewer& viewer, CompetenceContent content) {
    auto created = parts_.database.in_transaction([&](Transaction& transaction) { return create(transaction, viewer, content); });
    if (created) reload();
    return created;
}

CurationService::Answer<int> CurationService::save(const Viewer& viewer, std::string_view slug, CompetenceContent content, const Base& base) {
    if (!viewer.may(Permission::edit_framework)) return refused(CurationError::not_permitted);
    content = normalised(std::move(content));
    content.slug = slug;
    auto problems = impossible_values(content, *parts_.framework.current());
    if (!problems.empty()) return refused(std::move(problems));
    auto saved = parts_.database.in_transaction([&](Transaction& transaction) -> Answer<int> {
        const auto stored = competence::lock_competence(transaction, slug);
        if (!stored) return refused(CurationError::not_found);
        if (stored->state == FrameworkState::outdated) return refused(CurationError::is_outdated);
        const auto editing = editing_of(transaction, *stored, slug);
        if (editing.base != base) return refused(CurationError::changed_meanwhile);
        if (same_content(editing.content, content)) return base.revision;
        const int revision = base.revision + 1;
        store::write_draft(transaction, {stored->id, content_json(content), revision, parts_.clock.now()});
        // Nobody but editors sees a draft, so lists may show what it is called by now.
        if (stored->state == FrameworkState::draft) competence::write_competence(transaction, *stored, content);
        audit(transaction, viewer, "competence.draft_saved", stored->id, fmt::format(R"({{"revision":{}}})", revision));
        return revision;
    });
    if (saved) reload();
    return saved;
}

CurationService::Answer<void> CurationService::change_draft(Transaction& transaction, const Viewer& viewer, std::string_view slug,
                                                            const std::function<bool(CompetenceContent&)>& change) {
    if (!viewer.may(Permission::edit_framework)) return refused(CurationError::not_permitted);
    const auto stored = competence::lock_competence(transaction, slug);
    if (!stored) return refused(CurationError::not_found);
    if (stored->state == FrameworkState::outdated) return refused(CurationError::is_outdated);
    const auto editing = editing_of(transaction, *stored, slug);
    auto content = editing.content;
    if (!change(content)) return {};
    content = normalised(std::move(content));
    auto problems = impossible_values(content, *parts_.framework.current());
    if (!problems.empty()) return refused(std::move(problems));
    store::write_draft(transaction, {stored->id, content_json(content), editing.base.revision + 1, parts_.clock.now()});
    if (stored->state == FrameworkState::draft) competence::write_competence(transaction, *stored, content);
    audit(transaction, viewer, "competence.draft_saved", stored->id, fmt::format(R"({{"revision":{}}})", editing.base.revision + 1));
    return {};
}

// Versions that came with the catalogue are kept when the first change is published here, so that the history is whole.
void CurationService::keep_present_version(Transaction& transaction, const Editing& editing) {
    if (editing.state == FrameworkState::draft || store::has_version(transaction, editing.id, editing.base.version)) return;
    store::insert_version(transaction, editing.id, {editing.base.version, content_json(editing.live), "", std::nullopt, ""});
}

CurationService::Answer<int> CurationService::publish(const Viewer& viewer, std::string_view slug, const Base& base, std::string_view remark) {
    if (!viewer.may(Permission::edit_framework)) return refused(CurationError::not_permitted);
    auto published = parts_.database.in_transaction([&](Transaction& transaction) -> Answer<int> {
        auto stored = competence::lock_competence(transaction, slug);
        if (!stored) return refused(CurationError::not_found);
        if (stored->state == FrameworkState::outdated) return refused(CurationError::is_outdated);
        const auto editing = editing_of(transaction, *stored, slug);
        if (editing.base != base) return refused(CurationError::changed_meanwhile);
        const bool is_new = stored->state == FrameworkState::draft;
        if (!editing.has_draft() || (!is_new && same_content(editing.live, editing.content))) return refused(CurationError::unchanged);
        auto problems = open_points(editing.content, *parts_.framework.current());
        if (!problems.empty()) return refused(std::move(problems));
        keep_present_version(transaction, editing);
        stored->state = FrameworkState::published;
        if (!is_new) ++stored->version;
        competence::write_competence(transaction, *stored, editing.content);
        store::insert_version(transaction, stored->id,
                              {stored->version, content_json(editing.content), std::string(remark), parts_.clock.now(), role_of(viewer)});
        store::remove_draft(transaction, stored->id);
        audit(transaction, viewer, "competence.published", stored->id, fmt::format(R"({{"version":{}}})", stored->version));
        return stored->version;
    });
    if (published) reload();
    return published;
}

CurationService::Answer<void> CurationService::discard(const Viewer& viewer, std::string_view slug) {
    if (!viewer.may(Permission::edit_framework)) return refused(CurationError::not_permitted);
    auto discarded = parts_.database.in_transaction([&](Transaction& transaction) -> Answer<void> {
        const auto stored = competence::lock_competence(transaction, slug);
        if (!stored || !store::find_draft(transaction, stored->id)) return refused(CurationError::not_found);
        store::remove_draft(transaction, stored->id);
        if (stored->state == FrameworkState::draft) {
            // A proposal that became this draft stays decided; it only forgets what it became.
            transaction.execute("UPDATE framework_proposals SET competence_id = NULL WHERE competence_id = ?", stored->id);
            competence::remove_draft(transaction, stored->id);
        }
        audit(transaction, viewer, "competence.draft_discarded", stored->id);
        return {};
    });
    if (discarded) reload();
    return discarded;
}

CurationService::Answer<void> CurationService::set_areas(const Viewer& viewer, std::span<const competence::AreaContent> in_order) {
    if (!viewer.may(Permission::edit_framework)) return refused(CurationError::not_permitted);
    const auto framework = parts_.framework.current();
    std::vector<FieldProblem> problems;
    std::vector<std::string> slugs;
    for (const auto& area : in_order) {
        if (area.name.empty()) problems.push_back({"name_" + area.slug, "curation.problem.name_missing", {}});
        if (area.name_en.empty()) problems.push_back({"name_en_" + area.slug, "curation.problem.name_missing", {}});
        slugs.push_back(area.slug);
    }
    std::vector<std::string> known;
    for (const auto& area : framework->areas()) known.push_back(area.slug);
    std::sort(slugs.begin(), slugs.end());
    std::sort(known.begin(), known.end());
    if (slugs != known) problems.push_back({"", "curation.problem.areas_incomplete", {}});
    if (!problems.empty()) return refused(std::move(problems));
    parts_.database.in_transaction([&](Transaction& transaction) {
        competence::write_areas(transaction, in_order);
        storage::record_audit(transaction, {parts_.clock.now(), viewer.person, "competence.areas_changed", "framework", 0, "{}"});
    });
    reload();
    return {};
}

std::vector<Version> CurationService::versions(const competence::Competence& competence) const {
    if (competence.state == FrameworkState::draft) return {};
    auto versions = parts_.database.read([&](Session& session) { return store::list_versions(session, competence.id); });
    if (versions.empty() || versions.front().version < competence.version) {
        const auto framework = parts_.framework.current();
        if (const auto index = framework->index_of(competence.id)) {
            versions.insert(versions.begin(),
                            {competence.version, content_json(normalised(competence::content_of(*framework, framework->competence(*index)))), "",
                             std::nullopt, ""});
        }
    }
    return versions;
}

}  // namespace kc::curation
