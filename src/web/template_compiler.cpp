// SPDX-License-Identifier: EUPL-1.2
#include "web/template_compiler.hpp"

#include "web/format_names.hpp"

#include <fmt/format.h>

namespace kc::web {
namespace {

std::vector<std::string> split(std::string_view name) {
    std::vector<std::string> segments;
    while (true) {
        const auto dot = name.find('.');
        segments.emplace_back(name.substr(0, dot));
        if (dot == std::string_view::npos) return segments;
        name.remove_prefix(dot + 1);
    }
}

const ViewMember* member_of(const ViewType& type, std::string_view name) {
    for (const auto& member : type.members) {
        if (member.name == name) return &member;
    }
    return nullptr;
}

}  // namespace

TemplateCompiler::TemplateCompiler(Language language, const Messages& messages, Load load, const TemplateSet::AssetAddress& assets)
    : language_(language), messages_(messages), load_(std::move(load)), assets_(assets) {}

std::shared_ptr<const Program> TemplateCompiler::compile(const Source& source, const ViewType& view) {
    program_ = std::make_shared<Program>();
    program_->language = language_;
    scopes_ = {{&view_type<PageContext>(), 0, {}}, {&view, 1, {}}};
    position_ = {};
    mergeable_ = false;
    file_ = source.file;
    const auto tokens = tokenize(source.text, source.file);
    std::size_t at = 0;
    block(tokens, at, {});
    if (!position_.between_tags()) fail("the template ends " + position_.description());
    return program_;
}

void TemplateCompiler::block(const std::vector<Token>& tokens, std::size_t& at, const std::string& closes) {
    const int opened = line_;
    while (at < tokens.size()) {
        const Token& token = tokens[at];
        line_ = token.line;
        ++at;
        switch (token.kind) {
            case Token::Kind::literal: literal(token.text); break;
            case Token::Kind::variable: variable(token.text); break;
            case Token::Kind::html: raw_html(token.text); break;
            case Token::Kind::message: message(token.text); break;
            case Token::Kind::asset: asset(token.text); break;
            case Token::Kind::partial: partial(token.text); break;
            case Token::Kind::section: section(tokens, at); break;
            case Token::Kind::inverted: inverted(tokens, at); break;
            case Token::Kind::end:
                if (token.text != closes) {
                    fail(closes.empty()
                             ? fmt::format("{{{{/{}}}}} closes nothing", token.text)
                             : fmt::format("{{{{/{}}}}} stands where {{{{/{}}}}} (opened in line {}) is expected", token.text, closes, opened));
                }
                return;
        }
    }
    if (!closes.empty()) {
        line_ = opened;
        fail(fmt::format("{{{{#{}}}}} is never closed", closes));
    }
}

void TemplateCompiler::inside(const std::vector<Token>& tokens, std::size_t& at, const std::string& name) {
    const HtmlPosition start = position_;
    mergeable_ = false;
    block(tokens, at, name);
    if (!position_.same_place(start)) {
        fail(fmt::format("the section {} begins {} and ends {}", name, start.description(), position_.description()));
    }
    position_.leave_section_as(start);
    mergeable_ = false;
}

void TemplateCompiler::section(const std::vector<Token>& tokens, std::size_t& at) {
    const std::string name = tokens[at - 1].text;
    const Path path = resolve(name);
    const auto frame = static_cast<std::uint8_t>(scopes_.back().frame + 1);
    if (frame >= Program::depth_max) fail("sections are nested too deeply");

    if (path.form == "any" || path.type->kind == ViewKind::boolean) {
        const auto begin = emit(reach(Operation::Code::skip_unless, path));
        inside(tokens, at, name);
        program_->operations[begin].jump = here();
        return;
    }
    if (!path.form.empty()) fail(fmt::format("{} cannot open a section", name));

    const ViewType* inner = path.type;
    auto op = reach(Operation::Code::enter, path);
    op.frame = frame;
    std::vector<std::string> opened_as = split(name);
    switch (path.type->kind) {
        case ViewKind::list:
            op.code = Operation::Code::list;
            inner = &path.type->element();
            opened_as.clear();
            break;
        case ViewKind::optional: inner = &path.type->element(); break;
        case ViewKind::record:
        case ViewKind::text:
        case ViewKind::html: break;
        default: fail(fmt::format("{} ({}) has no yes or no and no elements; use a bool, a list or an optional", name, path.type->name));
    }
    const auto begin = emit(op);
    scopes_.push_back({inner, frame, std::move(opened_as)});
    inside(tokens, at, name);
    scopes_.pop_back();
    if (op.code == Operation::Code::list) {
        op.code = Operation::Code::next;
        op.jump = begin + 1;
        emit(op);
    }
    program_->operations[begin].jump = here();
}

void TemplateCompiler::inverted(const std::vector<Token>& tokens, std::size_t& at) {
    const std::string name = tokens[at - 1].text;
    const Path path = resolve(name);
    switch (path.type->kind) {
        case ViewKind::boolean:
        case ViewKind::list:
        case ViewKind::optional:
        case ViewKind::text:
        case ViewKind::html: break;
        default: fail(fmt::format("{} ({}) is never absent", name, path.type->name));
    }
    if (!path.form.empty() && path.form != "any") fail(fmt::format("{} cannot open a section", name));
    const auto begin = emit(reach(Operation::Code::skip_if, path));
    inside(tokens, at, name);
    program_->operations[begin].jump = here();
}

void TemplateCompiler::literal(std::string_view text) {
    std::string out;
    if (const auto problem = position_.read(text, out); !problem.empty()) fail(problem);
    emit_literal(out);
}

Escaping TemplateCompiler::escaping_here() const {
    std::string refusal;
    const Escaping escaping = position_.variable(refusal);
    if (!refusal.empty()) fail(refusal);
    return escaping;
}

void TemplateCompiler::variable(const std::string& name) {
    const Escaping escaping = escaping_here();
    emit(value_operation(resolve(name), name, escaping, position_.for_machines()));
    position_.variable_written();
}

void TemplateCompiler::raw_html(const std::string& name) {
    const Path path = resolve(name);
    if (path.type->kind != ViewKind::html) fail(fmt::format("{{{{{{{}}}}}}} is {}; three braces are only for Html", name, path.type->name));
    if (!position_.between_tags()) fail(fmt::format("{{{{{{{}}}}}}} may only stand between tags", name));
    auto op = reach(Operation::Code::value, path);
    op.format = ValueFormat::html;
    emit(op);
    position_.variable_written();
}

void TemplateCompiler::message(const std::string& key) {
    const auto* parts = messages_.find(language_, key);
    if (!parts) fail(fmt::format("there is no message {}", key));
    if (escaping_here() != Escaping::text) fail(fmt::format("the message {} stands in an address", key));
    const bool for_machines = false;  // a message is read by people wherever it stands
    for (const auto& part : *parts) {
        if (part.kind == MessagePart::Kind::literal) {
            emit_literal(escaped(part.text).text);
            continue;
        }
        const Path path = resolve(part.text);
        if (part.kind == MessagePart::Kind::field) {
            emit(value_operation(path, part.text, Escaping::text, for_machines));
            continue;
        }
        const auto kind = path.type->kind;
        if ((kind != ViewKind::integer && kind != ViewKind::decimal && kind != ViewKind::hours && path.form != "size") ||
            (!path.form.empty() && path.form != "size")) {
            fail(fmt::format("message {}: {} ({}) is no number to choose a word by", key, part.text, path.type->name));
        }
        auto op = reach(Operation::Code::choice, path);
        const auto append = [&](const std::string& word, std::uint32_t& first, std::uint32_t& count) {
            first = static_cast<std::uint32_t>(program_->literals.size());
            append_escaped(program_->literals, word);
            count = static_cast<std::uint32_t>(program_->literals.size()) - first;
        };
        append(part.singular, op.first, op.count);
        append(part.plural, op.second, op.second_count);
        emit(op);
    }
    position_.variable_written();
}

void TemplateCompiler::asset(const std::string& name) {
    std::string address;
    try {
        address = assets_(name);
    } catch (const std::exception& error) {
        fail(error.what());
    }
    literal(address);
}

void TemplateCompiler::partial(const std::string& name) {
    if (++partial_depth_ > 16) fail(fmt::format("the partial {} includes itself", name));
    const auto outer_file = file_;
    const int outer_line = line_;
    Source source;
    try {
        source = load_(name);
    } catch (const TemplateError& error) {
        fail(error.what());
    }
    file_ = source.file;
    const auto tokens = tokenize(source.text, source.file);
    std::size_t at = 0;
    try {
        block(tokens, at, {});
    } catch (const TemplateError& error) {
        throw TemplateError(fmt::format("{}\n  included by {}:{}", error.what(), outer_file, outer_line));
    }
    file_ = outer_file;
    line_ = outer_line;
    --partial_depth_;
}

// --- names -------------------------------------------------------------------------------------------------------------------

TemplateCompiler::Path TemplateCompiler::resolve(const std::string& name) const {
    if (name.starts_with('.')) {
        const Scope& scope = scopes_.back();
        Path path{scope.frame, {}, scope.type, {}};
        if (name != "." && !walk(path, split(name.substr(1)), 0, name)) fail(fmt::format("{} ({}) has no {}", ".", scope.type->name, name.substr(1)));
        return path;
    }
    const auto segments = split(name);
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
        Path path{scope->frame, {}, scope->type, {}};
        if (scope->type->kind == ViewKind::record && member_of(*scope->type, segments.front())) {
            if (!walk(path, segments, 0, name)) fail(fmt::format("{} has no {}", scope->type->name, name));
            return path;
        }
        const auto& opened = scope->opened_as;
        if (!opened.empty() && segments.size() >= opened.size() && std::equal(opened.begin(), opened.end(), segments.begin())) {
            if (segments.size() > opened.size() && !walk(path, segments, opened.size(), name))
                fail(fmt::format("{} has no {}", scope->type->name, name));
            return path;
        }
    }
    std::string known;
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
        for (const auto& member : scope->type->members) known += (known.empty() ? "" : ", ") + std::string(member.name);
    }
    fail(fmt::format("{} is unknown in {}; known here: {}", name, scopes_.back().type->name, known));
}

