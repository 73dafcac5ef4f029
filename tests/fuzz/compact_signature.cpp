// SPDX-License-Identifier: MIT
// EIP-2098: 64 bytes, and the digest they are said to sign.
#include "chain/signer.hpp"
#include "tests/fuzz/property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ballast;
    const ByteView input(data, size);
    BALLAST_HOLDS(chain::from_compact(input).has_value() == (size == 64));
    if (size < 64) return 0;
    const ByteView head = input.first(64);
    const auto signature = chain::from_compact(head);
    const chain::CompactSignature again = chain::to_compact(*signature);
    BALLAST_HOLDS(std::equal(head.begin(), head.end(), again.bytes.begin()));
    Hash32 digest;
    const ByteView rest = input.subspan(64, std::min<std::size_t>(size - 64, 32));
    std::copy(rest.begin(), rest.end(), digest.bytes.begin());
    const auto signer = chain::recover(digest, *signature);
    if (signer) BALLAST_HOLDS(*chain::recover(digest, *signature) == *signer);
    return 0;
}
