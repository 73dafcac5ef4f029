// SPDX-License-Identifier: MIT
#include "apps/demo_setup.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "chain/transaction.hpp"
#include "engine/canonical.hpp"
#include "keeper/tick.hpp"
#include "oracle/deployment.hpp"

namespace ballast::apps {
namespace {

constexpr int kSigners = 5;
/// What anvil calls its chain when nobody tells it.
constexpr std::uint64_t kAnvilChainId = 31'337;

Result<chain::SecretKey> demo_key(int number) {
    const std::string name = "ballast demonstration key " + std::to_string(number);
    return chain::SecretKey::from_bytes(keccak256(as_bytes(name)).view());
}

/// An address that stands for something the local chain does not have.
chain::Address stand_in(const std::string& name) {
    const Hash32 hash = keccak256(as_bytes("ballast demonstration " + name));
    chain::Address address;
    std::copy(hash.bytes.end() - 20, hash.bytes.end(), address.bytes.begin());
    return address;
}

std::vector<oracle::MarketName> market_names(const engine::Current& start, std::uint64_t chain_id) {
    std::vector<oracle::MarketName> names;
    for (const engine::PublishedMarket& market : start.markets)
        names.push_back({market.asset, oracle::market_id({.chain_id = chain_id,
                                                          .protocol = stand_in("protocol"),
                                                          .pool = stand_in("pool"),
                                                          .collateral = stand_in(market.asset),
                                                          .debt = {},
                                                          .emode = 0})});
    return names;
}

Result<audit::Setup> new_setup(const DemoSubject& subject, const DemoKeys& keys, rpc::Node& rpc) {
    const auto chain_id = rpc.chain_id();
    if (!chain_id) return fail(chain_id.error());
    const auto nonce = rpc.transaction_count(keys.payer, rpc::BlockTag::latest());
    if (!nonce) return fail(nonce.error());
    audit::Setup setup{.event = subject.scenario.event,
                       .scenario_hash = subject.scenario_hash,
                       .chain_id = *chain_id,
                       .oracle = chain::create_address(keys.payer, *nonce),
                       .markets = market_names(subject.start, *chain_id),
                       .signers = {},
                       .threshold = kDemoThreshold,
                       .code_hash = subject.code_hash};
    for (const chain::SecretKey& signer : keys.signers)
        setup.signers.push_back(signer.address());
    return setup;
}

Result<audit::Setup> begin_journal(const DemoSubject& subject, const DemoKeys& keys, rpc::Node& rpc,
                                   audit::Journal& journal) {
    auto setup = new_setup(subject, keys, rpc);
    if (!setup) return fail(setup.error());
    audit::Entry genesis{
        .kind = audit::RecordKind::genesis, .at = subject.first_state.at, .fields = {}};
    genesis.fields[audit::kPolicy] = engine::canonical_text(subject.policy);
    genesis.fields[audit::kState] = engine::canonical_text(subject.first_state);
    genesis.fields[audit::kSetup] = audit::write_setup(*setup);
    if (auto appended = journal.append(genesis); !appended) return fail(appended.error());
    return setup;
}

/// Whether the node's chain has the block of the journal's last receipt: a local chain that was
/// started anew has the same chain id, and knows nothing of the journal.
Status check_same_chain(rpc::Node& rpc, const std::vector<audit::StoredRecord>& records) {
    const auto record = std::find_if(records.rbegin(), records.rend(), [](const auto& stored) {
        return stored.fields.contains(audit::kReceipt);
    });
    if (record == records.rend()) return {};
    const auto receipt = parse_json(record->fields.at(audit::kReceipt).first);
    if (!receipt) return fail_in("the journal's last receipt", receipt.error());
    const auto number = integer_member(*receipt, "block_number");
    if (!number) return fail_in("the journal's last receipt", number.error());
    const auto hash = string_member(*receipt, "block_hash");
    if (!hash) return fail_in("the journal's last receipt", hash.error());
    const auto height = rpc.block_by_tag(rpc::BlockTag::latest());
    if (!height) return fail(height.error());
    const auto block_number = static_cast<std::uint64_t>(*number);
    if (*number >= 0 && height->number >= block_number) {
        const auto block = rpc.block_by_tag(rpc::BlockTag::at(block_number));
        if (!block) return fail(block.error());
        if (to_hex(block->hash) == *hash) return {};
    }
    return fail(Errc::configuration,
                "the chain at --rpc has no block " + std::to_string(*number) +
                    " of the journal's: it was started anew; choose another --out");
}

/// The setup that the journal began with, if this run is the one it belongs to.
Result<audit::Setup> known_setup(const DemoSubject& subject, rpc::Node& rpc,
                                 const audit::StoredRecord& genesis) {
    const auto text = [&](const char* field) {
        const auto found = genesis.fields.find(field);
        return found == genesis.fields.end() ? std::string() : found->second.first;
    };
    auto setup = audit::read_setup(text(audit::kSetup));
    if (!setup) return fail_in("the journal's genesis", setup.error());
    const auto chain_id = rpc.chain_id();
    if (!chain_id) return fail(chain_id.error());
    const bool same = setup->chain_id == *chain_id && setup->event == subject.scenario.event &&
                      setup->scenario_hash == subject.scenario_hash &&
                      setup->code_hash == subject.code_hash &&
                      text(audit::kPolicy) == engine::canonical_text(subject.policy);
    if (!same)
        return fail(Errc::configuration,
                    "the journal belongs to a run of " + setup->event + " on chain " +
                        std::to_string(setup->chain_id) +
                        " with its own policy and build; choose another --out");
    return setup;
}

/// One transaction of the deployment; `step` counts from 0, the creation.
audit::Entry deployment_entry(const DemoSubject& subject, const DemoKeys& keys,
                              const audit::Setup& setup, std::size_t step) {
    audit::Entry entry{
        .kind = audit::RecordKind::deployment, .at = subject.first_state.at, .fields = {}};
    const std::string name =
        "ballast/deployment/1 " + to_hex(setup.oracle) + " " + std::to_string(step);
    entry.fields[audit::kKey] = to_hex(keccak256(as_bytes(name)));
    if (step == 0) {
        entry.fields[audit::kWhat] = "create the oracle";
        entry.fields[audit::kCalldata] =
            to_hex(oracle::creation_code({.owner = keys.payer,
                                          .guardian = keys.payer,
                                          .signers = setup.signers,
                                          .threshold = setup.threshold,
                                          .policies = {engine::hash(subject.policy)},
                                          .codes = {setup.code_hash}}));
        return entry;
    }
    const engine::PublishedMarket& market = subject.start.markets[step - 1];
    entry.fields[audit::kWhat] = "add market " + market.asset;
    entry.fields[audit::kTo] = to_hex(setup.oracle);
    entry.fields[audit::kCalldata] =
        to_hex(oracle::encode_add_market(setup.markets[step - 1].market_id, market));
    return entry;
}

Status deploy(const DemoSubject& subject, const DemoKeys& keys, const audit::Setup& setup,
              std::size_t done, keeper::Venue& venue, audit::Journal& journal) {
    for (std::size_t step = done; step <= subject.start.markets.size(); ++step) {
        auto end = keeper::complete(venue, journal, deployment_entry(subject, keys, setup, step));
        if (!end) return fail(end.error());
        if (step == 0 && end->receipt->contract_address != setup.oracle)
            return fail(Errc::mismatch, "the oracle was created at another address than foretold");
    }
    return {};
}

}  // namespace

Result<chain::SecretKey> demo_gas_key() {
    return demo_key(0);
}

Result<DemoKeys> demo_keys() {
    const auto gas = demo_gas_key();
    if (!gas) return fail(gas.error());
    DemoKeys keys{.payer = gas->address(), .signers = {}};
    for (int number = 1; number <= kSigners; ++number) {
        auto key = demo_key(number);
        if (!key) return fail(key.error());
        keys.signers.push_back(std::move(*key));
    }
    std::sort(keys.signers.begin(), keys.signers.end(),
              [](const auto& a, const auto& b) { return a.address() < b.address(); });
    return keys;
}

Result<DemoOracle> demo_oracle(const engine::Current& start) {
    const auto gas = demo_gas_key();
    if (!gas) return fail(gas.error());
    return DemoOracle{.chain_id = kAnvilChainId,
                      .address = chain::create_address(gas->address(), 0),
                      .owner = gas->address(),
                      .markets = market_names(start, kAnvilChainId)};
}

std::vector<oracle::IndexedKey> attesting(const DemoKeys& keys) {
    std::vector<oracle::IndexedKey> chosen;
    for (std::uint32_t i = 0; i < kDemoThreshold; ++i)
        chosen.push_back({i, &keys.signers[i]});
    return chosen;
}

Result<engine::Current> starting_markets(const policies::Scenario& scenario,
                                         const engine::Policy& policy) {
    engine::Current start;
    for (const engine::AssetPolicy& asset : policy.assets) {
        const auto known = std::find_if(scenario.markets.begin(), scenario.markets.end(),
                                        [&](const auto& m) { return m.asset == asset.asset; });
        if (known == scenario.markets.end())
            return fail(Errc::configuration, "the event " + scenario.event + " has no " +
                                                 asset.asset + ", which the policy decides");
        start.markets.push_back({.asset = asset.asset,
                                 .ltv = known->ltv_start,
                                 .lt = known->lt_start,
                                 .lt_start = known->lt_start,
                                 .bonus = known->bonus,
                                 .limits = oracle::default_limits({.ltv_min = asset.ltv_min,
                                                                   .ltv_max = asset.ltv_max,
                                                                   .lt_min = asset.lt_min,
                                                                   .lt_max = asset.lt_max,
                                                                   .gap = asset.gap})});
    }
    return start;
}

Result<audit::Setup> set_up(const DemoSubject& subject, const DemoKeys& keys, rpc::Node& rpc,
                            sender::Sender& sender, audit::Journal& journal) {
    auto records = journal.records();
    if (!records) return fail(records.error());
    auto setup = records->empty() ? begin_journal(subject, keys, rpc, journal)
                                  : known_setup(subject, rpc, records->front());
    if (!setup) return setup;
    if (auto same = check_same_chain(rpc, *records); !same) return fail(same.error());
    oracle::OracleContract contract(rpc, setup->oracle, setup->markets);
    keeper::RpcVenue venue(rpc, contract, sender, keeper::SendWait::until_mined);
    // Only once it is known that this journal is ours and speaks of this chain.
    if (auto finished = keeper::finish_draft(venue, journal); !finished)
        return fail(finished.error());
    records = journal.records();
    if (!records) return fail(records.error());
    const auto done = std::count_if(records->begin(), records->end(), [](const auto& record) {
        return record.kind == name(audit::RecordKind::deployment);
    });
    const auto deployed =
        deploy(subject, keys, *setup, static_cast<std::size_t>(done), venue, journal);
    if (!deployed) return fail(deployed.error());
    return setup;
}

}  // namespace ballast::apps
