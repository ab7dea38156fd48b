// SPDX-License-Identifier: EUPL-1.2
// /nachrichten/abbestellen/{token}: from the link in a mail, without signing in. The page names nobody, because anybody may hold the link.
#include "discovery/follow_up_pages.hpp"

namespace kc::discovery {

namespace {

struct UnsubscribeView {
    bool done = false;
    std::string action;
};
BOOST_DESCRIBE_STRUCT(UnsubscribeView, (), (done, action))

class UnsubscribePages {
public:
    explicit UnsubscribePages(const FollowUpSources& sources)
        : digests_(sources.digests), site_(sources.site), page_(site_.bind<UnsubscribeView>("discovery/unsubscribe")) {}

    // Only asks: mail programs open links by themselves.
    http::Response ask(const http::Request& request) const {
        const auto token = request.path_value("token").value_or("");
        if (!digests_.reader_of(token)) return site_.error_page(request, 404, "discovery.problem.unknown_link");
        return render(request, {false, fmt::format("/nachrichten/abbestellen/{}", token)});
    }

    http::Response stop(const http::Request& request) const {
        if (!digests_.unsubscribe(request.path_value("token").value_or(""))) return site_.error_page(request, 404, "discovery.problem.unknown_link");
        return render(request, {true, {}});
    }

private:
    http::Response render(const http::Request& request, const UnsubscribeView& view) const {
        auto response = site_.render(request, {.title = "discovery.unsubscribe.title"}, page_, view);
        response.header("Referrer-Policy", "no-referrer");  // the address is the key
        return response;
    }

    Digests& digests_;
    const web::Site& site_;
    web::Template<UnsubscribeView> page_;
};

}  // namespace

void register_unsubscribe_pages(http::Router& router, const FollowUpSources& sources) {
    const auto pages = std::make_shared<UnsubscribePages>(sources);
    router.add(http::Method::get, "/nachrichten/abbestellen/{token}", {.is_public = true, .secret_in_path = true},
               [pages](http::Request& request) { return pages->ask(request); });
    router.add(http::Method::post, "/nachrichten/abbestellen/{token}", {.is_public = true, .secret_in_path = true},
               [pages](http::Request& request) { return pages->stop(request); });
}

}  // namespace kc::discovery
