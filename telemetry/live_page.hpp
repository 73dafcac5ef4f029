// SPDX-License-Identifier: MIT
// The page that people open. It asks /status again and again, and shows what docs/status-format.md
// has.
#pragma once

#include <string_view>

namespace ballast::telemetry {

/// Returns one self-contained HTML document. Lives for ever.
[[nodiscard]] std::string_view live_page();

/// Returns its Content-Security-Policy: its own style and script by their SHA-256, and requests to
/// its own server; nothing else. Lives for ever.
[[nodiscard]] std::string_view live_page_policy();

}  // namespace ballast::telemetry
