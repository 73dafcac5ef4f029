// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "keys/signer.hpp"
#include "rpc/node.hpp"
#include "rpc/transport.hpp"

namespace ballast::keys {

/// Which program signs; they differ in names and in how typed data is passed.
enum class RemoteKind {
    web3signer,  ///< eth_signTransaction, eth_signTypedData with the document as a string
    clef,        ///< account_signTransaction, account_signTypedData with the document as an object
};

/// Asks another program for signatures, and believes none of its answers: a transaction that comes
/// back must be the one that was asked for in every field, a signature must be in the lower half
/// and recover to the account. Bound to one chain as LocalSigner is. Errors beside those of Signer:
/// configuration as LocalSigner; bad_data where the document contradicts its types.
class RemoteSigner final : public Signer {
  public:
    /// Keeps the reference. The transport's deadline is the signer's: a person at clef needs longer
    /// than a node.
    RemoteSigner(rpc::Transport& transport, RemoteKind kind, const chain::Address& address,
                 std::uint64_t chain_id)
        : node_(transport),
          name_(transport.name()),
          kind_(kind),
          address_(address),
          chain_id_(chain_id) {}

    [[nodiscard]] const chain::Address& address() const override { return address_; }
    [[nodiscard]] Result<Bytes> sign_transaction(const chain::Transaction& transaction) override;
    [[nodiscard]] Result<chain::Signature> sign_typed_data(
        const chain::Eip712Document& document) override;

  private:
    [[nodiscard]] Result<Json> ask(std::string_view method, JsonArray params);
    [[nodiscard]] tl::unexpected<Error> refuse(const std::string& reason) const;

    rpc::Node node_;
    std::string name_;
    RemoteKind kind_;
    chain::Address address_;
    std::uint64_t chain_id_;
};

}  // namespace ballast::keys
