// SPDX-License-Identifier: MIT
#include "chain/rlp.hpp"

#include "tests/fuzz/property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ballast::ByteView input(data, size);
    const auto value = ballast::chain::rlp_decode(input);
    if (!value) return 0;
    const ballast::Bytes again = ballast::chain::rlp_encode(*value);
    BALLAST_HOLDS(std::equal(again.begin(), again.end(), input.begin(), input.end()));
    if (value->as_bytes() != nullptr && value->as_integer())
        BALLAST_HOLDS(ballast::chain::Rlp(*value->as_integer()) == *value);
    return 0;
}
