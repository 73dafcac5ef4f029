// SPDX-License-Identifier: MIT
#include "tests/mirror/world.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "chain/transaction.hpp"
#include "oracle/config_digest.hpp"
#include "oracle/deployment.hpp"
#include "tests/mirror/expected.hpp"
#include "tests/mirror/random_limits.hpp"

namespace ballast::oracle::test {
namespace {

constexpr std::uint64_t kChainId = 31337;
/// 2024-07-01T00:00:00Z.
constexpr std::int64_t kGenesis = 1'719'792'000;

const std::vector<chain::SecretKey>& keys() {
    static const std::vector<chain::SecretKey> kSorted = [] {
        std::vector<chain::SecretKey> made;
        for (std::size_t i = 0; i < World::kKeys; ++i) {
            const std::string name = "ballast mirror key " + std::to_string(i);
            auto key = chain::SecretKey::from_bytes(keccak256(as_bytes(name)).view());
            BALLAST_CHECK(key.has_value());
            made.push_back(std::move(*key));
        }
        std::sort(made.begin(), made.end(),
                  [](const auto& a, const auto& b) { return a.address() < b.address(); });
        return made;
    }();
    return kSorted;
}

Hash32 random_hash(Random& random) {
    return keccak256(as_bytes(std::to_string(random.within(0, INT64_MAX))));
}

chain::Address random_address(Random& random) {
    const Hash32 hash = random_hash(random);
    chain::Address address;
    std::copy(hash.bytes.end() - 20, hash.bytes.end(), address.bytes.begin());
    return address;
}

Bytes fault_of(Verdict verdict) {
    return revert_with("PendingRefused(uint8)", static_cast<std::uint64_t>(verdict));
}

}  // namespace

World::World(Random& dice, Tally& tally, int markets) : random(dice), tally_(tally) {
    now = {kGenesis + random.within(0, 1'000'000)};
    owner = random_address(random);
    guardian = random_address(random);
    stranger = random_address(random);
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < kKeys; ++i)
        if (random.chance(50)) chosen.push_back(i);
    if (chosen.empty()) chosen.push_back(2);
    const auto threshold = random.within(1, std::min<std::int64_t>(3, std::ssize(chosen)));
    create(chosen, static_cast<std::uint8_t>(threshold));
    for (int i = 0; i <= markets; ++i)
        ids.push_back(random_hash(random));
    std::sort(ids.begin(), ids.end() - 1);
    for (int i = 0; i < markets; ++i) {
        const Hash32& id = ids[static_cast<std::size_t>(i)];
        const MarketRecord record = random_market(random);
        oracle.markets[id] = record;
        configure(owner, encode_add_market(id, record), "addMarket");
    }
    look();
    for (int i = 0; i < markets; ++i)
        look_at_limits(ids[static_cast<std::size_t>(i)]);
}

std::vector<chain::Address> World::addresses(const std::vector<std::size_t>& chosen) const {
    std::vector<chain::Address> list;
    for (const std::size_t place : chosen)
        list.push_back(keys().at(place).address());
    return list;
}

void World::create(const std::vector<std::size_t>& chosen, std::uint8_t threshold) {
    const OracleSetup setup{.owner = owner,
                            .guardian = guardian,
                            .signers = addresses(chosen),
                            .threshold = threshold,
                            .policies = {keccak256(as_bytes("policy"))},
                            .codes = {keccak256(as_bytes("code"))},
                            .hold_ramp_when_frozen = random.chance(75)};
    oracle.switches.holds_ramp = setup.hold_ramp_when_frozen;
    // An account of its own, so that its nonce, and with it the oracle's address, is known.
    const chain::Address deployer = random_address(random);
    address_ = chain::create_address(deployer, 0);
    oracle.head.config_digest =
        first_config_digest(kChainId, address_, constructor_arguments(setup));
    oracle.policies = {setup.policies.front()};
    oracle.codes = {setup.codes.front()};
    replace_signers(chosen, threshold);
    write(ActKind::create, deployer, creation_code(setup), true, {}, "create");
}

void World::replace_signers(std::vector<std::size_t> chosen, std::uint8_t threshold) {
    signers_ = std::move(chosen);
    oracle.switches.signers = static_cast<std::uint8_t>(signers_.size());
    oracle.switches.threshold = threshold;
}

void World::write(ActKind kind, const chain::Address& by, Bytes data, bool succeeds, Bytes returned,
                  std::string about) {
    acts_.push_back(
        {kind, now, by, std::move(data), succeeds, std::move(returned), std::move(about)});
}

void World::call(const chain::Address& by, Bytes data, bool succeeds, Bytes returned,
                 const std::string& about) {
    ++tally_["act " + about + (succeeds ? "" : " refused")];
    write(ActKind::call, by, std::move(data), succeeds, std::move(returned), about);
}

