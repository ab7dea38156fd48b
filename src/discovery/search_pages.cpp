// SPDX-License-Identifier: EUPL-1.2
#include "discovery/search_pages.hpp"

#include "discovery/facets.hpp"
#include "discovery/offer_card.hpp"
#include "discovery/offer_map.hpp"
#include "discovery/offer_marks.hpp"
#include "discovery/search_sight.hpp"
#include "http/url_coding.hpp"
#include "web/format.hpp"
#include "web/table.hpp"

namespace kc::discovery {

namespace {

struct SelectOption {
    std::string value, label;
    bool chosen = false;
};
BOOST_DESCRIBE_STRUCT(SelectOption, (), (value, label, chosen))

struct WeightView {
    std::string name, label;
    std::vector<SelectOption> options;
};
BOOST_DESCRIBE_STRUCT(WeightView, (), (name, label, options))

struct NoteView {
    std::string text, link, href;
};
BOOST_DESCRIBE_STRUCT(NoteView, (), (text, link, href))

struct ReliefView {
    std::string text, href;
};
BOOST_DESCRIBE_STRUCT(ReliefView, (), (text, href))

struct EmptyView {
    std::vector<ReliefView> reliefs;
};
BOOST_DESCRIBE_STRUCT(EmptyView, (), (reliefs))

struct MarkedCard : OfferCard {
    bool watched = false, compared = false;
};
BOOST_DESCRIBE_STRUCT(MarkedCard, (OfferCard), (watched, compared))

struct ResultView {
    std::int64_t total = 0;
    std::string address;  // of this search, where buttons lead back to
    std::vector<ChipView> chips;
    std::string reset_href;
    std::vector<NoteView> notes;
    std::vector<FacetView> facets;
    bool learner = false, signed_in = false, member = false;
    bool gaps = false, working_days = false;
    std::int64_t gaps_count = 0, working_days_count = 0;
    std::string hours_least, hours_most, hours_hint, price_least, price_most, price_hint;
    bool amounts_open = false, weighted = false;
    std::vector<WeightView> weights;
    std::vector<SelectOption> sorts;
    std::string list_href, map_href;
    bool map = false, by_distance = false;
    std::optional<OfferMap> map_view;
    bool picture = false;
    std::vector<MarkedCard> cards;
    std::optional<ComparisonLink> comparison;
    std::optional<EmptyView> empty;
    std::optional<std::string> previous, next;
    std::vector<web::PageLink> pages;
    std::string save_href;
};
BOOST_DESCRIBE_STRUCT(ResultView, (),
                      (total, address, chips, reset_href, notes, facets, learner, signed_in, member, gaps, working_days, gaps_count,
                       working_days_count, hours_least, hours_most, hours_hint, price_least, price_most, price_hint, amounts_open, weighted, weights,
                       sorts, list_href, map_href, map, by_distance, map_view, picture, cards, comparison, empty, previous, next, pages, save_href))

struct PageView {
    std::string q, from, until, place;
    Date today{};
    std::vector<std::string> place_names;
    std::vector<SelectOption> radii;
    ResultView result;
};
BOOST_DESCRIBE_STRUCT(PageView, (), (q, from, until, place, today, place_names, radii, result))

struct SuggestionsView {
    std::vector<std::string> texts;
};
BOOST_DESCRIBE_STRUCT(SuggestionsView, (), (texts))

// Makes the view of one search.
class ResultMaker {
public:
    ResultMaker(const SearchSources& sources, const http::Request& request, const SearchSight& sight, const ParsedQuery& parsed)
        : sources_(sources),
          request_(request),
          sight_(sight),
          state_(*sight.state),
          query_(parsed.query),
          unknown_place_(parsed.unknown_place),
          findings_(find_offers(state_, query_, sight.searcher)) {}

    ResultView make() {
        ResultView view;
        view.total = static_cast<std::int64_t>(findings_.answer.total);
        view.address = offers_path(query_);
        view.signed_in = request_.viewer() != nullptr;
        view.learner = sight_.searcher.learner != nullptr;
        view.member = sight_.searcher.member;
        const FacetReader reader{state_, sources_.site.messages(), sight_.language};
        view.chips = chips_of(reader, query_);
        auto rest = SearchQuery{};
        rest.text = query_.text;
        view.reset_href = offers_path(rest);
        view.facets = facet_views(reader, query_, findings_.answer, request_.query("mehr").value_or(""));
        fill_own(view);
        fill_amounts(view);
        fill_order(view);
        fill_notes(view);
        fill_offers(view);
        fill_pages(view);
        return view;
    }

