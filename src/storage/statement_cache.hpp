// SPDX-License-Identifier: EUPL-1.2
// Prepared statements by their text, for one connection. A statement that is still being read (a statement inside for_each) is not
// given out again: its text gets a second copy.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kc::storage {

template <class Statement> class StatementCache {
public:
    // `free` says whether a known statement can serve this call, `make` prepares a new one.
    template <class Free, class Make> Statement& take(std::string_view sql, Free&& free, Make&& make) {
        auto entry = entries_.find(sql);
        if (entry == entries_.end()) {
            auto made = make();
            if (entries_.size() >= entries_max) drop_oldest();
            entry = entries_.emplace(std::string(sql), Entry{}).first;
            entry->second.statements.push_back(std::move(made));
            entry->second.last_use = ++clock_;
            return *entry->second.statements.back();
        }
        entry->second.last_use = ++clock_;
        for (auto& statement : entry->second.statements) {
            if (free(*statement)) return *statement;
        }
        entry->second.statements.push_back(make());
        return *entry->second.statements.back();
    }

    void clear() { entries_.clear(); }

private:
    // A page uses a few dozen texts; more than this comes from SQL that is put together, and would only cost memory.
    static constexpr std::size_t entries_max = 400;

    struct Entry {
        std::vector<std::unique_ptr<Statement>> statements;
        std::uint64_t last_use = 0;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };

    void drop_oldest() {
        auto oldest = entries_.end();
        for (auto it = entries_.begin(); it != entries_.end(); ++it) {
            bool in_use = false;
            for (const auto& statement : it->second.statements) in_use = in_use || statement->is_in_use();
            if (!in_use && (oldest == entries_.end() || it->second.last_use < oldest->second.last_use)) oldest = it;
        }
        if (oldest != entries_.end()) entries_.erase(oldest);
    }

    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
    std::uint64_t clock_ = 0;
};

}  // namespace kc::storage
