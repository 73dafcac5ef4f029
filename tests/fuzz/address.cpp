// SPDX-License-Identifier: MIT
#include "chain/types.hpp"
#include "tests/fuzz/property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ballast;
    const ByteView input(data, size);
    const std::string_view text = fuzz::as_text(input);
    if (const auto address = chain::parse_address(text)) {
        BALLAST_HOLDS(to_hex(*address) == to_hex(*from_hex(text)));
        BALLAST_HOLDS(*chain::parse_address(chain::checksum_text(*address)) == *address);
    }
    if (const auto address = chain::address_from_bytes(input)) {
        // Any letter in the other case breaks the checksum, unless all letters share one case.
        const std::string written = chain::checksum_text(*address);
        BALLAST_HOLDS(*chain::parse_address(written) == *address);
    }
    return 0;
}
