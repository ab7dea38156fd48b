// SPDX-License-Identifier: EUPL-1.2
#include "discovery/facets.hpp"
#include "discovery/offer_card.hpp"
#include "discovery/search_pages.hpp"
#include "discovery/search_sight.hpp"
#include "web/api_response.hpp"
#include "web/json_schema.hpp"

namespace kc::discovery {

namespace {

struct WordJson {
    std::string typed, used;
    bool found = false;
    std::vector<std::string> also;
};
BOOST_DESCRIBE_STRUCT(WordJson, (), (typed, used, found, also))

struct SearchJson {
    std::int64_t total = 0, page = 1, page_size = 0;
    std::optional<std::string> did_you_mean;
    bool did_you_mean_applied = false;
    std::vector<WordJson> words;
    std::vector<FacetView> facets;
    std::vector<OfferCard> offers;
};
BOOST_DESCRIBE_STRUCT(SearchJson, (), (total, page, page_size, did_you_mean, did_you_mean_applied, words, facets, offers))

struct SuggestionsJson {
    std::vector<std::string> suggestions;
};
BOOST_DESCRIBE_STRUCT(SuggestionsJson, (), (suggestions))

class SearchApi {
public:
    explicit SearchApi(const SearchSources& sources) : sources_(sources) {}

    http::Response search(const http::Request& request) const {
        const SearchSight sight(sources_, request);
        const auto parsed = parse_search_query(request.query_fields(), *sight.state, AddressNames::api);
        const auto& messages = sources_.site.messages();
        if (!parsed.problems.empty()) return web::api_problems(request, messages, parsed.problems);
        auto query = parsed.query;
        const auto findings = find_offers(*sight.state, query, sight.searcher);
        SearchJson json;
        json.total = findings.answer.total;
        json.page = findings.page;
        json.page_size = query.page_size;
        json.did_you_mean = findings.answer.did_you_mean;
        json.did_you_mean_applied = findings.answer.did_you_mean_applied;
        for (const auto& word : findings.answer.words) {
            json.words.push_back({word.typed, word.used.empty() ? word.typed : word.used,
                                  word.fate == search::WordFate::found || word.fate == search::WordFate::corrected, word.also});
        }
        json.facets = facet_views({*sight.state, messages, sight.language, AddressNames::api}, query, findings.answer);
        const CardReader reader{*sight.state, messages, sight.language, sight.searcher, sight.specialist};
        for (const auto& found : findings.offers) json.offers.push_back(offer_card(reader, found));
        return web::api_json(json);
    }

    http::Response suggestions(const http::Request& request) const {
        const SearchSight sight(sources_, request, SearchSight::Profile::left_out);
        return web::api_json(SuggestionsJson{suggestions_for(sight, request.query("q").value_or(""))});
    }

private:
    SearchSources sources_;
};

}  // namespace

void register_search_api(http::Router& router, const SearchSources& sources) {
    const auto api = std::make_shared<SearchApi>(sources);
    const auto options = [](std::string name, std::string summary, std::string schema) {
        return http::RouteOptions{.rate_class = std::string(search_rate),
                                  .is_public = true,
                                  .name = std::move(name),
                                  .summary = std::move(summary),
                                  .response_schema = std::move(schema)};
    };
    router.add(http::Method::get, "/api/v1/offers/search",
               options("searchOffers", "Angebote suchen, mit Filtern und deren Anzahlen", web::json_schema<SearchJson>()),
               [api](http::Request& request) { return api->search(request); });
    router.add(http::Method::get, "/api/v1/offers/suggestions",
               options("suggestOffers", "Vorschläge zu einem angefangenen Suchwort", web::json_schema<SuggestionsJson>()),
               [api](http::Request& request) { return api->suggestions(request); });
}

}  // namespace kc::discovery
