// SPDX-License-Identifier: MIT
// A node that lies in every method, now and then, in a way drawn by chance.
#pragma once

#include <map>
#include <memory>
#include <random>
#include <string>

#include "tests/support/mock_node.hpp"

namespace ballast::test {

class Liar {
  public:
    /// Keeps the reference.
    Liar(const MockChain& chain, std::uint64_t seed) : chain_(chain), random_(seed) {}

    /// As MockBehaviour::lie: leaves half of the results as they are.
    [[nodiscard]] Json operator()(const std::string& method, const JsonArray& params, Json result);

    /// How often each method was lied about.
    [[nodiscard]] const std::map<std::string, std::uint64_t>& told() const { return told_; }

  private:
    [[nodiscard]] std::uint64_t draw(std::uint64_t below) { return random_() % below; }
    [[nodiscard]] Json number(const Json& honest);
    [[nodiscard]] Json block(const Json& honest);
    [[nodiscard]] Json receipt(const JsonArray& params, const Json& honest);
    [[nodiscard]] Json invented_receipt(const Hash32& tx_hash);
    [[nodiscard]] Json lie(const std::string& method, const JsonArray& params, const Json& honest);

    const MockChain& chain_;
    std::mt19937_64 random_;
    std::map<std::string, std::uint64_t> told_;
};

}  // namespace ballast::test
