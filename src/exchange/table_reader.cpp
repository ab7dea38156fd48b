// SPDX-License-Identifier: EUPL-1.2
// From the rows of a table to offers: one row per offer, further rows with the same Kennung for further dates.
#include "base/text.hpp"
#include "exchange/offer_times.hpp"
#include "exchange/table_columns.hpp"
#include "exchange/values.hpp"

namespace kc::exchange {

using catalogue::DateContent;
using catalogue::Format;
using catalogue::UnitContent;

namespace {

std::vector<std::string> parts_of(std::string_view text, std::string_view separators) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find_first_of(separators, begin), text.size());
        const auto part = trim(text.substr(begin, end - begin));
        if (!part.empty()) parts.emplace_back(part);
        begin = end + 1;
    }
    return parts;
}

constexpr std::size_t parts_max = 200;  // of one cell: lists are written by people

class RowReader {
public:
    using Positions = std::array<std::optional<std::size_t>, table_column_count>;

    RowReader(const TableRow& row, const Positions& positions, const Vocabulary& vocabulary, bool date_1904, ReadOffer& offer)
        : row_(row), positions_(positions), vocabulary_(vocabulary), date_1904_(date_1904), offer_(offer), content_(offer.content) {}

    void read_description() {
        content_.title = line(TableColumn::title, 200);
        if (content_.title.empty()) problem(TableColumn::title, "Der Titel fehlt.");
        content_.kind = choice(TableColumn::kind, kind_words(), catalogue::OfferKind::learning_unit);
        content_.mode = choice(TableColumn::mode, mode_words(), Format::on_site);
        if (text(TableColumn::mode).empty()) problem(TableColumn::mode, "Die Form fehlt. Erlaubt sind: vor Ort, online, hybrid, Selbststudium.");
        content_.objective = line(TableColumn::objective, 1000);
        content_.description_specialist = description(TableColumn::description_specialist);
        content_.description_general = description(TableColumn::description_general);
        content_.audience = line(TableColumn::audience, 500);
        content_.practice = description(TableColumn::practice);
        content_.accessibility_note = line(TableColumn::accessibility_note, 1000);
        content_.keywords = parts(TableColumn::keywords, ",;\n");
        if (content_.keywords.size() > 20) {
            offer_.changed(title(TableColumn::keywords), "Übernommen sind die ersten 20 Schlagwörter.");
            content_.keywords.resize(20);
        }
        for (auto& word : content_.keywords) word = cut(text_line(word), 60);
        content_.modules = slugs(TableColumn::modules, vocabulary_.modules, "Das Modul");
        content_.mandatory_in = slugs(TableColumn::mandatory_in, vocabulary_.modules, "Das Modul");
        for (const auto& module : content_.mandatory_in) {
            if (std::find(content_.modules.begin(), content_.modules.end(), module) == content_.modules.end()) content_.modules.push_back(module);
        }
        content_.teaches = levels(TableColumn::teaches);
        content_.needs = levels(TableColumn::needs);
        content_.after = slug(TableColumn::after, vocabulary_.units, "Das Angebot");
        content_.code_share_of = slug(TableColumn::code_share_of, vocabulary_.units, "Das Angebot");
        content_.only_for = slug(TableColumn::only_for, vocabulary_.organisations, "Die Organisation");
        content_.self_study = hours(TableColumn::self_study);
        content_.tutorial = hours(TableColumn::tutorial);
        content_.follow_up = hours(TableColumn::follow_up);
        content_.presence_days = integer(TableColumn::presence_days, 0, 60).value_or(0);
        content_.participants_min = integer(TableColumn::participants_min, 1, 10'000);
        content_.participants_max = integer(TableColumn::participants_max, 1, 10'000);
        if (content_.participants_min && content_.participants_max && *content_.participants_min > *content_.participants_max) {
            problem(TableColumn::participants_max, "Die Höchstzahl ist kleiner als die Mindestzahl.");
        }
        const auto member = price(TableColumn::price_member);
        if (!member && text(TableColumn::price_member).empty())
            problem(TableColumn::price_member, "Der Preis fehlt. Schreiben Sie 0, wenn das Angebot kostenlos ist.");
        content_.price_member = member.value_or(Money{0});
        content_.price_other = price(TableColumn::price_other).value_or(content_.price_member);
        content_.origin =
            choice(TableColumn::origin, origin_words(), content_.code_share_of ? catalogue::Origin::code_share : catalogue::Origin::own);
        content_.funding = line(TableColumn::funding, 500);
        content_.funded = !content_.funding.empty();
        if (const auto written = text(TableColumn::language); !written.empty()) {
            const auto language = parse_language(written);
            if (language)
                content_.language = *language;
            else
                problem(TableColumn::language, "Erlaubt sind: Deutsch, Englisch.");
        }
        content_.difficulty = choice(TableColumn::difficulty, difficulty_words(), catalogue::Difficulty::basic);
        content_.dqr = integer(TableColumn::dqr, 1, 8);
        if (const auto written = text(TableColumn::ects); !written.empty()) {
            const auto points = number(TableColumn::ects);
            if (points && *points >= 0 && *points <= 60)
                content_.ects_tenths = static_cast<int>(std::lround(*points * 10));
            else
                problem(TableColumn::ects, "Hier wird eine Zahl zwischen 0 und 60 erwartet.");
        }
        content_.credentials = choices(TableColumn::credentials, credential_words());
        content_.accessibility = choices(TableColumn::accessibility, accessibility_words());
        read_seals();
        if (const auto url = text(TableColumn::url); !url.empty()) {
            if (is_web_address(url))
                content_.source->url = url;
            else
                problem(TableColumn::url, "Hier wird eine Adresse erwartet, die mit https:// beginnt.");
        }
    }

    // The date of this row, when it has one.
    void read_date() {
        if (text(TableColumn::first_day).empty()) {
            for (const auto column : {TableColumn::last_day, TableColumn::start, TableColumn::end, TableColumn::venue, TableColumn::deadline}) {
                if (!text(column).empty()) return problem(TableColumn::first_day, "Der Tag des Termins fehlt.");
            }
            return;
        }
        if (content_.mode == Format::self_paced) return problem(TableColumn::first_day, "Angebote im Selbststudium haben keine Termine.");
        if (content_.dates.size() >= dates_max) return problem(TableColumn::first_day, "Ein Angebot hat höchstens 200 Termine.");
        DateContent date;
        const std::size_t before = offer_.problems.size();
        date.first_day = day(TableColumn::first_day).value_or(Date{});
        date.last_day = text(TableColumn::last_day).empty() ? date.first_day : day(TableColumn::last_day).value_or(Date{});
        const auto start = minute(TableColumn::start), end = minute(TableColumn::end);
        date.start_minute = start.value_or(0);
        date.end_minute = end.value_or(1);
        if (start && end && *end <= *start) problem(TableColumn::end, "Das Ende liegt nicht nach dem Beginn.");
        date.mode = choice(TableColumn::date_mode, mode_words(), content_.mode);
        if (date.mode == Format::self_paced) problem(TableColumn::date_mode, "Ein Termin ist vor Ort, online oder hybrid.");
        if (offer_.problems.size() == before && date.last_day < date.first_day)
            problem(TableColumn::last_day, "Der letzte Tag liegt vor dem ersten.");
        if (offer_.problems.size() == before && days_between(date.first_day, date.last_day) > 13) {
            problem(TableColumn::last_day, "Ein Termin dauert höchstens 14 Tage. Legen Sie mehrere Termine an.");
        }
        const auto seats = integer(TableColumn::seats, 1, 1000);
        if (seats)
            date.seats = *seats;
        else if (text(TableColumn::seats).empty())
            problem(TableColumn::seats, "Die Zahl der Plätze fehlt.");
        date.online_seats = integer(TableColumn::online_seats, 0, 1000).value_or(0);
        if (const auto written = text(TableColumn::venue); !written.empty()) {
            date.venue = venue(written);
        } else if (date.mode != Format::online && date.mode != Format::self_paced) {
            problem(TableColumn::venue, "Der Lernort fehlt. Termine vor Ort und hybride Termine brauchen einen.");
        }
        if (date.mode == Format::online) date.venue.reset();
        if (!text(TableColumn::deadline).empty()) {
            date.booking_deadline = day(TableColumn::deadline).value_or(Date{});
            if (offer_.problems.size() == before && date.booking_deadline > date.first_day)
                problem(TableColumn::deadline, "Der Anmeldeschluss liegt nach dem Beginn.");
        } else if (date.first_day.ok()) {
            date.booking_deadline = std::min(std::max(add_days(date.first_day, -deadline_days_before), vocabulary_.today), date.first_day);
        }
        date.state = folded(text(TableColumn::date_state)) == "ja" ? catalogue::DateState::cancelled : catalogue::DateState::planned;
        if (const auto id = line(TableColumn::date_id, 200); !id.empty()) date.source_id = id;
        if (offer_.problems.size() != before) return;
        content_.dates.push_back(std::move(date));
        offer_.date_venues.emplace_back();
    }

    std::string text(TableColumn column) const {
        const auto* cell = cell_of(column);
        return cell == nullptr ? "" : std::string(trim(cell->text));
    }

    void report_taken() {
        for (const auto& column : table_columns()) {
            if (!text(column.column).empty()) offer_.taken(column.title);
        }
    }

private:
    static std::string_view title(TableColumn column) { return column_info(column).title; }

    const TableCell* cell_of(TableColumn column) const {
        const auto position = positions_[static_cast<std::size_t>(column)];
        return position && *position < row_.cells.size() ? &row_.cells[*position] : nullptr;
    }

    void problem(TableColumn column, std::string message) {
        const int line = offer_.line;
        offer_.line = row_.line;
        offer_.refuse(title(column), std::move(message));
        offer_.line = line;
    }

    std::vector<std::string> parts(TableColumn column, std::string_view separators) {
        const std::string written = text(column);
        const auto marks = std::count_if(written.begin(), written.end(), [&](char c) { return separators.find(c) != std::string_view::npos; });
        if (static_cast<std::size_t>(marks) < parts_max) return parts_of(written, separators);
        problem(column, fmt::format("Hier stehen mehr als {} Einträge. Kürzen Sie die Liste.", parts_max));
        return {};
    }

    std::string line(TableColumn column, std::size_t points) {
        const std::string written = text(column);
        std::string clean = text_line(written);
        if (code_points(clean) > points) {
            problem(column, fmt::format("Der Text ist zu lang. Möglich sind {} Zeichen.", points));
            return "";
        }
        return clean;
    }

    std::string description(TableColumn column) {
        const std::string written = text(column);
        std::string clean = description_text(written);
        if (clean != written) offer_.changed(title(column), "Auszeichnungen, die nicht erlaubt sind, sind entfernt.", written);
        return clean;
    }

    template <class Enum> std::optional<Enum> known_word(std::string_view written, std::span<const Word<Enum>> words) {
        const std::string wanted = folded(written);
        for (const auto& word : words) {
            if (folded(word.word) == wanted || wanted == boost::describe::enum_to_string(word.value, "")) return word.value;
        }
        return std::nullopt;
    }

    template <class Enum> std::string allowed(std::span<const Word<Enum>> words) {
        std::string list;
        for (const auto& word : words) list += (list.empty() ? "" : ", ") + std::string(word.word);
        return list;
    }

    template <class Enum> Enum choice(TableColumn column, std::span<const Word<Enum>> words, Enum otherwise) {
        const std::string written = text(column);
        if (written.empty()) return otherwise;
        if (const auto value = known_word(written, words)) return *value;
        problem(column, fmt::format("„{}“ ist nicht bekannt. Erlaubt sind: {}.", shortened(written, 40), allowed(words)));
        return otherwise;
    }

    template <class Enum> std::vector<Enum> choices(TableColumn column, std::span<const Word<Enum>> words) {
        std::vector<Enum> list;
        for (const auto& part : parts(column, ",;\n")) {
            if (const auto value = known_word(part, words)) {
                if (std::find(list.begin(), list.end(), *value) == list.end()) list.push_back(*value);
            } else {
                problem(column, fmt::format("„{}“ ist nicht bekannt. Erlaubt sind: {}.", shortened(part, 40), allowed(words)));
            }
        }
        std::sort(list.begin(), list.end());
        return list;
    }

    std::optional<std::string> known_slug(const std::vector<Vocabulary::Named>& known, std::string_view written) {
        const std::string wanted = folded(written);
        for (const auto& entry : known) {
            if (entry.slug == wanted || folded(entry.name) == wanted) return entry.slug;
        }
        return std::nullopt;
    }

    std::optional<std::string> slug(TableColumn column, const std::vector<Vocabulary::Named>& known, std::string_view what) {
        const std::string written = text(column);
        if (written.empty()) return std::nullopt;
        auto found = known_slug(known, written);
        if (!found) problem(column, fmt::format("{} „{}“ gibt es nicht. Prüfen Sie die Schreibweise.", what, shortened(written, 60)));
        return found;
    }

    std::vector<std::string> slugs(TableColumn column, const std::vector<Vocabulary::Named>& known, std::string_view what) {
        std::vector<std::string> list;
        const std::string written = text(column);
        if (written.empty()) return list;
        if (auto whole = known_slug(known, written)) return {*whole};  // a name may itself hold a comma
        for (const auto& part : parts(column, ",;\n")) {
            auto found = known_slug(known, part);
            if (!found)
                problem(column, fmt::format("{} „{}“ gibt es nicht. Prüfen Sie die Schreibweise.", what, shortened(part, 60)));
            else if (std::find(list.begin(), list.end(), *found) == list.end())
                list.push_back(*found);
        }
        return list;
    }

    std::vector<catalogue::LevelContent> levels(TableColumn column) {
        std::vector<catalogue::LevelContent> list;
        for (const auto& part : parts(column, ";\n")) {
            const auto mark = part.find_last_of(": ");
            const auto level = mark == std::string::npos ? std::string_view() : trim(std::string_view(part).substr(mark + 1));
            std::string_view name = mark == std::string::npos ? std::string_view(part) : trim(std::string_view(part).substr(0, mark));
            if (name.ends_with(":")) name = trim(name.substr(0, name.size() - 1));
            if (level.size() != 1 || level[0] < '1' || level[0] > '5') {
                problem(column,
                        fmt::format("Hinter „{}“ fehlt die Stufe von 1 bis 5, zum Beispiel „{}: 2“.", shortened(part, 60), shortened(part, 60)));
                continue;
            }
            const std::string wanted = folded(name);
            const auto found = std::find_if(vocabulary_.competences.begin(), vocabulary_.competences.end(),
                                            [&](const auto& c) { return c.slug == wanted || folded(c.name) == wanted; });
            if (found == vocabulary_.competences.end()) {
                problem(column,
                        fmt::format("Die Kompetenz „{}“ gibt es nicht. Die erlaubten stehen im Blatt „Auswahl“ der Vorlage.", shortened(name, 60)));
                continue;
            }
            const catalogue::LevelContent entry{found->slug, level[0] - '0'};
            if (std::find(list.begin(), list.end(), entry) == list.end()) list.push_back(entry);
        }
        return list;
    }

    std::optional<double> number(TableColumn column) {
        const auto* cell = cell_of(column);
        if (cell == nullptr || trim(cell->text).empty()) return std::nullopt;
        if (cell->number) return cell->number;
        const auto amount = parse_price(cell->text);
        return amount ? std::optional(static_cast<double>(amount->value) / 100) : std::nullopt;
    }

    std::optional<int> integer(TableColumn column, int least, int most) {
        if (text(column).empty()) return std::nullopt;
        const auto value = number(column);
        if (!value || *value != std::floor(*value) || *value < least || *value > most) {
            problem(column, fmt::format("Hier wird eine ganze Zahl zwischen {} und {} erwartet.", least, most));
            return std::nullopt;
        }
        return static_cast<int>(*value);
    }

    HalfHours hours(TableColumn column) {
        if (text(column).empty()) return HalfHours{0};
        const auto value = number(column);
        if (!value || *value < 0 || *value > 1000) {
            problem(column, "Hier wird eine Zahl von Stunden zwischen 0 und 1.000 erwartet, zum Beispiel 1,5.");
            return HalfHours{0};
        }
        const auto half = half_hours_of(*value);
        if (static_cast<double>(half.value) != *value * 2) offer_.changed(title(column), "Auf halbe Stunden gerundet.", text(column));
        return half;
    }

    std::optional<Money> price(TableColumn column) {
        if (text(column).empty()) return std::nullopt;
        const auto* cell = cell_of(column);
        const auto cents = cell->number ? price_of_number(*cell->number) : parse_price(cell->text);
        if (!cents) problem(column, "Hier wird ein Betrag in Euro erwartet, zum Beispiel 160,00.");
        return cents;
    }

    std::optional<Date> day(TableColumn column) {
        const auto* cell = cell_of(column);
        std::optional<Date> found;
        if (cell != nullptr && cell->number) {  // a spreadsheet counts days from 1900 (with a leap day that never was) or 1904
            const double serial = *cell->number;
            if (serial >= 60 && serial < 200'000) {
                const std::chrono::sys_days epoch =
                    date_1904_ ? std::chrono::sys_days{std::chrono::year{1904} / 1 / 1} : std::chrono::sys_days{std::chrono::year{1899} / 12 / 30};
                found = Date{epoch + std::chrono::days{static_cast<int>(serial)}};
            }
        } else if (cell != nullptr) {
            if (const auto moment = parse_moment(cell->text)) found = moment->day;
        }
        if (!found) problem(column, "Hier wird ein Tag erwartet, zum Beispiel 31.03.2027.");
        return found;
    }

    std::optional<int> minute(TableColumn column) {
        const auto* cell = cell_of(column);
        std::optional<int> found;
        if (cell != nullptr && cell->number && *cell->number >= 0 && *cell->number < 200'000) {
            const double fraction = *cell->number - std::floor(*cell->number);
            if (*cell->number < 1 || fraction > 0)
                found = static_cast<int>(std::lround(fraction * 24 * 60)) % (24 * 60);
            else if (*cell->number < 24)
                found = static_cast<int>(*cell->number) * 60;
        } else if (cell != nullptr) {
            found = parse_time(cell->text);
        }
        if (!found) problem(column, "Hier wird eine Uhrzeit erwartet, zum Beispiel 9:00.");
        return found;
    }

    std::optional<std::string> venue(const std::string& written) {
        const std::string wanted = folded(written);
        std::vector<std::string> found;
        for (const auto& known : vocabulary_.venues) {
            if (known.slug == wanted) return known.slug;
            if (folded(known.name) == wanted || folded(known.name + ", " + known.place) == wanted) found.push_back(known.slug);
        }
        if (found.size() == 1) return found.front();
        problem(TableColumn::venue, found.empty()
                                        ? fmt::format("Den Lernort „{}“ gibt es nicht. Legen Sie ihn zuerst an.", shortened(written, 60))
                                        : fmt::format("Den Lernort „{}“ gibt es mehrmals. Schreiben Sie „Name, Ort“.", shortened(written, 60)));
        return std::nullopt;
    }

    void read_seals() {
        for (const auto& part : parts(TableColumn::seals, ";\n")) {
            const auto fields = parts_of(part, "|");
            catalogue::SealContent seal{
                fields.empty() ? "" : cut(text_line(fields[0]), 100), fields.size() < 2 ? "" : cut(text_line(fields[1]), 100), {}};
            if (fields.size() < 2 || fields.size() > 3) {
                problem(TableColumn::seals, fmt::format("Schreiben Sie „Name | Aussteller | gültig bis“ statt „{}“.", shortened(part, 60)));
                continue;
            }
            if (fields.size() == 3) {
                const auto until = parse_moment(fields[2]);
                if (!until) {
                    problem(TableColumn::seals, fmt::format("„{}“ ist kein Tag.", shortened(fields[2], 30)));
                    continue;
                }
                seal.valid_until = until->day;
            }
            content_.seals.push_back(std::move(seal));
        }
    }

    const TableRow& row_;
    const Positions& positions_;
    const Vocabulary& vocabulary_;
    bool date_1904_;
    ReadOffer& offer_;
    UnitContent& content_;
};

}  // namespace

ReadResult read_table(const std::vector<TableRow>& rows, const Vocabulary& vocabulary, bool date_1904) {
    ReadResult result;
    result.source_system = "tabelle";
    if (rows.size() < 2) {
        result.refuse(1, "Die Tabelle enthält keine Angebote. Unter der Kopfzeile wird je Angebot eine Zeile erwartet.");
        return result;
    }
    RowReader::Positions positions{};
    const auto& header = rows.front().cells;
    std::vector<bool> used(header.size());
    std::vector<std::string> names;  // folded once: a header of megabytes is a lawful file
    for (const auto& cell : header) {
        std::string name = cell.text.size() > 200 ? "" : folded(cell.text);
        if (name.ends_with("*")) name = folded(name.substr(0, name.find_last_of('*')));
        names.push_back(std::move(name));
    }
    std::string missing;
    for (const auto& column : table_columns()) {
        const std::string wanted = folded(column.title);
        for (std::size_t i = 0; i < header.size(); ++i) {
            if (used[i] || names[i] != wanted) continue;
            positions[static_cast<std::size_t>(column.column)] = i;
            used[i] = true;
            break;
        }
        if (column.required && !positions[static_cast<std::size_t>(column.column)])
            missing += (missing.empty() ? "" : ", ") + std::string(column.title);
    }
    if (!missing.empty()) {
        result.refuse(rows.front().line, fmt::format("In der Kopfzeile fehlen diese Spalten: {}. Nehmen Sie die Vorlage.", missing));
        return result;
    }
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (!used[i] && !trim(header[i].text).empty() && result.file_fields.size() < file_fields_max) {
            result.file_fields.push_back(
                {shortened(header[i].text, 60), FieldOutcome::dropped, "Diese Spalte ist nicht bekannt und wird nicht gelesen.", ""});
        }
    }
    if (rows.size() - 1 > offers_max * 3) {
        result.refuse(1, "Die Tabelle hat mehr als 60.000 Zeilen. Teilen Sie sie auf.");
        return result;
    }
    std::unordered_map<std::string, std::size_t> by_id;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto& row = rows[i];
        ReadOffer fresh;
        fresh.line = row.line;
        fresh.content.source = catalogue::SourceContent{result.source_system, "", ""};
        RowReader fresh_reader(row, positions, vocabulary, date_1904, fresh);
        const std::string id = cut(text_line(fresh_reader.text(TableColumn::id)), 300);
        fresh.content.source->id = id;
        const auto known = by_id.find(id);
        if (!id.empty() && known != by_id.end()) {
            auto& offer = result.offers[known->second];
            RowReader reader(row, positions, vocabulary, date_1904, offer);
            if (!reader.text(TableColumn::title).empty() && text_line(reader.text(TableColumn::title)) != offer.content.title) {
                offer.problems.push_back(
                    {row.line, offer.content.title, "Kennung",
                     fmt::format("Diese Kennung steht schon in Zeile {} mit einem anderen Titel. Jedes Angebot braucht seine eigene.", offer.line)});
                continue;
            }
            if (reader.text(TableColumn::first_day).empty()) {
                offer.problems.push_back({row.line, offer.content.title, "Kennung",
                                          fmt::format("Diese Kennung steht schon in Zeile {}, und ein weiterer Termin fehlt.", offer.line)});
                continue;
            }
            reader.read_date();
            continue;
        }
        if (id.empty()) fresh.refuse("Kennung", "Die Kennung fehlt. Daran wird das Angebot beim nächsten Mal wiedererkannt.");
        fresh_reader.read_description();
        fresh_reader.read_date();
        fresh_reader.report_taken();
        if (!id.empty()) by_id.emplace(id, result.offers.size());
        result.offers.push_back(std::move(fresh));
    }
    return result;
}

}  // namespace kc::exchange
