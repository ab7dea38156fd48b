// SPDX-License-Identifier: EUPL-1.2
// One course of a MOOChub feed, in any of the versions and dialects that platforms serve, as our standard description.
#pragma once

#include "exchange/json_attributes.hpp"
#include "exchange/offer_times.hpp"

namespace kc::exchange {

class MoochubOffer {
public:
    MoochubOffer(const json::object& attributes, const Vocabulary& vocabulary, ReadOffer& offer)
        : attributes_(attributes), vocabulary_(vocabulary), offer_(offer), content_(offer.content) {}

    void read();

private:
    void read_texts();
    void read_language();
    void read_mode();
    void read_location();
    void read_dates();
    void read_effort();
    void read_price();
    void read_levels();
    void read_competences(std::initializer_list<std::string_view> names, std::vector<catalogue::LevelContent>& levels, bool required);
    void read_credentials();
    void read_keywords();
    void report_losses();

    std::vector<Moment> moments_of(const JsonAttributes::Found& found);
    void read_course_price(const json::object& price, const std::string& field);

    JsonAttributes attributes_;
    const Vocabulary& vocabulary_;
    ReadOffer& offer_;
    catalogue::UnitContent& content_;
    bool ended_ = false;
    bool price_known_ = false;
    std::optional<Date> deadline_;
};

}  // namespace kc::exchange
