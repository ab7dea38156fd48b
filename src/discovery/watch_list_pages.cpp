// SPDX-License-Identifier: EUPL-1.2
// /merkliste: what one has noted and what changed about it, without script; and the same as JSON.
#include "discovery/comparison.hpp"
#include "discovery/comparison_choice.hpp"
#include "discovery/follow_up_pages.hpp"
#include "discovery/refusals.hpp"

#include "web/api_response.hpp"
#include "web/json_schema.hpp"
#include "web/table.hpp"

#include <algorithm>

namespace kc::discovery {

namespace {

struct WatchedView {
    LearningUnitId id;
    std::string slug, title, provider;
    bool gone = false, free_of_charge = false, any_time = false;
    catalogue::Format mode{};
    Money price_cents;
    std::optional<Money> seen_price;  // when it was another
    std::optional<Date> next_day;
    int seats = 0;
    Instant added_at{};
    std::vector<OfferChange> changes;
};
BOOST_DESCRIBE_STRUCT(WatchedView, (),
                      (id, slug, title, provider, gone, free_of_charge, any_time, mode, price_cents, seen_price, next_day, seats, added_at, changes))

struct RemovedView {
    LearningUnitId id;
    std::string title;
};
BOOST_DESCRIBE_STRUCT(RemovedView, (), (id, title))

struct WatchListView {
    std::int64_t total = 0;
    std::vector<WatchedView> offers;
    bool changed = false, comparable = false;
    std::optional<RemovedView> removed;  // just now, with the way back
    web::ChoiceField digest;
    std::optional<web::EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(WatchListView, (), (total, offers, changed, comparable, removed, digest, empty))

struct WatchedJson {
    LearningUnitId unit_id;
    std::string slug, title;
    Instant added_at{};
    bool offered = false;
    Money price_cents;
    std::optional<Date> next_day;
    int seats = 0;
    std::vector<OfferChange> changes;
};
BOOST_DESCRIBE_STRUCT(WatchedJson, (), (unit_id, slug, title, added_at, offered, price_cents, next_day, seats, changes))

struct WatchListJson {
    std::vector<WatchedJson> offers;
    Digest digest{};
};
BOOST_DESCRIBE_STRUCT(WatchListJson, (), (offers, digest))

class WatchListPages {
public:
    explicit WatchListPages(const FollowUpSources& sources)
        : sources_(sources), site_(sources.site), page_(site_.bind<WatchListView>("discovery/watch_list")) {}

    http::Response show(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto own = sources_.watch_list.own(*request.viewer());
        WatchListView view;
        view.total = static_cast<std::int64_t>(own.offers.size());
        view.changed = own.changed();
        for (const auto& offer : own.offers) view.offers.push_back(view_of(own, offer));
        view.comparable = std::count_if(view.offers.begin(), view.offers.end(), [](const auto& offer) { return !offer.gone; }) >= 2;
        view.removed = removed_of(request, own);
        const auto fields = site_.fields(request);
        view.digest = fields.choice("digest", {.label = "discovery.watch.digest", .required = true}, fields.options_of<Digest>(),
                                    boost::describe::enum_to_string(own.digest, ""));
        if (own.offers.empty()) {
            view.empty = web::EmptyState{site_.text(request, "discovery.watch.none"), site_.text(request, "discovery.watch.none_text"), "/angebote",
                                         site_.text(request, "discovery.compare.find")};
        }
        return site_.render(request, {.title = "discovery.watch.title", .active = "/merkliste"}, page_, view);
    }

    http::Response add(const http::Request& request) const {
        return change(request, "discovery.notice.watched",
                      [&](const Viewer& viewer) { return sources_.watch_list.add(viewer, request.get_id<LearningUnitId>("unit")); });
    }
    http::Response remove(const http::Request& request) const {
        return change(request, "discovery.notice.unwatched",
                      [&](const Viewer& viewer) { return sources_.watch_list.remove(viewer, request.get_id<LearningUnitId>("unit")); });
    }
    http::Response confirm_seen(const http::Request& request) const {
        return change(request, "discovery.notice.watch_seen", [&](const Viewer& viewer) { return sources_.watch_list.confirm_seen(viewer); });
    }
    http::Response set_digest(const http::Request& request) const {
        web::FormReader form(request);
        const auto digest = form.enumerator<Digest>("digest", {.required = true});
        if (!form.ok()) return site_.error_page(request, 422);
        return change(request, "discovery.notice.digest_changed",
                      [&](const Viewer& viewer) { return sources_.watch_list.set_digest(viewer, *digest); });
    }

    // The ticked offers become an address.
    http::Response compare_chosen(const http::Request& request) const {
        const auto chosen = chosen_by_address(request, *sources_.catalogue.current());
        if (request.query_all("angebot").size() > compared_max || chosen.size() < compared_min)
            return web::redirect("/merkliste", {"discovery.notice.compare_select", web::NoticeKind::info});
        return web::redirect(comparison_address(chosen));
    }

