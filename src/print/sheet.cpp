// SPDX-License-Identifier: EUPL-1.2
#include "print/sheet.hpp"

#include "base/require.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <stdexcept>

namespace kc::print {
namespace {

constexpr double page_width = 595.28, page_height = 841.89;  // A4
constexpr double margin_side = 56, margin_top = 56, margin_bottom = 64, foot_at = page_height - 44;
constexpr double cell_gap = 8;
constexpr int cell_lines_max = 30;  // a row has to fit on a page; longer text ends in "…"

struct Release {
    void operator()(cairo_t* context) const { cairo_destroy(context); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    void operator()(PangoAttrList* attributes) const { pango_attr_list_unref(attributes); }
};
template <class T> using Owned = std::unique_ptr<T, Release>;

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int size) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), size);
    return CAIRO_STATUS_SUCCESS;
}

Owned<PangoLayout> layout_of(cairo_t* context, std::string_view words, const TextStyle& style, double width, const std::string& language) {
    Owned<PangoLayout> layout(pango_cairo_create_layout(context));
    auto* pango = pango_layout_get_context(layout.get());
    pango_cairo_context_set_resolution(pango, 72);  // pango would count in 1/96 inch
    pango_context_set_language(pango, pango_language_from_string(language.c_str()));
    pango_layout_context_changed(layout.get());
    Owned<PangoFontDescription> font(pango_font_description_new());
    pango_font_description_set_family(font.get(), "Open Sans, DejaVu Sans, sans-serif");
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout.get(), font.get());
    Owned<PangoAttrList> attributes(pango_attr_list_new());
    pango_attr_list_insert(attributes.get(), pango_attr_font_features_new("liga=0, clig=0"));  // text stays as it was when it is copied
    pango_layout_set_attributes(layout.get(), attributes.get());
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(layout.get(), 1.1F);
    // What is not UTF-8 or a NUL becomes a replacement character instead of a broken file.
    const std::unique_ptr<char, decltype(&g_free)> valid(g_utf8_make_valid(words.data(), static_cast<gssize>(words.size())), g_free);
    pango_layout_set_text(layout.get(), valid.get(), -1);
    return layout;
}

double height_of(PangoLayout* layout) {
    int height = 0;
    pango_layout_get_size(layout, nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
}

}  // namespace

struct Sheet::Parts {
    const Document& document;
    int pages_total = 0, page = 1;
    double y = margin_top;
    std::string bytes = {};
    Owned<cairo_surface_t> surface = {};
    Owned<cairo_t> context = {};

    void draw_foot() const {
        const double width = page_width - 2 * margin_side;
        auto put = [&](const std::string& words, PangoAlignment alignment, double share) {
            const auto layout = layout_of(context.get(), words, {.size = 8}, width * share, document.language);
            pango_layout_set_alignment(layout.get(), alignment);
            pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
            cairo_move_to(context.get(), alignment == PANGO_ALIGN_RIGHT ? margin_side + width * (1 - share) : margin_side, foot_at);
            pango_cairo_show_layout(context.get(), layout.get());
        };
        put(document.foot, PANGO_ALIGN_LEFT, 0.78);
        if (document.page_of) put(document.page_of(page, std::max(pages_total, page)), PANGO_ALIGN_RIGHT, 0.2);
    }
};

Sheet::Sheet(const Document& document, int pages_total) : parts_(new Parts{document, pages_total}) {
    parts_->surface.reset(cairo_pdf_surface_create_for_stream(append, &parts_->bytes, page_width, page_height));
    auto* surface = parts_->surface.get();
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document.title.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, document.subject.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "KommunalCampus");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, to_iso(document.made_at).c_str());
    parts_->context.reset(cairo_create(surface));
    cairo_set_line_width(parts_->context.get(), 0.6);
}

Sheet::~Sheet() = default;

double Sheet::width() const { return page_width - 2 * margin_side; }
int Sheet::pages() const { return parts_->page; }

void Sheet::gap(double height) {
    if (parts_->y > margin_top) parts_->y += height;  // not at the top of a page
}

bool Sheet::would_break(double height) const { return parts_->y > margin_top && parts_->y + height > page_height - margin_bottom; }

