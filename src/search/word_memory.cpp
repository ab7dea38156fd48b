// SPDX-License-Identifier: EUPL-1.2
#include "search/word_memory.hpp"

namespace kc::search {

std::shared_ptr<const WordReading> WordMemory::find(std::string_view key) {
    auto& part = part_of(key);
    const std::lock_guard lock(part.mutex);
    if (const auto known = part.young.find(key); known != part.young.end()) return known->second;
    const auto known = part.old.find(key);
    if (known == part.old.end()) return nullptr;
    auto reading = known->second;
    add(part, std::string(key), reading);
    return reading;
}

void WordMemory::keep(std::string key, std::shared_ptr<const WordReading> reading) {
    auto& part = part_of(key);
    const std::lock_guard lock(part.mutex);
    add(part, std::move(key), std::move(reading));
}

void WordMemory::add(Part& part, std::string key, std::shared_ptr<const WordReading> reading) {
    if (part.young.size() >= generation_max) {
        part.old = std::move(part.young);
        part.young = {};
    }
    part.young.insert_or_assign(std::move(key), std::move(reading));
}

void WordMemory::forget() {
    for (auto& part : parts_) {
        const std::lock_guard lock(part.mutex);
        part.young.clear();
        part.old.clear();
    }
}

}  // namespace kc::search
