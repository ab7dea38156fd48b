// SPDX-License-Identifier: EUPL-1.2
#include "search/postings.hpp"

#include <algorithm>
#include <cstring>

namespace kc::search {

namespace {
constexpr std::uint32_t chunk_documents = 65'536;
constexpr std::uint32_t direct_share = 8;  // from an eighth of the chunk on, impacts are kept by document

// Lists without impacts are there to be counted, for which a bitmap is faster even where an array is smaller.
constexpr std::uint32_t counted_share = 64;

// Whole blocks, so that a block never ends behind the array.
std::size_t direct_bytes(std::size_t words) {
    constexpr std::size_t block = PostingLists::block_documents;
    return (words * 64 + block - 1) / block * block;
}
}  // namespace

PostingLists::PostingLists(std::size_t lists, std::size_t documents, const std::vector<Posting>& entries, const std::vector<std::uint8_t>& impacts)
    : documents_(documents) {
    // Counting sort by list; the documents of each list stay ascending.
    std::vector<std::uint32_t> begin(lists + 1, 0);
    for (const auto& entry : entries) ++begin[entry.list + 1];
    for (std::size_t i = 1; i <= lists; ++i) begin[i] += begin[i - 1];
    std::vector<std::uint32_t> sorted(entries.size());
    std::vector<std::uint8_t> by_list(impacts.size());
    {
        auto at = begin;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const auto to = at[entries[i].list]++;
            sorted[to] = entries[i].document;
            if (!impacts.empty()) by_list[to] = impacts[i];
        }
    }
    if (!impacts.empty()) {
        most_impacts_.assign(lists, 0);
        for (std::size_t i = 0; i < entries.size(); ++i) most_impacts_[entries[i].list] = std::max(most_impacts_[entries[i].list], impacts[i]);
    }
    // Two passes, so that the arrays have no spare capacity.
    const auto walk = [&](auto&& container) {
        for (std::size_t list = 0; list < lists; ++list) {
            for (auto i = begin[list]; i < begin[list + 1];) {
                const auto chunk = sorted[i] / chunk_documents;
                auto end = i;
                while (end < begin[list + 1] && sorted[end] / chunk_documents == chunk) ++end;
                container(list, chunk, i, end, (end - i) * std::size_t{impacts.empty() ? counted_share : 16} > chunk_words(chunk) * 64);
                i = end;
            }
        }
    };
    const auto is_direct = [&](std::uint32_t chunk, std::uint32_t size) { return !impacts.empty() && size * direct_share > chunk_words(chunk) * 64; };
    std::size_t containers = 0, sparse = 0, dense = 0, impact_bytes = 0;
    walk([&](std::size_t, std::uint32_t chunk, std::uint32_t from, std::uint32_t to, bool bitmap) {
        ++containers;
        if (bitmap)
            dense += (chunk_words(chunk) + 3) / 4 * 4;
        else
            sparse += to - from;
        impact_bytes += impacts.empty() ? 0 : is_direct(chunk, to - from) ? direct_bytes(chunk_words(chunk)) : to - from;
    });
    impacts_.reserve(impact_bytes);
    containers_.reserve(containers);
    sparse_.reserve(sparse);
    dense_.reserve(dense);
    ranks_.reserve(dense / 4);
    first_.assign(lists + 1, 0);
    walk([&](std::size_t list, std::uint32_t chunk, std::uint32_t from, std::uint32_t to, bool bitmap) {
        ++first_[list + 1];
        Container made{
            to - from, 0, static_cast<std::uint32_t>(impacts_.size()), static_cast<std::uint16_t>(chunk), bitmap, is_direct(chunk, to - from)};
        if (made.direct) {
            impacts_.resize(impacts_.size() + direct_bytes(chunk_words(chunk)), 0);
            for (auto i = from; i < to; ++i) impacts_[made.impacts + (sorted[i] & 0xFFFF)] = by_list[i];
        } else if (!impacts.empty()) {
            impacts_.insert(impacts_.end(), by_list.begin() + from, by_list.begin() + to);
        }
        if (bitmap) {
            made.offset = static_cast<std::uint32_t>(dense_.size());
            const auto words = (chunk_words(chunk) + 3) / 4 * 4;
            dense_.resize(dense_.size() + words, 0);
            BitWord* bits = dense_.data() + made.offset;
            for (auto i = from; i < to; ++i) bits[(sorted[i] & 0xFFFF) >> 6] |= BitWord{1} << (sorted[i] & 63);
            std::uint32_t rank = 0;
            for (std::size_t i = 0; i < words; ++i) {
                if (i % 4 == 0) ranks_.push_back(static_cast<std::uint16_t>(rank));
                rank += static_cast<std::uint32_t>(std::popcount(bits[i]));
            }
        } else {
            made.offset = static_cast<std::uint32_t>(sparse_.size());
            for (auto i = from; i < to; ++i) sparse_.push_back(static_cast<std::uint16_t>(sorted[i] & 0xFFFF));
        }
        containers_.push_back(made);
    });
    for (std::size_t i = 1; i <= lists; ++i) first_[i] += first_[i - 1];
}

