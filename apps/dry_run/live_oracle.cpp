// SPDX-License-Identifier: MIT
#include "apps/dry_run/live_oracle.hpp"

#include <algorithm>

#include "rpc/http.hpp"

namespace ballast::apps {
namespace {

bool names(const OracleDocument& document, const Hash32& id) {
    return std::any_of(document.markets.begin(), document.markets.end(),
                       [&](const OracleMarket& market) { return market.id == id; });
}

}  // namespace

Result<OracleNow> live_oracle_of(const OracleSnapshot& snapshot, const OracleDocument& document) {
    if (auto sound =
            oracle::check_config_changes(snapshot.changes, snapshot.chain_id, snapshot.oracle,
                                         snapshot.state.head.config_digest);
        !sound)
        return fail_in("the oracle's events; begin at its deployment with --from-block",
                       sound.error());
    const std::set<Hash32>& approved = snapshot.configured.policies;
    OracleNow now{.target = {.chain_id = snapshot.chain_id,
                             .oracle = chain::checksum_text(snapshot.oracle),
                             .safe = chain::checksum_text(snapshot.owner),
                             .demonstration = false,
                             .calls = {}},
                  .markets = {},
                  .approved = approved,
                  .live = LiveState{.block = snapshot.block.number,
                                    .block_hash = snapshot.block.hash,
                                    .at = snapshot.block.timestamp,
                                    .frozen = snapshot.state.switches.frozen,
                                    .loosening_paused = snapshot.state.switches.loosening_paused,
                                    .approved = {approved.begin(), approved.end()}}};
    for (std::size_t i = 0; i < snapshot.names.size(); ++i) {
        const oracle::MarketName& market = snapshot.names[i];
        if (!names(document, market.market_id))
            return fail(Errc::configuration,
                        "the oracle has the market " + to_hex(market.market_id) +
                            ", which --oracle-document does not name; add it there");
        now.markets.push_back({market.asset, market.market_id, snapshot.state.records[i]});
    }
    return now;
}

Result<OracleNow> read_live_oracle(const DryRunOptions& options) {
    if (options.oracle.empty())
        return fail(Errc::usage, "--rpc needs --oracle, the deployed address");
    const auto address = address_option("--oracle", options.oracle);
    if (!address) return fail(address.error());
    const auto document = read_oracle_document(options.oracle_document);
    if (!document) return fail(document.error());
    auto transport = rpc::HttpTransport::open(options.rpc);
    if (!transport) return fail(transport.error());
    rpc::Node node(*transport);
    const rpc::BlockTag tag =
        options.block ? rpc::BlockTag::at(*options.block) : rpc::BlockTag::latest();
    const auto snapshot = read_snapshot(node, *address, &*document, options.from_block, tag);
    if (!snapshot) return fail(snapshot.error());
    auto now = live_oracle_of(*snapshot, *document);
    if (!now || options.safe.empty()) return now;
    const auto safe = address_option("--safe", options.safe);
    if (!safe) return fail(safe.error());
    now->target.safe = chain::checksum_text(*safe);
    return now;
}

}  // namespace ballast::apps
