// SPDX-License-Identifier: EUPL-1.2
#include "web/assets.hpp"

#include <stdexcept>

#include <fmt/format.h>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>

namespace kc::web {

Assets Assets::load(const std::filesystem::path& public_files) {
    const auto file = public_files / "manifest.json";
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(fmt::format("{} is missing; bin/build-assets writes it", file.string()));
    std::stringstream text;
    text << in.rdbuf();
    Assets assets;
    assets.directory_ = public_files;
    try {
        const auto manifest = boost::json::parse(text.str());
        for (const auto& [name, address] : manifest.as_object()) assets.addresses_[std::string(name)] = std::string(address.as_string());
    } catch (const std::exception& error) {
        throw std::runtime_error(fmt::format("{} is broken ({}); run bin/build-assets again", file.string(), error.what()));
    }
    return assets;
}

Assets Assets::unhashed() {
    Assets assets;
    assets.unhashed_ = true;
    return assets;
}

std::string Assets::address(std::string_view name) const {
    if (unhashed_) return fmt::format("/assets/{}", name);
    const auto found = addresses_.find(name);
    if (found == addresses_.end()) throw std::runtime_error(fmt::format("public/ has no {}; bin/build-assets builds it", name));
    return found->second;
}

}  // namespace kc::web
