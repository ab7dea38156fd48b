// SPDX-License-Identifier: EUPL-1.2
// The second half of a MOOChub course: price, levels, competences, credentials, keywords, and everything that gets lost.
#include "base/text.hpp"
#include "exchange/alignment.hpp"
#include "exchange/moochub_offer.hpp"

namespace kc::exchange {

using catalogue::CredentialKind;

void MoochubOffer::read_course_price(const json::object& price, const std::string& field) {
    const std::string category = folded(member_text(price, "category"));
    const std::string frequency = folded(member_text(price, "paymentFrequency"));
    std::string currency = folded(member_text(price, "priceCurrency"));
    if (currency.empty()) currency = folded(member_text(price, "currency"));
    const auto* amount = member(price, "price");
    const auto number = amount == nullptr ? std::nullopt : number_of(*amount);
    if (category == "certificate") {
        offer_.dropped(field, "Ein Preis nur für das Zertifikat hat hier kein Feld.", amount == nullptr ? "" : text_of(*amount));
        return;
    }
    if (!number) {
        if (amount != nullptr) offer_.dropped(field, "Das ist kein lesbarer Preis.", text_of(*amount));
        return;
    }
    if (!currency.empty() && currency != "eur" && currency != "euro" && currency != "€" && *number > 0) {
        offer_.refuse(field, fmt::format("Der Preis ist in {} angegeben. Preise können hier nur in Euro stehen.",
                                         shortened(member_text(price, "priceCurrency"), 10)));
        return;
    }
    const auto cents = price_of_number(*number);
    if (!cents) {
        offer_.refuse(field, "Der Preis ist negativ oder höher als 100.000 Euro. Berichtigen Sie ihn an der Quelle.");
        return;
    }
    if (price_known_) {
        if (*cents != content_.price_other) offer_.dropped(field, "Ein weiterer Preis hat hier kein Feld.", text_of(*amount));
        return;
    }
    price_known_ = true;
    content_.price_member = content_.price_other = *cents;
    if (!frequency.empty() && frequency != "one-time" && cents->value > 0) {
        offer_.changed(field, "Der Preis wird an der Quelle wiederkehrend bezahlt; hier gilt er einmal.", frequency);
        offer_.hold.push_back("Prüfen Sie den Preis: An der Quelle wird er wiederkehrend bezahlt.");
    } else {
        offer_.taken(field);
    }
}

void MoochubOffer::read_price() {
    if (const auto found = attributes_.find({"offer", "offers"})) {
        std::size_t number = 0;
        for (const auto* entry : entries_of(*found.value)) {
            const std::string field = fmt::format("{}[{}].price", found.name, number++);
            if (const auto* object = entry->if_object()) {
                read_course_price(*object, field);
            } else {
                json::object price;
                price.emplace("price", *entry);
                read_course_price(price, field);
            }
        }
    }
    const auto free = attributes_.find({"isAccessibleForFree", "isFree"});
    const auto access = attributes_.find({"access"});
    bool says_free = free && (free.value->is_bool() ? free.value->get_bool() : folded(text_of(*free.value)) == "true");
    bool says_paid = free && !says_free;
    if (access) {
        for (const auto& kind : texts_of(*access.value)) {
            const std::string name = folded(kind);
            if (name == "free")
                says_free = true;
            else if (name == "paid")
                says_paid = true;
            else
                offer_.dropped(access.name, "Diese Art des Zugangs hat hier kein Feld.", kind);
        }
    }
    if (free) offer_.taken(free.name);
    if (access && (says_free || says_paid)) offer_.taken(access.name);
    if (price_known_) {
        if (says_free && content_.price_other.value > 0 && !says_paid) {
            offer_.changed(free ? free.name : access.name,
                           "Die Quelle nennt das Angebot kostenlos und zugleich einen Preis; übernommen ist der Preis.");
            offer_.hold.push_back("Prüfen Sie den Preis: Die Quelle widerspricht sich.");
        }
        return;
    }
    if (says_free && !says_paid) return;  // 0 stands already
    offer_.hold.push_back(says_paid ? "Das Angebot ist kostenpflichtig, der Preis steht nicht in der Quelle. Tragen Sie ihn nach."
                                    : "Die Quelle nennt keinen Preis. Prüfen Sie, ob das Angebot kostenlos ist.");
}

void MoochubOffer::read_levels() {
    const auto found = attributes_.find({"educationalLevel", "educationalLevels", "level"});
    if (!found) return;
    bool stated = false;
    for (const auto* entry : entries_of(*found.value)) {
        const auto* object = entry->if_object();
        const std::string framework = object == nullptr ? "" : folded(member_text(*object, "educationalFramework"));
        std::string code = object == nullptr ? "" : member_text(*object, "shortCode");
        std::vector<std::string> names;
        if (object != nullptr) {
            if (const auto* name = member(*object, "name")) names = localized_names(*name);
            if (const auto* other = member(*object, "alternateName")) {
                for (auto& text : texts_of(*other)) names.push_back(std::move(text));
            }
        } else {
            names.push_back(text_of(*entry));
        }
        const std::string shown = names.empty() ? code : names.front();
        const auto digit = code.find_last_of("0123456789");
        const int level = digit == std::string::npos ? 0 : code[digit] - '0';
        if ((framework == "eqf" || framework == "dqr") && level >= 1 && level <= 8) {
            content_.dqr = level;
            offer_.taken(found.name);
        } else if (framework == "digcomp" && level >= 1 && level <= 8) {
            if (!stated) content_.difficulty = difficulty_of_digcomp(level);
            offer_.changed(found.name, "Aus der Stufe von DigComp ist ein Niveau geworden.", shown);
            stated = true;
        } else {
            std::optional<catalogue::Difficulty> difficulty;
            for (const auto& name : names) {
                if (!difficulty) difficulty = difficulty_of_name(name);
            }
            if (difficulty && !stated) {
                content_.difficulty = *difficulty;
                stated = true;
                offer_.changed(found.name, "Aus dem Namen der Stufe ist ein Niveau geworden.", shown);
            } else {
                offer_.dropped(found.name, "Für diese Stufe gibt es hier keine Entsprechung.", framework + " " + shown);
            }
        }
    }
}

void MoochubOffer::read_competences(std::initializer_list<std::string_view> names, std::vector<catalogue::LevelContent>& levels, bool required) {
    const auto found = attributes_.find(names);
    if (!found) return;
    std::size_t number = 0;
    for (const auto* entry : entries_of(*found.value)) {
        const std::string field = fmt::format("{}[{}]", found.name, number++);
        ForeignCompetence foreign;
        if (const auto* object = entry->if_object()) {
            foreign.framework = member_text(*object, "educationalFramework");
            foreign.code = member_text(*object, "shortCode");
            if (const auto* name = member(*object, "name")) foreign.names = localized_names(*name);
            if (const auto* other = member(*object, "alternateName")) {
                for (auto& text : texts_of(*other)) foreign.names.push_back(std::move(text));
            }
            if (folded(foreign.framework) == "course_id") {
                offer_.dropped(field, "Ein anderer Kurs als Voraussetzung: Wählen Sie den Vorgänger hier aus.",
                               foreign.names.empty() ? "" : foreign.names.front());
                continue;
            }
            const std::string target = member_text(*object, "targetUrl");
            if (foreign.code.empty() && !target.empty()) foreign.code = target.substr(target.find_last_of("/#") + 1);
            if (const auto* level = member(*object, "educationalLevel"); level != nullptr) {
                const auto* fields = level->is_array() && !level->get_array().empty() ? level->get_array().front().if_object() : level->if_object();
                const std::string code = fields == nullptr ? "" : member_text(*fields, "shortCode");
                const auto digit = code.find_last_of("12345678");
                if (digit != std::string::npos) foreign.level = code[digit] - '0';
            }
        } else {
            foreign.names.push_back(text_of(*entry));
        }
        const std::string shown = fmt::format("{} {} {}", foreign.framework, foreign.code, foreign.names.empty() ? "" : foreign.names.front());
        const auto* ours = find_competence(vocabulary_, foreign);
        if (ours == nullptr) {
            offer_.dropped(field, "Zu dieser Kompetenz gibt es in unserem Rahmen keine Entsprechung.", shown);
            continue;
        }
        const int level = foreign.level ? level_of_digcomp(*foreign.level) : 1;
        add_level(levels, ours->slug, level);
        offer_.changed(field,
                       foreign.level ? fmt::format("Zugeordnet zu „{}“, Stufe {}.", ours->name, level)
                                     : fmt::format("Zugeordnet zu „{}“; ohne Stufe an der Quelle gilt Stufe 1.", ours->name),
                       shown);
    }
    if (required) {  // one level each: the highest is what must be there
        std::sort(levels.begin(), levels.end());
        for (std::size_t i = 0; i + 1 < levels.size();) {
            if (levels[i].competence == levels[i + 1].competence)
                levels.erase(levels.begin() + static_cast<std::ptrdiff_t>(i));
            else
                ++i;
        }
    }
}

void MoochubOffer::read_credentials() {
    if (const auto found = attributes_.find(
            {"educationalCredentialsAwarded", "educationalCredentialAwarded", "recognitionAward", "credentialAwarded", "credentialsAwarded"})) {
        for (const auto& text : texts_of(*found.value)) {
            const std::string name = folded(text);
            std::optional<CredentialKind> kind;
            if (name.find("confirmation") != std::string::npos || name.find("teilnahme") != std::string::npos ||
                name.find("participation") != std::string::npos)
                kind = CredentialKind::participation;
            else if (name.find("record") != std::string::npos || name.find("leistungsnachweis") != std::string::npos ||
                     name.find("zeugnis") != std::string::npos)
                kind = CredentialKind::transcript;
            else if (name.find("certificate") != std::string::npos || name.find("zertifikat") != std::string::npos)
                kind = CredentialKind::certificate;
            if (!kind) {
                offer_.dropped(found.name, "Diese Art des Nachweises gibt es hier nicht.", text);
                continue;
            }
            if (std::find(content_.credentials.begin(), content_.credentials.end(), *kind) == content_.credentials.end())
                content_.credentials.push_back(*kind);
            offer_.taken(found.name);
        }
        std::sort(content_.credentials.begin(), content_.credentials.end());
    }
    if (const auto found = attributes_.find({"numberOfCredits", "creditPoints", "ects"})) {
        const auto credits = number_of(*found.value);
        if (credits && *credits >= 0 && *credits <= 60) {
            content_.ects_tenths = static_cast<int>(std::lround(*credits * 10));
            offer_.taken(found.name);
        } else {
            offer_.dropped(found.name, "Das sind keine ECTS-Punkte zwischen 0 und 60.", text_of(*found.value));
        }
    }
}

void MoochubOffer::read_keywords() {
    const auto add = [&](std::string_view text) {
        std::string word = cut(text_line(text), 60);
        if (word.empty() || content_.keywords.size() >= 20) return false;
        if (std::find(content_.keywords.begin(), content_.keywords.end(), word) == content_.keywords.end())
            content_.keywords.push_back(std::move(word));
        return true;
    };
    if (const auto found = attributes_.find({"keywords", "keyword", "tags"})) {
        std::vector<std::string> words = texts_of(*found.value);
        if (found.value->is_string()) {
            words.clear();
            const std::string all = text_of(*found.value);
            for (std::size_t begin = 0; begin < all.size();) {
                const auto end = std::min(all.find_first_of(",;", begin), all.size());
                words.push_back(all.substr(begin, end - begin));
                begin = end + 1;
            }
        }
        bool complete = true;
        for (const auto& word : words) complete = add(word) && complete;
        if (complete)
            offer_.taken(found.name);
        else
            offer_.changed(found.name, "Übernommen sind höchstens 20 Schlagwörter mit je 60 Zeichen.", fmt::format("{}", fmt::join(words, ", ")));
    }
    if (const auto found = attributes_.find({"educationalAlignment"})) {
        for (const auto* entry : entries_of(*found.value)) {
            const auto* object = entry->if_object();
            const auto* name = object == nullptr ? nullptr : member(*object, "name");
            const auto names = name == nullptr ? std::vector<std::string>{} : localized_names(*name);
            if (!names.empty() && add(names.front()))
                offer_.changed(found.name, "Aus dem Fachgebiet ist ein Schlagwort geworden.", names.front());
            else
                offer_.dropped(found.name, "Das Fachgebiet hat keinen Namen.");
        }
    }
}

void MoochubOffer::report_losses() {
    struct Loss {
        std::string_view name, reason;
    };
    static constexpr Loss losses[] = {
        {"instructor", "Namen von Lehrpersonen werden nicht übernommen."},
        {"instructors", "Namen von Lehrpersonen werden nicht übernommen."},
        {"creator", "Anbieter ist hier, wer das Angebot einstellt."},
        {"contributor", "Mitwirkende werden nicht übernommen."},
        {"publisher", "Anbieter ist hier, wer das Angebot einstellt."},
        {"moocProvider", "Anbieter ist hier, wer das Angebot einstellt."},
        {"moocProviders", "Anbieter ist hier, wer das Angebot einstellt."},
        {"partnerInstitutes", "Anbieter ist hier, wer das Angebot einstellt."},
        {"image", "Bilder werden nicht übernommen."},
        {"trailer", "Filme werden nicht übernommen."},
        {"video", "Filme werden nicht übernommen."},
        {"license", "Für Lizenzen hat die Beschreibung kein Feld; es gilt die Lizenz an der Quelle."},
        {"courseLicenses", "Für Lizenzen hat die Beschreibung kein Feld; es gilt die Lizenz an der Quelle."},
        {"licenses", "Für Lizenzen hat die Beschreibung kein Feld; es gilt die Lizenz an der Quelle."},
        {"courseCode", "Die Kurznummer der Quelle wird nicht gezeigt."},
        {"applicationStartDate", "Einen Beginn der Anmeldung gibt es hier nicht."},
        {"accessMode", "Zugangswege (sehen, hören) haben hier kein Feld."},
        {"dateCreated", "Hier gilt der Tag der Übernahme."},
        {"dateModified", "Hier gilt der Tag der Übernahme."},
        {"hollandCode", "Persönlichkeitstypen werden nicht verwendet."},
        {"hasPart", "Einzelne Teile werden nicht übernommen."},
        {"isPartOf", "Zugehörigkeit zu einem Programm: Legen Sie hier einen Kurs an."},
    };
    if (const auto type = attributes_.find({"learningResourceType"})) {
        const std::string text = text_of(*type.value);
        const auto* object = type.value->if_object();
        const std::string identifier = object == nullptr ? text : member_text(*object, "identifier");
        if (identifier.find("course") == std::string::npos)
            offer_.dropped(type.name, "Die Art der Ressource wird nicht übernommen; hier ist es eine Lerneinheit.", text);
        else
            offer_.taken(type.name);
    }
    for (const auto& [name, value] : attributes_.rest()) {
        const auto loss = std::find_if(std::begin(losses), std::end(losses), [&](const Loss& l) { return l.name == name; });
        // Names of people stay out of the report as well.
        const bool people = name == "instructor" || name == "instructors" || name == "creator" || name == "contributor";
        const std::string shown = people ? "" : text_of(*value).empty() ? json::serialize(*value) : text_of(*value);
        offer_.dropped(cut(without_control_characters(name), 60), loss == std::end(losses) ? "Dieses Feld ist hier nicht bekannt." : loss->reason,
                       shown);
    }
}

}  // namespace kc::exchange
