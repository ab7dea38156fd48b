// SPDX-License-Identifier: EUPL-1.2
// TemplateSet: mustache files bound at start to described structs, once per language.
// A wrong name, type or position stops the start with file and line; rendering only walks a flat list.
#pragma once

#include "base/language.hpp"
#include "web/html.hpp"
#include "web/messages.hpp"
#include "web/view_type.hpp"

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace kc::web {

// What every template sees behind its own view: names the view has itself come first.
struct PageContext {
    Language language = Language::de;
    std::string language_code = "de";
    Html csrf;         // hidden field for every POST form
    std::string path;  // of this request, with query: where "back" leads
};
BOOST_DESCRIBE_STRUCT(PageContext, (), (language_code, csrf, path))

struct TemplateError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Program;  // the flat list of operations, in program.hpp

class BoundTemplate {
public:
    BoundTemplate() = default;
    BoundTemplate(std::shared_ptr<const Program> german, std::shared_ptr<const Program> english);
    Html render(const void* view, const PageContext& context) const;

private:
    std::array<std::shared_ptr<const Program>, 2> programs_;
};

// A template that takes exactly this view. Cheap to copy; rendering is safe from many threads.
template <class View> class Template {
public:
    Template() = default;
    explicit Template(BoundTemplate bound) : bound_(std::move(bound)) {}

    Html render(const View& view, const PageContext& context) const { return bound_.render(&view, context); }
    // Without a request (mail, tests): {{{csrf}}} is empty.
    Html render(const View& view, Language language) const {
        PageContext context;
        context.language = language;
        context.language_code = language_code(language);
        return bound_.render(&view, context);
    }

private:
    BoundTemplate bound_;
};

class TemplateSet {
public:
    using AssetAddress = std::function<std::string(std::string_view name)>;  // {{@app.css}}; throws for an unknown file

    // `rooms` holds <room>/templates/*.mustache ("src").
    TemplateSet(std::filesystem::path rooms, const Messages& messages, AssetAddress assets);

    // name "competence/gaps" is src/competence/templates/gaps.mustache
    template <class View> Template<View> bind(std::string_view name) const { return Template<View>(bind(name, view_type<View>())); }
    // The same for text that is no file, for tests and tiny fragments; `name` appears in error messages.
    template <class View> Template<View> bind_text(std::string_view name, std::string text) const {
        return Template<View>(bind_text(name, std::move(text), view_type<View>()));
    }
    const Messages& messages() const { return messages_; }

private:
    BoundTemplate bind(std::string_view name, const ViewType& view) const;
    BoundTemplate bind_text(std::string_view name, std::string text, const ViewType& view) const;

    std::filesystem::path rooms_;
    const Messages& messages_;
    AssetAddress assets_;
};

}  // namespace kc::web
