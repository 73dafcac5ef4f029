// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "keeper/configuration.hpp"
#include "net/redactor.hpp"

namespace ballast::apps {

/// What no line of a keeper's log may hold, whoever put it there: paths, queries, users and
/// passwords of the URLs that the configuration names. Each part of the program redacts what it
/// hears itself; this is the second look. Not for use by two threads at once.
class LogSecrets {
  public:
    /// Adds those of a configuration. What cannot be read names no secret: whoever needs it says
    /// so.
    void learn(const keeper::Configuration& configuration);

    /// Returns the text without them. Bytes that are no printable ASCII become ? then.
    [[nodiscard]] std::string shown(std::string_view text) const;

  private:
    void learn(const keeper::SecretSource& source);

    std::vector<net::Redactor> redactors_;
};

}  // namespace ballast::apps
