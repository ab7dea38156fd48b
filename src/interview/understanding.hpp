// SPDX-License-Identifier: EUPL-1.2
// What understands a free answer. The dialogue only knows this function: the application connects the extractor and, where one is
// configured, a language model as a second source of proposals (F29); tests put words of their own in its place.
#pragma once

#include "consent/service.hpp"
#include "extraction/extraction.hpp"
#include "interview/model.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace kc::interview {

struct Understood {
    CompetenceId competence;
    std::optional<int> level;
    extraction::Polarity polarity{};
    int confidence_percent = 0;
    std::vector<extraction::Mention> mentions;
    std::string reason_key;
    ProposalOrigin origin = ProposalOrigin::rules;
};

struct Understanding {
    std::vector<Understood> proposals;               // best first
    std::optional<extraction::Exchange> exchange{};  // with a language model: what was sent and what came back
};

using Understand = std::function<Understanding(std::string_view statement)>;

// A language model as a further source, used only for people who agreed to it (IV-15, EW-25).
struct ModelUse {
    Understand understand;                               // with the model
    const consent::ConsentService* consents = nullptr;   // never null where there is a model
    std::string_view purpose = consent::language_model;  // or language_model_outside

    bool agreed(storage::Session& session, PersonId person) const { return consents->is_given(session, person, purpose); }
};

inline constexpr std::size_t proposals_max = 5;  // IV-11: more than a person wants to look through at once

// `extractor` gives the one of the present framework; `model` may be null and must outlive the function. What the model proposes
// comes after what the words say, and never a second time.
Understand understand_with(std::function<std::shared_ptr<const extraction::Extractor>()> extractor, extraction::ProposalSource* model);

// The extractor of the present framework, made anew when the first answer comes after a change. `frameworks` must outlive the function.
std::function<std::shared_ptr<const extraction::Extractor>()> extractor_of(const competence::FrameworkSource& frameworks,
                                                                           std::shared_ptr<const search::Analyzer> analyzer);

}  // namespace kc::interview
