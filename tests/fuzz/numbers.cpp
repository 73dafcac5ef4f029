// SPDX-License-Identifier: MIT
// Numbers and hex in text, as RPC answers and documents hold them.
#include "base/json.hpp"
#include "base/u256.hpp"
#include "tests/fuzz/property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ballast;
    const std::string_view text = fuzz::as_text({data, size});
    if (const auto number = U256::from_text(text)) {
        BALLAST_HOLDS(*U256::from_text(number->to_decimal()) == *number);
        BALLAST_HOLDS(*U256::from_text(number->to_quantity()) == *number);
        BALLAST_HOLDS(U256::from_big_endian(number->to_big_endian().view()) == *number);
    }
    if (const auto bytes = from_hex(text)) BALLAST_HOLDS(*from_hex(to_hex(*bytes)) == *bytes);
    if (const auto number = parse_integer(text))
        BALLAST_HOLDS(*parse_integer(std::to_string(*number)) == *number);
    return 0;
}
