// SPDX-License-Identifier: EUPL-1.2
// The URL map: patterns to handlers, filters around them, and the one place where exceptions of handlers end.
#pragma once

#include "http/method.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::http {

enum class Pool { workers, passwords };

struct RouteOptions {
    std::optional<std::uint64_t> body_bytes_max = {};  // absent: the server's default
    Pool pool = Pool::workers;                         // passwords: few threads, short queue, for what hashes on purpose slowly
    std::string rate_class = {};                       // checked per address before the body is read; see rate_limit.hpp
    bool upload_to_file = false;                       // the body goes to Request::body_file() whatever its size
    bool is_public = false;                            // for filters: works without a session
    bool skip_csrf = false;                            // for filters: authenticates otherwise (bearer token)
    bool secret_in_path = false;                       // the log shows the pattern instead of the path
    std::string name = {};                             // operation name for OpenAPI
    std::string summary = {};
    std::string request_schema = {};  // JSON Schema of the body and of the answer, see web/json_schema.hpp
    std::string response_schema = {};
};

using Handler = std::function<Response(Request&)>;
using BeforeFilter = std::function<std::optional<Response>(Request&)>;  // a response ends the request here
using AfterFilter = std::function<void(const Request&, Response&)>;
using ErrorPage = std::function<Response(const Request&, int status)>;

// One segment of a pattern: literal text, {name}, {name:id} (positive number) or, last only, {name:rest} (with its slashes).
struct PatternSegment {
    enum class Kind { literal, value, id, rest } kind;
    std::string text;
};

struct Route {
    Method method;
    std::string pattern;
    std::vector<PatternSegment> segments;
    RouteOptions options;
    Handler handler;
};

class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    // Patterns begin with '/', have no trailing slash ("/" aside). Literals win over values. Ambiguous or doubled routes throw.
    void add(Method method, std::string_view pattern, RouteOptions options, Handler handler);
    void add(Method method, std::string_view pattern, Handler handler) { add(method, pattern, RouteOptions{}, std::move(handler)); }
    void get(std::string_view pattern, Handler handler) { add(Method::get, pattern, std::move(handler)); }
    void post(std::string_view pattern, Handler handler) { add(Method::post, pattern, std::move(handler)); }

    void before(BeforeFilter filter);  // in the order of registration, also for paths that match nothing
    void after(AfterFilter filter);    // in the order of registration, also for error pages
    void on_error(ErrorPage page);     // 400 403 404 405 408 413 414 429 431 500 501 503 505; absent: a plain text page

    const std::deque<Route>& routes() const;  // in the order of registration

    // The route of a request, for the server (limits, pool) and for filters (RouteOptions). Null when none matches.
    const Route* match(Method method, std::string_view path) const;
    const Route* route_of(const Request& request) const;

    // Everything after the body has been read: routing, filters, handler, error pages. Never throws.
    Response handle(Request& request) const;
    Response refuse(const Request& request, int status) const;  // an error page and the after filters, for what never reached a handler
    Response error_page(const Request& request, int status) const;

private:
    struct Tree;
    Response dispatch(Request& request) const;
    Response unmatched(Request& request) const;
    Response finish(const Request& request, Response response) const;
    std::unique_ptr<Tree> tree_;
    std::vector<BeforeFilter> before_;
    std::vector<AfterFilter> after_;
    ErrorPage error_page_;
};

}  // namespace kc::http
