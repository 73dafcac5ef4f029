// SPDX-License-Identifier: MIT
// Whether bundles are of one journal, without gaps. Each was checked by itself before.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "audit/bundle.hpp"
#include "audit/replay.hpp"

namespace ballast::audit {

class BundleTies {
  public:
    /// Adds a bundle that was found whole, under its name for people; in any order. Returns a
    /// difference where a bundle before it has another record of one number: another genesis, or
    /// another past behind the same checkpoint.
    [[nodiscard]] std::optional<Difference> add(const Bundle& bundle, const std::string& name);

    /// Returns, with its bundle's name, the first range that does not begin behind the ranges
    /// before it.
    [[nodiscard]] std::optional<std::pair<std::string, Difference>> gap() const;

  private:
    struct Range {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
        std::int64_t at = 0;  ///< of the bundle's last record
        std::string name;
    };
    struct Told {
        std::string hash;
        std::string name;
    };
    std::optional<Difference> one_hash(const StoredRecord& record, const std::string& name);

    std::vector<Range> ranges_;
    std::map<std::uint64_t, Told> hashes_;  ///< by the number of the record
};

}  // namespace ballast::audit
