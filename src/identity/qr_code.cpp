// SPDX-License-Identifier: EUPL-1.2
#include "identity/qr_code.hpp"

#include "base/require.hpp"
#include "identity/totp.hpp"

#include <qrencode.h>

namespace kc::identity {

std::string totp_uri(const storage::Bytes& secret, std::string_view issuer, std::string_view account) {
    return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits=6&period={3}", web::url_part(issuer),
                       web::url_part(account), base32(secret), totp_step_seconds);
}

web::Html qr_code_svg(std::string_view text, std::string_view label) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(QRcode_encodeString8bit(std::string(text).c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
    require(code != nullptr);
    constexpr int quiet_zone = 4;
    const int size = code->width + 2 * quiet_zone;
    std::string path;
    for (int y = 0; y < code->width; ++y) {
        for (int x = 0; x < code->width;) {
            int run = 0;
            while (x + run < code->width && (code->data[y * code->width + x + run] & 1) != 0) ++run;
            if (run > 0) path += fmt::format("M{} {}h{}v1h-{}z", x + quiet_zone, y + quiet_zone, run, run);
            x += std::max(run, 1);
        }
    }
    return {fmt::format(R"(<svg class="kc-qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" width="240" height="240" role="img" )"
                        R"(aria-label="{1}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>)",
                        size, web::escaped(label).text, path)};
}

}  // namespace kc::identity
