// SPDX-License-Identifier: MIT
#include "base/json.hpp"

#include <nlohmann/json.hpp>

#include "tests/fuzz/property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = ballast::fuzz::as_text({data, size});
    const auto json = ballast::parse_json(text);
    if (!json) return 0;
    // The second opinion refuses numbers that a double cannot hold.
    const auto judged = nlohmann::json::parse(text, nullptr, false);
    BALLAST_HOLDS(!judged.is_discarded() || text.find_first_of("eE") != text.npos || size > 308);
    const std::string canonical = ballast::write_json(*json);
    const auto again = ballast::parse_json(canonical);
    BALLAST_HOLDS(again.has_value() && *again == *json);
    BALLAST_HOLDS(ballast::write_json(*again) == canonical);
    const auto pretty = ballast::parse_json(ballast::write_json_pretty(*json));
    BALLAST_HOLDS(pretty.has_value() && *pretty == *json);
    return 0;
}
