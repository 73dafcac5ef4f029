// SPDX-License-Identifier: MIT
#include "keys/local_signer.hpp"

#include <utility>

#include "keys/chain_binding.hpp"

namespace ballast::keys {

Result<chain::Unchecked<Bytes>> LocalSigner::sign_transaction_unchecked(
    const chain::Transaction& transaction) const {
    if (auto ours = check_chain(transaction, chain_id_); !ours) return fail(ours.error());
    chain::EncodedTransaction encoded(transaction);
    return key_.sign_unchecked(encoded.signing_hash()).then([&](const chain::Signature& signature) {
        return std::move(encoded).signed_bytes(signature);
    });
}

Result<chain::Unchecked<chain::Signature>> LocalSigner::sign_typed_data_unchecked(
    const chain::Eip712Document& document) const {
    if (auto ours = check_chain(document, chain_id_); !ours) return fail(ours.error());
    const auto digest = chain::signing_digest(document);
    if (!digest) return fail(digest.error());
    return key_.sign_unchecked(*digest);
}

Result<Bytes> LocalSigner::sign_transaction(const chain::Transaction& transaction) {
    auto made = sign_transaction_unchecked(transaction);
    if (!made) return fail(made.error());
    return std::move(*made).check();
}

Result<chain::Signature> LocalSigner::sign_typed_data(const chain::Eip712Document& document) {
    auto made = sign_typed_data_unchecked(document);
    if (!made) return fail(made.error());
    return std::move(*made).check();
}

}  // namespace ballast::keys
