// SPDX-License-Identifier: EUPL-1.2
#include "authoring/section_form.hpp"

#include "catalogue/rich_text.hpp"
#include "web/format.hpp"

#include <algorithm>
#include <deque>

namespace kc::authoring {

namespace {

using catalogue::Format;
using catalogue::Origin;

constexpr std::size_t seal_rows_spare = 1, seals_max = 10;

template <class Enum> std::string name_of(Enum value) { return boost::describe::enum_to_string(value, ""); }

template <class Enum> std::vector<std::string> names_of(const std::vector<Enum>& values) {
    std::vector<std::string> names;
    for (const auto value : values) names.push_back(name_of(value));
    return names;
}

template <class Enum> std::vector<Enum> values_of(const std::vector<std::string>& names) {
    std::vector<Enum> values;
    for (const auto& name : names) {
        Enum value{};
        if (boost::describe::enum_from_string(name.c_str(), value)) values.push_back(value);
    }
    return values;
}

template <class Enum> std::vector<std::string> all_names() {
    std::vector<std::string> names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto entry) { names.emplace_back(entry.name); });
    return names;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const auto& part : parts) all += (all.empty() ? "" : ", ") + part;
    return all;
}

// "2,5" → 25 tenths
std::optional<int> tenths(std::string_view text) {
    std::string digits(text);
    std::replace(digits.begin(), digits.end(), ',', '.');
    const auto point = digits.find('.');
    const auto whole = digits.substr(0, point);
    const auto rest = point == std::string::npos ? std::string("0") : digits.substr(point + 1);
    const auto numeric = [](const std::string& part, std::size_t most) {
        return !part.empty() && part.size() <= most && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (!numeric(whole, 3) || !numeric(rest, 1)) return std::nullopt;
    return std::stoi(whole) * 10 + std::stoi(rest);
}

// Makes the items of a form; fields that the light template leaves out are skipped.
class Items {
public:
    Items(const web::Fields& fields, OfferKind kind, bool imported) : fields_(fields), kind_(kind), imported_(imported) {}

    bool asks(std::string_view name) const { return applies(*find_standard_field(name), kind_); }
    web::FieldText about(std::string_view name, std::size_t max = 200, std::int64_t rows = 3) {
        texts_.push_back("authoring.field." + std::string(name));
        texts_.push_back(texts_.back() + ".hint");
        return {.label = *(texts_.end() - 2), .hint = texts_.back(), .max = max, .rows = rows};
    }
    template <class Field> void add(std::string_view name, std::optional<Field> FormItem::* member, Field field) {
        if constexpr (!std::is_same_v<Field, web::CheckboxField>) field.optional_mark = !is_must(name);
        FormItem item;
        item.*member = std::move(field);
        items_.push_back(std::move(item));
    }
    void line(std::string_view name, std::string_view value, std::size_t max = 200) {
        if (asks(name)) add(name, &FormItem::line, fields_.text(name, about(name, max), value));
    }
    void area(std::string_view name, std::string_view value, std::size_t max, std::int64_t rows) {
        if (asks(name)) add(name, &FormItem::area, fields_.text(name, about(name, max, rows), value));
    }
    void integer(std::string_view name, std::optional<std::int64_t> value) {
        if (asks(name)) add(name, &FormItem::line, fields_.integer(name, about(name), value));
    }
    void hours(std::string_view name, HalfHours value) {
        if (asks(name)) add(name, &FormItem::line, fields_.hours(name, about(name), value));
    }
    void money(std::string_view name, Money value) {
        if (asks(name)) add(name, &FormItem::line, fields_.money(name, about(name), value));
    }
    template <class Enum> void radio(std::string_view name, Enum value) {
        if (asks(name)) add(name, &FormItem::radio, fields_.choice(name, about(name), fields_.options_of<Enum>(), name_of(value)));
    }
    template <class Enum> void boxes(std::string_view name, const std::vector<Enum>& values) {
        if (asks(name)) add(name, &FormItem::boxes, fields_.choices(name, about(name), fields_.options_of<Enum>(), names_of(values)));
    }
    void choice(std::string_view name, std::optional<web::ChoiceField> FormItem::* member, const std::vector<web::Option>& options,
                const std::string& value) {
        if (asks(name)) add(name, member, fields_.choice(name, about(name), options, value));
    }
    void choices(std::string_view name, const std::vector<web::Option>& options, const std::vector<std::string>& values) {
        if (asks(name)) add(name, &FormItem::boxes, fields_.choices(name, about(name), options, values));
    }
    void checkbox(std::string_view name, bool value) {
        if (asks(name)) add(name, &FormItem::box, fields_.checkbox(name, about(name), value));
    }

    std::vector<FormItem> take() { return std::move(items_); }

private:
    bool is_must(std::string_view name) const {
        for (const auto& rule : readiness_rules()) {
            if (rule.field == name && (!is_light(kind_) || rule.for_light) && strength_of(rule, kind_, imported_) == Strength::must) return true;
        }
        return false;
    }

    const web::Fields& fields_;
    OfferKind kind_;
    bool imported_;
    std::vector<FormItem> items_;
    std::deque<std::string> texts_;  // FieldText only refers to them
};

}  // namespace

