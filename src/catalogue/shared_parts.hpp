// SPDX-License-Identifier: EUPL-1.2
// What one state of the catalogue shares with the next: both hold the same chunks, and a change copies the few chunks it touches. So a
// change costs what it changes and not what there is, and an old state stays as it was for whoever still holds it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace kc::catalogue {

// A copy shares every chunk; edit() gives a chunk of one's own.
template <class Chunk> class SharedChunks {
public:
    SharedChunks() = default;
    SharedChunks(const SharedChunks& other) : chunks_(other.chunks_) {}
    SharedChunks(SharedChunks&&) noexcept = default;
    SharedChunks& operator=(SharedChunks&&) noexcept = default;
    SharedChunks& operator=(const SharedChunks&) = delete;
    ~SharedChunks() = default;

    const Chunk* find(std::size_t index) const { return index < chunks_.size() ? chunks_[index].get() : nullptr; }

    Chunk& edit(std::size_t index) {
        if (index >= chunks_.size()) chunks_.resize(index + 1);
        if (index >= own_.size()) own_.resize(chunks_.size());
        if (own_[index] == nullptr) {
            auto copy = chunks_[index] ? std::make_shared<Chunk>(*chunks_[index]) : std::make_shared<Chunk>();
            own_[index] = copy.get();
            chunks_[index] = std::move(copy);
        }
        return *own_[index];
    }

private:
    std::vector<std::shared_ptr<const Chunk>> chunks_;
    std::vector<Chunk*> own_;  // that were made since the copy and may be written
};

// Elements under numbers that stay theirs; a number may be free.
template <class T> class SharedSlots {
public:
    const T& operator[](std::size_t slot) const { return *(*chunks_.find(slot / per_chunk))[slot % per_chunk]; }
    void put(std::size_t slot, std::shared_ptr<const T> element) { chunks_.edit(slot / per_chunk)[slot % per_chunk] = std::move(element); }

private:
    static constexpr std::size_t per_chunk = 64;
    SharedChunks<std::array<std::shared_ptr<const T>, per_chunk>> chunks_;
};

// Slots under keys of 64 bits, also several under one key.
class SharedIndex {
public:
    struct Entry {
        std::uint64_t key = 0;
        std::uint32_t slot = 0;
        auto operator<=>(const Entry&) const = default;
    };

    SharedIndex() = default;
    explicit SharedIndex(const std::vector<Entry>& entries) {
        for (const auto& entry : entries) chunks_.edit(chunk_of(entry.key)).push_back(entry);
        for (std::size_t i = 0; i < chunk_count; ++i) {
            if (chunks_.find(i) == nullptr) continue;
            auto& chunk = chunks_.edit(i);
            std::sort(chunk.begin(), chunk.end());
            chunk.shrink_to_fit();
        }
    }

    std::span<const Entry> find(std::uint64_t key) const {
        const auto* chunk = chunks_.find(chunk_of(key));
        if (chunk == nullptr) return {};
        const auto first = std::lower_bound(chunk->begin(), chunk->end(), Entry{key, 0});
        auto last = first;
        while (last != chunk->end() && last->key == key) ++last;
        return {first, last};
    }
    std::optional<std::size_t> first(std::uint64_t key) const {
        const auto found = find(key);
        return found.empty() ? std::nullopt : std::optional<std::size_t>(found.front().slot);
    }
    void add(std::uint64_t key, std::size_t slot) {
        auto& chunk = chunks_.edit(chunk_of(key));
        const Entry entry{key, static_cast<std::uint32_t>(slot)};
        chunk.insert(std::lower_bound(chunk.begin(), chunk.end(), entry), entry);
    }
    void remove(std::uint64_t key, std::size_t slot) {
        auto& chunk = chunks_.edit(chunk_of(key));
        std::erase(chunk, Entry{key, static_cast<std::uint32_t>(slot)});
    }

private:
    static constexpr std::size_t chunk_count = 1024;
    static std::size_t chunk_of(std::uint64_t key) { return (key * 0x9e3779b97f4a7c15ULL) >> 54; }

    SharedChunks<std::vector<Entry>> chunks_;
};

}  // namespace kc::catalogue
