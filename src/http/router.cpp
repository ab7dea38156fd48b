// SPDX-License-Identifier: EUPL-1.2
#include "http/router.hpp"

#include "http/url_coding.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <span>
#include <stdexcept>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace kc::http {
namespace {

using Kind = PatternSegment::Kind;

std::vector<std::string_view> split(std::string_view path) {  // "/a/b" → a, b; "/" → nothing
    std::vector<std::string_view> segments;
    path.remove_prefix(1);
    while (!path.empty()) {
        const auto end = path.find('/');
        segments.push_back(path.substr(0, end));
        if (end == std::string_view::npos) break;
        path.remove_prefix(end + 1);
        if (path.empty()) segments.push_back({});  // a trailing slash counts
    }
    return segments;
}

std::vector<PatternSegment> parse_pattern(std::string_view pattern) {
    if (pattern.empty() || pattern.front() != '/' || (pattern.size() > 1 && pattern.back() == '/')) {
        throw std::invalid_argument(fmt::format("route \"{}\" must begin with a slash and not end with one", pattern));
    }
    std::vector<PatternSegment> segments;
    for (const auto part : split(pattern)) {
        if (!segments.empty() && segments.back().kind == Kind::rest) {
            throw std::invalid_argument(fmt::format("route \"{}\": nothing may follow :rest", pattern));
        }
        if (part.size() < 3 || part.front() != '{' || part.back() != '}') {
            if (part.empty() || part.find_first_of("{}") != std::string_view::npos) {
                throw std::invalid_argument(fmt::format("route \"{}\" has an empty or malformed segment", pattern));
            }
            segments.push_back({Kind::literal, std::string(part)});
            continue;
        }
        auto name = part.substr(1, part.size() - 2);
        auto kind = Kind::value;
        if (const auto colon = name.find(':'); colon != std::string_view::npos) {
            const auto type = name.substr(colon + 1);
            if (type != "id" && type != "rest") throw std::invalid_argument(fmt::format("route \"{}\": unknown type {}", pattern, type));
            kind = type == "id" ? Kind::id : Kind::rest;
            name = name.substr(0, colon);
        }
        segments.push_back({kind, std::string(name)});
    }
    return segments;
}

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= 18 && text.front() != '0' && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

// Literals win over ids, ids over values, values over the rest; every level falls back to the next.
struct Router::Tree {
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
        std::unique_ptr<Node> id, value, rest;
        std::vector<const Route*> routes;  // one per method
    };
    Node root;
    std::deque<Route> storage;  // nodes point into it

    static const Node* find(const Node& node, std::span<const std::string_view> segments) {
        if (segments.empty()) return node.routes.empty() ? nullptr : &node;
        const auto head = segments.front();
        const auto tail = segments.subspan(1);
        if (const auto literal = node.literals.find(head); literal != node.literals.end()) {
            if (const auto* found = find(*literal->second, tail)) return found;
        }
        if (node.id && is_id(head)) {
            if (const auto* found = find(*node.id, tail)) return found;
        }
        if (node.value && !head.empty()) {
            if (const auto* found = find(*node.value, tail)) return found;
        }
        if (node.rest && !segments.back().empty()) return node.rest.get();
        return nullptr;
    }

    static const Route* of_method(const Node& node, Method method) {
        for (const auto* route : node.routes) {
            if (route->method == method) return route;
        }
        return method == Method::head ? of_method(node, Method::get) : nullptr;
    }
};

Router::Router() : tree_(std::make_unique<Tree>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, RouteOptions options, Handler handler) {
    auto segments = parse_pattern(pattern);
    auto* node = &tree_->root;
    for (const auto& segment : segments) {
        auto& next = segment.kind == Kind::literal ? node->literals[segment.text]
                     : segment.kind == Kind::id    ? node->id
                     : segment.kind == Kind::value ? node->value
                                                   : node->rest;
        if (!next) next = std::make_unique<Tree::Node>();
        node = next.get();
    }
    for (const auto* other : node->routes) {
        if (other->method == method) {
            throw std::invalid_argument(fmt::format("route {} {} is already taken by {}", method_name(method), pattern, other->pattern));
        }
    }
    tree_->storage.push_back({method, std::string(pattern), std::move(segments), std::move(options), std::move(handler)});
    node->routes.push_back(&tree_->storage.back());
}

