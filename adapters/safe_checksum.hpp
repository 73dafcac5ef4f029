// SPDX-License-Identifier: MIT
#pragma once

#include "base/bytes.hpp"
#include "base/json.hpp"

namespace ballast::adapters {

/// Returns the checksum by which Safe's Transaction Builder knows that a batch file is as it was
/// saved: keccak256 of the document written with sorted keys in its own notation, `meta.name` taken
/// as null. The builder takes `meta.checksum` out before it compares: so must the caller. Source:
/// safe-global/safe-react-apps, apps/tx-builder/src/lib/checksum.ts.
[[nodiscard]] Hash32 safe_checksum(const Json& batch);

}  // namespace ballast::adapters
