// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/rich_text.hpp"
#include "catalogue/rich_text_html.hpp"
#include "tests/support/cpu_time.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace kc::catalogue;

namespace {

std::string shown(std::string_view text) { return rendered(sanitised(text)).text; }

std::string repeated(std::string_view part, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += part;
    return out;
}

}  // namespace

TEST_CASE("text with signs becomes paragraphs, lists, bold, italic and links") {
    CHECK(shown("Guten Tag") == "<p>Guten Tag</p>");
    CHECK(shown("Eins\nzwei\n\nDrei") == "<p>Eins<br>zwei</p><p>Drei</p>");
    CHECK(shown("Sie üben:\n- Fragen\n- Zuhören") == "<p>Sie üben:</p><ul><li>Fragen</li><li>Zuhören</li></ul>");
    CHECK(shown("1. Lesen\n2. Üben") == "<ol><li>Lesen</li><li>Üben</li></ol>");
    CHECK(shown("Das ist **sehr wichtig** und *neu*.") == "<p>Das ist <strong>sehr wichtig</strong> und <em>neu</em>.</p>");
    CHECK(shown("[Mehr dazu](https://example.org/a?b=1&c=2)") == "<p><a href=\"https://example.org/a?b=1&amp;c=2\">Mehr dazu</a></p>");
    CHECK(shown("Preise < 5 € & mehr, 3 * 4 * 5") == "<p>Preise &lt; 5 € &amp; mehr, 3 * 4 * 5</p>");
    CHECK(shown("") == "");
    CHECK(shown(" \r\n ") == "");
}

TEST_CASE("HTML is reduced to the allowed elements, and stays the same when it is reduced again") {
    CHECK(sanitised("<p>Guten <b>Tag</b></p>") == "<p>Guten <strong>Tag</strong></p>");
    CHECK(sanitised("<h2>Inhalt</h2><div>Text<br>mehr</div>") == "<p><strong>Inhalt</strong></p><p>Text<br>mehr</p>");
    CHECK(sanitised("<ul><li>eins<ul><li>zwei</li></ul></li></ul>") == "<ul><li>eins</li><li>zwei</li></ul>");
    CHECK(sanitised("<ol><li><p>eins</p></li></ol>danach") == "<ol><li>eins</li></ol><p>danach</p>");
    CHECK(sanitised("<i>a <p>b</p> c</i>") == "<p><em>a</em></p><p><em>b</em></p><p><em>c</em></p>");
    CHECK(sanitised("Recht &amp; Technik&nbsp;heute") == "<p>Recht &amp; Technik\u00A0heute</p>");
    CHECK(sanitised("<a href=\"https://example.org\">dort</a>") == "<p><a href=\"https://example.org\">dort</a></p>");
    CHECK(sanitised("<p></p><br>") == "");
    for (const std::string_view html : {"<p>Guten <b>Tag</b></p>", "<ul><li>a<li>b</ul>", "<i>a <p>b</p> c</i>", "x<table><tr><td>a<td>b</table>y",
                                        "<a href='https://a.example/?x=%22&y=1'>q</a>", "<p>Ende <br> <br> </p>", "<b>a <br></b> <br>"}) {
        CAPTURE(html);
        const auto once = sanitised(html);
        CHECK(is_reduced_html(once));
        CHECK(sanitised(once) == once);
        CHECK(rendered(once).text == once);
    }
}

TEST_CASE("plain text and the text for editing lose nothing of the words") {
    const std::string stored =
        "<p>Guten <strong>Tag</strong></p><ul><li>A &amp; B</li><li><a href=\"https://a.example/x\">dort</a></li></ul><p>Ende</p>";
    CHECK(plain_text(stored) == "Guten Tag\nA & B\ndort\nEnde");
    CHECK(editable(stored) == "Guten **Tag**\n\n- A & B\n- [dort](https://a.example/x)\n\nEnde");
    CHECK(rendered(editable(stored)).text == stored);
    CHECK(plain_text("Ein **Wort**\n- [dort](https://a.example/x)") == "Ein Wort\ndort");
    CHECK(editable("Ein **Wort**") == "Ein **Wort**");
}

TEST_CASE("characters that hide or turn a text are left out, also when they are written as references") {
    CHECK(sanitised("<p>a&#19;b&#x81;c</p>") == "<p>abc</p>");
    CHECK(sanitised("<p>a&#x202e;b\u2066c&#127;</p>") == "<p>abc</p>");
    CHECK_FALSE(is_reduced_html("<p>a\u202eb</p>"));
    CHECK_FALSE(is_reduced_html("<p>a\x01</p>"));
    CHECK(rendered("<p>a\u202eb\x01</p>").text == "<p>ab</p>");
}

TEST_CASE("a text of thousands of marks that nothing closes is read in time") {
    const auto begin = kc::test::thread_cpu_time();
    for (const std::string_view mark : {"*a ", "**a ", "[", "[a](", "[a](b", "*[", "*a **b "}) {
        CAPTURE(mark);
        const auto text = sanitised(repeated(mark, static_cast<int>(rich_text_bytes_max / mark.size())));
        CHECK(rendered(text).text.size() > text.size());
        CHECK_FALSE(plain_text(text).empty());
    }
    CHECK(kc::test::thread_cpu_time() - begin < std::chrono::seconds(5));
}

