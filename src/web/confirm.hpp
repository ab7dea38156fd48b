// SPDX-License-Identifier: EUPL-1.2
// A confirmation before something that cannot be undone: a page of its own with one form. The island "confirm" shows the
// same page as a dialog: <a data-island="confirm" href="/…/loeschung">.
#pragma once

#include "web/page.hpp"

#include <string>
#include <vector>

namespace kc::web {

struct HiddenField {
    std::string name;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(HiddenField, (), (name, value))

struct Confirmation {
    std::string title;         // a question: "Vorlage löschen?"
    std::string text;          // what will happen
    std::string action;        // where the form is sent
    std::string label;         // the verb on the button: "Löschen"
    std::string back;          // where "Abbrechen" leads
    bool irreversible = true;  // says so, and shows the button in red
    std::vector<HiddenField> fields;
};
BOOST_DESCRIBE_STRUCT(Confirmation, (), (title, text, action, label, back, irreversible, fields))

// Bound once by the room's pages: Template<Confirmation> confirm = bind_confirmation(site);
Template<Confirmation> bind_confirmation(const Site& site);
http::Response confirmation_page(const Site& site, const http::Request& request, const Template<Confirmation>& page, const Confirmation& confirmation,
                                 std::string_view active = {});

}  // namespace kc::web
