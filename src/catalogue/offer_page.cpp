// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/offer_page.hpp"

#include "catalogue/page_sight.hpp"
#include "catalogue/rich_text.hpp"

namespace kc::catalogue {

namespace {

struct OfferPageView : UnitView {
    bool signed_in = false, member = false, preview = false;
    bool has_presence = false, in_english = false, specialist = false;
    bool has_quality = false, has_participants = false;
    web::Html general_html, specialist_html, practice_html, structured_data, actions;
    std::optional<DateView> next;
    std::int64_t further_dates = 0;
    std::vector<GapView> closes;
    std::optional<TotalCostView> cost;
};
BOOST_DESCRIBE_STRUCT(OfferPageView, (UnitView),
                      (signed_in, member, preview, has_presence, in_english, specialist, has_quality, has_participants, general_html, specialist_html,
                       practice_html, structured_data, actions, next, further_dates, closes, cost))

// Data, not a script: no browser runs this type. '<' cannot end the element because JSON writes it as \u003c.
web::Html data_block(const std::string& json) {
    if (json.empty()) return {};
    std::string safe;
    for (const char c : json) {
        if (c == '<')
            safe += "\\u003c";
        else if (c == '>')
            safe += "\\u003e";
        else if (c == '&')
            safe += "\\u0026";
        else
            safe += c;
    }
    return web::Html{"<script type=\"application/ld+json\">" + safe + "</script>"};
}

}  // namespace

struct OfferPage::Parts {
    const web::Site& site;
    web::Template<OfferPageView> page;
};

OfferPage::OfferPage(const web::Site& site) : parts_(new Parts{site, site.bind<OfferPageView>("catalogue/unit")}) {}
OfferPage::~OfferPage() = default;
OfferPage::OfferPage(OfferPage&&) noexcept = default;

http::Response OfferPage::render(const http::Request& request, const Sight& sight, const LearningUnit& unit, const OfferExtras& extras,
                                 bool preview) const {
    OfferPageView view;
    static_cast<UnitView&>(view) = unit_view(sight, unit);
    view.signed_in = request.viewer() != nullptr;
    view.member = sight.member;
    view.preview = preview;
    view.has_presence = view.presence_days > 0;
    view.in_english = view.language == "en";
    view.specialist = extras.specialist;
    view.has_quality = !view.seals.empty() || !view.credentials.empty() || view.dqr || !view.ects.empty();
    view.has_participants = view.participants_min || view.participants_max;
    view.general_html = rendered(unit.description_general);
    view.specialist_html = rendered(unit.description_specialist);
    view.practice_html = rendered(unit.practice);
    view.structured_data = data_block(extras.structured_data);
    const auto next = std::find_if(view.dates.begin(), view.dates.end(), [](const DateView& date) { return date.bookable; });
    if (next != view.dates.end()) {
        view.next = *next;
        view.further_dates = view.dates.end() - next - 1;
    }
    view.actions = extras.actions;
    view.closes = extras.closes;
    view.cost = extras.cost;
    return parts_->site.render(request, {.title_text = view.title, .active = "/angebote", .breadcrumbs = {offers_crumb(parts_->site, request)}},
                               parts_->page, view);
}

void register_offer_page(http::Router& router, const PageSources& sources) {
    const auto page = std::make_shared<OfferPage>(sources.site);
    router.add(http::Method::get, "/angebote/{slug}", {.is_public = true}, [page, sources](http::Request& request) {
        const PageSight sight(sources, request);
        const auto* unit = sight.catalogue->find_unit(request.path_value("slug").value_or(""));
        if (unit == nullptr || !sight.sight.sees(*unit)) return sources.site.error_page(request, 404);
        return page->render(request, sight.sight, *unit, sources.offer_extras ? sources.offer_extras(request, *unit) : OfferExtras{});
    });
}

}  // namespace kc::catalogue