SectionForm SectionForms::form(const http::Request& request, const web::Fields& fields, const Offer& offer, const UnitContent& content,
                               Section section) const {
    Items items(fields, content.kind, content.source.has_value());
    SectionForm form;
    const auto language = web::language_of(request);
    const auto snapshot = authoring_.catalogue();
    const bool label = content.code_share_of.has_value();
    switch (section) {
        case Section::title:
            items.line("title", content.title);
            items.area("objective", content.objective, 2000, 3);
            items.area("audience", content.audience, 2000, 2);
            items.line("keywords", joined(content.keywords), 1300);
            items.choice("language", &FormItem::radio,
                         {{"de", site_.text(request, "authoring.text.german"), {}}, {"en", site_.text(request, "authoring.text.english"), {}}},
                         content.language);
            break;
        case Section::descriptions:
            items.area("description_general", catalogue::editable(content.description_general), 12'000, 10);
            items.area("description_specialist", catalogue::editable(content.description_specialist), 12'000, 10);
            items.area("practice", catalogue::editable(content.practice), 2000, 4);
            break;
        case Section::competences: {
            std::vector<web::Option> modules;
            for (const auto& module : snapshot->modules())
                modules.push_back({module.slug, language == Language::de ? module.name : module.name_en, {}});
            items.choices("modules", modules, content.modules);
            items.choices("mandatory_in", modules, content.mandatory_in);
            form.competences = competence_form(request, fields, content);
            break;
        }
        case Section::phases:
            if (label) break;
            items.radio("mode", content.mode);
            items.hours("self_study", content.self_study);
            items.hours("tutorial", content.tutorial);
            items.hours("follow_up", content.follow_up);
            items.integer("presence_days", content.presence_days);
            break;
        case Section::conditions:
            if (!label) {
                items.integer("participants_min", content.participants_min);
                items.integer("participants_max", content.participants_max);
            }
            items.money("price_member", content.price_member);
            items.money("price_other", content.price_other);
            items.checkbox("funded", content.funded);
            items.area("funding", content.funding, 2000, 2);
            break;
        case Section::quality: {
            items.radio("difficulty", content.difficulty);
            std::vector<web::Option> levels{{"", site_.text(request, "authoring.text.not_stated"), {}}};
            for (int level = 1; level <= 8; ++level) levels.push_back({std::to_string(level), std::to_string(level), {}});
            items.choice("dqr", &FormItem::select, levels, content.dqr ? std::to_string(*content.dqr) : "");
            items.line("ects_tenths", content.ects_tenths == 0 ? std::string() : web::format_decimal(content.ects_tenths / 10.0, language), 10);
            items.boxes("credentials", content.credentials);
            items.boxes("accessibility", content.accessibility);
            items.area("accessibility_note", content.accessibility_note, 2000, 2);
            if (items.asks("seals")) {
                form.seals.emplace();
                const auto count = std::min(content.seals.size() + seal_rows_spare, seals_max);
                for (std::size_t i = 0; i < count; ++i) {
                    const auto seal = i < content.seals.size() ? content.seals[i] : catalogue::SealContent{};
                    form.seals->rows.push_back({fields.text(fmt::format("seal_name_{}", i), {.label = "authoring.seal.name"}, seal.name),
                                                fields.text(fmt::format("seal_issuer_{}", i), {.label = "authoring.seal.issuer"}, seal.issuer),
                                                fields.date(fmt::format("seal_until_{}", i), {.label = "authoring.seal.until"}, seal.valid_until)});
                }
            }
            break;
        }
        case Section::connections: {
            items.radio("origin", content.origin);
            std::vector<web::Option> audience{
                {"", site_.text(request, "authoring.text.for_all"), {}},
                {offer.provider.slug, site_.text(request, "authoring.text.only_for", {{"name", offer.provider.name}}), {}}};
            if (content.only_for && *content.only_for != offer.provider.slug) audience.push_back({*content.only_for, *content.only_for, {}});
            items.choice("only_for", &FormItem::radio, audience, content.only_for.value_or(""));
            form.connections = connection_form(request, fields, offer, content);
            break;
        }
    }
    form.items = items.take();
    if (label && (section == Section::phases || section == Section::conditions)) {
        const ContentTexts texts(site_.messages(), language, snapshot, authoring_.framework());
        for (const std::string_view field :
             {"mode", "self_study", "tutorial", "follow_up", "presence_days", "participants_min", "participants_max"}) {
            if (find_standard_field(field)->section != section) continue;
            form.from_original.push_back({std::string(field), texts.label(field), {}, texts.value(field, content), false, true});
        }
    }
    return form;
}

UnitContent SectionForms::read(web::FormReader& form, const Offer& offer, const UnitContent& base, Section section) const {
    UnitContent content = base;
    const auto asks = [&](std::string_view name) { return applies(*find_standard_field(name), base.kind); };
    const auto text = [&](const char* name, std::string UnitContent::* member, std::size_t max, bool lines) {
        if (asks(name)) content.*member = form.text(name, {.max = max, .lines = lines});
    };
    const auto whole = [&](const char* name, auto UnitContent::* member, std::int64_t least, std::int64_t most) {
        if (!asks(name)) return;
        const auto number = form.integer(name, {.min = least, .max = most});
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(content.*member)>, int>)
            content.*member = static_cast<int>(number.value_or(0));
        else
            content.*member = number ? std::optional<int>(static_cast<int>(*number)) : std::nullopt;
    };
    switch (section) {
        case Section::title: {
            text("title", &UnitContent::title, 200, false);
            text("objective", &UnitContent::objective, 2000, true);
            text("audience", &UnitContent::audience, 2000, true);
            content.keywords.clear();
            std::string word;
            for (const char c : form.text("keywords", {.max = 1300}) + ",") {
                if (c == ',' || c == ';') {
                    content.keywords.push_back(std::move(word));
                    word.clear();
                } else {
                    word += c;
                }
            }
            if (const auto language = form.choice("language", {"de", "en"}); !language.empty()) content.language = language;
            break;
        }
        case Section::descriptions:
            text("description_general", &UnitContent::description_general, 12'000, true);
            text("description_specialist", &UnitContent::description_specialist, 12'000, true);
            text("practice", &UnitContent::practice, 2000, true);
            break;
        case Section::competences: {
            std::vector<std::string> modules;
            for (const auto& module : authoring_.catalogue()->modules()) modules.push_back(module.slug);
            content.modules = form.choices("modules", modules);
            if (asks("mandatory_in")) content.mandatory_in = form.choices("mandatory_in", modules);
            read_levels(form, content);
            break;
        }
        case Section::phases: {
            if (base.code_share_of) break;
            if (const auto mode = form.enumerator<Format>("mode")) content.mode = *mode;
            const auto hours = [&](const char* name, HalfHours UnitContent::* member) {
                if (asks(name)) content.*member = form.hours(name, {.max = HalfHours{2000}}).value_or(HalfHours{0});
            };
            hours("self_study", &UnitContent::self_study);
            hours("tutorial", &UnitContent::tutorial);
            hours("follow_up", &UnitContent::follow_up);
            whole("presence_days", &UnitContent::presence_days, 0, 60);
            break;
        }
        case Section::conditions:
            if (!base.code_share_of) {
                whole("participants_min", &UnitContent::participants_min, 1, 10'000);
                whole("participants_max", &UnitContent::participants_max, 1, 10'000);
            }
            content.price_member = form.money("price_member", {.max = Money{100'000'00}}).value_or(Money{0});
            content.price_other = form.money("price_other", {.max = Money{100'000'00}}).value_or(Money{0});
            content.funded = form.checkbox("funded");
            text("funding", &UnitContent::funding, 2000, true);
            break;
        case Section::quality: {
            if (asks("difficulty")) {
                if (const auto difficulty = form.enumerator<catalogue::Difficulty>("difficulty")) content.difficulty = *difficulty;
            }
            whole("dqr", &UnitContent::dqr, 1, 8);
            if (asks("ects_tenths")) {
                const auto typed = form.text("ects_tenths", {.max = 10});
                const auto points = typed.empty() ? std::optional(0) : tenths(typed);
                if (points)
                    content.ects_tenths = *points;
                else
                    form.refuse("ects_tenths", "authoring.problem.ects");
            }
            content.credentials = values_of<catalogue::CredentialKind>(form.choices("credentials", all_names<catalogue::CredentialKind>()));
            content.accessibility =
                values_of<catalogue::AccessibilityFeature>(form.choices("accessibility", all_names<catalogue::AccessibilityFeature>()));
            text("accessibility_note", &UnitContent::accessibility_note, 2000, true);
            if (!asks("seals")) break;
            content.seals.clear();
            for (std::size_t i = 0; i < seals_max; ++i) {
                catalogue::SealContent seal{form.text(fmt::format("seal_name_{}", i)), form.text(fmt::format("seal_issuer_{}", i)),
                                            form.date(fmt::format("seal_until_{}", i))};
                if (seal.name.empty() && (!seal.issuer.empty() || seal.valid_until))
                    form.refuse(fmt::format("seal_name_{}", i), "authoring.problem.seal");
                else if (!seal.name.empty())
                    content.seals.push_back(std::move(seal));
            }
            break;
        }
        case Section::connections: {
            if (const auto origin = form.enumerator<Origin>("origin")) content.origin = *origin;
            std::vector<std::string> allowed{"", offer.provider.slug};
            if (base.only_for) allowed.push_back(*base.only_for);
            const auto only_for = form.choice("only_for", allowed);
            content.only_for = only_for.empty() ? std::nullopt : std::optional(only_for);
            break;
        }
    }
    return content;
}

void SectionForms::read_levels(web::FormReader& form, UnitContent& content) const {
    const auto frameworks = authoring_.framework();
    const auto level = [&](const std::string& name, int least, int most) {
        return static_cast<int>(form.integer(name, {.min = least, .max = most}).value_or(-1));
    };
    content.teaches.clear();
    const auto taught = form.raw_all("lehrt");
    for (std::size_t i = 0; i < taught.size() && i < 60; ++i) {
        const int from = level(fmt::format("lehrt_von_{}", i), 0, competence::level_max - 1);
        const int to = level(fmt::format("lehrt_bis_{}", i), 1, competence::level_max);
        if (from < 0 || to < 0) continue;
        if (!frameworks->competence_by_slug(taught[i])) {
            form.refuse("", "authoring.problem.unknown_competence", {{"competence", taught[i]}});
            continue;
        }
        if (from >= to) {
            form.refuse(fmt::format("lehrt_bis_{}", i), "authoring.problem.level_order");
            content.teaches.push_back({taught[i], from + 1});  // the row stays on the page
            continue;
        }
        for (int step = from + 1; step <= to; ++step) content.teaches.push_back({taught[i], step});
    }
    if (is_light(content.kind)) return;
    content.needs.clear();
    const auto needed = form.raw_all("braucht");
    for (std::size_t i = 0; i < needed.size() && i < 60; ++i) {
        const int to = level(fmt::format("braucht_bis_{}", i), 1, competence::level_max);
        if (to < 0) continue;
        if (!frameworks->competence_by_slug(needed[i]))
            form.refuse("", "authoring.problem.unknown_competence", {{"competence", needed[i]}});
        else
            content.needs.push_back({needed[i], to});
    }
}

bool SectionForms::apply_action(std::string_view action, UnitContent& content) const {
    const auto colon = action.find(':');
    if (colon == std::string_view::npos) return false;
    const auto what = action.substr(0, colon);
    const std::string slug(action.substr(colon + 1));
    const auto frameworks = authoring_.framework();
    const auto without = [&](std::vector<catalogue::LevelContent>& list) {
        std::erase_if(list, [&](const auto& level) { return level.competence == slug; });
    };
    if (what == "lehrt" && frameworks->competence_by_slug(slug)) {
        content.teaches.push_back({slug, 1});
    } else if (what == "braucht" && frameworks->competence_by_slug(slug)) {
        content.needs.push_back({slug, 1});
    } else if (what == "lehrt-weg") {
        without(content.teaches);
    } else if (what == "braucht-weg") {
        without(content.needs);
    } else if (what == "partner") {
        content.code_share_of = slug;
        content.origin = Origin::code_share;
    } else if (what == "partner-weg") {
        content.code_share_of.reset();
        content.origin = Origin::own;
    } else if (what == "nach") {
        content.after = slug;
    } else if (what == "nach-weg") {
        content.after.reset();
    } else {
        return false;
    }
    return true;
}

std::string SectionForms::form_field(const std::string& member) {
    const auto bracket = member.find('[');
    if (bracket == std::string::npos) return member;
    if (member.starts_with("seals[")) return "seal_name_" + member.substr(6, member.size() - 7);
    return {};
}

}  // namespace kc::authoring
