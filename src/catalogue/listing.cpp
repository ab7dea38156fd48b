// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/listing.hpp"

namespace kc::catalogue {

namespace {

bool passes(const LearningUnit& unit, const UnitFilter& filter) {
    if (filter.provider && unit.provider != *filter.provider) return false;
    if (filter.format && unit.mode != *filter.format) return false;
    return !filter.module || std::any_of(unit.modules.begin(), unit.modules.end(), [&](const UnitModule& m) { return m.module == *filter.module; });
}

}  // namespace

std::vector<std::size_t> list_units(const CatalogueSnapshot& snapshot, const UnitFilter& filter, UnitSorting sorting, bool member, Date today) {
    std::vector<std::pair<std::int64_t, std::size_t>> found;  // what is sorted by, and the unit; the snapshot is ordered by title
    std::vector<std::size_t> last;
    for (const std::size_t i : snapshot.units().indices()) {
        const auto& unit = snapshot.unit(i);
        if (!passes(unit, filter)) continue;
        switch (sorting.by) {
            case UnitOrder::title: found.emplace_back(static_cast<std::int64_t>(snapshot.position(i)), i); break;
            case UnitOrder::hours: found.emplace_back(unit.total().value, i); break;
            case UnitOrder::price: found.emplace_back(unit.price(member).value, i); break;
            case UnitOrder::next_date:
                if (const auto day = next_start(unit, today))
                    found.emplace_back(days_between(today, *day), i);
                else
                    last.push_back(i);
                break;
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [&](const auto& a, const auto& b) { return sorting.descending ? a.first > b.first : a.first < b.first; });
    std::vector<std::size_t> units;
    for (const auto& entry : found) units.push_back(entry.second);
    units.insert(units.end(), last.begin(), last.end());
    return units;
}

std::optional<Date> next_start(const LearningUnit& unit, Date today) {
    if (unit.mode == Format::self_paced) return today;
    const auto* date = unit.next_date(today);
    return date == nullptr ? std::nullopt : std::optional(date->first_day);
}

std::string sort_key(std::string_view text) {
    static constexpr std::pair<std::string_view, std::string_view> letters[]{{"ä", "a"},  {"ö", "o"}, {"ü", "u"}, {"Ä", "a"}, {"Ö", "o"}, {"Ü", "u"},
                                                                             {"ß", "ss"}, {"é", "e"}, {"É", "e"}, {"„", ""},  {"“", ""}};
    std::string key;
    while (!text.empty()) {
        const auto letter = std::find_if(std::begin(letters), std::end(letters), [&](const auto& l) { return text.starts_with(l.first); });
        if (letter != std::end(letters)) {
            key += letter->second;
            text.remove_prefix(letter->first.size());
            continue;
        }
        const char c = text.front();
        key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        text.remove_prefix(1);
    }
    return key;
}

}  // namespace kc::catalogue
