// SPDX-License-Identifier: EUPL-1.2
#include "exchange/offer_reading.hpp"
#include "tests/fuzz/sound_offers.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/zip_writer.hpp"

namespace kc::fuzz {

using exchange::read_offers;
using exchange::SourceFormat;

void moochub(std::string_view bytes) {
    expect_answered(read_offers(bytes, vocabulary(), {.format = SourceFormat::moochub, .address = "https://kurse.beispiel.example/feed"}));
}

void open_vhs(std::string_view bytes) {
    expect_answered(read_offers(bytes, vocabulary(), {.format = SourceFormat::open_vhs, .address = "https://vhs.beispiel.example/kurse.xml"}));
}

void csv(std::string_view bytes) { expect_answered(read_offers(bytes, vocabulary(), {.format = SourceFormat::csv})); }

void xlsx(std::string_view bytes) { expect_answered(read_offers(bytes, vocabulary(), {.format = SourceFormat::xlsx})); }

// The sheet, then perhaps shared texts, workbook and relations, each after a line of its own that says "---".
void workbook(std::string_view bytes) {
    constexpr std::string_view mark = "\n---\n";
    constexpr std::string_view names[] = {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"};
    constexpr std::string_view usual[] = {"", "",
                                          R"(<workbook xmlns:r="r"><sheets><sheet name="Angebote" sheetId="1" r:id="rId1"/></sheets></workbook>)",
                                          R"(<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>)"};
    tests::ZipWriter zip;
    for (std::size_t i = 0; i < std::size(names); ++i) {
        const auto end = std::min(bytes.find(mark), bytes.size());
        auto part = bytes.substr(0, end);
        bytes.remove_prefix(std::min(end + mark.size(), bytes.size()));
        if (part.empty()) part = usual[i];
        if (!part.empty()) zip.add(std::string(names[i]), part, {.deflate = part.size() > 2000});
    }
    expect_answered(read_offers(zip.finish(), vocabulary(), {.format = SourceFormat::xlsx}));
}

void detection(std::string_view bytes) {
    constexpr std::string_view names[] = {"", "angebote.csv", "kurse.xml", "feed.json", "Mappe.xlsx", "liste.tsv", "bild.png"};
    const auto name = bytes.empty() ? "" : names[static_cast<unsigned char>(bytes.front()) % std::size(names)];
    if (!bytes.empty()) bytes.remove_prefix(1);
    const auto format = exchange::detect_format(bytes, name);
    const auto result = read_offers(bytes, vocabulary(), {.file_name = std::string(name)});
    expect_answered(result);
    expect(!format || result.format == *format || !result.problems.empty(), "read as another format than the one detected");
}

}  // namespace kc::fuzz
