// SPDX-License-Identifier: MIT
#include "chain/abi.hpp"
#include "tests/fuzz/property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = ballast::fuzz::as_text({data, size});
    const auto type = ballast::chain::parse_abi_type(text);
    if (!type) return 0;
    BALLAST_HOLDS(ballast::chain::to_text(*type) == text);
    BALLAST_HOLDS(ballast::chain::head_size(*type) <= std::size_t{32} * 65536);
    return 0;
}
