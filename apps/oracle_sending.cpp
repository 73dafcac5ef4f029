// SPDX-License-Identifier: MIT
#include "apps/oracle_sending.hpp"

#include <unistd.h>

#include <iostream>

#include "apps/harden.hpp"
#include "apps/keys_folder.hpp"
#include "apps/say.hpp"
#include "base/hash.hpp"

namespace ballast::apps {
namespace {

Status agreed(std::size_t count, const OracleOptions& options) {
    if (options.yes) return {};
    if (::isatty(STDIN_FILENO) == 0)
        return fail(Errc::usage,
                    "nothing was sent: this is the plan; repeat with --yes to carry it out");
    say("Type yes to send " + std::to_string(count) + " transaction" + (count == 1 ? "" : "s") +
        ":");
    std::string line;
    std::getline(std::cin, line);
    if (line != "yes") return fail(Errc::usage, "nothing was sent");
    return {};
}

}  // namespace

Hash32 key_of(const std::string& name, std::size_t step, const PlannedCall& call) {
    Bytes parts;
    append(parts, as_bytes(name));
    append(parts, as_bytes(" " + std::to_string(step) + " "));
    append(parts, keccak256(call.data).view());
    return tagged_hash("ballast/oracle-command/1", parts);
}

OracleSending::OracleSending(audit::Journal journal, chain::SecretKey key, std::uint64_t chain_id,
                             std::unique_ptr<rpc::HttpNetwork> network)
    : journal_(std::move(journal)),
      network_(std::move(network)),
      signer_(std::move(key), chain_id),
      alarms_(say) {}

Result<std::unique_ptr<OracleSending>> OracleSending::open(const OracleOptions& options,
                                                           std::uint64_t chain_id) {
    if (auto hardened = harden_process(); !hardened) return fail(hardened.error());
    auto journal = audit::Journal::open(options.journal, audit::Journal::Mode::write);
    if (!journal) return fail(journal.error());
    auto key = unlock_file(options.keystore, options.password_file);
    if (!key) return fail(key.error());
    auto network = rpc::HttpNetwork::open(options.rpc);
    if (!network) return fail(network.error());
    auto sending = std::make_unique<OracleSending>(std::move(*journal), std::move(*key), chain_id,
                                                   std::move(*network));
    rpc::PoolOptions pool_options;
    pool_options.chain_id = chain_id;
    pool_options.quorum = options.rpc.size() > 1 ? 2 : 1;
    auto pool = rpc::Pool::make(*sending->network_, sending->clock_, pool_options);
    if (!pool) return fail(pool.error());
    sending->pool_ = std::move(*pool);
    sending->sender_ = std::make_unique<sender::Sender>(
        *sending->pool_, sending->journal_.transactions(), sending->signer_, sending->clock_);
    sending->sender_->listen(
        [&alarms = sending->alarms_](const sender::StepReport& report) { alarms.hear(report); });
    return sending;
}

Result<rpc::Receipt> OracleSending::send(const PlannedCall& call, const Hash32& key) {
    sender::TransactionRequest request{
        .key = key, .to = call.to, .data = call.data, .urgent = call.urgent, .preflights = {}};
    auto receipt = sender_->send(request);
    if (!receipt) return fail_in(call.about, receipt.error());
    if (!receipt->succeeded)
        return fail(Errc::failed, call.about + ": transaction " + to_hex(receipt->tx_hash) +
                                      " reverted; nothing after it was sent");
    if (!call.to)
        if (auto same = check_created(*receipt, key); !same) return fail(same.error());
    say("done: " + call.about + ", transaction " + to_hex(receipt->tx_hash));
    return receipt;
}

Result<std::vector<rpc::Receipt>> OracleSending::carry_out(const std::vector<PlannedCall>& plan,
                                                           const std::string& name,
                                                           const OracleOptions& options) {
    say("plan, from " + chain::checksum_text(account()) + ":");
    for (std::size_t i = 0; i < plan.size(); ++i) {
        say("  " + std::to_string(i + 1) + ". " + plan[i].about);
        for (const std::string& line : plan[i].details)
            say("     " + line);
    }
    if (auto yes = agreed(plan.size(), options); !yes) return fail(yes.error());
    std::vector<rpc::Receipt> receipts;
    for (std::size_t i = 0; i < plan.size(); ++i) {
        PlannedCall call = plan[i];
        if (call.to == chain::Address{}) call.to = receipts.front().contract_address;
        auto receipt = send(call, key_of(name, i, plan[i]));
        if (!receipt) return fail(receipt.error());
        receipts.push_back(std::move(*receipt));
    }
    return receipts;
}

}  // namespace ballast::apps
