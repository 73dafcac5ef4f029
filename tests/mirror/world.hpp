// SPDX-License-Identifier: MIT
// One oracle of the fuzz: the mirror's state, the roles, the clock, and the script that grows with
// every act. Each act is predicted by the mirror first, then written down.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "chain/signer.hpp"
#include "oracle/calls.hpp"
#include "oracle/mirrored_oracle.hpp"
#include "tests/engine/random.hpp"
#include "tests/mirror/script.hpp"

namespace ballast::oracle::test {

using engine::test::Random;

/// How often each reason, each fault of a whole report and each other act occurred.
using Tally = std::map<std::string, std::uint64_t>;

class World {
  public:
    /// A new oracle with `markets` under random limits and 1 to 3 of 1 to 5 signers.
    World(Random& random, Tally& tally, int markets);

    // The state and whoever acts; the walk chooses on them.
    Random& random;
    OracleRecord oracle;
    UnixSeconds now;
    chain::Address owner;
    chain::Address guardian;
    chain::Address stranger;
    chain::Address pending_owner;
    Hash32 focus;                   ///< the market that the clock was last set for
    std::vector<Hash32> withdrawn;  ///< policies and codes that were approved once
    std::vector<Hash32> ids;        ///< of the markets, ascending, and last one that is not listed

    /// submit(report) with the quorum's signatures.
    void submit(const RiskReport& report);
    /// preview(report): the same path without signatures.
    void preview(const RiskReport& report);
    void execute_pending(const Hash32& id);
    void preview_pending(const Hash32& id);
    void veto(const Hash32& id, const chain::Address& by);

    /// Asks the views for all of the state; after every act that may change it.
    void look();
    void look_at_params(const Hash32& id);
    void look_at_limits(const Hash32& id);

    /// A call of a known outcome that needs no more of the mirror than that.
    void call(const chain::Address& by, Bytes data, bool succeeds, Bytes returned,
              const std::string& about);
    /// A call that changes the configuration, which the caller has changed in `oracle` already.
    void configure(const chain::Address& by, Bytes data, const std::string& about);
    void replace_signers(std::vector<std::size_t> chosen, std::uint8_t threshold);

    [[nodiscard]] const std::vector<std::size_t>& signers() const { return signers_; }
    [[nodiscard]] std::vector<chain::Address> addresses(
        const std::vector<std::size_t>& chosen) const;
    [[nodiscard]] const std::vector<Act>& acts() const { return acts_; }
    [[nodiscard]] bool is_guardian(const chain::Address& by) const {
        return by == guardian || by == owner;
    }

    static constexpr std::size_t kKeys = 5;

  private:
    void create(const std::vector<std::size_t>& chosen, std::uint8_t threshold);
    [[nodiscard]] Bytes attestation(const Hash32& digest) const;
    void write(ActKind kind, const chain::Address& by, Bytes data, bool succeeds, Bytes returned,
               std::string about);

    Tally& tally_;
    chain::Address address_;
    std::vector<std::size_t> signers_;  ///< places of keys, ascending
    std::vector<Act> acts_;
};

}  // namespace ballast::oracle::test
