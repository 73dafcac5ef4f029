// SPDX-License-Identifier: MIT
// A deployed oracle on an EVM of its own, for tests.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "apps/anvil.hpp"
#include "apps/local_chain.hpp"
#include "apps/system_clock.hpp"
#include "keys/local_signer.hpp"
#include "oracle/contract.hpp"
#include "rpc/http.hpp"
#include "rpc/pool.hpp"
#include "sender/sender.hpp"
#include "tests/sender/memory_store.hpp"

namespace ballast::oracle::test {

/// Anvil with one oracle of three signers, two of whom sign. Any fault ends the test program: these
/// are the grounds that the tests stand on.
class LocalOracle {
  public:
    /// Deploys and adds `markets`, under ids made from their assets.
    LocalOracle(UnixSeconds genesis, const std::vector<engine::PublishedMarket>& markets);

    /// Mines a block at `at`, which must not be past, and makes it the latest.
    void advance_to(UnixSeconds at);
    /// Sends calldata to the oracle in a block of the latest block's time.
    rpc::Receipt send(const Bytes& calldata);
    /// The same with the report's signatures by signers 0 and 2.
    rpc::Receipt submit(const RiskReport& report);

    [[nodiscard]] OracleState read();
    [[nodiscard]] UnixSeconds now();
    /// Whether the call would revert now.
    [[nodiscard]] bool reverts(const Bytes& calldata);

    [[nodiscard]] rpc::Node& node() { return rpc_; }
    [[nodiscard]] OracleContract& contract() { return *contract_; }
    [[nodiscard]] Hash32 policy_hash() const;
    [[nodiscard]] Hash32 code_hash() const;

  private:
    rpc::Receipt transact(std::optional<chain::Address> to, const Bytes& data);

    apps::Anvil anvil_;
    rpc::HttpTransport transport_;
    rpc::Node rpc_{transport_};
    apps::LocalChain local_{rpc_};
    std::vector<chain::SecretKey> signers_;
    std::unique_ptr<rpc::HttpNetwork> network_;
    apps::SystemClock clock_;
    std::unique_ptr<rpc::Pool> pool_;
    sender::test::MemoryStore store_;
    keys::LocalSigner signer_;
    sender::Sender sender_;
    std::optional<OracleContract> contract_;
    std::uint64_t sent_ = 0;
};

}  // namespace ballast::oracle::test
