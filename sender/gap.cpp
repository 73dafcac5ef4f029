// SPDX-License-Identifier: MIT
#include "sender/gap.hpp"

#include <string>

#include "base/hash.hpp"

namespace ballast::sender {

Result<std::vector<std::uint64_t>> missing_nonces(std::uint64_t chain_nonce,
                                                  const std::vector<TxRecord>& open,
                                                  std::uint64_t most) {
    std::vector<std::uint64_t> missing;
    if (open.empty() || open.back().nonce < chain_nonce) return missing;
    if (open.back().nonce - chain_nonce > most)
        return fail(Errc::failed, "the chain's next nonce is " + std::to_string(chain_nonce) +
                                      ", but nonce " + std::to_string(open.back().nonce) +
                                      " is stored: more than " + std::to_string(most) +
                                      " lie between; is this the right chain and journal?");
    std::uint64_t next = chain_nonce;
    for (const TxRecord& record : open) {
        for (; next < record.nonce; ++next)
            missing.push_back(next);
        if (next == record.nonce) ++next;
    }
    return missing;
}

Hash32 fill_key(std::uint64_t chain_id, const chain::Address& account, std::uint64_t nonce) {
    Bytes parts;
    append(parts, U256(chain_id).to_big_endian().view());
    append(parts, account.view());
    append(parts, U256(nonce).to_big_endian().view());
    return tagged_hash("ballast/fill/1", parts);
}

}  // namespace ballast::sender
