// SPDX-License-Identifier: EUPL-1.2
#include "reflection/card_seal.hpp"

#include "base/require.hpp"

#include <cstring>

#include <fmt/format.h>
#include <sodium.h>
#include <boost/json.hpp>

namespace kc::reflection {

namespace {

// Cards of different length look alike from outside up to this step.
constexpr std::size_t padding_bytes = 2048;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string hash(std::string_view text, std::string_view key) {
    std::string out(crypto_secretbox_KEYBYTES, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(), bytes_of(text), text.size(), key.empty() ? nullptr : bytes_of(key),
                       key.size());
    return out;
}

}  // namespace

CardSeal::CardSeal(std::string_view secret) : secret_(hash(secret, {})) {
    require(!secret.empty());
    require(sodium_init() >= 0);
}

// The purpose is part of the key, so that nothing else made with the same secret can open a card.
std::string CardSeal::key_of(PersonId person) const { return hash(fmt::format("reflection.card:{}", person.value), secret_); }

storage::Bytes CardSeal::seal(PersonId person, const Card& card) const {
    std::string text = to_text(card);
    const std::size_t length = text.size();
    text.resize(length + padding_bytes);
    std::size_t padded = 0;
    require(sodium_pad(&padded, reinterpret_cast<unsigned char*>(text.data()), length, padding_bytes, text.size()) == 0);
    text.resize(padded);
    auto key = key_of(person);
    storage::Bytes sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + text.size());
    auto* out = reinterpret_cast<unsigned char*>(sealed.data());
    randombytes_buf(out, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, bytes_of(text), text.size(), out, bytes_of(key));
    sodium_memzero(key.data(), key.size());
    sodium_memzero(text.data(), text.size());
    return sealed;
}

std::optional<Card> CardSeal::open(PersonId person, const storage::Bytes& sealed) const {
    constexpr std::size_t head = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (sealed.size() <= head) return std::nullopt;
    const auto* in = reinterpret_cast<const unsigned char*>(sealed.data());
    std::string text(sealed.size() - head, '\0');
    auto key = key_of(person);
    const int failed = crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(text.data()), in + crypto_secretbox_NONCEBYTES,
                                                  sealed.size() - crypto_secretbox_NONCEBYTES, in, bytes_of(key));
    sodium_memzero(key.data(), key.size());
    std::size_t length = 0;
    if (failed != 0 || sodium_unpad(&length, bytes_of(text), text.size(), padding_bytes) != 0) return std::nullopt;
    return parse_card(std::string_view(text).substr(0, length));
}

std::string to_text(const Card& card) {
    boost::json::array answers;
    for (const auto& answer : card.answers) {
        answers.push_back(boost::json::object{
            {"question", boost::describe::enum_to_string(answer.question, "")}, {"position", answer.position}, {"note", answer.note}});
    }
    return boost::json::serialize(boost::json::object{{"answers", std::move(answers)}});
}

std::optional<Card> parse_card(std::string_view text) {
    boost::system::error_code error;
    const auto value = boost::json::parse(text, error);
    if (error || !value.is_object()) return std::nullopt;
    const auto* answers = value.as_object().if_contains("answers");
    if (answers == nullptr || !answers->is_array()) return std::nullopt;
    Card card;
    for (const auto& row : answers->as_array()) {
        const auto* members = row.if_object();
        if (members == nullptr) return std::nullopt;
        const auto* question = members->if_contains("question");
        const auto* position = members->if_contains("position");
        const auto* note = members->if_contains("note");
        if (question == nullptr || !question->is_string() || position == nullptr || !position->is_int64() || note == nullptr || !note->is_string()) {
            return std::nullopt;
        }
        Answer answer{.position = static_cast<int>(position->as_int64()), .note = std::string(note->as_string())};
        // A question that is no longer asked is left out.
        if (!boost::describe::enum_from_string(std::string(question->as_string()).c_str(), answer.question)) continue;
        if (is_sound(answer)) card.answers.push_back(std::move(answer));
    }
    return card;
}

}  // namespace kc::reflection
