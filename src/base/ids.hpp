// SPDX-License-Identifier: EUPL-1.2
// The identifiers of all tables in one place: they cross rooms as foreign keys do.
#pragma once

#include "base/id.hpp"

namespace kc {

using OrganisationId = Id<struct OrganisationTag>;  // municipality, provider, cooperative, venue host
using DepartmentId = Id<struct DepartmentTag>;      // Dienststelle
using PersonId = Id<struct PersonTag>;
using SessionId = Id<struct SessionTag>;
using InvitationId = Id<struct InvitationTag>;
using RoleAssignmentId = Id<struct RoleAssignmentTag>;
using ImportId = Id<struct ImportTag>;
using JobId = Id<struct JobTag>;
using MailId = Id<struct MailTag>;
using FeedbackId = Id<struct FeedbackTag>;
using CompetenceId = Id<struct CompetenceTag>;
using CompetenceAreaId = Id<struct CompetenceAreaTag>;
using RoleProfileId = Id<struct RoleProfileTag>;  // Tätigkeitsprofil
using EvidenceId = Id<struct EvidenceTag>;
using ProviderId = Id<struct ProviderTag>;
using PlaceId = Id<struct PlaceTag>;
using VenueId = Id<struct VenueTag>;
using ModuleId = Id<struct ModuleTag>;
using CourseId = Id<struct CourseTag>;
using LearningUnitId = Id<struct LearningUnitTag>;
using TutorialDateId = Id<struct TutorialDateTag>;
using CurriculumId = Id<struct CurriculumTag>;

}  // namespace kc
