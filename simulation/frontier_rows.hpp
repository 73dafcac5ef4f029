// SPDX-License-Identifier: MIT
// What each path brought, in whole dollars: shards write it, a merge puts it together.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "simulation/market_sim.hpp"

namespace ballast::simulation {

/// One path of one cell, beside its two static twins on the same path.
struct PathRow {
    std::uint64_t path = 0;
    MarketResult own;
    std::int64_t twin_bad_debt = 0;  ///< of the twin that calibration found
    std::int64_t twin_debt = 0;
    std::int64_t reached_bad_debt = 0;  ///< of the twin of what is reached on this very set
    std::int64_t reached_debt = 0;
    bool operator==(const PathRow&) const = default;
};

/// What distinguishes a cell. All of it is text, so that a merge needs nothing but the documents.
struct CellKey {
    std::string asset;
    std::string book;
    std::string turnover;  ///< a day, "0.01"
    std::string set;
    std::string policy;
    std::string lever;
    std::string signal;
    bool feedback = true;
    auto operator<=>(const CellKey&) const = default;
};

/// One cell: a variant of a case on a set, with or without feedback.
struct Cell {
    CellKey key;
    std::int64_t days = 0;  ///< of each path
    // What calibration found, as decimal text.
    std::string constant;
    std::string cap;
    std::string position;
    std::string calibrated_ltv;  ///< reached on the calibration set
    std::string calibrated_lt;
    std::vector<PathRow> rows;  ///< ascending by path
    bool operator==(const Cell&) const = default;
};

/// A run or a part of one.
struct FrontierRows {
    std::uint64_t paths = 0;  ///< of each cell; after a merge of books the most of any
    std::uint64_t calibration_paths = 0;
    std::vector<Cell> cells;  ///< in the order of the cases and their variants
    bool operator==(const FrontierRows&) const = default;
};

/// Returns the document of a shard: every figure an integer or decimal text, nothing rounded.
[[nodiscard]] Json to_json(const FrontierRows& rows);

/// Reads such a document. Errors: bad_data.
[[nodiscard]] Result<FrontierRows> rows_from_json(const Json& document);

/// Puts shards and books together, whatever their order; cases come out in the order of the
/// evidence. Books may have different numbers of paths, shards of one book may not. Errors:
/// bad_data where parts are not of one run, or where a path is absent or stands twice. A book that
/// is absent altogether is no error: nothing says that it was wanted.
[[nodiscard]] Result<FrontierRows> merge(const std::vector<FrontierRows>& parts);

/// Returns the text of a turnover a day in a key: "0.01".
[[nodiscard]] std::string turnover_text(double turnover);

}  // namespace ballast::simulation
