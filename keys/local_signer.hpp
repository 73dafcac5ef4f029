// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "chain/signer.hpp"
#include "chain/unchecked.hpp"
#include "keys/signer.hpp"

namespace ballast::keys {

/// Signs with a key of this process, for one chain. Errors of all functions: configuration where
/// the transaction or the document's domain is not of that chain (a document without a chain id is
/// of none), before anything is signed; bad_data where the document contradicts its types; our_bug
/// where the signature does not recover to address().
class LocalSigner final : public Signer {
  public:
    LocalSigner(chain::SecretKey key, std::uint64_t chain_id)
        : key_(std::move(key)), chain_id_(chain_id) {}

    [[nodiscard]] const chain::Address& address() const override { return key_.address(); }
    [[nodiscard]] Result<Bytes> sign_transaction(const chain::Transaction& transaction) override;
    [[nodiscard]] Result<chain::Signature> sign_typed_data(
        const chain::Eip712Document& document) override;

    /// The same, with the recovery left to check(): see docs/decisions/0018.
    [[nodiscard]] Result<chain::Unchecked<Bytes>> sign_transaction_unchecked(
        const chain::Transaction& transaction) const;
    [[nodiscard]] Result<chain::Unchecked<chain::Signature>> sign_typed_data_unchecked(
        const chain::Eip712Document& document) const;

  private:
    chain::SecretKey key_;
    std::uint64_t chain_id_;
};

}  // namespace ballast::keys
