// SPDX-License-Identifier: EUPL-1.2
// CurationService: what office and advisory board do with the competence catalogue. Texts are edited in a working copy; only publishing
// changes what others see (TL-20). Outdating and taking it back are in succession.cpp.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "curation/store.hpp"
#include "jobs/jobs.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kc::curation {

enum class CurationError {
    not_permitted,
    not_found,
    invalid,            // see the problems
    changed_meanwhile,  // somebody else saved or published since the form was opened
    unchanged,          // nothing to publish
    is_outdated,        // outdated competences are not edited
    not_published,      // only a published one can become outdated or serve as successor
    not_outdated,
    draft_open,       // publish or discard it first
    never_published,  // an outdated one cannot be made of a draft
};
BOOST_DESCRIBE_ENUM(CurationError, not_permitted, not_found, invalid, changed_meanwhile, unchanged, is_outdated, not_published, not_outdated,
                    draft_open, never_published)

struct CurationRefusal {
    CurationError error{};
    std::vector<FieldProblem> problems = {};
};

// What a form was opened with.
struct Base {
    int version = 0;
    int revision = 0;  // of the working copy; 0: there was none
    bool operator==(const Base&) const = default;
};

struct Editing {
    CompetenceId id;
    FrameworkState state{};
    Base base;
    CompetenceContent live;             // what everybody sees; of a draft: as it was saved
    CompetenceContent content;          // the working copy, or `live`
    std::optional<Instant> changed_at;  // of the working copy
    bool has_draft() const { return base.revision > 0; }
};

struct DraftLine {
    std::string slug, name;
    bool is_new = false;
    int version = 0, revision = 0;
    Instant changed_at{};
    std::int64_t open = 0;  // points to settle before publishing
};
BOOST_DESCRIBE_STRUCT(DraftLine, (), (slug, name, is_new, version, revision, changed_at, open))

struct SuccessorChoice {
    std::string slug;
    int level_shift = 0;
};

inline constexpr std::string_view succession_job = "curation.succession";
inline constexpr std::size_t successors_max = 5;
inline constexpr int level_shift_max = 4;
inline constexpr int take_back_days = 30;  // TL-35

struct CurationParts {
    storage::Database& database;
    const Clock& clock;
    competence::FrameworkSource& framework;
    jobs::JobQueue& queue;
    competence::ProfileObserver& observer;
};

class CurationService {
public:
    template <class T> using Answer = Result<T, CurationRefusal>;

    explicit CurationService(const CurationParts& parts) : parts_(parts) {}

    std::shared_ptr<const CompetenceFramework> framework() const { return parts_.framework.current(); }
    Date today() const { return parts_.clock.today(); }
    Instant now() const { return parts_.clock.now(); }

    Answer<Editing> find(const Viewer& viewer, std::string_view slug) const;
    Answer<std::vector<DraftLine>> drafts(const Viewer& viewer) const;

    Answer<std::string> create(const Viewer& viewer, CompetenceContent content);                                  // the slug it got
    Answer<int> save(const Viewer& viewer, std::string_view slug, CompetenceContent content, const Base& base);   // the new revision
    Answer<int> publish(const Viewer& viewer, std::string_view slug, const Base& base, std::string_view remark);  // the new version
    Answer<void> discard(const Viewer& viewer, std::string_view slug);
    Answer<void> set_areas(const Viewer& viewer, std::span<const competence::AreaContent> in_order);

    // Changes alignments in the working copy, making one where there is none; for accepted proposals. Inside the caller's transaction.
    Answer<void> change_draft(storage::Transaction& transaction, const Viewer& viewer, std::string_view slug,
                              const std::function<bool(CompetenceContent&)>& change);
    Answer<std::string> create(storage::Transaction& transaction, const Viewer& viewer, CompetenceContent content);

    // Readable by everybody: what was published, newest first, the present one included.
    std::vector<Version> versions(const competence::Competence& competence) const;

    Answer<competence::OutdatingImpact> impact(const Viewer& viewer, std::string_view slug) const;
    Answer<void> mark_outdated(const Viewer& viewer, std::string_view slug, std::span<const SuccessorChoice> successors);
    Answer<void> publish_again(const Viewer& viewer, std::string_view slug);
    std::optional<Outdating> last_outdating(CompetenceId competence) const;
    bool can_be_taken_back(const Outdating& outdating) const;

    void run_job(const jobs::Job& job);  // carries profiles to successors, or takes it back
    void reload() { parts_.framework.reload(); }

private:
    Editing editing_of(storage::Session& session, const competence::StoredCompetence& stored, std::string_view slug) const;
    void keep_present_version(storage::Transaction& transaction, const Editing& editing);
    void audit(storage::Transaction& transaction, const Viewer& viewer, std::string action, CompetenceId competence,
               std::string details = "{}") const;
    void carry(OutdatingId id, std::optional<PersonId> actor);
    void finish_at_once(OutdatingId id, const Viewer& viewer, std::int64_t people);

    CurationParts parts_;
};

}  // namespace kc::curation
