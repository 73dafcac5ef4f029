// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/sim_keeper.hpp"

namespace ballast::test {

/// The sender that ships, with its shipped policy.
[[nodiscard]] std::unique_ptr<Outbox> make_sender(const OutboxParts& parts);

}  // namespace ballast::test
