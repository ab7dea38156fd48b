// SPDX-License-Identifier: EUPL-1.2
#include "discovery/offer_map.hpp"

#include "base/text.hpp"

#include <cmath>
#include <numbers>

namespace kc::discovery {

namespace {

constexpr double width = 720, height_max = 640, margin = 40;

// Courses of the two rivers that give the region its shape, a few bends each.
constexpr catalogue::Coordinates rhine[]{{49.05, 8.31}, {49.22, 8.38}, {49.32, 8.46}, {49.39, 8.49}, {49.48, 8.45},
                                         {49.56, 8.42}, {49.63, 8.37}, {49.75, 8.47}, {49.85, 8.36}, {50.00, 8.27}};
constexpr catalogue::Coordinates neckar[]{{49.51, 8.44}, {49.47, 8.61}, {49.41, 8.69}, {49.39, 8.80}, {49.43, 8.90},
                                          {49.46, 8.99}, {49.39, 9.07}, {49.30, 9.15}, {49.14, 9.22}};

struct Box {
    double left, top, right, bottom;
    bool overlaps(const Box& other) const { return left < other.right && other.left < right && top < other.bottom && other.top < bottom; }
};

class Projection {
public:
    Projection(const std::vector<MapPoint>& points, const std::optional<catalogue::Coordinates>& origin) {
        catalogue::Coordinates least{90, 180}, most{-90, -180};
        const auto take = [&](catalogue::Coordinates at) {
            least = {std::min(least.latitude, at.latitude), std::min(least.longitude, at.longitude)};
            most = {std::max(most.latitude, at.latitude), std::max(most.longitude, at.longitude)};
        };
        for (const auto& point : points) take(point.at);
        if (origin) take(*origin);
        if (least.latitude > most.latitude) least = most = {49.4, 8.7};
        const double narrow = std::cos((least.latitude + most.latitude) / 2 * std::numbers::pi / 180);  // a degree of longitude is shorter
        const double wide = std::max(0.05, (most.longitude - least.longitude) * narrow), tall = std::max(0.05, most.latitude - least.latitude);
        scale_ = std::min((width - 2 * margin) / wide, (height_max - 2 * margin) / tall);
        height_ = tall * scale_ + 2 * margin;
        left_ = least.longitude - ((width - 2 * margin) / scale_ - (most.longitude - least.longitude) * narrow) / 2 / narrow;
        top_ = most.latitude + (tall - (most.latitude - least.latitude)) / 2;
        narrow_ = narrow;
    }
    double x(catalogue::Coordinates at) const { return margin + (at.longitude - left_) * narrow_ * scale_; }
    double y(catalogue::Coordinates at) const { return margin + (top_ - at.latitude) * scale_; }
    double height() const { return height_; }

private:
    double scale_ = 1, left_ = 0, top_ = 0, narrow_ = 1, height_ = 0;
};

void add_river(std::string& svg, const Projection& projection, std::span<const catalogue::Coordinates> course) {
    svg += "<polyline class=\"kc-map__river\" points=\"";
    for (const auto& bend : course) svg += fmt::format("{:.0f},{:.0f} ", projection.x(bend), projection.y(bend));
    svg += "\"/>";
}

}  // namespace

web::Html draw_map(std::vector<MapPoint> points, std::optional<catalogue::Coordinates> origin) {
    std::stable_sort(points.begin(), points.end(), [](const MapPoint& a, const MapPoint& b) { return a.hits > b.hits; });
    const Projection projection(points, origin);
    std::string svg = fmt::format("<svg class=\"kc-map\" viewBox=\"0 0 {:.0f} {:.0f}\" aria-hidden=\"true\">", width, projection.height());
    add_river(svg, projection, rhine);
    add_river(svg, projection, neckar);
    const double most = points.empty() ? 1 : static_cast<double>(std::max<std::int64_t>(1, points.front().hits));
    std::vector<Box> taken;
    std::string labels;
    for (const auto& point : points) {
        const double x = projection.x(point.at), y = projection.y(point.at);
        const double radius = 5 + 15 * std::sqrt(static_cast<double>(point.hits) / most);
        svg += fmt::format("<circle cx=\"{:.0f}\" cy=\"{:.0f}\" r=\"{:.0f}\"/>", x, y, radius);
        taken.push_back({x - radius, y - radius, x + radius, y + radius});
    }
    std::size_t own = 0;
    for (const auto& point : points) {
        const double x = projection.x(point.at), y = projection.y(point.at);
        const Box circle = taken[own++];
        const double wide = 8.0 * static_cast<double>(code_points(point.name)) + 26;
        const double reach = (circle.right - circle.left) / 2 + 5;
        struct Label {
            double left, middle;
            const char* anchor;
        };
        // To the right, to the left, below, above: the first that covers nothing.
        for (const auto& [left, middle, anchor] : {Label{x + reach, y, "start"}, Label{x - reach - wide, y, "end"},
                                                   Label{x - wide / 2, y + reach + 8, "middle"}, Label{x - wide / 2, y - reach - 8, "middle"}}) {
            const Box box{left, middle - 11, left + wide, middle + 11};
            if (box.left < 0 || box.right > width || box.top < 0 || box.bottom > projection.height()) continue;
            if (std::any_of(taken.begin(), taken.end(), [&](const Box& other) { return box.overlaps(other); })) continue;
            const double at = anchor[0] == 's' ? box.left : anchor[0] == 'e' ? box.right : x;
            labels += fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"{}\">", at, middle + 5, anchor);
            web::append_escaped(labels, point.name);
            labels += fmt::format(" {}</text>", point.hits);
            taken.push_back(box);
            break;
        }
    }
    if (origin) {
        svg += fmt::format("<path class=\"kc-map__origin\" d=\"M{0:.0f} {1:.0f}m-8 8 8-16 8 16z\"/>", projection.x(*origin), projection.y(*origin));
    }
    return {svg + labels + "</svg>"};
}

OfferMap offer_map(const OfferState& state, const SearchQuery& query, const Findings& findings) {
    OfferMap map;
    std::vector<MapPoint> points;
    for (const auto& place : state.catalogue->places()) {
        const auto number = state.vocabulary->places.find(place.slug);
        const auto hits = number && *number < findings.answer.place_counts.size() ? findings.answer.place_counts[*number] : 0U;
        if (hits == 0) continue;
        points.push_back({place.name, catalogue::coordinates_of(place), hits});
        auto narrowed = query;
        narrowed.place = place.slug;
        narrowed.radius = 1;
        narrowed.view = OfferView::list;
        narrowed.page = 1;
        map.places.push_back({place.name, offers_path(narrowed), hits, {}});
        if (!findings.origin) continue;
        const auto way = catalogue::estimate_travel(*findings.origin, catalogue::coordinates_of(place));
        if (way.kilometres > 0) map.places.back().way = way;
    }
    std::stable_sort(map.places.begin(), map.places.end(), [](const MapPlace& a, const MapPlace& b) { return a.hits > b.hits; });
    map.picture = draw_map(std::move(points), findings.origin);
    return map;
}

}  // namespace kc::discovery
