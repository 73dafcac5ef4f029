// SPDX-License-Identifier: MIT
// The keeper's commands, apart from the others for their number.
#pragma once

#include <array>
#include <optional>

#include "apps/command_line.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}  // namespace CLI

namespace ballast::apps {

/// Where the parsed values go. One for each command: each has its own defaults.
struct KeeperOptionSet {
    RunOptions run;
    OnceOptions once;
    std::array<ConfigOptions, 3> config;
    DoctorOptions doctor;
    InitOptions init;
    std::array<FeedsOptions, 4> feeds;
};

/// The subcommands, to be asked which one was given.
struct KeeperCommands {
    const CLI::App* run = nullptr;
    const CLI::App* once = nullptr;
    std::array<const CLI::App*, 3> config{};
    const CLI::App* doctor = nullptr;
    const CLI::App* init = nullptr;
    std::array<const CLI::App*, 4> feeds{};
};

/// Adds run, once, config, doctor, init and feeds. The set outlives the parsing.
[[nodiscard]] KeeperCommands add_keeper_commands(CLI::App& app, KeeperOptionSet& set);

/// Returns what was chosen, if it was one of them.
[[nodiscard]] std::optional<Action> chosen_of(const KeeperCommands& commands,
                                              const KeeperOptionSet& set);

}  // namespace ballast::apps
