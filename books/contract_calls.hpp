// SPDX-License-Identifier: MIT
// Calls of view functions, and their answers as words.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/u256.hpp"
#include "chain/abi.hpp"
#include "rpc/types.hpp"

namespace ballast::books {

/// Returns the message. Requires a canonical signature and arguments that fit it.
[[nodiscard]] rpc::CallMessage message_to(const chain::Address& to, std::string_view signature,
                                          const std::vector<chain::AbiValue>& arguments = {});

/// Returns the first `count` words of an answer. Errors: bad_data where it is shorter, or reverted.
[[nodiscard]] Result<std::vector<U256>> words_of(const rpc::CallOutcome& outcome,
                                                 std::size_t count);

/// Returns the only word, which is under 2^`bits`. Requires bits <= 256. Errors: bad_data.
[[nodiscard]] Result<U256> word_of(const rpc::CallOutcome& outcome, unsigned bits = 256);

/// Returns the address in a word. Errors: bad_data where it has more than 160 bits.
[[nodiscard]] Result<chain::Address> address_in(const U256& word);

/// Returns whether `value` is under 2^bits.
[[nodiscard]] bool fits(const U256& value, unsigned bits);

/// Returns the `width` bits of `word` from bit `from` on. Requires width <= 64.
[[nodiscard]] std::uint64_t bits_of(const U256& word, unsigned from, unsigned width);

}  // namespace ballast::books
