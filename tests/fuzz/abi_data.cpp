// SPDX-License-Identifier: MIT
// A type's text and data; without a type, some types that have it all.
#include "chain/abi.hpp"
#include "tests/fuzz/property.hpp"

namespace ballast::chain {
namespace {

void read(const AbiType& type, ByteView data) {
    if (type.kind != AbiKind::tuple) return;
    const auto value = abi_decode(type, data);
    if (!value) return;
    const auto encoded = abi_encode(type, *value);
    BALLAST_HOLDS(encoded.has_value());
    BALLAST_HOLDS(encoded->size() <= data.size() + 31);
    const auto again = abi_decode(type, *encoded);
    BALLAST_HOLDS(again.has_value() && *again == *value);
}

}  // namespace
}  // namespace ballast::chain

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ballast::chain;
    const auto [text, rest] = ballast::fuzz::split({data, size});
    if (const auto type = parse_abi_type(text)) read(*type, rest);
    for (const char* fixed :
         {"(uint8,int16,bool,address,bytes4,function)", "(bytes,string,uint8[])",
          "((uint8[],(string,bool)[2])[],()[9],string[0][])"})
        read(*parse_abi_type(fixed), rest);
    return 0;
}
