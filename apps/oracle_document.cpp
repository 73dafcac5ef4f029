// SPDX-License-Identifier: MIT
#include "apps/oracle_document.hpp"

#include "base/file.hpp"
#include "oracle/default_limits.hpp"
#include "oracle/limit_fields.hpp"
#include "oracle/limits.hpp"
#include "policies/document_reader.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;
using policies::Bounds;
using policies::TableReader;

constexpr Bounds kRatio = {0, engine::kBpsOne, "basis points"};
constexpr std::size_t kSignersMax = 32;

chain::Address read_address(TableReader& table, std::string_view key) {
    const std::string text = table.text(key);
    if (text.empty()) return {};
    const auto address = chain::parse_address(text);
    if (!address) table.fault(key, "expected an address: " + address.error().what);
    return address ? *address : chain::Address{};
}

Hash32 read_hash(TableReader& table, std::string_view key) {
    const std::string text = table.text(key);
    if (text.empty()) return {};
    const auto hash = hash_from_hex(text);
    if (!hash) table.fault(key, "expected 0x and 64 hex digits");
    return hash ? *hash : Hash32{};
}

Bps read_ratio(TableReader& table, std::string_view key) {
    return Bps::of(table.integer(key, kRatio));
}

std::map<std::string, Hash32> read_hashes(TableReader& root, std::string_view key) {
    std::map<std::string, Hash32> hashes;
    for (TableReader& table : root.named_tables(key)) {
        hashes[table.name()] = read_hash(table, "hash");
        table.finish();
    }
    return hashes;
}

void read_signers(TableReader& root, OracleDocument& document) {
    for (TableReader& table : root.named_tables("signer")) {
        const chain::Address address = read_address(table, "address");
        if (table.sound() && address == chain::Address{})
            table.fault("address", "no signer may be the zero address");
        if (table.sound() && !document.signers.emplace(address, table.name()).second)
            table.fault("address", "this address is " + document.signers[address] + "'s already");
        table.finish();
    }
    const auto count = static_cast<std::int64_t>(document.signers.size());
    document.threshold = static_cast<std::uint8_t>(root.integer("threshold", {1, 32, "signers"}));
    if (document.signers.size() > kSignersMax)
        root.fault("signer", "the contract takes at most 32 signers");
    if (root.sound() && document.threshold > count)
        root.fault("threshold", "there are only " + std::to_string(count) + " signers");
}

void read_limits(TableReader& market, oracle::MarketRecord& record) {
    TableReader table = market.table("limits");
    const oracle::Bands bands{read_ratio(table, "ltv_min"), read_ratio(table, "ltv_max"),
                              read_ratio(table, "lt_min"), read_ratio(table, "lt_max"),
                              read_ratio(table, "gap_min")};
    record.market.limits = oracle::default_limits(bands);
    record.own_limits = oracle::default_own_limits(record.market.bonus);
    for (const oracle::LimitField& field : oracle::limit_fields()) {
        if (!table.has(field.key)) continue;
        if (field.unit == oracle::LimitUnit::flag) {
            field.set(record, table.boolean(field.key) ? 1 : 0);
            continue;
        }
        const Bounds bounds{0, std::min<Int128>(field.max, INT64_MAX), name(field.unit)};
        field.set(record, static_cast<std::uint64_t>(table.integer(field.key, bounds)));
    }
    const bool sound = table.sound();
    table.finish();
    if (sound && !are_valid(record.market.limits, record.own_limits))
        market.fault("limits",
                     "the contract refuses these limits: bands in order, ratios and budgets of at "
                     "most 10000, ramp_min, max_age and supply_cap_min above 0");
}

/// One id is one market: the second addMarket of a deployment would revert after the first.
void refuse_twin(TableReader& table, const OracleMarket& made,
                 const std::vector<OracleMarket>& before) {
    if (!table.sound()) return;
    for (const OracleMarket& market : before)
        if (market.id == made.id)
            table.fault("collateral", "this is the market " + market.asset +
                                          " again: protocol, pool, collateral, debt and emode make "
                                          "its id");
}

OracleMarket read_market(TableReader& table, std::uint64_t chain_id,
                         const std::vector<OracleMarket>& before) {
    OracleMarket made{.asset = table.name(), .id = {}, .record = {}};
    oracle::MarketIdentity identity{.chain_id = chain_id};
    identity.protocol = read_address(table, "protocol");
    identity.pool = read_address(table, "pool");
    identity.collateral = read_address(table, "collateral");
    if (table.has("debt")) identity.debt = read_address(table, "debt");
    if (table.has("emode"))
        identity.emode = static_cast<std::uint8_t>(table.integer("emode", {0, 255, "eMode id"}));
    made.id = oracle::market_id(identity);
    refuse_twin(table, made, before);
    engine::PublishedMarket& market = made.record.market;
    market.asset = made.asset;
    market.ltv = read_ratio(table, "ltv");
    market.lt = market.lt_start = read_ratio(table, "lt");
    market.bonus = read_ratio(table, "bonus");
    if (table.has("supply_cap"))
        made.record.supply_cap.tokens =
            static_cast<std::uint64_t>(table.integer("supply_cap", {1, INT64_MAX, "tokens"}));
    read_limits(table, made.record);
    if (table.sound()) {
        const oracle::Verdict verdict = check_first_targets(made.record);
        if (verdict != oracle::Verdict::applied)
            table.fault("ltv",
                        "the contract refuses these first targets: " + std::string(name(verdict)));
    }
    table.finish();
    return made;
}

}  // namespace

Result<OracleDocument> read_oracle_document(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return fail(text.error());
    const auto tree = policies::parse_toml(*text, file.string());
    if (!tree) return fail(tree.error());
    policies::Faults faults;
    TableReader root(*tree, "", faults);
    OracleDocument document;
    document.chain_id =
        static_cast<std::uint64_t>(root.integer("chain_id", {1, INT64_MAX, "EIP-155"}));
    document.owner = read_address(root, "owner");
    document.guardian = read_address(root, "guardian");
    if (root.has("hold_ramp_when_frozen"))
        document.hold_ramp_when_frozen = root.boolean("hold_ramp_when_frozen");
    read_signers(root, document);
    document.policies = read_hashes(root, "policy");
    document.codes = read_hashes(root, "code");
    for (TableReader& table : root.named_tables("market"))
        document.markets.push_back(read_market(table, document.chain_id, document.markets));
    root.finish();
    if (faults.count() > 0) return fail(faults.error());
    return document;
}

oracle::OracleSetup setup_of(const OracleDocument& document, const chain::Address& owner) {
    oracle::OracleSetup setup{.owner = owner,
                              .guardian = document.guardian,
                              .signers = {},
                              .threshold = document.threshold,
                              .policies = {},
                              .codes = {},
                              .hold_ramp_when_frozen = document.hold_ramp_when_frozen};
    for (const auto& [address, name] : document.signers)
        setup.signers.push_back(address);
    for (const auto& [name, hash] : document.policies)
        setup.policies.push_back(hash);
    for (const auto& [name, hash] : document.codes)
        setup.codes.push_back(hash);
    return setup;
}

}  // namespace ballast::apps
