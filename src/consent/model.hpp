// SPDX-License-Identifier: EUPL-1.2
// What people are asked to agree to: purposes with the versions of their texts, read from config/consents/*.yaml.
// Rules with numbers in docs/rules/consent.md (EW-01 …).
#pragma once

#include "base/date.hpp"
#include "base/language.hpp"
#include "base/viewer.hpp"

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::consent {

using ConsentId = Id<struct ConsentTag>;

// The purposes of this release. A file for each must be there; further files need no code.
inline constexpr std::string_view learning_history_import = "learning_history_import";
inline constexpr std::string_view reflection_card = "reflection_card";
inline constexpr std::string_view language_model = "language_model";
inline constexpr std::string_view language_model_outside = "language_model_outside";
inline constexpr std::string_view development_mails = "development_mails";
inline constexpr std::string_view plan_mails = "plan_mails";

struct Text {
    std::string title;       // what it is about: "Reflexionskarte führen"
    std::string text;        // which data, what for, who sees them, how long
    std::string withdrawal;  // what happens then
    // What is stored as proof and whose SHA-256 is taken: title, text and withdrawal, with an empty line between them.
    std::string wording() const;
    bool operator==(const Text&) const = default;
};

struct TextVersion {
    int version = 0;
    Date since{};             // from this day on people are asked with this text
    bool asks_again = false;  // it says something new: whoever agreed to an older version is asked again (EW-06)
    Text de, en;
    const Text& in(Language language) const { return language == Language::de ? de : en; }
};

struct Purpose {
    std::string key;
    int position = 0;         // among the others, on the page
    std::vector<Role> roles;  // who is asked; empty: every signed-in person
    std::vector<TextVersion> versions;
    bool offered = true;  // false: nothing here needs it at the moment, so nobody is asked

    const TextVersion* in_force(Date today) const;  // nothing before the first version begins
    // The oldest version whose agreement still covers what the text in force says; 0 when none is in force.
    int oldest_that_counts(Date today) const;
    bool concerns(const Viewer& viewer) const;
};

class ConsentTextError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class ConsentTexts {
public:
    // All *.yaml of a directory; throws ConsentTextError that names file, line, field and remedy of every problem.
    static ConsentTexts load(const std::filesystem::path& directory);
    // Throws ConsentTextError as well; `name` is what problems are said to be in.
    static Purpose read(const std::string& text, const std::string& name);
    explicit ConsentTexts(std::vector<Purpose> purposes);

    const std::vector<Purpose>& purposes() const { return purposes_; }  // by position
    const Purpose* find(std::string_view key) const;
    // Nobody is asked for it any more: what it is for is switched off in this installation. Existing consents stay visible.
    void withhold(std::string_view key);

private:
    std::vector<Purpose> purposes_;
};

std::string sha256_hex(std::string_view text);

}  // namespace kc::consent
