// SPDX-License-Identifier: EUPL-1.2
// CompetenceFramework: the competence catalogue, the role profiles and the places of the region as one immutable snapshot in memory.
// FrameworkSource holds the present one and swaps it whole when the change feed says so.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"
#include "base/language.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <boost/describe.hpp>

namespace kc::storage {
class Session;
class Database;
class ChangeFeed;
}  // namespace kc::storage

namespace kc::competence {

inline constexpr int level_max = 5;

// The three layers of a target profile (F16, R99).
enum class DemandLayer {
    general,    // every workplace in the digital change
    market,     // what this work asks for everywhere
    authority,  // what the own administration asks in addition
};
BOOST_DESCRIBE_ENUM(DemandLayer, general, market, authority)

struct CompetenceArea {
    CompetenceAreaId id;
    std::string slug, name, name_en;
    int position = 0;
    const std::string& name_in(Language language) const { return language == Language::de ? name : name_en; }
};

// Drafts are seen by those who edit them; outdated entries stay readable where people refer to them, but nobody is asked for them.
enum class FrameworkState { draft, published, outdated };
BOOST_DESCRIBE_ENUM(FrameworkState, draft, published, outdated)

// DigComp 2.2, ESCO, KMK "Kompetenzen in der digitalen Welt", KldB 2010.
enum class ForeignFramework { digcomp, esco, kmk, kldb };
BOOST_DESCRIBE_ENUM(ForeignFramework, digcomp, esco, kmk, kldb)

// How ours stands to theirs: ours is broader or narrower; none: somebody looked, and nothing there fits.
enum class AlignmentRelation { exact, close, broader, narrower, none };
BOOST_DESCRIBE_ENUM(AlignmentRelation, exact, close, broader, narrower, none)

struct Alignment {
    ForeignFramework framework{};
    std::string concept_id;  // "2.3", an ESCO UUID, "73214"; empty with `none`
    std::string label;       // as it is called there
    AlignmentRelation relation{};
    bool operator==(const Alignment&) const = default;
};
BOOST_DESCRIBE_STRUCT(Alignment, (), (framework, concept_id, label, relation))

struct Competence {
    CompetenceId id;
    std::string slug;
    std::size_t area = 0;  // index into CompetenceFramework::areas()
    std::string name, description, keywords;
    int half_life_months = 1;
    int position = 0;
    FrameworkState state = FrameworkState::published;
    int version = 1;
    std::string level_0;                             // what somebody says who cannot do it yet; empty: none was written
    std::array<std::string, level_max> descriptors;  // of level 1 … 5; empty: none was written
    std::vector<std::string> phrases;                // everyday words by which people mention it
    std::vector<Alignment> alignments;               // by framework

    bool published() const { return state == FrameworkState::published; }
    const Alignment* alignment(ForeignFramework framework) const;  // the first one that is not `none`
};

// A statutory deadline raises the weight of a demand until that day, included (F48).
struct Deadline {
    Date until{};
    int weight = 0;
    std::string law;  // "§ 1a OZG"
};

struct DemandLine {
    DemandLayer layer{};
    std::optional<OrganisationId> organisation;  // authority layer: of this one only
    std::size_t competence = 0;                  // index into CompetenceFramework::competences()
    int level = 0;
    int weight = 0;
    std::string reason;
    Date stated_on{};
    std::optional<Deadline> deadline;

    int weight_on(Date day) const { return deadline && day <= deadline->until ? std::max(weight, deadline->weight) : weight; }
};

struct RoleProfile {
    RoleProfileId id;
    std::string slug, name, name_en, description;
    int position = 0;
    FrameworkState state = FrameworkState::published;
    int version = 1;
    std::vector<std::string> titles;      // what such posts are called in town halls
    std::vector<Alignment> alignments;    // ESCO occupation, KldB
    std::vector<std::size_t> successors;  // indices into CompetenceFramework::role_profiles()
    std::vector<DemandLine> demands;      // market and authority

    bool published() const { return state == FrameworkState::published; }
    const std::string& name_in(Language language) const { return language == Language::de ? name : name_en; }
};

// Where the evidence of an outdated competence goes.
struct Succession {
    std::size_t outdated = 0, successor = 0;  // indices into CompetenceFramework::competences()
    int level_shift = 0;
};

struct Place {
    PlaceId id;
    std::string name;
    double latitude = 0, longitude = 0;
};

// Everything in the order in which it is shown: areas, then competences within their area; role profiles by position.
class CompetenceFramework {
public:
    struct Parts {
        std::vector<CompetenceArea> areas;
        std::vector<Competence> competences;
        std::vector<RoleProfile> role_profiles;
        std::vector<DemandLine> general_demands;
        std::vector<Succession> successions;
        std::vector<Place> places;                          // by name
        std::unordered_map<OrganisationId, PlaceId> seats;  // where an organisation has its seat
    };
    explicit CompetenceFramework(Parts parts);
    CompetenceFramework(CompetenceFramework&&) = default;  // the indexes refer to names inside parts_, which moving keeps in place
    CompetenceFramework(const CompetenceFramework&) = delete;

    const std::vector<CompetenceArea>& areas() const { return parts_.areas; }
    const std::vector<Competence>& competences() const { return parts_.competences; }
    const std::vector<RoleProfile>& role_profiles() const { return parts_.role_profiles; }
    const std::vector<DemandLine>& general_demands() const { return parts_.general_demands; }
    const std::vector<Succession>& successions() const { return parts_.successions; }
    const std::vector<Place>& places() const { return parts_.places; }

    const Competence& competence(std::size_t index) const { return parts_.competences[index]; }
    const CompetenceArea& area_of(const Competence& competence) const { return parts_.areas[competence.area]; }
    std::optional<std::size_t> index_of(CompetenceId id) const;
    std::optional<std::size_t> competence_by_slug(std::string_view slug) const;
    const RoleProfile* role_profile(RoleProfileId id) const;
    const RoleProfile* role_profile_by_slug(std::string_view slug) const;
    const Place* place(PlaceId id) const;
    const Place* seat_of(OrganisationId organisation) const;

private:
    Parts parts_;
    std::unordered_map<CompetenceId, std::size_t> competence_index_;
    std::unordered_map<std::string_view, std::size_t> competence_slugs_;
    std::unordered_map<RoleProfileId, std::size_t> role_index_;
    std::unordered_map<std::string_view, std::size_t> role_slugs_;
    std::unordered_map<PlaceId, std::size_t> place_index_;
};

// Great-circle distance in kilometres: how far apart two places lie, not how long the way is.
double distance_km(const Place& from, const Place& to);

CompetenceFramework load_framework(storage::Session& session);

class FrameworkSource {
public:
    explicit FrameworkSource(storage::Database& database);  // loads the first snapshot
    std::shared_ptr<const CompetenceFramework> current() const;
    void reload();
    void follow(storage::ChangeFeed& feed);  // before the feed starts; `this` must outlive it

private:
    storage::Database& database_;
    mutable std::mutex mutex_;  // guards the pointer only; readers hold their snapshot without it
    std::shared_ptr<const CompetenceFramework> current_;
};

}  // namespace kc::competence
