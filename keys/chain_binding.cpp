// SPDX-License-Identifier: MIT
#include "keys/chain_binding.hpp"

#include <string>

namespace ballast::keys {
namespace {

Status refused(const std::string& what, std::uint64_t chain_id) {
    return fail(Errc::configuration, what + "; this signer is bound to chain " +
                                         std::to_string(chain_id) + ", and nothing was signed");
}

}  // namespace

Status check_chain(const chain::Transaction& transaction, std::uint64_t chain_id) {
    if (transaction.chain_id == chain_id) return {};
    return refused("the transaction is for chain " + std::to_string(transaction.chain_id),
                   chain_id);
}

Status check_chain(const chain::Eip712Document& document, std::uint64_t chain_id) {
    const auto& found = document.domain.chain_id;
    if (!found) return refused("the document names no chain", chain_id);
    if (*found == U256(chain_id)) return {};
    return refused("the document is for chain " + found->to_decimal(), chain_id);
}

}  // namespace ballast::keys
