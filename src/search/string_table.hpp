// SPDX-License-Identifier: EUPL-1.2
// Distinct strings with numbers from 0, in one block of memory.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace kc::search {

class StringTable {
public:
    static constexpr std::uint32_t absent = 0xFFFFFFFF;

    std::uint32_t find(std::string_view text) const {
        if (slots_.empty()) return absent;
        for (auto at = hash(text);; ++at) {
            const auto id = slots_[at & mask()];
            if (id == absent || (*this)[id] == text) return id;
        }
    }

    std::uint32_t intern(std::string_view text) {
        if (begin_.size() * 2 > slots_.size()) grow();
        for (auto at = hash(text);; ++at) {
            auto& slot = slots_[at & mask()];
            if (slot == absent) {
                slot = static_cast<std::uint32_t>(size());
                bytes_.append(text);
                begin_.push_back(static_cast<std::uint32_t>(bytes_.size()));
                return slot;
            }
            if ((*this)[slot] == text) return slot;
        }
    }

    std::string_view operator[](std::uint32_t id) const { return {bytes_.data() + begin_[id], begin_[id + 1] - begin_[id]}; }
    std::size_t size() const { return begin_.size() - 1; }
    std::size_t memory_bytes() const { return bytes_.capacity() + begin_.capacity() * 4 + slots_.capacity() * 4; }
    void shrink() {
        bytes_.shrink_to_fit();
        begin_.shrink_to_fit();
    }

private:
    std::size_t mask() const { return slots_.size() - 1; }

    static std::size_t hash(std::string_view text) {  // eight bytes at a time; for the words of a language
        std::uint64_t h = 0x9E3779B97F4A7C15ULL ^ text.size();
        const char* at = text.data();
        std::size_t left = text.size();
        for (; left >= 8; at += 8, left -= 8) h = mix(h ^ load<8>(at));
        if (left >= 4) {
            h = mix(h ^ load<4>(at));
            at += 4;
            left -= 4;
        }
        std::uint64_t rest = 0;
        for (; left > 0; --left) rest = rest << 8 | static_cast<unsigned char>(*at++);
        h = mix(h ^ rest);
        return static_cast<std::size_t>(h ^ (h >> 32));
    }
    template <std::size_t bytes> static std::uint64_t load(const char* from) {
        std::uint64_t value = 0;
        std::memcpy(&value, from, bytes);
        return value;
    }
    static std::uint64_t mix(std::uint64_t h) {
        h *= 0xD6E8FEB86659FD93ULL;
        return h ^ (h >> 32);
    }

    void grow() {
        slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, absent);
        for (std::uint32_t id = 0; id < size(); ++id) {
            auto at = hash((*this)[id]);
            while (slots_[at & mask()] != absent) ++at;
            slots_[at & mask()] = id;
        }
    }

    std::string bytes_;
    std::vector<std::uint32_t> begin_{0};
    std::vector<std::uint32_t> slots_;
};

}  // namespace kc::search
