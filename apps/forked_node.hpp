// SPDX-License-Identifier: MIT
// A fork of a live chain on this machine, for a simulation on the target: books/ asks for one, and
// only apps/ starts processes.
#pragma once

#include <filesystem>
#include <string>

#include "books/target_simulation.hpp"

namespace ballast::apps {

/// Returns what starts an anvil that forks the chain behind `url` at a block, its output going to
/// `log`, where the address stands in full; it is stopped when the transport goes. Errors of the
/// call: those of Anvil::fork and rpc::HttpTransport::open.
[[nodiscard]] books::ForkMaker fork_of(std::string url, std::filesystem::path log);

}  // namespace ballast::apps