std::size_t PostingLists::chunk_words(std::uint32_t chunk) const {
    const auto rest = documents_ - std::size_t{chunk} * chunk_documents;
    return bit_words(std::min<std::size_t>(rest, chunk_documents));
}

std::uint32_t PostingLists::count(std::size_t list) const {
    std::uint32_t n = 0;
    for (auto i = first_[list]; i < first_[list + 1]; ++i) n += containers_[i].count;
    return n;
}

void PostingLists::or_into(std::size_t list, Bits& bits) const {
    for (auto i = first_[list]; i < first_[list + 1]; ++i) {
        const auto& container = containers_[i];
        BitWord* into = bits.data() + std::size_t{container.chunk} * (chunk_documents / 64);
        if (container.dense) {
            or_words(into, dense_.data() + container.offset, chunk_words(container.chunk));
        } else {
            const auto* array = sparse_.data() + container.offset;
            for (std::uint32_t k = 0; k < container.count; ++k) into[array[k] >> 6] |= BitWord{1} << (array[k] & 63);
        }
    }
}

std::uint32_t PostingLists::and_count(std::size_t list, const Bits& bits) const {
    std::uint32_t n = 0;
    for (auto i = first_[list]; i < first_[list + 1]; ++i) {
        const auto& container = containers_[i];
        const BitWord* with = bits.data() + std::size_t{container.chunk} * (chunk_documents / 64);
        if (container.dense) {
            n += search::and_count(with, dense_.data() + container.offset, chunk_words(container.chunk));
        } else {
            const auto* array = sparse_.data() + container.offset;
            for (std::uint32_t k = 0; k < container.count; ++k) n += static_cast<std::uint32_t>(with[array[k] >> 6] >> (array[k] & 63) & 1);
        }
    }
    return n;
}

bool PostingLists::meets(std::size_t list, const Bits& bits) const {
    for (auto i = first_[list]; i < first_[list + 1]; ++i) {
        const auto& container = containers_[i];
        const BitWord* with = bits.data() + std::size_t{container.chunk} * (chunk_documents / 64);
        if (container.dense) {
            const BitWord* held = dense_.data() + container.offset;
            for (std::size_t k = 0; k < chunk_words(container.chunk); ++k) {
                if ((with[k] & held[k]) != 0) return true;
            }
        } else {
            const auto* array = sparse_.data() + container.offset;
            for (std::uint32_t k = 0; k < container.count; ++k) {
                if ((with[array[k] >> 6] >> (array[k] & 63) & 1) != 0) return true;
            }
        }
    }
    return false;
}

std::uint32_t PostingLists::and_cost(std::size_t list) const {
    std::uint32_t cost = 4;
    for (auto i = first_[list]; i < first_[list + 1]; ++i) {
        cost += containers_[i].dense ? static_cast<std::uint32_t>(chunk_words(containers_[i].chunk) / 4) : containers_[i].count;
    }
    return cost;
}

std::uint32_t PostingLists::block_cost(std::size_t list) const {
    std::uint32_t cost = 4;
    for (auto i = first_[list]; i < first_[list + 1]; ++i) {
        const auto documents = static_cast<std::uint32_t>(chunk_words(containers_[i].chunk) * 64);
        cost += documents / 48 + (containers_[i].direct ? 0 : containers_[i].count * 3 / 2);
    }
    return cost;
}

