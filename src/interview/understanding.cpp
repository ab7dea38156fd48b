// SPDX-License-Identifier: EUPL-1.2
#include "interview/understanding.hpp"

#include <algorithm>
#include <mutex>

namespace kc::interview {

std::function<std::shared_ptr<const extraction::Extractor>()> extractor_of(const competence::FrameworkSource& frameworks,
                                                                           std::shared_ptr<const search::Analyzer> analyzer) {
    struct Kept {
        std::mutex mutex;  // held while a new one is made: those who answer meanwhile need it as well
        std::shared_ptr<const competence::CompetenceFramework> framework;
        std::shared_ptr<const extraction::Extractor> extractor;
    };
    return [&frameworks, analyzer = std::move(analyzer), kept = std::make_shared<Kept>()] {
        const auto current = frameworks.current();
        const std::lock_guard lock(kept->mutex);
        if (kept->framework != current) {
            kept->extractor = std::make_shared<const extraction::Extractor>(current, analyzer);
            kept->framework = current;
        }
        return kept->extractor;
    };
}

Understand understand_with(std::function<std::shared_ptr<const extraction::Extractor>()> extractor, extraction::ProposalSource* model) {
    return [extractor = std::move(extractor), model](std::string_view statement) {
        Understanding result;
        const auto current = extractor();
        const auto add = [&](const extraction::Proposal& proposal, ProposalOrigin origin) {
            const auto competence = current->framework().competence(proposal.competence).id;
            const auto same = [&](const Understood& one) { return one.competence == competence && one.polarity == proposal.polarity; };
            if (result.proposals.size() == proposals_max || std::any_of(result.proposals.begin(), result.proposals.end(), same)) return;
            result.proposals.push_back(
                {competence, proposal.level, proposal.polarity, proposal.confidence_percent, proposal.mentions, proposal.reason_key, origin});
        };
        for (const auto& proposal : current->extract(statement, proposals_max)) add(proposal, ProposalOrigin::rules);
        if (model != nullptr) {
            result.exchange.emplace();
            for (const auto& proposal : model->propose(*current, statement, &*result.exchange)) add(proposal, ProposalOrigin::model);
        }
        return result;
    };
}

}  // namespace kc::interview
