// SPDX-License-Identifier: EUPL-1.2
// g++ 12 destroys an aggregate temporary (a capturing lambda, a brace initialiser) twice when it stands in a statement with
// co_await. Coroutines therefore live in four files of the HTTP room, and their co_await statements hold no such thing.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

namespace {

namespace fs = std::filesystem;

// The code without comments and without what stands in quotes, so that only real braces and brackets are left.
std::string bare_code(std::string_view source) {
    std::string out;
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source.substr(i, 2) == "//") {
            i = std::min(source.find('\n', i), source.size());
            out += '\n';
        } else if (source.substr(i, 2) == "/*") {
            i = std::min(source.find("*/", i), source.size() - 2) + 1;
        } else if (source[i] == '"' || source[i] == '\'') {
            const char quote = source[i];
            for (++i; i < source.size() && source[i] != quote; ++i) {
                if (source[i] == '\\') ++i;
            }
            out += '0';
        } else {
            out += source[i];
        }
    }
    return out;
}

// The statements with co_await that break the rule.
std::vector<std::string> dangerous_statements(std::string_view source) {
    const auto code = bare_code(source);
    std::vector<std::string> found;
    for (auto at = code.find("co_await"); at != std::string::npos; at = code.find("co_await", at + 1)) {
        const auto end = std::min(code.find(';', at), code.size());
        const auto begin = code.find_last_of(";{}", at) + 1;
        const std::string_view before(code.data() + begin, at - begin), behind(code.data() + at, end - at);
        // `Thing{co_await …` ends the search backwards at its brace; what opens a block stands behind ')' or a word of its own.
        bool braces_around = false;
        if (begin > 0 && code[begin - 1] == '{') {
            const auto opener = code.find_last_not_of(" \t\r\n", begin - 2);
            const std::string_view until(code.data(), opener + 1);
            const bool block = opener == std::string::npos || code[opener] == ')' || code[opener] == '}' || code[opener] == ';' ||
                               until.ends_with("else") || until.ends_with("do") || until.ends_with("try") || until.ends_with("override") ||
                               until.ends_with("const") || until.ends_with("noexcept");
            braces_around = !block;
        }
        const bool lambda_before = before.find("](") != std::string_view::npos || before.find("[&") != std::string_view::npos ||
                                   before.find("[this") != std::string_view::npos;
        const auto first = before.find_first_not_of(" \t\r\n");
        const bool goes_on = first != std::string_view::npos && (before[first] == ',' || before[first] == ')' || before[first] == '.');
        if (braces_around || goes_on || lambda_before || behind.find_first_of("{}[") != std::string_view::npos)
            found.emplace_back(code.substr(begin, end - begin));
    }
    return found;
}

std::string read(const fs::path& path) {
    std::ifstream in(path);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

}  // namespace

TEST_CASE("the search finds the patterns that g++ 12 miscompiles, and no others") {
    for (const std::string bad : {"void f() { co_await run([p] { use(p); }); }", "void f() { co_await takes(Agg{p, s}); }",
                                  "void f() { co_await takes({p, s}); }", "void f() { co_spawn(co_await executor, [p] { use(p); }, detached); }",
                                  "void f() { use(Agg{co_await g()}); }", "void f() { run([p] { use(p); }, co_await g()); }"}) {
        CAPTURE(bad);
        CHECK(!dangerous_statements(bad).empty());
    }
    for (const std::string good :
         {"void f() { co_await run(named); }", "void f() { auto [error, n] = co_await read(buffer, token); }",
          "void f() { while (more) more = co_await g(); }", "void f() { if (x) { co_await g(\"{[\"); } else { co_await h(); } }",
          "// co_await run([p] {})\n", "void f() { try { co_await g(); } catch (...) {} }", "Task g() override { co_await h(); }"}) {
        CAPTURE(good);
        CHECK(dangerous_statements(good).empty());
    }
}

TEST_CASE("coroutines live in the HTTP room's connection code only, and its awaiting statements hold no aggregate temporary") {
    const std::set<std::string> allowed{"http/server.cpp", "http/session.cpp", "http/tcp_transport.cpp", "http/tls_transport.cpp"};
    const fs::path root = fs::path(KC_SOURCE_DIR) / "src";
    std::size_t awaiting = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        const auto extension = entry.path().extension();
        if (extension != ".cpp" && extension != ".hpp") continue;
        const auto source = read(entry.path());
        const auto code = bare_code(source);
        if (code.find("co_await") == std::string::npos && code.find("co_return") == std::string::npos && code.find("co_yield") == std::string::npos)
            continue;
        ++awaiting;
        const auto name = entry.path().lexically_relative(root).generic_string();
        CAPTURE(name);
        CHECK(allowed.contains(name));
        for (const auto& statement : dangerous_statements(source)) FAIL_CHECK(statement);
    }
    CHECK(awaiting == allowed.size());
}