void Router::before(BeforeFilter filter) { before_.push_back(std::move(filter)); }
void Router::after(AfterFilter filter) { after_.push_back(std::move(filter)); }
void Router::on_error(ErrorPage page) { error_page_ = std::move(page); }

const std::deque<Route>& Router::routes() const { return tree_->storage; }

const Route* Router::match(Method method, std::string_view path) const {
    if (path.empty() || path.front() != '/') return nullptr;
    const auto segments = split(path);
    const auto* node = Tree::find(tree_->root, segments);
    return node ? Tree::of_method(*node, method) : nullptr;
}

const Route* Router::route_of(const Request& request) const { return match(request.method, request.path); }

Response Router::handle(Request& request) const {
    Response response;
    try {
        response = dispatch(request);
    } catch (const std::exception& problem) {
        // Whatever a handler could not cope with ends here; the number on the page leads to this line.
        spdlog::error("request={} method={} route={} failed: {}", request.number, method_name(request.method),
                      request.route().empty() ? "-" : request.route(), problem.what());
        response = error(500);
    } catch (...) {
        spdlog::error("request={} failed with something that is no exception", request.number);
        response = error(500);
    }
    if (response.wants_error_page) {
        auto page = error_page(request, response.status);
        for (const auto& field : response.headers.all()) page.headers.set(field.name, field.value);  // Allow, Retry-After
        for (auto& cookie : response.cookies) page.cookies.push_back(std::move(cookie));
        response = std::move(page);
    }
    return finish(request, std::move(response));
}

Response Router::refuse(const Request& request, int status) const { return finish(request, error_page(request, status)); }

Response Router::finish(const Request& request, Response response) const {
    try {
        for (const auto& filter : after_) filter(request, response);
    } catch (const std::exception& problem) {
        spdlog::error("request={} failed in an after filter: {}", request.number, problem.what());
        return error_page(request, 500);
    }
    return response;
}

Response Router::dispatch(Request& request) const {
    auto parts = request.parts();
    const auto segments = split(request.path);
    const auto* node = Tree::find(tree_->root, segments);
    const auto* route = node ? Tree::of_method(*node, request.method) : nullptr;
    if (route) {
        parts.route = route->pattern;
        for (std::size_t i = 0; i < route->segments.size(); ++i) {
            const auto& segment = route->segments[i];
            if (segment.kind == Kind::literal) continue;
            const auto value =
                segment.kind == Kind::rest ? std::string_view(segments[i].data(), request.path.data() + request.path.size()) : segments[i];
            parts.path_values.push_back({segment.text, std::string(value)});
        }
    }
    for (const auto& filter : before_) {
        if (auto response = filter(request)) return std::move(*response);
    }
    if (route) return route->handler(request);
    return unmatched(request);
}

Response Router::unmatched(Request& request) const {
    const auto* node = Tree::find(tree_->root, split(request.path));
    if (!node) {
        // One canonical address per page: the same path without its trailing slash, if that one exists.
        auto path = std::string_view(request.path);
        while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
        if (path.size() < request.path.size() && !path.starts_with("//") && match(request.method, path)) {
            auto raw = std::string_view(request.target);
            raw = raw.substr(0, raw.find('?'));
            while (raw.size() > 1 && raw.back() == '/') raw.remove_suffix(1);
            const auto query = request.query_string();
            const bool may_change_method = request.method == Method::get || request.method == Method::head;
            return redirect(query.empty() ? std::string(raw) : fmt::format("{}?{}", raw, query), may_change_method ? 301 : 308);
        }
        return error(404);
    }
    std::string allow;
    for (const auto method : {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del}) {
        if (!Tree::of_method(*node, method)) continue;
        allow += allow.empty() ? "" : ", ";
        allow += method_name(method);
    }
    allow += ", OPTIONS";
    auto response = request.method == Method::options ? no_content() : error(405);
    response.headers.set("Allow", allow);
    return response;
}

Response Router::error_page(const Request& request, int status) const {
    if (error_page_) {
        try {
            auto page = error_page_(request, status);
            page.status = status;
            page.wants_error_page = false;
            return page;
        } catch (const std::exception& problem) {
            spdlog::error("request={} the error page for {} failed: {}", request.number, status, problem.what());
        }
    }
    return text(fmt::format("{} {}\n{}: {}\n", status, reason_phrase(status), request.language == Language::de ? "Vorgangsnummer" : "Request number",
                            request.number),
                status);
}

}  // namespace kc::http
