// SPDX-License-Identifier: EUPL-1.2
#include "base/slug.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace kc {

std::string address_part(std::string_view name, std::size_t length_max) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> umlauts{
        {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"}, {"ß", "ss"}}};
    std::string slug;
    for (std::size_t i = 0; i < name.size();) {
        const auto umlaut = std::find_if(umlauts.begin(), umlauts.end(), [&](const auto& u) { return name.substr(i).starts_with(u.first); });
        if (umlaut != umlauts.end()) {
            slug += umlaut->second;
            i += umlaut->first.size();
            continue;
        }
        const char c = static_cast<char>(std::tolower(static_cast<unsigned char>(name[i++])));
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            slug += c;
        else if (!slug.empty() && slug.back() != '-')
            slug += '-';
    }
    if (slug.size() > length_max) slug.resize(length_max);
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    return slug;
}

}  // namespace kc
