// SPDX-License-Identifier: MIT
#include "base/json.hpp"

#include "tests/fuzz/property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto json = ballast::parse_json(ballast::fuzz::as_text({data, size}));
    if (!json) return 0;
    const std::string canonical = ballast::write_json(*json);
    const auto again = ballast::parse_json(canonical);
    BALLAST_HOLDS(again.has_value() && *again == *json);
    BALLAST_HOLDS(ballast::write_json(*again) == canonical);
    const auto pretty = ballast::parse_json(ballast::write_json_pretty(*json));
    BALLAST_HOLDS(pretty.has_value() && *pretty == *json);
    return 0;
}