    const Findings& findings() const { return findings_; }

private:
    std::string text(std::string_view key, const web::MessageFields& fields = {}) const {
        return sources_.site.messages().text(sight_.language, key, fields);
    }

    void fill_own(ResultView& view) const {
        view.gaps = query_.gaps;
        view.working_days = query_.working_days;
        view.gaps_count = findings_.answer.boosted_count;
        view.working_days_count = findings_.on_working_days.value_or(0);
        if (!view.learner) return;
        view.weighted = query_.weights != RankWeights{};
        const auto add = [&](const char* name, const char* label, Importance chosen) {
            WeightView weight{name, text(label), {}};
            for (const auto importance : {Importance::low, Importance::normal, Importance::high}) {
                const std::string value = boost::describe::enum_to_string(importance, "");
                weight.options.push_back(
                    {importance == Importance::normal ? "" : value, text("discovery.importance." + value), importance == chosen});
            }
            view.weights.push_back(std::move(weight));
        };
        add("nutzen", "discovery.rank.benefit", query_.weights.benefit);
        add("zeit", "discovery.rank.time", query_.weights.time);
        add("kosten", "discovery.rank.cost", query_.weights.cost);
        add("weg", "discovery.rank.travel", query_.weights.travel);
    }

    void fill_amounts(ResultView& view) const {
        const auto hours = [&](std::optional<HalfHours> value) { return value ? web::format_hours(*value, sight_.language) : std::string(); };
        const auto money = [&](std::optional<Money> value) {
            std::string shown;
            if (value) web::append_money_input(shown, *value, Language::de);
            return shown;
        };
        view.hours_least = hours(query_.hours_least);
        view.hours_most = hours(query_.hours_most);
        view.price_least = money(query_.price_least);
        view.price_most = money(query_.price_most);
        view.amounts_open = query_.hours_least || query_.hours_most || query_.price_least || query_.price_most;
        const auto& ranges = findings_.answer.ranges;
        const auto range = [&](Figure figure) {
            return static_cast<std::size_t>(figure) < ranges.size() ? ranges[static_cast<std::size_t>(figure)] : search::NumberRange{};
        };
        if (const auto found = range(Figure::half_hours); found.least != search::no_number) {
            view.hours_hint = text("discovery.search.hours_hint", {{"least", HalfHours{found.least}}, {"most", HalfHours{found.most}}});
        }
        if (const auto found = range(view.member ? Figure::price_member : Figure::price_other); found.least != search::no_number) {
            view.price_hint = text("discovery.search.price_hint", {{"least", Money{found.least}}, {"most", Money{found.most}}});
        }
    }

    void fill_order(ResultView& view) const {
        view.by_distance = findings_.by_distance;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<OfferSort>>([&](auto entry) {
            if (entry.value == OfferSort::distance && !findings_.by_distance) return;
            view.sorts.push_back({entry.value == OfferSort::best_fit ? "" : entry.name, text(std::string("discovery.offer_sort.") + entry.name),
                                  entry.value == query_.sort});
        });
        auto other = query_;
        other.page = 1;
        other.view = OfferView::list;
        view.list_href = offers_path(other);
        other.view = OfferView::map;
        view.map_href = offers_path(other);
        view.map = query_.view == OfferView::map;
    }