void World::configure(const chain::Address& by, Bytes data, const std::string& about) {
    oracle.head.config_digest = next_config_digest(oracle.head.config_digest, by, data);
    ++oracle.switches.config_count;
    call(by, std::move(data), true, {}, about);
}

Bytes World::attestation(const Hash32& digest) const {
    std::vector<IndexedKey> signing;
    const std::size_t count = std::min<std::size_t>(oracle.switches.threshold, signers_.size());
    // The last ones, so that a mask does not always begin at the first bit.
    for (std::size_t i = signers_.size() - count; i < signers_.size(); ++i)
        signing.push_back({static_cast<std::uint32_t>(i), &keys().at(signers_[i])});
    return attest(digest, signing);
}

void World::submit(const RiskReport& report) {
    if (const auto refusal = check_report(report, oracle, now)) {
        ++tally_["fault " + std::string(name(refusal->fault))];
        write(ActKind::report, stranger, encode_submit(report, {}), false, revert_data(*refusal),
              "submit");
        return;
    }
    const Hash32 digest = report_digest(report, kChainId, address_);
    Bytes calldata = encode_submit(report, attestation(digest));
    if (signers_.size() < oracle.switches.threshold) {
        // The guardian dropped too many: no attestation can be long enough.
        const std::uint64_t given = 4 + 64 * signers_.size();
        const std::uint64_t needed = 4 + 64 * std::uint64_t{oracle.switches.threshold};
        Bytes fault = revert_with("WrongAttestationLength(uint256,uint256)", given);
        append(fault, one_word(needed));
        ++tally_["fault WrongAttestationLength"];
        write(ActKind::report, stranger, std::move(calldata), false, std::move(fault), "submit");
        return;
    }
    const std::vector<Verdict> verdicts = oracle::submit(oracle, report, digest, now);
    for (const Verdict verdict : verdicts)
        ++tally_["reason " + std::string(name(verdict))];
    write(ActKind::report, stranger, std::move(calldata), true, reasons(verdicts), "submit");
}

void World::preview(const RiskReport& report) {
    const auto refusal = check_report(report, oracle, now);
    call({}, encode_preview(report), !refusal,
         refusal ? revert_data(*refusal) : reasons(oracle::preview(oracle, report, now)),
         "preview");
}

void World::execute_pending(const Hash32& id) {
    Bytes data = encode_execute_pending(id);
    if (oracle.switches.frozen)
        return call(stranger, std::move(data), false, revert_with("OracleFrozen()"),
                    "executePending");
    const Verdict verdict = oracle::execute_pending(oracle, id, now);
    ++tally_["executePending " + std::string(name(verdict))];
    const bool done = verdict == Verdict::applied;
    call(stranger, std::move(data), done, done ? Bytes{} : fault_of(verdict), "executePending");
}

void World::preview_pending(const Hash32& id) {
    const auto found = oracle.markets.find(id);
    const MarketRecord* held = found == oracle.markets.end() ? nullptr : &found->second;
    const bool frozen = oracle.switches.frozen;
    call({}, encode_market_call("previewPending(bytes32)", id), !frozen,
         frozen ? revert_with("OracleFrozen()")
                : one_word(static_cast<std::uint64_t>(judge_pending(held, oracle.switches, now))),
         "previewPending");
}

void World::veto(const Hash32& id, const chain::Address& by) {
    Bytes data = encode_market_call("veto(bytes32)", id);
    if (!is_guardian(by))
        return call(by, std::move(data), false, revert_with("NotGuardian()"), "veto");
    const bool done = oracle::veto(oracle, id);
    call(by, std::move(data), done, done ? Bytes{} : fault_of(Verdict::no_pending), "veto");
}

void World::look() {
    write(ActKind::call, {}, encode_plain_call("head()"), true, test::head(oracle), "head");
    write(ActKind::call, {}, encode_plain_call("status()"), true, status(oracle, now), "status");
    for (const auto& [id, record] : oracle.markets)
        write(ActKind::call, {}, encode_market_call("marketState(bytes32)", id), true,
              market_state(record), "marketState");
}

void World::look_at_params(const Hash32& id) {
    const auto found = oracle.markets.find(id);
    const bool listed = found != oracle.markets.end();
    call({}, encode_market_call("params(bytes32)", id), listed,
         listed ? params(found->second, oracle.switches, now)
                : revert_with("UnknownMarket(bytes32)", id),
         "params");
}

void World::look_at_limits(const Hash32& id) {
    call({}, encode_market_call("limits(bytes32)", id), true, limits(oracle.markets.at(id)),
         "limits");
}

}  // namespace ballast::oracle::test
