// SPDX-License-Identifier: MIT
#include "chain/envelope.hpp"
#include "tests/fuzz/property.hpp"

namespace ballast::chain {
namespace {

bool same(const Bytes& written, ByteView input) {
    return std::equal(written.begin(), written.end(), input.begin(), input.end());
}

void read_signed(ByteView input) {
    const auto envelope = decode_envelope(input);
    if (!envelope) return;
    BALLAST_HOLDS(same(encode_signed(*envelope), input));
    const std::uint64_t chain_id = chain_id_of(envelope->transaction);
    BALLAST_HOLDS(!recover_sender(*envelope, chain_id + 1).has_value());
    static_cast<void>(recover_sender(*envelope, chain_id));
    BALLAST_HOLDS(!decode_any_unsigned(input).has_value());
}

void read_unsigned(ByteView input) {
    const auto transaction = decode_any_unsigned(input);
    if (transaction) BALLAST_HOLDS(same(encode_unsigned(*transaction), input));
}

}  // namespace
}  // namespace ballast::chain

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ballast::ByteView input(data, size);
    ballast::chain::read_signed(input);
    ballast::chain::read_unsigned(input);
    return 0;
}