    void fill_notes(ResultView& view) const {
        const auto& answer = findings_.answer;
        if (!unknown_place_.empty()) view.notes.push_back({text("discovery.search.unknown_place", {{"place", unknown_place_}}), {}, {}});
        if (answer.did_you_mean) {
            auto meant = query_;
            meant.text = *answer.did_you_mean;
            meant.page = 1;
            if (answer.did_you_mean_applied)
                view.notes.push_back({text("discovery.search.corrected", {{"meant", *answer.did_you_mean}, {"typed", query_.text}}), {}, {}});
            else
                view.notes.push_back({text("discovery.search.did_you_mean"), *answer.did_you_mean, offers_path(meant)});
        }
        std::string unknown, left_out, also;
        const auto add = [](std::string& list, std::string_view word) { list += (list.empty() ? "„" : ", „") + std::string(word) + "“"; };
        for (const auto& word : answer.words) {
            if (word.fate == search::WordFate::unknown) add(unknown, word.typed);
            if (word.fate == search::WordFate::left_out) add(left_out, word.typed);
            for (const auto& synonym : word.also) add(also, synonym);
        }
        if (!unknown.empty() && answer.total > 0) view.notes.push_back({text("discovery.search.words_unknown", {{"words", unknown}}), {}, {}});
        if (answer.relaxation == search::Relaxation::any_word && answer.total > 0)
            view.notes.push_back({text("discovery.search.any_word"), {}, {}});
        else if (!left_out.empty() && answer.total > 0)
            view.notes.push_back({text("discovery.search.words_left_out", {{"words", left_out}}), {}, {}});
        if (!also.empty()) view.notes.push_back({text("discovery.search.also", {{"words", also}}), {}, {}});
        if (query_.radius && !findings_.by_distance) view.notes.push_back({text("discovery.search.no_origin"), {}, {}});
        if ((query_.gaps || query_.working_days) && sight_.searcher.learner == nullptr)
            view.notes.push_back({text("discovery.search.sign_in"), {}, {}});
    }

    void fill_offers(ResultView& view) const {
        if (findings_.answer.total == 0) {
            EmptyView empty;
            for (const auto& relief : reliefs(state_, query_, sight_.searcher)) {
                const auto what =
                    relief.choice ? text(fmt::format("discovery.choice.{}", boost::describe::enum_to_string(*relief.choice, ""))) : text(relief.key);
                empty.reliefs.push_back({text("discovery.search.relief", {{"filter", what}, {"count", relief.total}}), offers_path(relief.without)});
            }
            view.empty = std::move(empty);
        }
        const auto worth_saving = address_of(without_view(query_));
        if (view.signed_in && !worth_saving.empty()) view.save_href = "/gespeicherte-suchen/neu?" + worth_saving;
        if (view.map) {
            view.map_view = offer_map(state_, query_, findings_);
            view.picture = !view.map_view->places.empty();
            return;
        }
        const Marks marks(request_, *state_.catalogue, sources_.watch_list);
        view.comparison = marks.comparison();
        const CardReader reader{state_, sources_.site.messages(), sight_.language, sight_.searcher, sight_.specialist};
        for (const auto& found : findings_.offers) {
            MarkedCard card{offer_card(reader, found)};
            const auto mark = marks.of(*found.unit);
            card.watched = mark.watched;
            card.compared = mark.compared;
            view.cards.push_back(std::move(card));
        }
    }

    void fill_pages(ResultView& view) const {
        if (findings_.pages <= 1 || view.map) return;
        const auto href = [&](std::int64_t page) {
            auto other = query_;
            other.page = page;
            return offers_path(other);
        };
        if (findings_.page > 1) view.previous = href(findings_.page - 1);
        if (findings_.page < findings_.pages) view.next = href(findings_.page + 1);
        std::int64_t before = 0;
        for (const auto page : {std::int64_t{1}, findings_.page - 1, findings_.page, findings_.page + 1, findings_.pages}) {
            if (page <= before || page > findings_.pages) continue;
            if (page > before + 1) view.pages.push_back({"", 0, false, true});
            view.pages.push_back({href(page), page, page == findings_.page, false});
            before = page;
        }
    }

    const SearchSources& sources_;
    const http::Request& request_;
    const SearchSight& sight_;
    const OfferState& state_;
    const SearchQuery& query_;
    const std::string& unknown_place_;
    Findings findings_;
};

class SearchPages {
public:
    explicit SearchPages(const SearchSources& sources)
        : sources_(sources),
          site_(sources.site),
          page_(site_.bind<PageView>("discovery/offers")),
          result_(site_.bind<ResultView>("discovery/offers_result")),
          suggestions_(site_.bind<SuggestionsView>("discovery/suggestions")) {}

