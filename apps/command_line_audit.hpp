// SPDX-License-Identifier: MIT
// The auditor's commands, apart from the others for their number.
#pragma once

#include <array>
#include <optional>

#include "apps/command_line.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}  // namespace CLI

namespace ballast::apps {

/// Where the parsed values go.
struct AuditOptionSet {
    ReplayOptions replay;
    JournalOptions journal;
    std::array<BundleOptions, 3> bundle;
    VerifyOptions verify;
    std::array<CosignOptions, 2> cosign;
};

/// The subcommands, to be asked which one was given.
struct AuditCommands {
    const CLI::App* replay = nullptr;
    const CLI::App* journal = nullptr;
    std::array<const CLI::App*, 3> bundle{};
    const CLI::App* verify = nullptr;
    std::array<const CLI::App*, 2> cosign{};
};

/// Adds replay, journal, bundle, verify and cosign. The set outlives the parsing.
[[nodiscard]] AuditCommands add_audit_commands(CLI::App& app, AuditOptionSet& set);

/// Returns what was chosen, if it was one of them.
[[nodiscard]] std::optional<Action> chosen_of(const AuditCommands& commands,
                                              const AuditOptionSet& set);

}  // namespace ballast::apps
