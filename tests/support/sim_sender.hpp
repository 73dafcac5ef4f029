// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/sim_keeper.hpp"

namespace ballast::test {

/// The sender that ships, with its shipped policy.
[[nodiscard]] std::unique_ptr<Outbox> make_sender(const OutboxParts& parts);

/// The same with a routine cap of 8 gwei, which the market of a simulation often leaves behind.
[[nodiscard]] std::unique_ptr<Outbox> make_capped_sender(const OutboxParts& parts);

}  // namespace ballast::test
