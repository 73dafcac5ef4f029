// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "base/check.hpp"
#include "chain/signer.hpp"
#include "keys/signer.hpp"

namespace ballast::sender::test {

/// Signs with a key in memory and keeps what it signed.
class TestSigner final : public keys::Signer {
  public:
    explicit TestSigner(std::uint8_t name) : key_(*chain::SecretKey::from_bytes(Bytes(32, name))) {}

    [[nodiscard]] const chain::Address& address() const override { return key_.address(); }
    [[nodiscard]] Result<Bytes> sign_transaction(const chain::Transaction& transaction) override {
        if (unreachable) return fail(Errc::upstream_unavailable, "the signer is away");
        chain::Transaction signs = transaction;
        if (alters) signs.gas_limit += 1;
        signed_.push_back(signs);
        return chain::encode_signed({signs, key_.sign(chain::signing_hash(signs))});
    }
    [[nodiscard]] Result<chain::Signature> sign_typed_data(const chain::Eip712Document&) override {
        return fail(Errc::permission, "a sender signs transactions");
    }

    [[nodiscard]] const std::vector<chain::Transaction>& signed_ones() const { return signed_; }

    bool unreachable = false;
    /// Signs something else than what it was asked for.
    bool alters = false;

  private:
    chain::SecretKey key_;
    std::vector<chain::Transaction> signed_;
};

}  // namespace ballast::sender::test
