// SPDX-License-Identifier: MIT
#include "chain/eip712_json.hpp"
#include "tests/fuzz/property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ballast;
    const auto document = chain::parse_eip712(fuzz::as_text({data, size}));
    if (!document) return 0;
    const auto digest = chain::signing_digest(*document);
    BALLAST_HOLDS(digest.has_value());
    const auto written = chain::eip712_to_json(*document);
    BALLAST_HOLDS(written.has_value());
    const auto again = chain::parse_eip712(write_json(*written));
    BALLAST_HOLDS(again.has_value());
    BALLAST_HOLDS(*chain::eip712_to_json(*again) == *written);
    BALLAST_HOLDS(*chain::signing_digest(*again) == *digest);
    return 0;
}
