// SPDX-License-Identifier: MIT
// A signature and calldata, with the right selector put before it: guessing that says nothing.
#include "chain/calldata.hpp"

#include "tests/fuzz/property.hpp"

namespace ballast::chain {
namespace {

bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

void show(std::string_view signature, ByteView calldata) {
    const auto text = calldata_text(signature, calldata);
    if (text) BALLAST_HOLDS(is_printable(*text));
}

}  // namespace
}  // namespace ballast::chain

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ballast::chain;
    const auto [arguments, rest] = ballast::fuzz::split({data, size});
    show(arguments, rest);
    const auto type = parse_abi_type(arguments);
    if (!type || type->kind != AbiKind::tuple) return 0;
    const std::string signature = "f" + std::string(arguments);
    const Selector selector = function_selector(signature);
    ballast::Bytes calldata(selector.bytes.begin(), selector.bytes.end());
    ballast::append(calldata, rest);
    show(signature, calldata);
    return 0;
}
