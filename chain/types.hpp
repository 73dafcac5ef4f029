// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace ballast::chain {

/// An account or contract: the last 20 bytes of keccak256 of its public key or creation.
using Address = FixedBytes<20, struct AddressTag>;

/// An ECDSA signature over secp256k1 from which the signer can be recovered.
struct Signature {
    Hash32 r;
    Hash32 s;
    /// 0 or 1: which of the two points with abscissa r it was.
    std::uint8_t y_parity = 0;
    bool operator==(const Signature&) const = default;
};

/// Takes exactly 20 bytes. Errors: bad_data.
[[nodiscard]] Result<Address> address_from_bytes(ByteView bytes);

/// Reads 0x and 40 hex digits. Text in one case carries no checksum; text in mixed case must have
/// the right one (EIP-55). Errors: bad_data.
[[nodiscard]] Result<Address> parse_address(std::string_view text);

/// Returns the address with its checksum in the case of its digits (EIP-55).
[[nodiscard]] std::string checksum_text(const Address& address);

}  // namespace ballast::chain
