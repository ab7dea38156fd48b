// SPDX-License-Identifier: EUPL-1.2
// The form of one section of the editor: which fields it shows and how what was sent becomes a description. Nothing is required here,
// because an incomplete draft may always be saved (RE-44).
#pragma once

#include "authoring/content_texts.hpp"
#include "web/page.hpp"

namespace kc::authoring {

// One field, whatever its kind; exactly one of the members is there.
struct FormItem {
    std::optional<web::TextField> line, area;
    std::optional<web::ChoiceField> select, radio, boxes;
    std::optional<web::CheckboxField> box;
};
BOOST_DESCRIBE_STRUCT(FormItem, (), (line, area, select, radio, boxes, box))

struct LevelRow {
    std::string slug, name, number;  // number: its place, part of the names of its fields
    web::ChoiceField from, to;       // of needs only `to`
};
BOOST_DESCRIBE_STRUCT(LevelRow, (), (slug, name, number, from, to))

struct FoundCompetence {
    std::string slug, name, area, description;
    bool taught = false, needed = false;
};
BOOST_DESCRIBE_STRUCT(FoundCompetence, (), (slug, name, area, description, taught, needed))

struct CompetenceForm {
    std::vector<LevelRow> teaches, needs;
    bool asks_needs = false;
    web::TextField search;
    bool searched = false;
    std::vector<FoundCompetence> found;
};
BOOST_DESCRIBE_STRUCT(CompetenceForm, (), (teaches, needs, asks_needs, search, searched, found))

struct SealRow {
    web::TextField name, issuer, until;
};
BOOST_DESCRIBE_STRUCT(SealRow, (), (name, issuer, until))

struct SealForm {
    std::vector<SealRow> rows;
};
BOOST_DESCRIBE_STRUCT(SealForm, (), (rows))

struct FoundOffer {
    std::string slug, title, provider;
    bool own = false, can_be_original = false;
};
BOOST_DESCRIBE_STRUCT(FoundOffer, (), (slug, title, provider, own, can_be_original))

struct ChosenOffer {
    std::string slug, title;
};
BOOST_DESCRIBE_STRUCT(ChosenOffer, (), (slug, title))

struct ConnectionForm {
    std::optional<ChosenOffer> original, predecessor;
    bool asks_predecessor = false;
    web::TextField search;
    bool searched = false;
    std::vector<FoundOffer> found;
};
BOOST_DESCRIBE_STRUCT(ConnectionForm, (), (original, predecessor, asks_predecessor, search, searched, found))

struct SectionForm {
    std::vector<FormItem> items;
    std::optional<CompetenceForm> competences;
    std::optional<SealForm> seals;
    std::optional<ConnectionForm> connections;
    std::vector<DifferenceLine> from_original;  // code-share: what comes from there and cannot be changed here
};
BOOST_DESCRIBE_STRUCT(SectionForm, (), (items, competences, seals, connections, from_original))

class SectionForms {
public:
    SectionForms(const web::Site& site, const AuthoringService& authoring) : site_(site), authoring_(authoring) {}

    // `refused` keeps what was typed. Searches are read from the address (?kompetenz=…, ?angebot=…).
    SectionForm form(const http::Request& request, const web::Fields& fields, const Offer& offer, const UnitContent& content, Section section) const;

    // `base` with what was sent for this section; wrong writings are noted in `form`, and the old value stays.
    UnitContent read(web::FormReader& form, const Offer& offer, const UnitContent& base, Section section) const;

    // Buttons that add and remove ("lehrt:gespraech", "nach:weg"). False when it is none of these.
    bool apply_action(std::string_view action, UnitContent& content) const;

    // Where a problem of the service belongs among the fields of the form: "seals[1]" is "seal_name_1".
    static std::string form_field(const std::string& member);

private:
    CompetenceForm competence_form(const http::Request& request, const web::Fields& fields, const UnitContent& content) const;
    ConnectionForm connection_form(const http::Request& request, const web::Fields& fields, const Offer& offer, const UnitContent& content) const;
    void read_levels(web::FormReader& form, UnitContent& content) const;

    const web::Site& site_;
    const AuthoringService& authoring_;
};

}  // namespace kc::authoring
