// SPDX-License-Identifier: EUPL-1.2
#include "http/metrics.hpp"

#include <deque>
#include <map>
#include <mutex>

#include <fmt/format.h>

namespace kc::http {
namespace {

std::string escaped(std::string_view value) {
    std::string out;
    for (const char c : value) {
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

std::string label_text(const Labels& labels) {  // a="b",c="d"
    std::string out;
    for (const auto& [name, value] : labels) out += fmt::format("{}{}=\"{}\"", out.empty() ? "" : ",", name, escaped(value));
    return out;
}

std::string braces(const std::string& labels) { return labels.empty() ? "" : "{" + labels + "}"; }

}  // namespace

void Histogram::observe_us(std::uint64_t microseconds) {
    std::size_t index = 0;
    while (index < bounds_us.size() && microseconds > bounds_us[index]) ++index;
    buckets_[index].fetch_add(1, std::memory_order_relaxed);
    sum_us_.fetch_add(microseconds, std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const {
    std::uint64_t n = 0;
    for (const auto& bucket : buckets_) n += bucket.load(std::memory_order_relaxed);
    return n;
}

struct Metrics::State {
    struct Family {
        std::string help;
        std::string_view type;
        std::map<std::string, Counter*> counters;
        std::map<std::string, Histogram*> histograms;
        std::map<std::string, std::function<double()>> gauges;
    };
    mutable std::mutex mutex;
    std::map<std::string, Family, std::less<>> families;
    std::deque<Counter> counters;  // never move: handed out by reference
    std::deque<Histogram> histograms;

    Family& family(std::string_view name, std::string_view help, std::string_view type) {
        auto& found = families[std::string(name)];
        found.help = help;
        found.type = type;
        return found;
    }
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

Counter& Metrics::counter(std::string_view name, std::string_view help, Labels labels) {
    const std::lock_guard lock(state_->mutex);
    auto& slot = state_->family(name, help, "counter").counters[label_text(labels)];
    if (!slot) slot = &state_->counters.emplace_back();
    return *slot;
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help, Labels labels) {
    const std::lock_guard lock(state_->mutex);
    auto& slot = state_->family(name, help, "histogram").histograms[label_text(labels)];
    if (!slot) slot = &state_->histograms.emplace_back();
    return *slot;
}

void Metrics::add_gauge(std::string_view name, std::string_view help, std::function<double()> read, Labels labels) {
    const std::lock_guard lock(state_->mutex);
    state_->family(name, help, "gauge").gauges[label_text(labels)] = std::move(read);
}

std::string Metrics::text() const {
    const std::lock_guard lock(state_->mutex);
    std::string out;
    for (const auto& [name, family] : state_->families) {
        out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, family.help, name, family.type);
        for (const auto& [labels, counter] : family.counters) out += fmt::format("{}{} {}\n", name, braces(labels), counter->value());
        for (const auto& [labels, read] : family.gauges) out += fmt::format("{}{} {}\n", name, braces(labels), read());
        for (const auto& [labels, histogram] : family.histograms) {
            if (histogram->count() == 0) continue;  // a route nobody called would cost seventeen lines
            const auto comma = labels.empty() ? "" : ",";
            std::uint64_t sum = 0;
            for (std::size_t i = 0; i < Histogram::bounds_us.size(); ++i) {
                sum += histogram->bucket(i);
                out += fmt::format("{}_bucket{{{}{}le=\"{}\"}} {}\n", name, labels, comma, static_cast<double>(Histogram::bounds_us[i]) / 1e6, sum);
            }
            sum += histogram->bucket(Histogram::bounds_us.size());
            out += fmt::format("{}_bucket{{{}{}le=\"+Inf\"}} {}\n", name, labels, comma, sum);
            out += fmt::format("{}_sum{} {}\n{}_count{} {}\n", name, braces(labels), static_cast<double>(histogram->sum_us()) / 1e6, name,
                               braces(labels), sum);
        }
    }
    return out;
}

}  // namespace kc::http