bool Sheet::need(double height) {
    if (!would_break(height)) return false;
    parts_->draw_foot();
    cairo_show_page(parts_->context.get());
    ++parts_->page;
    parts_->y = margin_top;
    return true;
}

void Sheet::begin(std::string_view tag) {
    if (!tag.empty()) cairo_tag_begin(parts_->context.get(), std::string(tag).c_str(), nullptr);
}

void Sheet::end(std::string_view tag) {
    if (!tag.empty()) cairo_tag_end(parts_->context.get(), std::string(tag).c_str());
}

void Sheet::text(std::string_view words, const TextStyle& style, std::string_view tag, double indent, std::string_view lead) {
    auto* context = parts_->context.get();
    const auto layout = layout_of(context, words, style, width() - indent, parts_->document.language);
    const Owned<PangoLayout> before =
        lead.empty() ? nullptr : layout_of(context, lead, {.size = style.size, .bold = true}, indent, parts_->document.language);
    const double line_height = height_of(layout.get()) / std::max(1, pango_layout_get_line_count(layout.get()));
    need(std::max(line_height, before ? height_of(before.get()) : 0.0));
    begin(tag);
    if (before) {
        cairo_move_to(context, margin_side, parts_->y);
        pango_cairo_show_layout(context, before.get());
    }
    const double below_lead = parts_->y + (before ? height_of(before.get()) : 0.0);
    for (int number = 0; number < pango_layout_get_line_count(layout.get()); ++number) {
        if (number > 0 && would_break(line_height)) {
            end(tag);
            need(line_height);
            begin(tag);
        }
        auto* line = pango_layout_get_line_readonly(layout.get(), number);
        PangoRectangle box;
        pango_layout_line_get_extents(line, nullptr, &box);
        cairo_move_to(context, margin_side + indent, parts_->y + PANGO_ASCENT(box) / static_cast<double>(PANGO_SCALE));
        pango_cairo_show_layout_line(context, line);
        parts_->y += line_height;
    }
    end(tag);
    if (parts_->y < below_lead && parts_->y > margin_top) parts_->y = below_lead;
}

double Sheet::row_height(const std::vector<Cell>& cells, const TextStyle& style) const {
    double highest = 0;
    for (const auto& cell : cells) {
        const auto layout = layout_of(parts_->context.get(), cell.words, style, cell.width - cell_gap, parts_->document.language);
        pango_layout_set_height(layout.get(), -cell_lines_max);
        pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        highest = std::max(highest, height_of(layout.get()));
    }
    return highest + 5;
}

void Sheet::row(const std::vector<Cell>& cells, const TextStyle& style, std::string_view tag) {
    auto* context = parts_->context.get();
    const double height = row_height(cells, style);
    if (!tag.empty()) begin("TR");
    for (const auto& cell : cells) {
        const auto layout = layout_of(context, cell.words, style, cell.width - cell_gap, parts_->document.language);
        pango_layout_set_height(layout.get(), -cell_lines_max);
        pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        if (cell.at_right) pango_layout_set_alignment(layout.get(), PANGO_ALIGN_RIGHT);
        begin(tag);
        cairo_move_to(context, margin_side + cell.left, parts_->y + 2);
        pango_cairo_show_layout(context, layout.get());
        end(tag);
    }
    if (!tag.empty()) end("TR");
    parts_->y += height;
}

void Sheet::line() {
    auto* context = parts_->context.get();
    cairo_move_to(context, margin_side, parts_->y);
    cairo_line_to(context, page_width - margin_side, parts_->y);
    cairo_stroke(context);
}

std::string Sheet::finish() {
    parts_->draw_foot();
    cairo_show_page(parts_->context.get());
    const auto drawn = cairo_status(parts_->context.get());
    parts_->context.reset();
    cairo_surface_finish(parts_->surface.get());
    const auto written = cairo_surface_status(parts_->surface.get());
    for (const auto status : {drawn, written})
        if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(std::string("PDF: ") + cairo_status_to_string(status));
    return std::move(parts_->bytes);
}

}  // namespace kc::print
