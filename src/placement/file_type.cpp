// SPDX-License-Identifier: EUPL-1.2
#include "placement/file_type.hpp"

#include <algorithm>

namespace kc::placement {

std::optional<std::string> media_type_of(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("%PDF-"sv)) return "application/pdf";
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) return "image/jpeg";
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return "image/png";
    return std::nullopt;
}

std::string safe_file_name(std::string_view name, std::string_view media_type) {
    if (const auto slash = name.find_last_of("/\\"); slash != std::string_view::npos) name.remove_prefix(slash + 1);
    if (const auto dot = name.find_last_of('.'); dot != std::string_view::npos) name = name.substr(0, dot);
    std::string safe;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool kept = byte >= 0x80 || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                          std::string_view(" -_()").find(c) != std::string_view::npos;
        safe += kept ? c : '-';
    }
    while (safe.size() > 80 || (!safe.empty() && (safe.back() == ' ' || safe.back() == '-'))) {
        // Whole characters only.
        while (!safe.empty() && (static_cast<unsigned char>(safe.back()) & 0xC0) == 0x80) safe.pop_back();
        if (!safe.empty()) safe.pop_back();
    }
    while (!safe.empty() && (safe.front() == ' ' || safe.front() == '-')) safe.erase(safe.begin());
    if (safe.empty()) safe = "nachweis";
    return safe + (media_type == "application/pdf" ? ".pdf" : media_type == "image/jpeg" ? ".jpg" : ".png");
}

}  // namespace kc::placement