    http::Response api_list(const http::Request& request) const {
        const auto own = sources_.watch_list.own(*request.viewer());
        WatchListJson json{{}, own.digest};
        for (const auto& offer : own.offers) {
            json.offers.push_back({offer.id, offer.slug, offer.title, offer.added_at, offer.now.offered, offer.now.price, offer.now.next_day,
                                   offer.now.seats, offer.changes});
        }
        return web::api_json(json);
    }
    http::Response api_add(const http::Request& request) const {
        return api_change(request, sources_.watch_list.add(*request.viewer(), request.get_id<LearningUnitId>("unit")));
    }
    http::Response api_remove(const http::Request& request) const {
        return api_change(request, sources_.watch_list.remove(*request.viewer(), request.get_id<LearningUnitId>("unit")));
    }

private:
    static WatchedView view_of(const OwnWatchList& own, const WatchedOffer& offer) {
        WatchedView view{.id = offer.id,
                         .slug = offer.slug,
                         .title = offer.title,
                         .gone = offer.unit == nullptr,
                         .free_of_charge = offer.now.price.value == 0,
                         .price_cents = offer.now.price,
                         .next_day = offer.now.next_day,
                         .seats = offer.now.seats,
                         .added_at = offer.added_at,
                         .changes = offer.changes};
        if (offer.unit != nullptr) {
            view.provider = own.catalogue->provider_of(*offer.unit).name;
            view.mode = offer.unit->mode;
            view.any_time = view.mode == catalogue::Format::self_paced;
            if (offer.seen.offered && offer.seen.price != offer.now.price) view.seen_price = offer.seen.price;
        }
        return view;
    }

    // Made from what is stored, so that it never claims what is not.
    static std::optional<RemovedView> removed_of(const http::Request& request, const OwnWatchList& own) {
        const auto asked = request.query("entfernt");
        const auto number = asked ? web::parse_integer(*asked) : std::nullopt;
        if (!number) return std::nullopt;
        const LearningUnitId id{*number};
        if (std::any_of(own.offers.begin(), own.offers.end(), [&](const auto& offer) { return offer.id == id; })) return std::nullopt;
        const auto* unit = own.catalogue->find_unit(id);
        if (unit == nullptr || unit->only_for) return std::nullopt;
        return RemovedView{id, unit->title};
    }

    template <class Change> http::Response change(const http::Request& request, std::string_view notice, Change&& apply) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto changed = apply(*viewer);
        if (!changed) return site_.error_page(request, status_of(changed.error()), message_key_of(changed.error()));
        return web::redirect(request.form("zurueck").value_or("/merkliste"), {std::string(notice)});
    }

    http::Response api_change(const http::Request& request, const Result<bool, WatchError>& changed) const {
        if (changed) return http::no_content();
        return web::api_error(request, status_of(changed.error()), boost::describe::enum_to_string(changed.error(), ""),
                              site_.text(request, message_key_of(changed.error())));
    }

    FollowUpSources sources_;
    const web::Site& site_;
    web::Template<WatchListView> page_;
};

}  // namespace

void register_watch_list_pages(http::Router& router, const FollowUpSources& sources) {
    const auto pages = std::make_shared<WatchListPages>(sources);
    router.get("/merkliste", [pages](http::Request& request) { return pages->show(request); });
    router.get("/merkliste/vergleich", [pages](http::Request& request) { return pages->compare_chosen(request); });
    router.post("/merkliste/{unit:id}", [pages](http::Request& request) { return pages->add(request); });
    router.post("/merkliste/{unit:id}/ruecknahme", [pages](http::Request& request) { return pages->remove(request); });
    router.post("/merkliste/gesehen", [pages](http::Request& request) { return pages->confirm_seen(request); });
    router.post("/merkliste/bescheid", [pages](http::Request& request) { return pages->set_digest(request); });
    router.add(http::Method::get, "/api/v1/me/watched-offers",
               {.name = "listWatchedOffers", .summary = "Die eigene Merkliste mit Änderungen", .response_schema = web::json_schema<WatchListJson>()},
               [pages](http::Request& request) { return pages->api_list(request); });
    router.add(http::Method::put, "/api/v1/me/watched-offers/{unit:id}", {.name = "watchOffer", .summary = "Ein Angebot merken"},
               [pages](http::Request& request) { return pages->api_add(request); });
    router.add(http::Method::del, "/api/v1/me/watched-offers/{unit:id}", {.name = "unwatchOffer", .summary = "Ein Angebot nicht mehr merken"},
               [pages](http::Request& request) { return pages->api_remove(request); });
}

}  // namespace kc::discovery
