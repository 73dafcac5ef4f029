// SPDX-License-Identifier: MIT
// What both signers refuse before anything is signed.
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "chain/eip712.hpp"
#include "chain/transaction.hpp"

namespace ballast::keys {

/// Errors: configuration where the transaction is of another chain.
[[nodiscard]] Status check_chain(const chain::Transaction& transaction, std::uint64_t chain_id);

/// Errors: configuration where the domain is of another chain, or names none.
[[nodiscard]] Status check_chain(const chain::Eip712Document& document, std::uint64_t chain_id);

}  // namespace ballast::keys