    http::Response find(const http::Request& request) const {
        const SearchSight sight(sources_, request);
        const auto parsed = parse_search_query(request.query_fields(), *sight.state);
        ResultMaker maker(sources_, request, sight, parsed);
        if (web::wants_fragment(request, "ergebnis")) {
            const auto view = maker.make();
            auto response = site_.fragment(result_.render(view, site_.context(request)));
            response.header("HX-Push-Url", view.address);
            return response;
        }
        const auto& answer = maker.findings().answer;
        const bool in_doubt = answer.total == 0 || answer.relaxation != search::Relaxation::none;
        if (sources_.nothing_found && in_doubt && !finds_all_words(*sight.state, parsed.query, sight.searcher)) {
            sources_.nothing_found(*sight.state, parsed.query);
        }
        PageView view;
        view.result = maker.make();
        fill_line(sight, parsed, view);
        return site_.render(request, {.title = "discovery.search.title", .active = "/angebote", .islands = {"offers"}, .wide = true}, page_, view);
    }

    http::Response suggest(const http::Request& request) const {
        const SearchSight sight(sources_, request, SearchSight::Profile::left_out);
        return site_.fragment(suggestions_.render(SuggestionsView{suggestions_for(sight, request.query("q").value_or(""))}, site_.context(request)));
    }

private:
    void fill_line(const SearchSight& sight, const ParsedQuery& parsed, PageView& view) const {
        const auto& query = parsed.query;
        view.q = query.text;
        view.today = sight.searcher.today;
        if (query.from) view.from = to_iso(*query.from);
        if (query.until) view.until = to_iso(*query.until);
        view.place = parsed.unknown_place;
        std::vector<bool> offered(sight.state->catalogue->places().size(), false);
        for (const auto& venue : sight.state->catalogue->venues()) offered[venue.place] = true;
        for (std::size_t i = 0; i < offered.size(); ++i) {
            const auto& place = sight.state->catalogue->places()[i];
            if (offered[i] && view.place_names.size() < 80) view.place_names.push_back(place.name);
            if (place.slug == query.place) view.place = place.name;
        }
        std::vector<int> radii{10, 25, 50, 100};
        if (query.radius && std::find(radii.begin(), radii.end(), *query.radius) == radii.end()) radii.insert(radii.begin(), *query.radius);
        for (const auto radius : radii) {
            view.radii.push_back({std::to_string(radius),
                                  sources_.site.messages().text(sight.language, "discovery.search.radius_value", {{"radius", radius}}),
                                  query.radius == radius});
        }
    }

    SearchSources sources_;
    const web::Site& site_;
    web::Template<PageView> page_;
    web::Template<ResultView> result_;
    web::Template<SuggestionsView> suggestions_;
};

}  // namespace

std::vector<std::string> suggestions_for(const SearchSight& sight, std::string_view text) {
    std::vector<std::string> texts;
    if (text.size() < 2 || text.size() > text_bytes_max) return texts;
    const std::array<std::int64_t, 1> organisation{sight.searcher.organisation ? sight.searcher.organisation->value : 0};
    const std::span<const std::int64_t> member_of(organisation.data(), sight.searcher.organisation ? 1U : 0U);
    for (const auto& suggestion : sight.state->index->suggest({.text = std::string(text), .member_of = member_of})) {
        std::string shown = suggestion.text;
        if (suggestion.kind == search::Suggestion::Kind::title) {
            const auto* unit = sight.state->catalogue->find_unit(LearningUnitId{suggestion.key});
            if (unit == nullptr || !unit->visible_to(sight.searcher.organisation)) continue;
            shown = unit->title;
        }
        if (!shown.empty() && std::find(texts.begin(), texts.end(), shown) == texts.end()) texts.push_back(std::move(shown));
    }
    return texts;
}

void register_search_pages(http::Router& router, const SearchSources& sources) {
    const auto pages = std::make_shared<SearchPages>(sources);
    const http::RouteOptions options{.rate_class = std::string(search_rate), .is_public = true};
    router.add(http::Method::get, "/angebote", options, [pages](http::Request& request) { return pages->find(request); });
    router.add(http::Method::get, "/angebote/vorschlaege", options, [pages](http::Request& request) { return pages->suggest(request); });
}

}  // namespace kc::discovery
