// SPDX-License-Identifier: MIT
#include "telemetry/live_page.hpp"

#include <algorithm>
#include <string>

#include "base/hash.hpp"
#include "telemetry/live/sources.hpp"

namespace ballast::telemetry {
namespace {

/// RFC 4648 section 4.
std::string base64(ByteView bytes) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = (group << 8U) | (k < have ? bytes[i + k] : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            out += k <= have ? kAlphabet[(group >> (18U - 6U * k)) & 63U] : '=';
    }
    return out;
}

/// Content Security Policy Level 3, section 2.3.1: over exactly what stands between the tags.
std::string source_of(std::string_view text) {
    return "'sha256-" + base64(sha256(as_bytes(text)).view()) + "'";
}

std::string made() {
    std::string page(kPage);
    for (const auto& [mark, source] :
         {std::pair<std::string_view, std::string_view>("<style></style>", kStyle),
          {"<script></script>", kScript}}) {
        const std::size_t end = mark.find("</");
        page.insert(page.find(mark) + end, source);
    }
    return page;
}

}  // namespace

std::string_view live_page() {
    static const std::string kMade = made();
    return kMade;
}

std::string_view live_page_policy() {
    static const std::string kPolicy =
        "default-src 'none'; style-src " + source_of(kStyle) + "; script-src " +
        source_of(kScript) +
        "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'";
    return kPolicy;
}

}  // namespace ballast::telemetry