bool TemplateCompiler::walk(Path& path, const std::vector<std::string>& segments, std::size_t from, const std::string& name) const {
    for (std::size_t i = from; i < segments.size(); ++i) {
        if (path.type->kind == ViewKind::record) {
            const auto* member = member_of(*path.type, segments[i]);
            if (!member) return false;
            path.accessors.push_back(member->get);
            path.type = &member->type();
            continue;
        }
        if (path.type->kind == ViewKind::optional)
            fail(fmt::format("{}: {} may be absent; open a section for it first", name, segments[i == 0 ? 0 : i - 1]));
        if (i + 1 < segments.size()) return false;
        path.form = segments[i];
    }
    return true;
}

// --- values ------------------------------------------------------------------------------------------------------------------

Operation TemplateCompiler::value_operation(const Path& path, const std::string& name, Escaping escaping, bool for_machines) {
    auto op = reach(Operation::Code::value, path);
    op.escaping = escaping;
    set_format(op, path, name, for_machines);
    return op;
}

void TemplateCompiler::set_format(Operation& op, const Path& path, const std::string& name, bool for_machines) {
    const auto choice = format_for(path.type->kind, path.form, for_machines);
    if (!choice.problem.empty()) fail(fmt::format("{} ({}) {}", name, path.type->name, choice.problem));
    op.format = choice.format;
    op.form = choice.form;
    if (op.format == ValueFormat::enumeration) op.names = enumerator_texts(*path.type);
}

