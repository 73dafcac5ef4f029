// SPDX-License-Identifier: MIT
// What the doctor looks at, each check with what is wrong and what to do.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "keeper/configuration.hpp"

namespace ballast::apps {

enum class Finding {
    ok,
    warning,  ///< it works, and will not for ever
    fault,    ///< the keeper cannot work with it
    skipped,  ///< something before it is wrong
};

/// Returns "ok", "warning", "FAULT" or "skipped".
[[nodiscard]] std::string_view name(Finding finding) noexcept;

struct Diagnosis {
    std::string what;  ///< "chain main: nodes"
    Finding finding = Finding::ok;
    std::string said;    ///< what was found
    std::string remedy;  ///< what to do; empty where all is well
};

using Tell = std::function<void(const Diagnosis&)>;

/// Looks at files, folders, space, sources and every chain of the configuration, in the order in
/// which a keeper needs them, and tells each as it is found. Changes nothing: the conditions are
/// those under which `ballast run` refuses to begin, asked of the same functions where they can be
/// asked without effects.
void examine(const keeper::Configuration& configuration, const Clock& clock, const Tell& tell);

}  // namespace ballast::apps
