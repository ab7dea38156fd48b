// SPDX-License-Identifier: EUPL-1.2
// TemplateCompiler: binds tokens to a view type in one language and writes the Program.
// Every mistake of a template is found here, when the server starts.
#pragma once

#include "web/html_position.hpp"
#include "web/program.hpp"
#include "web/template_syntax.hpp"
#include "web/templates.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace kc::web {

class TemplateCompiler {
public:
    // The text of "room/name" and the path to show in errors.
    struct Source {
        std::string file;
        std::string text;
    };
    using Load = std::function<Source(std::string_view name)>;

    TemplateCompiler(Language language, const Messages& messages, Load load, const TemplateSet::AssetAddress& assets);
    std::shared_ptr<const Program> compile(const Source& source, const ViewType& view);

private:
    // What names are looked up in: one frame of the running program.
    struct Scope {
        const ViewType* type;
        std::uint8_t frame;
        std::vector<std::string> opened_as;  // {{#due}} … {{due}}: the name means what is inside the optional
    };
    struct Path {
        std::uint8_t frame = 0;
        std::vector<Program::Accessor> accessors;
        const ViewType* type = nullptr;
        std::string form;  // what follows the value: "short", "raw", "size", "any"
    };

    void block(const std::vector<Token>& tokens, std::size_t& at, const std::string& closes);
    void section(const std::vector<Token>& tokens, std::size_t& at);
    void inverted(const std::vector<Token>& tokens, std::size_t& at);
    void inside(const std::vector<Token>& tokens, std::size_t& at, const std::string& name);
    void literal(std::string_view text);
    void variable(const std::string& name);
    void raw_html(const std::string& name);
    void message(const std::string& key);
    void asset(const std::string& name);
    void partial(const std::string& name);

    Path resolve(const std::string& name) const;
    bool walk(Path& path, const std::vector<std::string>& segments, std::size_t from, const std::string& name) const;
    Operation value_operation(const Path& path, const std::string& name, Escaping escaping, bool for_machines);
    void set_format(Operation& op, const Path& path, const std::string& name, bool for_machines);
    std::uint32_t enumerator_texts(const ViewType& type);
    Operation reach(Operation::Code code, const Path& path);
    void emit_literal(std::string_view text);
    std::uint32_t emit(Operation op);
    std::uint32_t here() const { return static_cast<std::uint32_t>(program_->operations.size()); }
    Escaping escaping_here() const;
    [[noreturn]] void fail(const std::string& what) const;

    Language language_;
    const Messages& messages_;
    Load load_;
    const TemplateSet::AssetAddress& assets_;

    std::shared_ptr<Program> program_;
    std::vector<Scope> scopes_;
    HtmlPosition position_;
    std::string file_;
    int line_ = 1;
    int partial_depth_ = 0;
    bool mergeable_ = false;  // the last operation is a literal no jump leads behind
};

}  // namespace kc::web
