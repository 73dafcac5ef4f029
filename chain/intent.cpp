// SPDX-License-Identifier: MIT
#include "chain/intent.hpp"

#include "base/check.hpp"

namespace ballast::chain {

StoredIntent sign_intent(const Hash32& key, const Transaction& transaction,
                         const SecretKey& secret) {
    const SignedTransaction made{transaction, secret.sign(signing_hash(transaction))};
    Bytes raw = encode_signed(made);
    const Hash32 tx_hash = transaction_hash(raw);
    StoredIntent intent{key, transaction.nonce, std::move(raw), tx_hash};
    const auto read = read_intent(intent, secret.address());
    BALLAST_CHECK(read.has_value() && *read == transaction);
    return intent;
}

Result<Transaction> read_intent(const StoredIntent& intent, const Address& signer) {
    const auto damaged = [&](std::string_view reason) {
        return fail(Errc::bad_data, "the stored transaction " + to_hex(intent.tx_hash) +
                                        " is damaged: " + std::string(reason));
    };
    if (transaction_hash(intent.raw) != intent.tx_hash)
        return damaged("its bytes have another hash");
    auto decoded = decode_signed(intent.raw);
    if (!decoded) return damaged(decoded.error().what);
    if (decoded->transaction.nonce != intent.nonce) return damaged("its nonce is another");
    const auto sender = recover_sender(*decoded);
    if (!sender) return damaged(sender.error().what);
    if (*sender != signer) return damaged("it is signed by " + checksum_text(*sender));
    return std::move(decoded->transaction);
}

}  // namespace ballast::chain
