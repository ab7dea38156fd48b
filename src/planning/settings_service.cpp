// SPDX-License-Identifier: EUPL-1.2
#include "planning/settings_service.hpp"

#include "planning/settings_store.hpp"
#include "storage/audit.hpp"

namespace kc::planning {

std::optional<OwnPlanSettings> PlanSettingsService::find_own(const Viewer& viewer) const {
    if (!viewer.may(Permission::plan_own_curriculum)) return std::nullopt;
    return database_.read([&](Session& session) {
        return OwnPlanSettings{find_settings(session, viewer.person), consents_.is_given(session, viewer.person, consent::plan_mails),
                               consents_.text_for(viewer, consent::plan_mails)};
    });
}

Result<void, PlanSettingsError> PlanSettingsService::save(const Viewer& viewer, const PlanSettings& settings, std::optional<Agreed> agreed,
                                                          std::string_view through) {
    if (!viewer.may(Permission::plan_own_curriculum)) return refuse(PlanSettingsError::not_permitted);
    if (settings.notice_days < 1 || settings.notice_days > notice_days_max) return refuse(PlanSettingsError::notice_days);
    // Who wants no mails any more takes the consent back as well; nothing to withdraw is all right.
    if (settings.mails == MailRhythm::never) (void)consents_.withdraw(viewer, consent::plan_mails, through);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, PlanSettingsError> {
        if (lock_people(transaction, std::span(&viewer.person, 1)).empty()) return refuse(PlanSettingsError::not_permitted);
        if (settings.mails != MailRhythm::never && !consents_.is_given(transaction, viewer.person, consent::plan_mails)) {
            if (!agreed) return refuse(PlanSettingsError::consent_missing);
            const auto given = consents_.give(
                transaction, viewer, {.purpose = consent::plan_mails, .version = agreed->version, .language = agreed->language, .through = through});
            if (!given)
                return refuse(given.error() == consent::ConsentError::outdated_text ? PlanSettingsError::consent_outdated
                                                                                    : PlanSettingsError::consent_missing);
        }
        store(transaction, viewer.person, viewer.person, settings);
        return {};
    });
}

void PlanSettingsService::store(Transaction& transaction, std::optional<PersonId> actor, PersonId person, const PlanSettings& settings) {
    const auto before = find_settings(transaction, person);
    if (before == settings) return;
    // What happened before the mails were switched on is no news.
    const bool begins = before.mails == MailRhythm::never && settings.mails != MailRhythm::never;
    put_settings(transaction, person, settings, begins ? std::optional(clock_.now()) : std::nullopt);
    const auto name = [](auto value) { return boost::describe::enum_to_string(value, ""); };
    storage::record_audit(transaction, {.at = clock_.now(),
                                        .actor = actor,
                                        .action = "plan_settings.changed",
                                        .subject_type = "person",
                                        .subject_id = person.value,
                                        .details = fmt::format(R"({{"mails":"{}","acceptance":"{}","notice_days":{}}})", name(settings.mails),
                                                               name(settings.acceptance), settings.notice_days)});
}

void PlanSettingsService::stop_mails(Transaction& transaction, PersonId person) {
    auto settings = find_settings(transaction, person);
    settings.mails = MailRhythm::never;
    store(transaction, std::nullopt, person, settings);
}

void PlanSettingsService::stop_mails_by_link(PersonId person) {
    (void)consents_.withdraw(Viewer{.person = person}, consent::plan_mails, "/lehrplan/mails/abbestellen");
    database_.in_transaction([&](Transaction& transaction) {
        if (!lock_people(transaction, std::span(&person, 1)).empty()) stop_mails(transaction, person);
    });
}

}  // namespace kc::planning
