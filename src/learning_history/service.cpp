// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/service.hpp"

#include "competence/store.hpp"
#include "learning_history/history_report.hpp"
#include "storage/audit.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

namespace kc::learning_history {

using competence::EvidenceSource;
using storage::Session;
using storage::Transaction;

namespace {

HistoryError error_of(DocumentProblem problem) {
    switch (problem) {
        case DocumentProblem::empty: return HistoryError::empty_file;
        case DocumentProblem::too_large: return HistoryError::too_large;
        case DocumentProblem::not_a_token: return HistoryError::not_a_token;
        case DocumentProblem::unsupported: return HistoryError::unsupported;
        case DocumentProblem::altered: return HistoryError::altered;
        case DocumentProblem::not_a_history: return HistoryError::not_a_history;
    }
    return HistoryError::not_a_history;
}

EntryKind kind_of(EvidenceSource source) {
    switch (source) {
        case EvidenceSource::confirmation: return EntryKind::confirmed_level;
        case EvidenceSource::test: return EntryKind::tested_level;
        case EvidenceSource::self_assessment:
        case EvidenceSource::interview:
        case EvidenceSource::completed_unit: return EntryKind::stated_level;
    }
    return EntryKind::stated_level;
}

std::string_view key_prefix(EntryKind kind) {
    switch (kind) {
        case EntryKind::unit: return "einheit";
        case EntryKind::confirmed_level: return "bestaetigt";
        case EntryKind::tested_level: return "test";
        case EntryKind::stated_level: return "stufe";
    }
    return "";
}

const std::string& first_issuer(const StoredImport& import, const Entry& entry) {
    return entry.taken_over_from.empty() ? import.issuer_name : entry.taken_over_from;
}

}  // namespace

std::vector<Choice> HistoryService::choices(Session& session, PersonId person, const std::vector<StoredImport>& imports) const {
    const auto framework = parts_.frameworks.current();
    const auto facts = competence::find_person_facts(session, person);
    std::vector<Choice> all;
    if (!facts) return all;
    // Who attested first what came from elsewhere.
    std::unordered_map<LearningUnitId, std::string> units_from;
    std::unordered_map<EvidenceId, std::string> levels_from;
    for (const auto& import : imports) {
        for (const auto& row : import.entries) {
            if (row.unit && row.unit_recorded) units_from.emplace(*row.unit, first_issuer(import, row.entry));
            if (row.evidence) levels_from.emplace(*row.evidence, first_issuer(import, row.entry));
        }
    }
    const auto known = [](const auto& names, auto id) {
        const auto found = names.find(id);
        return found == names.end() ? std::string() : found->second;
    };

    for (const auto& unit : list_completed_units(session, person)) {
        Entry entry{.kind = EntryKind::unit,
                    .title = unit.title,
                    .description = unit.objective,
                    .address = fmt::format("{}/angebote/{}", parts_.issuer.base_address, unit.slug),
                    .provider = unit.provider,
                    .half_hours = unit.half_hours,
                    .on_day = unit.completed_on,
                    .source = EvidenceSource::completed_unit,
                    .source_system = unit.source_system.value_or(""),
                    .source_id = unit.source_id.value_or(""),
                    .taken_over_from = known(units_from, unit.unit_id)};
        const auto origin = fmt::format("unit:{}", unit.unit_id.value);
        for (const auto& evidence : facts->evidence) {
            const auto index = framework->index_of(evidence.competence_id);
            if (evidence.origin != origin || evidence.withdrawn_at || !index || evidence.level < 1) continue;
            const auto& competence = framework->competence(*index);
            entry.reached.push_back({competence.slug, competence.name, evidence.level});
        }
        all.push_back({fmt::format("einheit-{}", unit.unit_id.value), std::move(entry), true});
    }
    for (const auto& import : imports) {
        for (const auto& row : import.entries) {
            if (row.evidence || row.unit) continue;  // stands here under its own name
            auto entry = row.entry;
            entry.taken_over_from = first_issuer(import, row.entry);
            const bool chosen = entry.kind != EntryKind::tested_level;
            all.push_back({fmt::format("frueher-{}-{}", import.id.value, row.position), std::move(entry), chosen});
        }
    }
    // Of each kind the value that counts among its own kind: a test does not hide what was confirmed.
    for (const auto kind : {EntryKind::confirmed_level, EntryKind::stated_level, EntryKind::tested_level}) {
        std::vector<competence::Evidence> of_kind;
        std::copy_if(facts->evidence.begin(), facts->evidence.end(), std::back_inserter(of_kind),
                     [&](const auto& evidence) { return kind_of(evidence.source) == kind; });
        const auto levels = competence::current_levels(*framework, of_kind, parts_.clock.today());
        for (std::size_t i = 0; i < levels.size(); ++i) {
            if (levels[i].level < 1 || levels[i].evidence == nullptr) continue;
            const auto& competence = framework->competence(i);
            const auto& evidence = *levels[i].evidence;
            all.push_back({fmt::format("{}-{}", key_prefix(kind), competence.slug),
                           {.kind = kind,
                            .title = competence.name,
                            .description = competence.descriptors[static_cast<std::size_t>(levels[i].level - 1)],
                            .address = fmt::format("{}/themenlandkarte/{}", parts_.issuer.base_address, competence.slug),
                            .competence = competence.slug,
                            .level = levels[i].level,
                            .on_day = evidence.assessed_on,
                            .source = evidence.source,
                            .confidence_percent = evidence.confidence_percent,
                            .taken_over_from = known(levels_from, evidence.id)},
                           kind != EntryKind::tested_level});
        }
    }
    return all;
}

Result<OwnHistory, HistoryError> HistoryService::find_own(const Viewer& viewer) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(HistoryError::not_permitted);
    return parts_.database.read([&](Session& session) -> Result<OwnHistory, HistoryError> {
        OwnHistory own;
        own.imports = list_imports(session, viewer.person);
        own.choices = choices(session, viewer.person, own.imports);
        own.exports = list_exports(session, viewer.person);
        return own;
    });
}

