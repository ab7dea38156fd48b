// SPDX-License-Identifier: EUPL-1.2
// The fields for the value of a bulk change, one set for each property, and how they are read. Included by the bulk pages only.
#pragma once

#include "authoring/bulk_service.hpp"
#include "web/page.hpp"

namespace kc::authoring {

// Only the fields of the chosen property are there.
struct BulkValueFields {
    std::optional<web::ChoiceField> direction;
    std::optional<web::TextField> percent, price_member, price_other;
    std::optional<web::ChoiceField> module;
    std::optional<web::CheckboxField> funded;
    std::optional<web::TextField> funding;
    std::optional<web::ChoiceField> difficulty, credentials, accessibility;
    std::optional<web::TextField> keywords, seal_name, seal_issuer, valid_until;
};
BOOST_DESCRIBE_STRUCT(BulkValueFields, (),
                      (direction, percent, price_member, price_other, module, funded, funding, difficulty, credentials, accessibility, keywords,
                       seal_name, seal_issuer, valid_until))

BulkValueFields bulk_value_fields(const web::Site& site, const http::Request& request, const web::Fields& fields, BulkProperty property,
                                  const catalogue::CatalogueSnapshot& snapshot);
BulkChange read_bulk_change(web::FormReader& form, BulkProperty property, const catalogue::CatalogueSnapshot& snapshot);
// The names of these fields: what a preview carries on in hidden fields.
const std::vector<std::string>& bulk_value_names();

}  // namespace kc::authoring
