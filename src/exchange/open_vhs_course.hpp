// SPDX-License-Identifier: EUPL-1.2
// One course (veranstaltung) of an Open-vhs file, in any of its versions and dialects, as our standard description.
#pragma once

#include "exchange/offer_times.hpp"
#include "exchange/xml_records.hpp"

namespace kc::exchange {

class VhsCourse {
public:
    VhsCourse(const XmlElement& course, const Vocabulary& vocabulary, ReadOffer& offer)
        : course_(course), vocabulary_(vocabulary), offer_(offer), content_(offer.content) {}

    void read();

private:
    struct Session {
        Moment begin;
        std::optional<int> end_minute;
        bool operator<(const Session& other) const { return std::pair(begin.day, begin.minute) < std::pair(other.begin.day, other.begin.minute); }
    };
    struct StatedTimes {
        std::vector<Session> sessions;  // by time
        std::string begin_text;
        std::string end_text;
        std::optional<Moment> begin;
        std::optional<Moment> end;
        double hours = 0;
    };

    void read_identity();
    void read_texts();
    void read_features();
    void read_seats();
    void read_places();
    void read_dates();
    void read_price();
    void read_certificates();
    void report_losses();

    std::optional<std::size_t> add_venue(const XmlElement& element);
    std::vector<Session> sessions();
    StatedTimes read_times();
    StatedRun run_of(const StatedTimes& times) const;
    void take_date(const StatedRun& run, const StatedTimes& times);
    int free_seats();
    void describe_sessions(const std::vector<Session>& sessions);

    std::string text(std::string_view name);
    std::vector<const XmlElement*> all(std::string_view name);

    const XmlElement& course_;
    const Vocabulary& vocabulary_;
    ReadOffer& offer_;
    catalogue::UnitContent& content_;
    std::set<std::string> asked_;
    const XmlElement* nested_ = nullptr;  // <ortetermine>, which some cities put around places and dates
    int taken_ = 0;                       // seats
    bool free_booking_ = false;
};

}  // namespace kc::exchange
