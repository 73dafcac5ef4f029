// SPDX-License-Identifier: MIT
// A journal's tree at a moment, as text: the body of C2SP tlog-checkpoint.
#pragma once

#include <string>
#include <string_view>

#include "audit/documents.hpp"
#include "audit/merkle.hpp"
#include "base/result.hpp"

namespace ballast::audit {

struct Checkpoint {
    std::string origin;  ///< which journal: see origin_of()
    TreeHead tree;
    bool operator==(const Checkpoint&) const = default;
};

/// Returns the origin of a journal's checkpoints: ballast/CHAIN_ID/ORACLE/GENESIS, the last a
/// record hash, so that two journals of one oracle are two logs.
[[nodiscard]] std::string origin_of(const Setup& setup, const Hash32& genesis);

/// Returns three lines, each ended by a line feed: origin, size in decimal, root in base64.
[[nodiscard]] std::string write_checkpoint(const Checkpoint& checkpoint);

/// Reads exactly what write_checkpoint() writes: another spelling of the same tree, an extension
/// line or a signature is refused. Errors: bad_data, with the line.
[[nodiscard]] Result<Checkpoint> read_checkpoint(std::string_view text);

}  // namespace ballast::audit
