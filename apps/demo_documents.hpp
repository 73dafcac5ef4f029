// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "apps/command_line.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"
#include "engine/policy.hpp"
#include "policies/scenario.hpp"

namespace ballast::apps {

/// The documents of a demonstration. Its policies have the event's collaterals alone.
struct DemoDocuments {
    policies::Scenario scenario;
    Hash32 scenario_hash;  ///< SHA-256 of the document
    engine::Policy policy;
    std::vector<engine::Policy> others;  ///< shown beside it: macro_blind and sentinel
};

/// An event's document.
struct EventDocument {
    policies::Scenario scenario;
    Hash32 hash;  ///< SHA-256 of the document
};

/// Reads the event of that name in `policies`/scenarios. Errors: usage for what is no name;
/// input_missing with the events there are; bad_data with every fault, one a line.
[[nodiscard]] Result<EventDocument> load_event(const std::filesystem::path& policies,
                                               const std::string& event);

/// Returns the names of the event's collaterals: a policy may know more than were recorded.
[[nodiscard]] std::vector<std::string> assets_of(const policies::Scenario& scenario);

/// Reads scenario and policies. Errors: all faults of all of them, one a line; input_missing names
/// the events there are.
[[nodiscard]] Result<DemoDocuments> load_documents(const DemoOptions& options);

/// `ballast demo --list`: one line an event on stdout.
[[nodiscard]] int list_events(const DemoOptions& options);

}  // namespace ballast::apps
