// SPDX-License-Identifier: EUPL-1.2
#include "discovery/digest_texts.hpp"

#include "web/format.hpp"
#include "web/type_name.hpp"

namespace kc::discovery {

namespace {

class Words {
public:
    Words(const web::Messages& messages, Language language) : messages_(messages), language_(language) {}
    std::string operator()(std::string_view key, const web::MessageFields& fields = {}) const {
        return messages_.text(language_, fmt::format("discovery.digest_mail.{}", key), fields);
    }
    std::string name(OfferChange change) const {
        return messages_.text(language_, web::Messages::enumerator_key(web::type_name<OfferChange>(), boost::describe::enum_to_string(change, "")));
    }
    std::string price(Money amount) const { return amount.value == 0 ? (*this)("free") : web::format_money(amount, language_); }

private:
    const web::Messages& messages_;
    Language language_;
};

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : ", ") + part;
    return text;
}

std::string when(const catalogue::LearningUnit& unit, Date today, const Words& words) {
    if (unit.mode == catalogue::Format::self_paced) return words("any_time");
    const auto* next = unit.next_date(today);
    return next == nullptr ? words("no_date") : words("next_date", {{"day", next->first_day}});
}

std::string line_of(const HitNews& news, const catalogue::CatalogueSnapshot& snapshot, bool member, Date today, const Words& words) {
    const auto& unit = *news.unit;
    std::vector<std::string> parts;
    if (news.new_provider) parts.push_back(words("new_provider"));
    if (news.new_offer && !news.new_provider) parts.push_back(words("new_offer"));
    if (news.new_date) parts.push_back(words("new_date"));
    if (news.price_before)
        parts.push_back(words("price_fallen", {{"before", words.price(*news.price_before)}, {"now", words.price(unit.price(member))}}));
    parts.push_back(when(unit, today, words));
    if (!news.price_before) parts.push_back(words.price(unit.price(member)));
    return words("hit", {{"title", unit.title}, {"provider", snapshot.provider_of(unit).name}, {"facts", joined(parts)}});
}

std::string line_of(const WatchNews& news, const Words& words) {
    std::vector<std::string> parts;
    for (const auto change : news.changes) {
        const bool price = change == OfferChange::price_lower || change == OfferChange::price_higher;
        if (price)
            parts.push_back(words("price_changed",
                                  {{"what", words.name(change)}, {"before", words.price(news.before.price)}, {"now", words.price(news.now.price)}}));
        else if (change == OfferChange::new_date && news.now.next_day)
            parts.push_back(words("date_changed", {{"what", words.name(change)}, {"day", *news.now.next_day}}));
        else
            parts.push_back(words.name(change));
    }
    return words("watched", {{"title", news.title}, {"facts", joined(parts)}});
}

}  // namespace

DigestMail DigestTexts::mail(const DigestReader& reader, const DigestContent& content, const catalogue::CatalogueSnapshot& snapshot, bool member,
                             Date today, const std::string& unsubscribe_token) const {
    const Words words(messages_, reader.language);
    std::string body = words("greeting", {{"name", reader.first_name + " " + reader.last_name}});
    body += "\n\n" + words("intro") + "\n";
    for (const auto& search : content.searches) {
        body += "\n" + words("search", {{"name", search.name}, {"count", search.news.size()}}) + "\n";
        for (std::size_t i = 0; i < std::min(search.news.size(), news_per_search_max); ++i) {
            const auto& news = search.news[i];
            body += "- " + line_of(news, snapshot, member, today, words) + "\n  " + public_url_ + "/angebote/" + news.unit->slug + "\n";
        }
        if (search.news.size() > news_per_search_max) body += words("more", {{"count", search.news.size() - news_per_search_max}}) + "\n";
        body += words("all_hits", {{"link", public_url_ + search.path}}) + "\n";
    }
    if (!content.watched.empty()) {
        body += "\n" + words("watch_list") + "\n";
        for (const auto& news : content.watched) {
            body += "- " + line_of(news, words) + "\n";
            if (!news.path.empty()) body += "  " + public_url_ + news.path + "\n";
        }
    }
    body += "\n" + words("settings", {{"link", public_url_ + "/gespeicherte-suchen"}}) + "\n\n";
    body += words("unsubscribe", {{"link", public_url_ + "/nachrichten/abbestellen/" + unsubscribe_token}}) + "\n";
    const auto count = content.watched.size() + [&] {
        std::size_t sum = 0;
        for (const auto& search : content.searches) sum += search.news.size();
        return sum;
    }();
    return {words("subject", {{"count", count}}), body};
}

}  // namespace kc::discovery
