// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "chain/eip712.hpp"
#include "chain/transaction.hpp"
#include "chain/types.hpp"

namespace ballast::keys {

/// Signs for one account. Whatever signs, the signature that comes back is in the lower half and
/// was recovered to address() over the very bytes that were asked for. Errors of both functions:
/// upstream_unavailable (a remote signer does not answer), permission (it refuses), mismatch (it
/// signed something else, or with another key: nothing of its answer is used).
class Signer {
  public:
    Signer() = default;
    Signer(const Signer&) = delete;
    Signer& operator=(const Signer&) = delete;
    virtual ~Signer() = default;

    [[nodiscard]] virtual const chain::Address& address() const = 0;
    /// Returns the raw signed bytes. Errors: also configuration where the transaction's chain id
    /// is not the one this signer is bound to.
    [[nodiscard]] virtual Result<Bytes> sign_transaction(const chain::Transaction& transaction) = 0;
    /// Signs keccak256(0x19 0x01 ‖ domain separator ‖ struct hash) of the document.
    [[nodiscard]] virtual Result<chain::Signature> sign_typed_data(
        const chain::Eip712Document& document) = 0;
};

}  // namespace ballast::keys