std::uint32_t TemplateCompiler::enumerator_texts(const ViewType& type) {
    std::vector<std::pair<std::int64_t, std::string>> texts;
    for (const auto& [value, enumerator] : type.enumerators) {
        const auto key = Messages::enumerator_key(type.name, enumerator);
        if (!messages_.has(key)) fail(fmt::format("there is no message {}; {}.raw prints the name", key, type.name));
        texts.emplace_back(value, messages_.text(language_, key));
    }
    program_->names.push_back(std::move(texts));
    return static_cast<std::uint32_t>(program_->names.size() - 1);
}

Operation TemplateCompiler::reach(Operation::Code code, const Path& path) {
    Operation op;
    op.code = code;
    op.from = path.frame;
    op.type = path.type;
    op.step = static_cast<std::uint32_t>(program_->accessors.size());
    op.step_count = static_cast<std::uint16_t>(path.accessors.size());
    program_->accessors.insert(program_->accessors.end(), path.accessors.begin(), path.accessors.end());
    return op;
}

void TemplateCompiler::emit_literal(std::string_view text) {
    if (text.empty()) return;
    auto& literals = program_->literals;
    auto& operations = program_->operations;
    if (mergeable_ && operations.back().first + operations.back().count == literals.size()) {
        operations.back().count += static_cast<std::uint32_t>(text.size());
        literals += text;
        return;
    }
    Operation op;
    op.code = Operation::Code::literal;
    op.first = static_cast<std::uint32_t>(literals.size());
    op.count = static_cast<std::uint32_t>(text.size());
    literals += text;
    operations.push_back(op);
    mergeable_ = true;
}

std::uint32_t TemplateCompiler::emit(Operation op) {
    mergeable_ = false;
    program_->operations.push_back(op);
    return here() - 1;
}

void TemplateCompiler::fail(const std::string& what) const { throw TemplateError(fmt::format("{}:{}: {}", file_, line_, what)); }

}  // namespace kc::web
