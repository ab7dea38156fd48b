// SPDX-License-Identifier: EUPL-1.2
// The bodies and answers of this room's /api/v1 routes. The OpenAPI document is made of them, so a member added here is described there.
// Included by api.cpp only.
#pragma once

#include "placement/pages.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::placement {

struct OfferJson {
    std::string competence;
    bool assessed = false, unsure = false, asked_for = false;
    int level = 0, confidence_percent = 0;
    std::optional<PlacementTestId> open_test, last_test;
    std::optional<Date> repeat_from;
};
BOOST_DESCRIBE_STRUCT(OfferJson, (), (competence, assessed, unsure, asked_for, level, confidence_percent, open_test, last_test, repeat_from))

struct OffersJson {
    std::vector<OfferJson> placement_tests;
};
BOOST_DESCRIBE_STRUCT(OffersJson, (), (placement_tests))

struct OptionJson {
    int option = 0;  // what an answer names
    std::string text;
};
BOOST_DESCRIBE_STRUCT(OptionJson, (), (option, text))

struct QuestionJson {
    PlacementItemId item;
    int number = 1;
    ItemKind kind{};
    std::string text;
    std::vector<OptionJson> options;
};
BOOST_DESCRIBE_STRUCT(QuestionJson, (), (item, number, kind, text, options))

struct AnsweredJson {
    std::string text;
    std::vector<std::string> chosen, solution;
    bool right = false;
    std::string explanation;
};
BOOST_DESCRIBE_STRUCT(AnsweredJson, (), (text, chosen, solution, right, explanation))

struct TestJson {
    PlacementTestId id;
    std::string competence;
    int answered = 0;
    bool finished = false, recorded = false, may_record = false;
    std::optional<QuestionJson> question;          // while it lasts
    std::optional<int> level, confidence_percent;  // when it is finished
    std::vector<AnsweredJson> answers;
};
BOOST_DESCRIBE_STRUCT(TestJson, (), (id, competence, answered, finished, recorded, may_record, question, level, confidence_percent, answers))

struct BeginBody {
    std::string competence;
};
BOOST_DESCRIBE_STRUCT(BeginBody, (), (competence))

struct AnswerBody {
    PlacementItemId item;
    std::optional<std::vector<int>> chosen;  // absent or empty: "Weiß ich nicht"; of an ordering all options in order
};
BOOST_DESCRIBE_STRUCT(AnswerBody, (), (item, chosen))

struct ClaimJson {
    std::string competence;
    int level = 0;
};
BOOST_DESCRIBE_STRUCT(ClaimJson, (), (competence, level))

struct DocumentJson {
    DocumentId id;
    std::string title, issuer;
    Date issued_on{};
    std::string file_name, media_type;
    std::int64_t size_bytes = 0;
    std::vector<ClaimJson> levels;
};
BOOST_DESCRIBE_STRUCT(DocumentJson, (), (id, title, issuer, issued_on, file_name, media_type, size_bytes, levels))

struct DocumentsJson {
    std::vector<DocumentJson> evidence_documents;
};
BOOST_DESCRIBE_STRUCT(DocumentsJson, (), (evidence_documents))

struct RequestJson {
    ConfirmationId id;
    std::string competence, asked;
    int level = 0;
    ConfirmationState state{};
    std::optional<int> confirmed_level;
    std::string reason;
    Instant requested_at{}, expires_at{};
};
BOOST_DESCRIBE_STRUCT(RequestJson, (), (id, competence, asked, level, state, confirmed_level, reason, requested_at, expires_at))

struct RequestsJson {
    std::vector<RequestJson> confirmations;
};
BOOST_DESCRIBE_STRUCT(RequestsJson, (), (confirmations))

struct RequestBody {
    PersonId asked;
    std::string competence;
    int level = 0;
    std::optional<DocumentId> document;
    std::optional<std::string> message;
};
BOOST_DESCRIBE_STRUCT(RequestBody, (), (asked, competence, level, document, message))

struct AskedJson {
    ConfirmationId id;
    std::string person, competence;
    int level = 0;
    std::string descriptor, message;
    bool has_document = false;
    Instant expires_at{};
};
BOOST_DESCRIBE_STRUCT(AskedJson, (), (id, person, competence, level, descriptor, message, has_document, expires_at))

struct AskedListJson {
    std::vector<AskedJson> confirmations;
};
BOOST_DESCRIBE_STRUCT(AskedListJson, (), (confirmations))

struct DecisionBody {
    std::optional<int> level;           // confirmed, possibly at another level than asked for
    std::optional<std::string> reason;  // declined
};
BOOST_DESCRIBE_STRUCT(DecisionBody, (), (level, reason))

struct CreatedJson {
    std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(CreatedJson, (), (id))

}  // namespace kc::placement
