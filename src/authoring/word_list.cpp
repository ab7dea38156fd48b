// SPDX-License-Identifier: EUPL-1.2
#include "authoring/word_list.hpp"

#include "base/text.hpp"

#include <fstream>
#include <sstream>

#include <yaml-cpp/yaml.h>

namespace kc::authoring {

namespace {

[[noreturn]] void fail(const std::string& file, const YAML::Mark& mark, std::string_view problem) {
    throw WordListError(fmt::format("{}, line {}: {}", file, mark.line + 1, problem));
}

std::string text_of(const YAML::Node& node, const std::string& file, std::string_view what) {
    if (!node.IsScalar() || node.Scalar().empty()) fail(file, node.Mark(), fmt::format("{} must be a text", what));
    return node.Scalar();
}

}  // namespace

std::string lower_german(std::string_view text) {
    std::string out = lower_ascii(text);
    for (std::size_t i = 0; i + 1 < out.size(); ++i) {
        if (out[i] != '\xC3') continue;
        if (out[i + 1] == '\x84') out[i + 1] = '\xA4';  // Ä
        if (out[i + 1] == '\x96') out[i + 1] = '\xB6';  // Ö
        if (out[i + 1] == '\x9C') out[i + 1] = '\xBC';  // Ü
    }
    return out;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        while (word.ends_with('-')) word.pop_back();
        if (!word.empty()) words.push_back(std::move(word));
        word.clear();
    };
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z')) {
            word += text[i++];
        } else if (byte == '-' && !word.empty()) {
            word += text[i++];
        } else if (byte == 0xC3 && i + 1 < text.size() && text[i + 1] != '\x97' && text[i + 1] != '\xB7') {  // letters of Latin-1
            word.append(text.substr(i, 2));
            i += 2;
        } else if ((byte == 0xC4 || byte == 0xC5) && i + 1 < text.size()) {  // Latin Extended-A
            word.append(text.substr(i, 2));
            i += 2;
        } else {
            finish();
            ++i;
        }
    }
    finish();
    return words;
}

bool is_inflection(std::string_view word, std::string_view base) {
    if (!word.starts_with(base)) return false;
    const auto ending = word.substr(base.size());
    for (const std::string_view one : {"", "s", "es", "e", "en", "n", "er", "em", "ern", "t", "te", "ten"}) {
        if (ending == one) return true;
    }
    return false;
}

const WordList::Entry* WordList::find(const Entries& entries, std::string_view word) {
    // A base is a prefix of its forms, so it stands before the word in the order; at most five letters shorter.
    for (std::size_t length = word.size(); length > 0 && length + 5 >= word.size(); --length) {
        const auto found = entries.find(word.substr(0, length));
        if (found != entries.end() && is_inflection(word, found->first)) return &found->second;
    }
    return nullptr;
}

std::optional<int> WordList::level_of_verb(std::string_view infinitive) const {
    const auto found = verbs_.find(std::string(infinitive));
    return found == verbs_.end() ? std::nullopt : std::optional(found->second);
}

const WordList::Entry* WordList::find_vague_verb(std::string_view infinitive) const {
    const auto found = vague_.find(infinitive);
    return found == vague_.end() ? nullptr : &found->second;
}

std::shared_ptr<const WordList> WordList::load(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) throw WordListError(fmt::format("{} cannot be read: put the list of words there", file.string()));
    std::ostringstream text;
    text << in.rdbuf();
    return parse(text.str(), file.string());
}

std::shared_ptr<const WordList> WordList::parse(const std::string& yaml, const std::string& file) {
    YAML::Node root;
    try {
        root = YAML::Load(yaml);
    } catch (const YAML::Exception& error) {
        fail(file, error.mark, error.msg);
    }
    if (!root.IsMap()) fail(file, root.Mark(), "a map with jargon, people, abbreviations, verbs and vague_verbs is expected");
    auto list = std::make_shared<WordList>();
    const auto read = [&](const char* name, Entries& into, std::vector<Entry>* phrases) {
        for (const auto& pair : root[name]) {
            const auto word = text_of(pair.first, file, "a word");
            const Entry entry{word, text_of(pair.second, file, fmt::format("what is better than \"{}\"", word))};
            auto key = lower_german(word);
            if (phrases != nullptr && key.find(' ') != std::string::npos) {
                phrases->push_back({std::move(key), entry.better});
            } else if (!into.emplace(std::move(key), entry).second) {
                fail(file, pair.first.Mark(), fmt::format("\"{}\" is listed twice under {}", word, name));
            }
        }
    };
    read("jargon", list->jargon_, &list->phrases_);
    read("people", list->people_, nullptr);
    read("vague_verbs", list->vague_, nullptr);
    for (const auto& node : root["abbreviations"]) list->abbreviations_.insert(text_of(node, file, "an abbreviation"));
    int level = 0;
    for (const auto& row : root["verbs"]) {
        ++level;
        for (const auto& node : row) {
            auto verb = lower_german(text_of(node, file, "a verb"));
            if (list->vague_.contains(verb)) fail(file, node.Mark(), fmt::format("\"{}\" is also listed under vague_verbs", verb));
            list->verbs_.emplace(std::move(verb), level);
        }
    }
    if (level != 6) fail(file, root.Mark(), "verbs needs six lists, one for each level");
    return list;
}

}  // namespace kc::authoring
