// SPDX-License-Identifier: MIT
// Two small senders whose verdict is known: so that the simulator is seen to acquit and to catch.
#pragma once

#include "tests/support/sim_keeper.hpp"

namespace ballast::test {

/// Stores, then sends. Pays whatever it takes, replaces and cancels nothing.
[[nodiscard]] std::unique_ptr<Outbox> make_store_then_send(const OutboxParts& parts);

/// Sends, then stores: who dies in between sends again under the next nonce.
[[nodiscard]] std::unique_ptr<Outbox> make_send_then_store(const OutboxParts& parts);

}  // namespace ballast::test