TEST_CASE("no description carries script, style, form or foreign address into a page") {
    const std::vector<std::string> hostile{
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext></mtext><script>alert(1)</script></math>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\" java\tscript:alert(1)\">x</a>",
        "<a href=\"java&#x0A;script:alert(1)\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<a href=\"vbscript:msgbox(1)\">x</a>",
        "<a href=\"http://example.org\">x</a>",
        "<a href=\"//evil.example\">x</a>",
        "<a href='https://a.example/\" onmouseover=\"alert(1)'>x</a>",
        "<a href=https://good.example@evil.example/>x</a>",
        "<a href=\"https://a.example\" onclick=\"alert(1)\" style=\"position:fixed\" target=_top>x</a>",
        "<p style=\"background:url(javascript:alert(1))\" class=kern-btn id=main onclick=alert(1)>x</p>",
        "<style>@import 'https://evil.example/x.css';</style>",
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
        "<base href=https://evil.example/>",
        "<form action=https://evil.example><input name=password><button>ok</button></form>",
        "<object data=x.swf></object><embed src=x.swf>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<textarea><script>alert(1)</script></textarea>",
        "<title><script>alert(1)</script></title>",
        "<xmp><script>alert(1)</script></xmp>",
        "<plaintext><script>alert(1)</script>",
        "<template><script>alert(1)</script></template>",
        "<select><option><script>alert(1)</script></select>",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<<script>alert(1);//<</script>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "&lt;img src=x onerror=alert(1)&gt;",
        "<p><!-- --!><img src=x onerror=alert(1)> --></p>",
        "<table><tr><td><script>alert(1)</script></td></tr></table>",
        "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
        "<details open ontoggle=alert(1)>x</details>",
        "<marquee onstart=alert(1)>x</marquee>",
        "<isindex type=image src=1 onerror=alert(1)>",
        "<x onclick=alert(1)>x</x>",
        "[x](javascript:alert(1))",
        "[x](https://a.example/\"onmouseover=alert(1))",
        "[<script>alert(1)</script>](https://a.example)",
        "**<script>alert(1)</script>**",
        "- <img src=x onerror=alert(1)>",
        "<p>x</p><p onclick=alert(1)>",
        std::string("<scr\0ipt>alert(1)</script>", 26),
        "\xC0\xBCscript\xC0\xBE"
        "alert(1)",
        "<p>x\xE2\x80\xAE"
        "tpircs</p>",
        "<a href=\"&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)\">x</a>",
    };
    CHECK(hostile.size() >= 40);
    for (const auto& text : hostile) {
        CAPTURE(text);
        // Both ways into a page: stored through sanitised(), or written into the database by somebody else.
        for (const auto& html : {shown(text), rendered(text).text, rendered("<p>" + text).text, rendered("<ul><li>" + text + "</ul>").text}) {
            CAPTURE(html);
            CHECK((html.empty() || is_reduced_html(html)));
            // What is left between the tags is escaped, so these can only be tags.
            for (const std::string_view bad : {"<script", "<img", "<svg", "<iframe", "<style", "<form", "<input", "<meta", "<base",
                                               "href=\"http:", "href=\"java", "href=\"data", "href=\"//", "<p ", "<li ", "\" on", "\xE2\x80\xAE"}) {
                CHECK(html.find(bad) == std::string::npos);
            }
        }
    }
}

TEST_CASE("markup nested beyond reason loses its tags before it is parsed, and long text is cut between characters") {
    for (const std::string_view tag : {"<b>", "<div>", "<ul><li>", "<a href=https://a.example>", "<table>", "<font>"}) {
        const auto text = repeated(tag, 8000) + "Ende";
        CAPTURE(tag);
        CHECK_FALSE(is_bounded_html(text));
        const auto begin = kc::test::thread_cpu_time();
        const auto stored = sanitised(text);
        CHECK(kc::test::thread_cpu_time() - begin < std::chrono::seconds(2));
        CHECK(stored.find('<') == std::string::npos);
    }
    CHECK(sanitised(repeated("<b>x</b> ", 1500)).find("<strong>") != std::string::npos);
    const auto cut = sanitised(repeated("ä", 40'000));
    CHECK(cut.size() <= rich_text_bytes_max);
    CHECK(cut.size() % 2 == 0);
    CHECK(sanitised("a\x01\x02\r\nb\xFF") == "a\nb");
}

TEST_CASE("only https addresses that stay within their attribute are links") {
    CHECK(safe_address("https://example.org") == "https://example.org");
    CHECK(safe_address("HTTPS://Example.org/ä") == "https://Example.org/%C3%A4");
    CHECK(safe_address("https://") == "");
    CHECK(safe_address("https:///x.example") == "");
    CHECK(safe_address("https://a.example/ b") == "");
    CHECK(safe_address("mailto:a@example.org") == "");
    CHECK(safe_address("https://a.example/" + std::string(2000, 'x')) == "");
}

TEST_CASE("stored markup that is not UTF-8 loses the bytes that are no letters, on pages and in exports") {
    CHECK(rendered("<p>a\x92</p>").text == "<p>a</p>");
    CHECK(plain_text("<p>a\x92</p>") == "a");
    CHECK(editable("<p>a\x92</p>").find('\x92') == std::string::npos);
}
