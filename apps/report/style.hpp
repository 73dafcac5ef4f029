// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace ballast::apps {

/// Returns the report's style sheet: system fonts, light and dark, phone and A4. It loads nothing.
[[nodiscard]] std::string_view style_sheet();

/// Returns the source of `sheet` as a Content-Security-Policy names it.
[[nodiscard]] std::string style_source_of(std::string_view sheet);

/// Returns what a Content-Security-Policy must name for a browser to accept exactly that sheet:
/// "sha256-" and the base64 of its digest (CSP Level 3, section 2.3.1).
[[nodiscard]] std::string style_source();

}  // namespace ballast::apps
