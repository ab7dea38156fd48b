// SPDX-License-Identifier: EUPL-1.2
#include "roles/description_service.hpp"

#include "base/text.hpp"
#include "storage/audit.hpp"

#include <algorithm>

namespace kc::roles {

using competence::DemandLayer;
using storage::Session;
using storage::Transaction;

namespace {

constexpr std::size_t name_max = 200;
constexpr auto a_day = std::chrono::hours{24};

std::string cut(std::string_view text, std::size_t letters) {
    if (code_points(text) <= letters) return std::string(text);
    std::size_t end = 0, seen = 0;
    while (end < text.size() && seen < letters - 1) {
        ++end;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
        ++seen;
    }
    return std::string(trim(text.substr(0, end))) + "…";
}

}  // namespace

std::string reason_from(std::string_view content, const std::vector<extraction::Mention>& sentences) {
    constexpr std::string_view before = "Aus der Stellenbeschreibung: „", after = "“";
    std::string sentence;
    if (!sentences.empty()) {
        const auto [begin, end] = sentences.front();
        sentence = std::string(trim(content.substr(begin, end - begin)));
    }
    std::replace(sentence.begin(), sentence.end(), '\n', ' ');
    return std::string(before) + cut(sentence, reason_max - code_points(before) - code_points(after)) + std::string(after);
}

// Made anew with every snapshot of the framework.
std::shared_ptr<const extraction::Extractor> DescriptionService::extractor() const {
    const auto framework = roles_.framework();
    {
        const std::lock_guard lock(mutex_);
        if (extractor_ && &extractor_->framework() == framework.get()) return extractor_;
    }
    auto made = std::make_shared<const extraction::Extractor>(framework, analyzer_);
    const std::lock_guard lock(mutex_);
    extractor_ = made;
    return made;
}

Result<std::int64_t, DescriptionError> DescriptionService::submit(const Viewer& viewer, const NewDescription& wanted) {
    if (!RoleService::rights_of(viewer).may_edit(DemandLayer::authority, wanted.organisation)) return refuse(DescriptionError::not_permitted);
    const auto text = trim(wanted.text);
    if (text.empty()) return refuse(DescriptionError::no_text);
    if (text.size() > extraction::description_bytes_max) return refuse(DescriptionError::too_long);
    const auto reading = extractor();
    const auto& framework = reading->framework();
    const auto* role = framework.role_profile(wanted.role);
    if (role == nullptr || !role->published()) return refuse(DescriptionError::role_not_found);
    Description description{.organisation_id = wanted.organisation,
                            .role_profile_id = wanted.role,
                            .submitted_by = viewer.person,
                            .name = cut(trim(wanted.name).empty() ? std::string_view(role->name) : trim(wanted.name), name_max),
                            .content = std::string(text),
                            .created_at = clock_.now()};
    std::vector<DescriptionLine> lines;
    for (const auto& demand : extraction::demands_in(*reading, description.content)) {
        lines.push_back({.competence_id = framework.competence(demand.competence).id,
                         .level = demand.level,
                         .weight = demand.weight,
                         .sentences = demand.sentences});
    }
    return database_.in_transaction([&](Transaction& transaction) -> Result<std::int64_t, DescriptionError> {
        if (count_descriptions(transaction, viewer.person) >= descriptions_max) return refuse(DescriptionError::too_many);
        const auto id = insert_description(transaction, description, lines);
        storage::record_audit(transaction, {clock_.now(), viewer.person, "job_description.submitted", "job_description", id, "{}"});
        return id;
    });
}

Result<std::vector<DescriptionSummary>, DescriptionError> DescriptionService::list(const Viewer& viewer) const {
    if (!RoleService::rights_of(viewer).any()) return refuse(DescriptionError::not_permitted);
    return database_.read([&](Session& session) -> Result<std::vector<DescriptionSummary>, DescriptionError> {
        return list_descriptions(session, viewer.person, descriptions_max);
    });
}

Result<OpenDescription, DescriptionError> DescriptionService::find(const Viewer& viewer, std::int64_t id) const {
    const auto rights = RoleService::rights_of(viewer);
    if (!rights.any()) return refuse(DescriptionError::not_permitted);
    return database_.read([&](Session& session) -> Result<OpenDescription, DescriptionError> {
        auto description = find_description(session, viewer.person, id);
        if (!description || !rights.may_edit(DemandLayer::authority, description->organisation_id)) return refuse(DescriptionError::not_found);
        auto lines = list_lines(session, id);
        return OpenDescription{std::move(*description), std::move(lines)};
    });
}

// TA-22: a demand of the authority with the sentence as its reason.
Result<void, DescriptionRefusal> DescriptionService::accept(const Viewer& viewer, std::int64_t id, std::int64_t number, int level, int weight) {
    const auto rights = RoleService::rights_of(viewer);
    if (!rights.any()) return refuse(DescriptionRefusal{DescriptionError::not_permitted});
    auto accepted = database_.in_transaction([&](Transaction& transaction) -> Result<void, DescriptionRefusal> {
        const auto description = find_description(transaction, viewer.person, id);
        if (!description || !rights.may_edit(DemandLayer::authority, description->organisation_id)) {
            return refuse(DescriptionRefusal{DescriptionError::not_found});
        }
        auto line = lock_line(transaction, id, number);
        if (!line) return refuse(DescriptionRefusal{DescriptionError::not_found});
        if (line->decision == LineDecision::accepted) return {};  // sent twice
        const DemandEdit edit{.role = description->role_profile_id,
                              .layer = DemandLayer::authority,
                              .organisation = description->organisation_id,
                              .competence = line->competence_id,
                              .level = level,
                              .weight = weight,
                              .reason = reason_from(description->content, line->sentences),
                              .deadline = {}};
        if (const auto taken = roles_.take_over(transaction, viewer, edit); !taken) {
            return refuse(DescriptionRefusal{DescriptionError::line_refused, taken.error()});
        }
        line->level = level;
        line->weight = weight;
        line->decision = LineDecision::accepted;
        update_line(transaction, *line);
        return {};
    });
    if (accepted) roles_.reload_framework();
    return accepted;
}

Result<void, DescriptionRefusal> DescriptionService::reject(const Viewer& viewer, std::int64_t id, std::int64_t number) {
    const auto rights = RoleService::rights_of(viewer);
    if (!rights.any()) return refuse(DescriptionRefusal{DescriptionError::not_permitted});
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, DescriptionRefusal> {
        const auto description = find_description(transaction, viewer.person, id);
        if (!description || !rights.may_edit(DemandLayer::authority, description->organisation_id)) {
            return refuse(DescriptionRefusal{DescriptionError::not_found});
        }
        auto line = lock_line(transaction, id, number);
        if (!line) return refuse(DescriptionRefusal{DescriptionError::not_found});
        // What was taken over is a demand by now and is removed there.
        if (line->decision == LineDecision::accepted) return refuse(DescriptionRefusal{DescriptionError::already_decided});
        if (line->decision == LineDecision::rejected) return {};  // sent twice
        line->decision = LineDecision::rejected;
        update_line(transaction, *line);
        storage::record_audit(transaction, {clock_.now(), viewer.person, "job_description.line_rejected", "job_description", id, "{}"});
        return {};
    });
}

Result<void, DescriptionError> DescriptionService::remove(const Viewer& viewer, std::int64_t id) {
    if (!RoleService::rights_of(viewer).any()) return refuse(DescriptionError::not_permitted);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, DescriptionError> {
        if (!find_description(transaction, viewer.person, id)) return refuse(DescriptionError::not_found);
        remove_description(transaction, id);
        storage::record_audit(transaction, {clock_.now(), viewer.person, "job_description.removed", "job_description", id, "{}"});
        return {};
    });
}

void DescriptionService::schedule_removal(Transaction& transaction) const {
    queue_.enqueue(transaction, std::string(remove_descriptions_job), "{}", Instant{}, "day");
}

void DescriptionService::remove_old() {
    database_.in_transaction([&](Transaction& transaction) {
        queue_.enqueue(transaction, std::string(remove_descriptions_job), "{}", clock_.now() + a_day, "day");
        remove_descriptions_before(transaction, clock_.now() - description_days * a_day);
    });
}

}  // namespace kc::roles
