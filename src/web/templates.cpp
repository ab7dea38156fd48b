// SPDX-License-Identifier: EUPL-1.2
#include "web/templates.hpp"

#include "base/text.hpp"
#include "web/program.hpp"
#include "web/template_compiler.hpp"

#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace kc::web {
namespace {

bool is_template_name(std::string_view name) {
    const auto slash = name.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == name.size()) return false;
    for (const char c : name) {
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '/')) return false;
    }
    return true;
}

TemplateCompiler::Source load(const std::filesystem::path& rooms, std::string_view name) {
    if (!is_template_name(name)) throw TemplateError(fmt::format("\"{}\" is no template name of the form room/name", name));
    const auto slash = name.find('/');
    const auto file = rooms / name.substr(0, slash) / "templates" / fmt::format("{}.mustache", name.substr(slash + 1));
    std::ifstream in(file, std::ios::binary);
    if (!in) throw TemplateError(fmt::format("there is no template {} ({})", name, file.string()));
    std::stringstream text;
    text << in.rdbuf();
    if (!is_valid_utf8(text.view())) throw TemplateError(fmt::format("{} is no valid UTF-8", file.string()));
    return {file.string(), text.str()};
}

}  // namespace

BoundTemplate::BoundTemplate(std::shared_ptr<const Program> german, std::shared_ptr<const Program> english)
    : programs_{std::move(german), std::move(english)} {}

Html BoundTemplate::render(const void* view, const PageContext& context) const {
    const auto& program = programs_[static_cast<std::size_t>(context.language)];
    require(program != nullptr);  // a default-constructed template was never bound
    Html html;
    program->run(context, view, html.text);
    return html;
}

TemplateSet::TemplateSet(std::filesystem::path rooms, const Messages& messages, AssetAddress assets)
    : rooms_(std::move(rooms)), messages_(messages), assets_(std::move(assets)) {}

BoundTemplate TemplateSet::bind(std::string_view name, const ViewType& view) const {
    const auto source = load(rooms_, name);
    const auto compile = [&](Language language) {
        TemplateCompiler compiler(language, messages_, [this](std::string_view partial) { return load(rooms_, partial); }, assets_);
        return compiler.compile(source, view);
    };
    return BoundTemplate(compile(Language::de), compile(Language::en));
}

BoundTemplate TemplateSet::bind_text(std::string_view name, std::string text, const ViewType& view) const {
    const TemplateCompiler::Source source{std::string(name), std::move(text)};
    const auto compile = [&](Language language) {
        TemplateCompiler compiler(language, messages_, [this](std::string_view partial) { return load(rooms_, partial); }, assets_);
        return compiler.compile(source, view);
    };
    return BoundTemplate(compile(Language::de), compile(Language::en));
}

}  // namespace kc::web
