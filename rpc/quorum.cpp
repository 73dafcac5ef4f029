// SPDX-License-Identifier: MIT
#include "rpc/quorum.hpp"

#include <functional>

namespace ballast::rpc {

std::uint64_t reached_by(std::vector<std::uint64_t> numbers, std::size_t quorum) {
    BALLAST_CHECK(quorum > 0 && quorum <= numbers.size());
    std::sort(numbers.begin(), numbers.end(), std::greater<>());
    return numbers[quorum - 1];
}

std::uint64_t within(std::vector<std::uint64_t> numbers, std::size_t quorum) {
    BALLAST_CHECK(quorum > 0 && quorum <= numbers.size());
    std::sort(numbers.begin(), numbers.end());
    return numbers[quorum - 1];
}

U256 lower_median(std::vector<U256> values) {
    BALLAST_CHECK(!values.empty());
    std::sort(values.begin(), values.end());
    return values[(values.size() - 1) / 2];
}

std::vector<std::uint64_t> head_candidates(std::vector<std::uint64_t> heads, std::size_t quorum,
                                           std::size_t count_max) {
    const std::uint64_t newest = reached_by(heads, quorum);
    std::erase_if(heads, [&](std::uint64_t head) { return head > newest; });
    for (std::uint64_t below = 1; below <= newest && below <= 1U << 10U; below *= 2)
        heads.push_back(newest - below);
    std::sort(heads.begin(), heads.end(), std::greater<>());
    heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
    heads.resize(std::min(heads.size(), count_max));
    return heads;
}

}  // namespace ballast::rpc
