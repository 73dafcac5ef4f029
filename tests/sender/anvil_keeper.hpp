// SPDX-License-Identifier: MIT
// A real EVM, and keepers with one key on it, each with a pool and a store of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "apps/anvil.hpp"
#include "apps/local_chain.hpp"
#include "apps/system_clock.hpp"
#include "base/check.hpp"
#include "base/hash.hpp"
#include "keys/local_signer.hpp"
#include "rpc/http.hpp"
#include "rpc/pool.hpp"
#include "sender/sender.hpp"
#include "tests/sender/memory_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::sender::test {

constexpr std::uint64_t kAnvilChain = 31337;

/// A fault of the ground that a test stands on ends the program.
template <class T>
T must(Result<T> result) {
    if (!result) std::fprintf(stderr, "%s\n", result.error().what.c_str());
    BALLAST_CHECK(result.has_value());
    return std::move(*result);
}

inline chain::SecretKey anvil_key() {
    return must(chain::SecretKey::from_bytes(keccak256(as_bytes("ballast test keeper")).view()));
}

/// An EVM of our own whose blocks are final two blocks later.
class AnvilGround {
  public:
    AnvilGround() { BALLAST_CHECK(apps::LocalChain(node).fund(anvil_key().address()).has_value()); }
    Json tell(const std::string& method, JsonArray params = {}) {
        return must(node.call(method, std::move(params)));
    }
    /// From now on only mine() puts blocks on the chain.
    void hold() { (void)tell("evm_setAutomine", {Json(false)}); }
    void mine(int blocks = 1) {
        for (int i = 0; i < blocks; ++i)
            (void)tell("evm_mine");
    }
    std::uint64_t nonce() {
        return must(node.transaction_count(anvil_key().address(), rpc::BlockTag::latest()));
    }
    U256 storage(const chain::Address& of, std::uint64_t slot) {
        const Json word = tell("eth_getStorageAt",
                               {Json(to_hex(of)), Json(U256(slot).to_quantity()), Json("latest")});
        return *U256::from_text(*word.as_string());
    }
    /// Somebody else with the key uses a nonce, once a block is mined.
    void burn(std::uint64_t nonce) {
        keys::LocalSigner stranger(anvil_key(), kAnvilChain);
        chain::Transaction made;
        made.chain_id = kAnvilChain;
        made.nonce = nonce;
        made.max_fee_per_gas = U256(50'000'000'000);
        made.max_priority_fee_per_gas = U256(2'000'000'000);
        made.gas_limit = 21'000;
        made.to = chain::Address{};
        const Bytes raw = must(stranger.sign_transaction(made));
        BALLAST_CHECK(must(node.send_raw_transaction(raw)).verdict == rpc::SendVerdict::accepted);
    }

  private:
    ballast::test::TemporaryFolder folder_;
    apps::Anvil anvil_ =
        must(apps::Anvil::start(UnixSeconds{1'700'000'000}, folder_.path() / "anvil.log"));
    rpc::HttpTransport transport_ = must(rpc::HttpTransport::open(anvil_.url()));

  public:
    [[nodiscard]] const std::string& url() const { return anvil_.url(); }
    rpc::Node node{transport_};
};

class AnvilKeeper {
  public:
    explicit AnvilKeeper(const AnvilGround& ground)
        : network_(must(rpc::HttpNetwork::open({ground.url()}))),
          pool_(must(rpc::Pool::make(*network_, clock_, options()))),
          signer_(anvil_key(), kAnvilChain),
          sender(*pool_, store, signer_, clock_, {.poll = Milliseconds{5}}) {}

    static TransactionRequest request(const std::string& name,
                                      std::optional<chain::Address> to = chain::Address{},
                                      Bytes data = {}) {
        TransactionRequest made;
        made.key = keccak256(as_bytes(name));
        made.to = to;
        made.data = std::move(data);
        return made;
    }
    /// Returns where the contract stands.
    chain::Address deploy(const std::string& name, const Bytes& code) {
        const auto receipt = must(sender.send(request(name, std::nullopt, code)));
        BALLAST_CHECK(receipt.succeeded && receipt.contract_address);
        return *receipt.contract_address;
    }

    MemoryStore store;

  private:
    static rpc::PoolOptions options() {
        rpc::PoolOptions made;
        made.chain_id = kAnvilChain;
        made.quorum = 1;
        made.endpoints.requests_per_minute_max = 1'000'000;
        return made;
    }

    apps::SystemClock clock_;
    std::unique_ptr<rpc::HttpNetwork> network_;
    std::unique_ptr<rpc::Pool> pool_;
    keys::LocalSigner signer_;

  public:
    Sender sender;
};

}  // namespace ballast::sender::test
