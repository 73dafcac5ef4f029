// SPDX-License-Identifier: MIT
// Every setting there is, with its default: what `ballast config schema` and `show` tell.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "keeper/configuration.hpp"

namespace ballast::keeper {

/// One setting. A part `*` of the path stands for a name that the operator chooses.
struct Setting {
    std::string_view path;       ///< "chain.*.quorum"
    std::string_view kind;       ///< "integer", "text", "path", "address", "table"
    std::string_view otherwise;  ///< its default as the document writes it; empty: none
    bool required = false;
    std::string_view variable;  ///< of the environment, where one counts before the document
    std::string_view about;     ///< one sentence with its unit and bounds
};

/// Returns all of them, in the order of the annotated example.
[[nodiscard]] std::span<const Setting> settings();

/// A value in force, for people: no secret is among them, for none may stand in the document.
struct ShownSetting {
    std::string path;
    std::string value;
    std::string origin;  ///< "keeper.toml:12:8", "BALLAST_MODE", "--mode" or "default"
};

/// Returns what the document gives and, where it is silent, the defaults.
[[nodiscard]] std::vector<ShownSetting> shown_settings(const LoadedConfiguration& loaded);

/// Returns the settings of the environment: those with a variable that `lookup` knows.
using Lookup = std::optional<std::string> (*)(const std::string& variable);
[[nodiscard]] std::vector<Override> overrides_of_environment(Lookup lookup);

}  // namespace ballast::keeper
