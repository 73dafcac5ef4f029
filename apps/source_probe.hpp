// SPDX-License-Identifier: MIT
// One source, asked once: for people who want to know what it says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "feeds/declaration.hpp"
#include "keeper/configuration.hpp"
#include "net/http_client.hpp"
#include "providers/provider.hpp"

namespace ballast::apps {

struct Probed {
    providers::Answer answer;
    Hash32 digest;  ///< SHA-256 of the body
    std::vector<providers::Observation> observations;
    std::optional<UnixSeconds> server_date;
};

/// How sources are reached.
struct ProbeWays {
    net::HttpClient& client;
    const Clock& clock;
    /// Whose nodes contracts are asked over; nullptr: contracts cannot be asked.
    const keeper::Configuration* configuration = nullptr;
};

/// Asks the source, and reads what it says; with `since` as far back as one request reaches (a
/// contract and a file say what they say now). Errors: configuration, also for a contract whose
/// chain the configuration does not name; upstream_unavailable, bad_data, and those of
/// read_dropped; without secrets.
[[nodiscard]] Result<Probed> probe_source(const feeds::SourceDeclaration& declared,
                                          const ProbeWays& ways,
                                          std::optional<UnixSeconds> since = std::nullopt);

}  // namespace ballast::apps
