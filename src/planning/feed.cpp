// SPDX-License-Identifier: EUPL-1.2
// /kalender/{token}.ics: the plan in force for other calendar programs, without signing in. The address is the key: nothing else is told
// about it, and every address that does not open a plan answers alike.
#include "planning/calendar.hpp"
#include "planning/own_page.hpp"

#include <sodium.h>

namespace kc::planning {
namespace {

constexpr std::string_view ending = ".ics";

std::string etag_of(std::string_view text) {
    unsigned char hash[16];
    crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
    std::string tag = "\"";
    for (const auto byte : hash) tag += fmt::format("{:02x}", byte);
    return tag + '"';
}

}  // namespace

void register_feed(http::Router& router, const PageParts& parts) {
    router.add(http::Method::get, "/kalender/{file}", {.rate_class = std::string(feed_rate), .is_public = true, .secret_in_path = true},
               [parts](http::Request& request) {
                   const auto file = request.path_value("file").value_or("");
                   const auto feed = file.ends_with(ending) ? parts.feeds.find(file.substr(0, file.size() - ending.size())) : std::nullopt;
                   if (!feed) return http::error(404);
                   const PlanViews words(*parts.curricula.catalogue(), feed->state.choices, parts.site.messages(), feed->reader.language);
                   const auto& accepted = feed->state.accepted;
                   auto text = accepted
                                   ? to_icalendar(words.plan(*accepted), words, accepted->decided_at.value_or(accepted->created_at), feed->reader.id)
                                   : to_icalendar({}, words, Instant{}, feed->reader.id);  // no plan in force: an empty calendar
                   const auto etag = etag_of(text);
                   auto response = http::etag_matches(request.header("If-None-Match"), etag)
                                       ? http::not_modified(etag)
                                       : http::bytes(std::move(text), "text/calendar; charset=utf-8");
                   response.header("ETag", etag);
                   response.header("Cache-Control", "private, no-cache");
                   response.header("Referrer-Policy", "no-referrer");
                   response.header("X-Robots-Tag", "noindex");
                   return response;
               });
}

}  // namespace kc::planning
