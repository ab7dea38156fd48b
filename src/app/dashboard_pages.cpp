// SPDX-License-Identifier: EUPL-1.2
#include "app/dashboard_pages.hpp"

#include "app/dashboard.hpp"
#include "app/rooms.hpp"

namespace kc::app {

namespace {

struct NextCard {
    std::string title, text, action, href;
    std::string other, other_href{};  // another way to the same end
};
BOOST_DESCRIBE_STRUCT(NextCard, (), (title, text, action, href, other, other_href))

struct PlanCard {
    int closed_percent = 0;
    std::vector<planning::PlannedUnitSummary> current, upcoming;
    bool nothing_left = false;
};
BOOST_DESCRIBE_STRUCT(PlanCard, (), (closed_percent, current, upcoming, nothing_left))

struct GapRow {
    std::string slug, name;
    int current = 0, target = 0;
    bool assessed = false;
};
BOOST_DESCRIBE_STRUCT(GapRow, (), (slug, name, current, target, assessed))

struct GapCard {
    int count = 0;
    int percent = 0;
    int assessed = 0, needed = 0;
    std::vector<GapRow> top;
};
BOOST_DESCRIBE_STRUCT(GapCard, (), (count, percent, assessed, needed, top))

// A way into the work of another role.
struct WorkCard {
    std::string title, text, action, href;
};
BOOST_DESCRIBE_STRUCT(WorkCard, (), (title, text, action, href))

struct DashboardView {
    std::string first_name;
    std::optional<NextCard> next;
    std::optional<PlanCard> plan;
    std::optional<GapCard> gaps;
    std::vector<planning::PlannedUnitSummary> recommended;
    bool shows_completed = false;
    std::vector<planning::PlannedUnitSummary> completed;
    std::vector<WorkCard> work;
    std::optional<int> calls;  // to learn, waiting for an answer; a line and no card
};
BOOST_DESCRIBE_STRUCT(DashboardView, (), (first_name, next, plan, gaps, recommended, shows_completed, completed, work, calls))

struct WelcomeView {
    std::int64_t units = 0, providers = 0, modules = 0;
};
BOOST_DESCRIBE_STRUCT(WelcomeView, (), (units, providers, modules))

// Which role leads where; the texts are "app.work.<key>.title", ".text" and ".action".
struct Work {
    std::string_view key;
    std::string_view href;
    std::vector<Role> roles;
};

const std::vector<Work>& all_work() {
    using enum Role;
    static const std::vector<Work> work{
        {"people", "/verwaltung/personen", {hr_decision_maker, office}},
        {"team", "/verwaltung/personen", {supervisor}},
        {"provider", "/anbieter-bereich", {provider_editor, instructor}},
        {"venues", "/lernorte", {venue_host}},
        {"offers", "/angebote", {board_member}},
        {"organisations", "/verwaltung/organisationen", {office}},
        {"feedback", "/rueckmeldungen", {office}},
        {"operations", "/betrieb", {system_operator}},
    };
    return work;
}

class DashboardPages {
public:
    DashboardPages(const web::Site& site, const DashboardParts& parts)
        : site_(site), parts_(parts), dashboard_(site.bind<DashboardView>("app/dashboard")), welcome_(site.bind<WelcomeView>("app/welcome")) {}

    http::Response start(const http::Request& request) const {
        if (request.viewer()) return web::redirect("/uebersicht");
        const auto offers = parts_.rooms.catalogues.current();
        const WelcomeView view{static_cast<std::int64_t>(offers->units().size()), static_cast<std::int64_t>(offers->providers().size()),
                               static_cast<std::int64_t>(offers->modules().size())};
        return site_.render(request, {.title = "app.welcome.title"}, welcome_, view);
    }

    http::Response overview(const http::Request& request) const {
        const auto& viewer = *request.viewer();
        DashboardView view;
        view.first_name = viewer.display_name.substr(0, viewer.display_name.find(' '));
        if (viewer.may(Permission::plan_own_curriculum)) add_learning(request, view);
        for (const auto& work : all_work()) {
            if (view.work.size() + learning_cards(view) >= cards_max) break;
            if (std::any_of(work.roles.begin(), work.roles.end(), [&](Role role) { return viewer.has_role(role); })) {
                const auto key = "app.work." + std::string(work.key);
                view.work.push_back({site_.text(request, key + ".title"), site_.text(request, key + ".text"), site_.text(request, key + ".action"),
                                     std::string(work.href)});
            }
        }
        return site_.render(request, {.title = "app.dashboard.title", .active = "/uebersicht"}, dashboard_, view);
    }

private:
    static constexpr std::size_t cards_max = 5;

