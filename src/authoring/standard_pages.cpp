// SPDX-License-Identifier: EUPL-1.2
// The standardised description for everybody: a page that explains each field, and the JSON Schema. Both are made from the list of
// fields and the rules of readiness, so they cannot say anything else than what is checked.
#include "authoring/own_offer.hpp"
#include "authoring/readiness.hpp"

#include "web/api_response.hpp"
#include "web/json_schema.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace kc::authoring {

namespace {

struct RuleLine {
    std::string number, text;
};
BOOST_DESCRIBE_STRUCT(RuleLine, (), (number, text))

struct FieldLine {
    std::string name, label, hint, unit, light;
    std::vector<RuleLine> rules;
};
BOOST_DESCRIBE_STRUCT(FieldLine, (), (name, label, hint, unit, light, rules))

struct SectionBlock {
    std::string slug, label;
    std::vector<FieldLine> fields;
};
BOOST_DESCRIBE_STRUCT(SectionBlock, (), (slug, label, fields))

struct StandardView {
    std::vector<SectionBlock> sections;
};
BOOST_DESCRIBE_STRUCT(StandardView, (), (sections))

std::string field_key(std::string_view name) { return "authoring.field." + std::string(name); }

// RE-04 is no row of the table because it needs the list of words.
constexpr std::string_view verb_rule = "RE-04";

bool has_must(std::string_view field, OfferKind kind) {
    if (field == "objective") return true;
    return std::any_of(readiness_rules().begin(), readiness_rules().end(), [&](const ReadinessRule& rule) {
        return rule.field == field && (!is_light(kind) || rule.for_light) && strength_of(rule, kind, false) == Strength::must;
    });
}

// Some must-rules only forbid ("no price above the other"): the field itself may stay as it is.
bool must_be_filled(std::string_view field, OfferKind kind) {
    for (const std::string_view one : {"title", "objective", "audience", "description_general", "teaches", "tutorial"}) {
        if (one == field) return has_must(field, kind);
    }
    return false;
}

class StandardPages {
public:
    explicit StandardPages(const PageParts& parts)
        : site_(parts.site), page_(site_.bind<StandardView>("authoring/standard")), schema_(offer_schema(site_.messages())) {}

    http::Response show(const http::Request& request) const {
        StandardView view;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Section>>([&](auto section) {
            SectionBlock block{section.name, site_.text(request, std::string("authoring.section.") + section.name), {}};
            for (const auto& field : standard_fields()) {
                if (field.section == section.value) block.fields.push_back(line(request, field));
            }
            view.sections.push_back(std::move(block));
        });
        return site_.render(request, {.title = "authoring.standard.title", .active = portal_path, .wide = true}, page_, view);
    }

    http::Response schema() const {
        auto response = http::bytes(schema_, "application/schema+json");
        response.header("Cache-Control", "public, max-age=3600");
        return response;
    }

private:
    FieldLine line(const http::Request& request, const StandardField& field) const {
        const auto strength = [&](OfferKind kind) {
            if (!applies(field, kind)) return site_.text(request, "authoring.standard.not_asked");
            if (must_be_filled(field.name, kind)) return site_.text(request, "authoring.standard.must");
            const bool wanted = std::any_of(readiness_rules().begin(), readiness_rules().end(), [&](const ReadinessRule& rule) {
                return rule.field == field.name && (!is_light(kind) || rule.for_light) && strength_of(rule, kind, false) == Strength::should;
            });
            return site_.text(request, wanted ? "authoring.standard.should" : "authoring.standard.may");
        };
        FieldLine line{std::string(field.name),
                       site_.text(request, field_key(field.name)),
                       site_.text(request, field_key(field.name) + ".hint"),
                       strength(OfferKind::learning_unit),
                       strength(OfferKind::information_event),
                       {}};
        for (const auto& rule : readiness_rules()) {
            if (rule.field == field.name) line.rules.push_back({std::string(rule.number), site_.text(request, rule_key(rule.number))});
            if (rule.number == "RE-03" && field.name == "objective")
                line.rules.push_back({std::string(verb_rule), site_.text(request, rule_key(verb_rule))});
        }
        return line;
    }

    // The struct as JSON Schema, with a description for each field; required is what no learning unit can do without.
    static std::string offer_schema(const web::Messages& messages) {
        auto schema = boost::json::parse(web::json_schema<UnitContent>()).as_object();
        auto& properties = schema["properties"].as_object();
        boost::json::array required{"title"};
        for (const auto& field : standard_fields()) {
            auto& property = properties[field.name].as_object();
            property["title"] = messages.text(Language::de, field_key(field.name));
            property["description"] = messages.text(Language::de, field_key(field.name) + ".hint");
            if (field.name != "title" && must_be_filled(field.name, OfferKind::learning_unit)) required.push_back(boost::json::string(field.name));
        }
        boost::json::object document{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                                     {"title", messages.text(Language::de, "authoring.standard.title")},
                                     {"description", messages.text(Language::de, "authoring.standard.lead")}};
        for (auto& [key, value] : schema) document[key] = value;
        document["required"] = required;
        document["additionalProperties"] = false;
        return boost::json::serialize(document);
    }

    const web::Site& site_;
    web::Template<StandardView> page_;
    const std::string schema_;
};

}  // namespace

void register_standard_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<StandardPages>(parts);
    router.add(http::Method::get, "/standard-beschreibung", {.is_public = true}, [pages](http::Request& request) { return pages->show(request); });
    router.add(http::Method::get, "/api/v1/schemas/offer",
               {.is_public = true,
                .name = "getOfferSchema",
                .summary = "Die standardisierte Beschreibung eines Angebots als JSON Schema",
                .response_schema = R"({"type":"object"})"},
               [pages](http::Request&) { return pages->schema(); });
}

}  // namespace kc::authoring
