// SPDX-License-Identifier: EUPL-1.2
// LanguageModelSource: a language model that the operator runs, asked over an OpenAI-compatible address. Off unless configured; without
// configuration no object exists and no socket is opened. Bounded in time and size; its answer is checked against the catalogue.
#pragma once

#include "base/result.hpp"
#include "extraction/extraction.hpp"

#include <chrono>
#include <memory>
#include <span>
#include <string>

namespace kc::extraction {

struct LanguageModelSettings {
    std::string address;  // of the chat completions: "http://10.0.0.5:8000/v1/chat/completions"; empty: off
    std::string model;    // the name that the server knows
    std::string key;      // sent as bearer token; empty: none
    // Outside the operator's network only if the operator says so in as many words; then over https alone.
    bool public_hosts_allowed = false;
    std::chrono::milliseconds time_max{3000};
    std::size_t answer_bytes_max = 64 * 1024;
};

enum class LanguageModelError { no_web_address, password_in_address, host_outside, no_model, time_out_of_range };

std::string_view message_of(LanguageModelError error);  // German, with the remedy

// Whether an address belongs to this machine or to a network of one's own. `bytes` are 4 or 16 of an IP address.
bool is_own_network(std::span<const unsigned char> bytes);

class LanguageModelSource : public ProposalSource {
public:
    // Nothing when the address is empty: the default. The name is resolved, and its address checked, when a statement is sent.
    static Result<std::unique_ptr<LanguageModelSource>, LanguageModelError> make(const LanguageModelSettings& settings);

    // Only the statement and the names of some competences are sent: no name, no number, nothing else about the person.
    std::vector<Proposal> propose(const Extractor& extractor, std::string_view statement, Exchange* shown) override;

private:
    explicit LanguageModelSource(LanguageModelSettings settings) : settings_(std::move(settings)) {}
    LanguageModelSettings settings_;
};

// What the model is told; and its answer, checked: unknown or unpublished competences, levels and words that are not there are dropped.
std::string language_model_prompt(const Extractor& extractor, std::string_view statement);
// The words of the model out of the answer of its server (choices[0].message.content); nothing when they are not there.
std::optional<std::string> language_model_content(std::string_view body);
std::vector<Proposal> read_language_model_answer(const Extractor& extractor, std::string_view statement, std::string_view content);

}  // namespace kc::extraction
