// SPDX-License-Identifier: EUPL-1.2
#include "http/request_log.hpp"

#include "http/client_address.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>

#include <fmt/format.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace kc::http {
namespace {

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
    out += '"';
}

std::string time_now() {
    const auto now = std::chrono::system_clock::now();
    const auto seconds = std::chrono::system_clock::to_time_t(now);
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
                       parts.tm_min, parts.tm_sec, ms);
}

}  // namespace

AccessLog open_access_log(const std::filesystem::path& file) {
    spdlog::sink_ptr sink;
    if (file == "-")
        sink = std::make_shared<spdlog::sinks::stdout_sink_mt>();
    else
        sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file.string());
    auto logger = std::make_shared<spdlog::logger>("access", std::move(sink));
    logger->set_pattern("%v");
    // The file's buffer collects lines, written out once a second as long as there are any: not a write per request.
    auto next_flush = std::make_shared<std::atomic<std::int64_t>>(0);
    return [logger, next_flush](std::string_view line) {
        logger->info("{}", line);
        const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
        auto due = next_flush->load(std::memory_order_relaxed);
        if (now >= due && next_flush->compare_exchange_strong(due, now + 1)) logger->flush();
    };
}

RequestLog::RequestLog(AccessLog sink, const Router& router, Metrics* metrics) : sink_(std::move(sink)), metrics_(metrics) {
    if (!metrics_) return;
    constexpr auto help = "Time from the complete request to the finished answer";
    for (const auto& route : router.routes()) {
        numbers_[&route].durations = &metrics_->histogram("kc_http_request_duration_seconds", help,
                                                          {{"method", std::string(method_name(route.method))}, {"route", route.pattern}});
    }
    numbers_[nullptr].durations = &metrics_->histogram("kc_http_request_duration_seconds", help, {{"method", "-"}, {"route", "-"}});
}

void RequestLog::record(const RequestRecord& record) {
    if (metrics_) {
        auto& numbers = numbers_.find(record.route)->second;
        numbers.durations->observe_us(record.microseconds);
        auto& slot = numbers.by_class[static_cast<std::size_t>(std::clamp(record.status / 100, 0, 5))];
        auto* counter = slot.load(std::memory_order_acquire);
        if (!counter) {
            counter = &metrics_->counter("kc_http_requests_total", "Answered requests",
                                         {{"method", record.route ? std::string(method_name(record.route->method)) : "-"},
                                          {"route", record.route ? record.route->pattern : "-"},
                                          {"status", fmt::format("{}xx", record.status / 100)}});
            slot.store(counter, std::memory_order_release);
        }
        counter->add();
    }
    if (!sink_) return;
    const auto& request = record.request;
    std::string line = fmt::format(R"({{"time":"{}","request":"{}","status":{},"bytes":{},"us":{},"network":"{}")", time_now(), request.number,
                                   record.status, record.bytes, record.microseconds, network_for_log(request.remote_address));
    if (record.understood) {
        line += fmt::format(R"(,"method":"{}","path":)", method_name(request.method));
        append_json_text(line, record.route && record.route->options.secret_in_path ? std::string_view(record.route->pattern) : request.path);
    }
    if (record.route) {
        line += R"(,"route":)";
        append_json_text(line, record.route->pattern);
    }
    if (const auto* viewer = request.viewer()) line += fmt::format(R"(,"person":{})", viewer->person.value);
    line += '}';
    sink_(line);
}

}  // namespace kc::http
