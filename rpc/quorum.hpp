// SPDX-License-Identifier: MIT
// How several answers become one that is believed. Pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/check.hpp"
#include "base/u256.hpp"

namespace ballast::rpc {

enum class Vote {
    none,    ///< no value has enough voices
    one,     ///< exactly one has
    several  ///< more than one has: nobody may be believed
};

template <class Value>
struct Agreement {
    Vote vote = Vote::none;
    Value value{};
    /// Who said the value, as places in what was handed in.
    std::vector<std::size_t> voices;
};

/// Groups equal values and returns the one that at least `quorum` hold. Requires quorum > 0.
template <class Value>
[[nodiscard]] Agreement<Value> agree(const std::vector<Value>& values, std::size_t quorum) {
    BALLAST_CHECK(quorum > 0);
    Agreement<Value> found;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::find(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(i), values[i]) !=
            values.begin() + static_cast<std::ptrdiff_t>(i))
            continue;  // counted where it first stood
        std::vector<std::size_t> voices;
        for (std::size_t j = i; j < values.size(); ++j)
            if (values[j] == values[i]) voices.push_back(j);
        if (voices.size() < quorum) continue;
        if (found.vote != Vote::none) return {Vote::several, Value{}, {}};
        found = {Vote::one, values[i], std::move(voices)};
    }
    return found;
}

/// Returns the largest number that at least `quorum` of `numbers` reach: fewer than `quorum`
/// liars cannot raise it above what an honest node says. Requires 0 < quorum <= numbers.size().
[[nodiscard]] std::uint64_t reached_by(std::vector<std::uint64_t> numbers, std::size_t quorum);

/// Returns the smallest number that at least `quorum` of `numbers` stay within. Requires
/// 0 < quorum <= numbers.size().
[[nodiscard]] std::uint64_t within(std::vector<std::uint64_t> numbers, std::size_t quorum);

/// Returns the middle value, of two the smaller. Requires at least one.
[[nodiscard]] U256 lower_median(std::vector<U256> values);

/// Returns the block numbers at which to look for agreement, newest first: the newest that at
/// least `quorum` nodes have reached, the heads below it, and 1, 2, 4 ... 1024 below it, for a fork
/// at the tip; at most `count_max`. Requires 0 < quorum <= heads.size().
[[nodiscard]] std::vector<std::uint64_t> head_candidates(std::vector<std::uint64_t> heads,
                                                         std::size_t quorum, std::size_t count_max);

}  // namespace ballast::rpc
