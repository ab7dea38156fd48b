// SPDX-License-Identifier: EUPL-1.2
// Assets: addresses of the files in public/, whose names carry a hash of their content.
// manifest.json, written by bin/build-assets, maps "app.css" to "/assets/app.3f2a91c0.css".
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace kc::web {

class Assets {
public:
    static Assets load(const std::filesystem::path& public_files);  // throws when manifest.json is missing or broken
    static Assets unhashed();                                       // "/assets/<name>" for every name, for tests

    std::string address(std::string_view name) const;  // throws for a name the manifest lacks
    const std::filesystem::path& directory() const { return directory_; }

private:
    std::filesystem::path directory_;
    std::map<std::string, std::string, std::less<>> addresses_;
    bool unhashed_ = false;
};

}  // namespace kc::web
