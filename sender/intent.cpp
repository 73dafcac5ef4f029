// SPDX-License-Identifier: MIT
#include "sender/intent.hpp"

#include "base/check.hpp"

namespace ballast::sender {

StoredIntent sign_intent(const Hash32& key, const chain::Transaction& transaction,
                         const chain::SecretKey& secret) {
    const chain::SignedTransaction made{transaction, secret.sign(chain::signing_hash(transaction))};
    Bytes raw = chain::encode_signed(made);
    const Hash32 tx_hash = chain::transaction_hash(raw);
    StoredIntent intent{key, transaction.nonce, std::move(raw), tx_hash};
    const auto read = read_intent(intent, secret.address());
    BALLAST_CHECK(read.has_value() && *read == transaction);
    return intent;
}

Result<chain::Transaction> read_intent(const StoredIntent& intent, const chain::Address& signer) {
    const auto damaged = [&](std::string_view reason) {
        return fail(Errc::bad_data, "the stored transaction " + to_hex(intent.tx_hash) +
                                        " is damaged: " + std::string(reason));
    };
    if (chain::transaction_hash(intent.raw) != intent.tx_hash)
        return damaged("its bytes have another hash");
    auto decoded = chain::decode_signed(intent.raw);
    if (!decoded) return damaged(decoded.error().what);
    if (decoded->transaction.nonce != intent.nonce) return damaged("its nonce is another");
    const auto sender = chain::recover_sender(*decoded);
    if (!sender) return damaged(sender.error().what);
    if (*sender != signer) return damaged("it is signed by " + chain::checksum_text(*sender));
    return std::move(decoded->transaction);
}

}  // namespace ballast::sender
