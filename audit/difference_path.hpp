// SPDX-License-Identifier: MIT
// Where two texts of a record part, by name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace ballast::audit {

/// Returns the path to the first place where the documents differ: "markets[0].price_1e8". Members
/// are taken in the order of their names; one that only the one or the other has counts. Nothing
/// where they are equal; "" where the documents themselves are of different kinds.
[[nodiscard]] std::optional<std::string> json_difference(const Json& one, const Json& other);

/// The same of two fields' texts: canonical documents, or the calldata of submit, whose members are
/// `report` and `attestation`. Returns "" where they are neither, or equal.
[[nodiscard]] std::string difference_path(std::string_view one, std::string_view other);

}  // namespace ballast::audit