    static std::size_t learning_cards(const DashboardView& view) {
        return (view.next ? 1U : 0U) + (view.plan ? 1U : 0U) + (view.gaps ? 1U : 0U) + (view.recommended.empty() ? 0U : 1U) +
               (view.shows_completed ? 1U : 0U);
    }

    void add_learning(const http::Request& request, DashboardView& view) const {
        const auto& viewer = *request.viewer();
        const auto today = parts_.clock.today();
        const auto framework = parts_.rooms.frameworks.current();
        const auto offers = parts_.rooms.catalogues.current();
        auto [needs, plan, dialogue] = parts_.database.read([&](storage::Session& session) {
            return std::tuple{competence::needs_summary(session, *framework, viewer, today),
                              planning::dashboard_summary(session, *offers, viewer, today), interview::interview_summary(session, viewer, today)};
        });
        view.next = next_card(request, needs, plan, dialogue);
        if (const int calls = parts_.rooms.teams.calls.count_open(viewer); calls > 0) view.calls = calls;
        if (needs.assessed > 0) {  // before the first answer every gap would only mean "not asked yet"
            GapCard card{.count = needs.gap_count, .percent = needs.percent, .assessed = needs.assessed, .needed = needs.needed};
            for (const auto& gap : needs.top_gaps) card.top.push_back({gap.slug, gap.name, gap.current, gap.target, gap.assessed});
            view.gaps = std::move(card);
        }
        view.recommended = std::move(plan.recommended);
        view.shows_completed = plan.has_plan || plan.done_count > 0;
        view.completed = std::move(plan.done);
        if (plan.has_plan) {
            const bool nothing_left = plan.current.empty() && plan.next.empty();
            view.plan = PlanCard{plan.closed_percent, std::move(plan.current), std::move(plan.next), nothing_left};
        }
    }

    NextCard next_card(const http::Request& request, const competence::NeedsSummary& needs, const planning::DashboardSummary& plan,
                       const interview::InterviewSummary& dialogue) const {
        const auto step = next_step(needs, plan, dialogue);
        std::string href = "/lehrplan";
        web::MessageFields fields;
        switch (step) {
            case NextStep::job:
            case NextStep::assessment:
            case NextStep::interests:
            case NextStep::preferences: href = needs.next_path; break;
            case NextStep::make_plan:
            case NextStep::follow_plan: break;
            case NextStep::resume_interview: href = "/interview"; break;
            case NextStep::answer_checkin:
                fields = {{"subject", dialogue.subject}};
                href = "/interview";
                break;
            case NextStep::decide_proposal: href = plan.has_plan ? "/lehrplan/vorschlag" : "/lehrplan"; break;
            case NextStep::start_unit:
                fields = {{"title", plan.current.front().title}, {"until", plan.current.front().ends_on}};
                href = "/angebote/" + plan.current.front().slug;
                break;
            case NextStep::attend_date:
                fields = {{"title", plan.next.front().title}, {"day", plan.next.front().starts_on}};
                href = "/angebote/" + plan.next.front().slug;
                break;
        }
        const auto key = "app.next." + std::string(boost::describe::enum_to_string(step, ""));
        NextCard card{site_.text(request, key, fields), site_.text(request, key + ".text", fields), site_.text(request, key + ".action"), href, {}};
        if (step == NextStep::job || step == NextStep::assessment) {
            card.other = site_.text(request, "app.next.other_interview");
            card.other_href = "/interview";
        }
        return card;
    }

    const web::Site& site_;
    DashboardParts parts_;
    web::Template<DashboardView> dashboard_;
    web::Template<WelcomeView> welcome_;
};

}  // namespace

void register_dashboard_pages(http::Router& router, const web::Site& site, const DashboardParts& parts) {
    const auto pages = std::make_shared<DashboardPages>(site, parts);
    router.add(http::Method::get, "/", {.is_public = true}, [pages](http::Request& request) { return pages->start(request); });
    router.get("/uebersicht", [pages](http::Request& request) { return pages->overview(request); });
}

}  // namespace kc::app
