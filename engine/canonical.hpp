// SPDX-License-Identifier: MIT
// Canonical documents: the same data gives the same bytes, and the bytes give a hash.
// Formats with an example and its hash: docs/model.md, section 7.
#pragma once

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "engine/current.hpp"
#include "engine/decision.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"
#include "engine/state.hpp"

namespace ballast::engine {

// The canonical text. Keys end in their unit; integers are strings; an absent optional has no key.
[[nodiscard]] std::string canonical_text(const Policy& policy);
[[nodiscard]] std::string canonical_text(const State& state);
[[nodiscard]] std::string canonical_text(const Snapshot& snapshot);
[[nodiscard]] std::string canonical_text(const Current& current);
[[nodiscard]] std::string canonical_text(const Report& report);

// The same as a tree, for whoever looks into it. Texts are UTF-8, as every reader requires.
[[nodiscard]] Json to_json(const Policy& policy);
[[nodiscard]] Json to_json(const State& state);
[[nodiscard]] Json to_json(const Snapshot& snapshot);
[[nodiscard]] Json to_json(const Current& current);
[[nodiscard]] Json to_json(const Report& report);

// The reverse, with every bound checked. Unknown keys are refused, so equal documents are equal
// bytes. Errors: bad_data, naming the path ("markets[0].price_1e8").
[[nodiscard]] Result<Policy> policy_from_json(const Json& document);
[[nodiscard]] Result<State> state_from_json(const Json& document);
[[nodiscard]] Result<Snapshot> snapshot_from_json(const Json& document);
[[nodiscard]] Result<Current> current_from_json(const Json& document);

// tagged_hash of the canonical bytes, each kind under its own tag: "ballast/policy/1" and so on.
[[nodiscard]] Hash32 hash(const Policy& policy);
[[nodiscard]] Hash32 hash(const State& state);
[[nodiscard]] Hash32 hash(const Snapshot& snapshot);
[[nodiscard]] Hash32 hash(const Current& current);
[[nodiscard]] Hash32 hash(const Report& report);

/// What one decision was made from, by hash.
struct InputHashes {
    Hash32 snapshot;
    Hash32 state_before;
    Hash32 current;
    Hash32 policy;
};

/// Returns what a report commits to of its inputs:
/// keccak256("ballast/inputs/1" hash ‖ snapshot ‖ state before ‖ current ‖ policy).
[[nodiscard]] Hash32 inputs_root(const InputHashes& inputs);

}  // namespace ballast::engine
