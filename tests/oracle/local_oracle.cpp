// SPDX-License-Identifier: MIT
#include "tests/oracle/local_oracle.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "oracle/deployment.hpp"

namespace ballast::oracle::test {
namespace {

constexpr std::uint64_t kChainId = 31337;

template <class T>
T must(Result<T> result) {
    if (!result) std::fprintf(stderr, "%s\n", result.error().what.c_str());
    BALLAST_CHECK(result.has_value());
    return std::move(*result);
}

void must(const Status& status) {
    if (!status) std::fprintf(stderr, "%s\n", status.error().what.c_str());
    BALLAST_CHECK(status.has_value());
}

chain::SecretKey key(const std::string& name) {
    return must(chain::SecretKey::from_bytes(keccak256(as_bytes("ballast test " + name)).view()));
}

std::vector<chain::SecretKey> sorted_signers() {
    std::vector<chain::SecretKey> keys;
    for (const char* name : {"signer a", "signer b", "signer c"})
        keys.push_back(key(name));
    std::sort(keys.begin(), keys.end(),
              [](const auto& a, const auto& b) { return a.address() < b.address(); });
    return keys;
}

rpc::PoolOptions pool_options() {
    rpc::PoolOptions options;
    options.chain_id = kChainId;
    options.quorum = 1;
    options.endpoints.requests_per_minute_max = 1'000'000;
    return options;
}

std::filesystem::path log_path() {
    return std::filesystem::temp_directory_path() /
           ("ballast-test-anvil-" + std::to_string(::getpid()) + ".log");
}

}  // namespace

LocalOracle::LocalOracle(UnixSeconds genesis, const std::vector<engine::PublishedMarket>& markets)
    : anvil_(must(apps::Anvil::start(genesis, log_path()))),
      transport_(must(rpc::HttpTransport::open(anvil_.url()))),
      signers_(sorted_signers()),
      network_(must(rpc::HttpNetwork::open({anvil_.url()}))),
      pool_(must(rpc::Pool::make(*network_, clock_, pool_options()))),
      signer_(key("gas"), kChainId),
      sender_(*pool_, store_, signer_, clock_, {.poll = Milliseconds{2}}) {
    std::filesystem::remove(log_path());
    must(local_.fund(signer_.address()));
    OracleSetup setup{.owner = signer_.address(),
                      .guardian = signer_.address(),
                      .signers = {},
                      .threshold = 2,
                      .policies = {policy_hash()},
                      .codes = {code_hash()}};
    for (const chain::SecretKey& signer : signers_)
        setup.signers.push_back(signer.address());
    const rpc::Receipt created = transact(std::nullopt, creation_code(setup));
    BALLAST_CHECK(created.succeeded && created.contract_address);
    std::vector<MarketName> names;
    for (const engine::PublishedMarket& market : markets)
        names.push_back({market.asset, keccak256(as_bytes(market.asset))});
    contract_.emplace(rpc_, *created.contract_address, names);
    for (std::size_t i = 0; i < markets.size(); ++i)
        BALLAST_CHECK(send(encode_add_market(names[i].market_id, markets[i])).succeeded);
}

Hash32 LocalOracle::policy_hash() const {
    return keccak256(as_bytes("a policy"));
}
Hash32 LocalOracle::code_hash() const {
    return keccak256(as_bytes("a build"));
}

void LocalOracle::advance_to(UnixSeconds at) {
    BALLAST_CHECK(at >= now());
    must(local_.advance_to(at));
    BALLAST_CHECK(now() == at);
}

UnixSeconds LocalOracle::now() {
    return must(rpc_.block_by_tag(rpc::BlockTag::latest())).timestamp;
}

rpc::Receipt LocalOracle::transact(std::optional<chain::Address> to, const Bytes& data) {
    const std::string name = "transaction " + std::to_string(++sent_);
    return must(sender_.send({.key = keccak256(as_bytes(name)), .to = to, .data = data}));
}

rpc::Receipt LocalOracle::send(const Bytes& calldata) {
    // Anvil admits a block of its parent's time, so a preview and its submit see one clock.
    const auto time = static_cast<std::uint64_t>(now().count);
    must(rpc_.call("evm_setNextBlockTimestamp", {Json(U256(time).to_quantity())}));
    return transact(contract_->address(), calldata);
}

rpc::Receipt LocalOracle::submit(const RiskReport& report) {
    const Hash32 digest = report_digest(report, kChainId, contract_->address());
    return send(encode_submit(report, attest(digest, {{0, &signers_[0]}, {2, &signers_[2]}})));
}

OracleState LocalOracle::read() {
    return must(contract_->read(rpc::BlockTag::latest()));
}

bool LocalOracle::reverts(const Bytes& calldata) {
    return must(rpc_.eth_call(contract_->address(), calldata, rpc::BlockTag::latest())).reverted;
}

}  // namespace ballast::oracle::test
