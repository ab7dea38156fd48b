// SPDX-License-Identifier: EUPL-1.2
// What a reader of a PDF finds in it, by poppler-utils. Nothing where these programs are not installed.
#pragma once

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include <unistd.h>

namespace kc::test {

// The answer of "pdftotext" or "pdfinfo" with options, for example asked_of_pdf(bytes, "pdftotext -layout {} -").
inline std::optional<std::string> asked_of_pdf(std::string_view pdf, std::string command) {
    const auto program = command.substr(0, command.find(' '));
    if (std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) != 0) return std::nullopt;
    static int number = 0;
    const auto path = std::filesystem::temp_directory_path() / ("kc-pdf-" + std::to_string(getpid()) + "-" + std::to_string(++number) + ".pdf");
    std::ofstream(path, std::ios::binary) << pdf;
    command.replace(command.find("{}"), 2, "'" + path.string() + "'");
    std::string answer;
    if (auto* pipe = popen((command + " 2>&1").c_str(), "r")) {
        char piece[4096];
        for (std::size_t size = 0; (size = fread(piece, 1, sizeof piece, pipe)) > 0;) answer.append(piece, size);
        pclose(pipe);
    }
    std::filesystem::remove(path);
    return answer;
}

}  // namespace kc::test