void PostingLists::Cursor::enter(std::uint32_t chunk) {
    chunk_ = chunk;
    dense_ = nullptr;
    direct_ = nullptr;
    at_ = array_end_ = nullptr;
    const auto& containers = lists_->containers_;
    while (next_ < end_ && containers[next_].chunk < chunk) ++next_;
    if (next_ == end_ || containers[next_].chunk != chunk) return;
    const auto& container = containers[next_];
    impacts_ = lists_->impacts_.data() + container.impacts;
    if (container.direct) {
        direct_ = impacts_;
    } else if (container.dense) {
        dense_ = lists_->dense_.data() + container.offset;
        ranks_ = lists_->ranks_.data() + container.offset / 4;
    } else {
        at_ = lists_->sparse_.data() + container.offset;
        array_end_ = at_ + container.count;
    }
}

bool PostingLists::BlockReader::enter(std::uint32_t block) {
    const auto chunk = block * block_documents / chunk_documents;
    const auto& containers = lists_->containers_;
    while (next_ < end_ && containers[next_].chunk < chunk) {
        ++next_;
        at_ = 0;
    }
    return next_ < end_ && containers[next_].chunk == chunk;
}

bool PostingLists::BlockReader::sparse(std::uint32_t block) {
    return !enter(block) || (!lists_->containers_[next_].dense && !lists_->containers_[next_].direct);
}

std::pair<std::uint32_t, std::uint32_t> PostingLists::BlockReader::part(std::uint32_t block) {
    if (!enter(block)) return {0, 0};
    const auto& container = lists_->containers_[next_];
    const std::uint32_t low = block * block_documents % chunk_documents;
    const std::uint16_t* array = lists_->sparse_.data() + container.offset;
    if (at_ < container.count && array[at_] < low) {
        at_ = static_cast<std::uint32_t>(std::lower_bound(array + at_, array + container.count, static_cast<std::uint16_t>(low)) - array);
    }
    const auto before = at_;
    while (at_ < container.count && array[at_] < low + block_documents) ++at_;
    return {before, at_};
}

const std::uint8_t* PostingLists::BlockReader::read(std::uint32_t block, std::uint8_t* buffer) {
    if (!enter(block)) return nullptr;
    const auto& container = lists_->containers_[next_];
    const std::uint8_t* impacts = lists_->impacts_.data() + container.impacts;
    const std::uint32_t low = block * block_documents % chunk_documents;
    if (container.direct) {
        // The next block will be wanted as soon as this one is done.
        for (std::uint32_t ahead = block_documents; ahead < 2 * block_documents; ahead += 64) fetch_ahead(impacts + low + ahead);
        return impacts + low;
    }
    if (container.dense) {
        std::memset(buffer, 0, block_documents);
        const std::uint32_t first = low / 64, last = std::min<std::uint32_t>(
                                                  first + block_documents / 64,
                                                  static_cast<std::uint32_t>(lists_->chunk_words(block * block_documents / chunk_documents)));
        const BitWord* bits = lists_->dense_.data() + container.offset;
        impacts += lists_->ranks_[container.offset / 4 + first / 4];
        for (auto i = first; i < last; ++i) {
            for (BitWord word = bits[i]; word != 0; word &= word - 1)
                buffer[(i - first) * 64 + static_cast<unsigned>(std::countr_zero(word))] = *impacts++;
        }
        return buffer;
    }
    const auto [from, to] = part(block);
    if (from == to) return nullptr;
    std::memset(buffer, 0, block_documents);
    const std::uint16_t* array = lists_->sparse_.data() + container.offset;
    for (auto i = from; i < to; ++i) buffer[array[i] - low] = impacts[i];
    return buffer;
}

std::size_t PostingLists::memory_bytes() const {
    return first_.capacity() * 4 + containers_.capacity() * sizeof(Container) + sparse_.capacity() * 2 + dense_.capacity() * 8 +
           ranks_.capacity() * 2 + impacts_.capacity() + most_impacts_.capacity();
}

}  // namespace kc::search