Result<std::vector<Entry>, HistoryError> HistoryService::choose(const Viewer& viewer, const std::vector<std::string>& keys) const {
    auto own = find_own(viewer);
    if (!own) return refuse(own.error());
    std::vector<Entry> chosen;
    std::size_t named = 0;
    for (auto& choice : own->choices) {
        const auto times = std::count(keys.begin(), keys.end(), choice.key);
        if (times == 0) continue;
        named += static_cast<std::size_t>(times);
        chosen.push_back(std::move(choice.entry));
    }
    if (named != keys.size()) return refuse(HistoryError::unknown_entry);
    if (chosen.empty()) return refuse(HistoryError::nothing_chosen);
    if (chosen.size() > entries_max) return refuse(HistoryError::too_many);
    return chosen;
}

Result<ExportFile, HistoryError> HistoryService::export_file(const Viewer& viewer, std::string_view typed, const std::vector<std::string>& keys) {
    auto entries = choose(viewer, keys);
    if (!entries) return refuse(entries.error());
    const auto code = parse_claim_code(typed);
    if (!code) return refuse(HistoryError::wrong_code);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Result<ExportFile, HistoryError> {
        if (!competence::lock_person(transaction, viewer.person)) return refuse(HistoryError::not_permitted);
        const auto key = parts_.keys.signing_key(transaction);
        if (!key) return refuse(HistoryError::key_sealed);
        ExportFile file;
        auto& document = file.document;
        document.credential_id = credential_id_of(*code);
        document.claim = claim_of(*code);
        document.issuer = parts_.issuer.did;
        document.issuer_name = parts_.issuer.name;
        document.entries = *entries;
        document.key = key->public_key();
        const auto former = find_export(transaction, document.credential_id);
        if (former && former->person != viewer.person) return refuse(HistoryError::code_used);
        document.issued_at = former ? former->stored.created_at : parts_.clock.now();
        file.token = sign_document(document, *key);
        document.digest = sha256_hex(file.token);
        if (file.token.size() > document_bytes_max) return refuse(HistoryError::too_many);
        if (former) {
            if (former->stored.digest != document.digest) return refuse(HistoryError::code_used);
            return file;
        }
        const auto count = [&](EntryKind kind) {
            return static_cast<int>(std::count_if(entries->begin(), entries->end(), [&](const Entry& entry) { return entry.kind == kind; }));
        };
        insert_export(transaction, viewer.person,
                      {.id = {},
                       .credential_id = document.credential_id,
                       .digest = document.digest,
                       .thumbprint = document.key.thumbprint(),
                       .units = count(EntryKind::unit),
                       .confirmed_levels = count(EntryKind::confirmed_level),
                       .tested_levels = count(EntryKind::tested_level),
                       .stated_levels = count(EntryKind::stated_level),
                       .created_at = document.issued_at});
        storage::record_audit(transaction, {.at = document.issued_at,
                                            .actor = viewer.person,
                                            .action = "history.exported",
                                            .subject_type = "person",
                                            .subject_id = viewer.person.value,
                                            .details = fmt::format(R"({{"lines":{}}})", entries->size())});
        return file;
    });
}

Result<void, HistoryError> HistoryService::forget_export(const Viewer& viewer, HistoryExportId id) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(HistoryError::not_permitted);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Result<void, HistoryError> {
        if (!remove_export(transaction, viewer.person, id)) return refuse(HistoryError::not_found);
        storage::record_audit(transaction, {.at = parts_.clock.now(),
                                            .actor = viewer.person,
                                            .action = "history.export_forgotten",
                                            .subject_type = "person",
                                            .subject_id = viewer.person.value});
        return {};
    });
}

Result<Checked, HistoryError> HistoryService::checked(Session& session, std::string_view file) const {
    auto document = read_document(file);
    if (!document) return refuse(error_of(document.error()));
    if (document->issued_at > parts_.clock.now() + std::chrono::hours{1}) return refuse(HistoryError::in_future);  // clocks differ a little
    auto issuer = standing_of(session, document->key);
    return Checked{std::move(*document), std::move(issuer)};
}

Result<Checked, HistoryError> HistoryService::check(std::string_view file) const {
    return parts_.database.read([&](Session& session) { return checked(session, file); });
}

std::vector<OwnKey> HistoryService::own_keys() const {
    return parts_.database.read([](Session& session) { return list_own_keys(session); });
}

}  // namespace kc::learning_history
