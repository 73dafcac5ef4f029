// SPDX-License-Identifier: MIT
#include "keeper/connection.hpp"

namespace ballast::keeper {
namespace {

constexpr Milliseconds kBalanceEvery{300'000};

}  // namespace

Connection::Connection(const ChainConfiguration& chain, ConnectionParts parts,
                       std::unique_ptr<StoppableNetwork> network, std::unique_ptr<rpc::Pool> pool)
    : parts_(std::move(parts)),
      chain_id_(chain.chain_id),
      network_(std::move(network)),
      pool_(std::move(pool)),
      chain_(*pool_),
      contract_(chain_, chain.oracle, parts_.markets),
      alarms_(parts_.tell) {
    sender::SenderPolicy policy;
    policy.fees = chain.fees;
    policy.send_deadline = {chain.send_deadline.count * 1'000};
    sender_ =
        std::make_unique<sender::Sender>(*pool_, *parts_.store, *parts_.gas, *parts_.clock, policy);
    sender_->listen([this](const sender::StepReport& report) {
        alarms_.hear(report);
        parts_.told->hear(report);
        if (parts_.on_step) parts_.on_step(report);
    });
    venue_ = std::make_unique<RpcVenue>(chain_, contract_, *sender_, SendWait::once);
}

Result<std::unique_ptr<Connection>> Connection::open(const ChainConfiguration& chain,
                                                     ConnectionParts parts) {
    if (parts.urls.empty())
        return fail(Errc::configuration, "chain " + chain.name + " names no node");
    auto opened = rpc::HttpNetwork::open(parts.urls);
    if (!opened) return fail_in("chain " + chain.name, opened.error());
    auto network =
        std::make_unique<StoppableNetwork>(std::move(*opened), parts.stopping, parts.asking);
    rpc::PoolOptions options;
    options.chain_id = chain.chain_id;
    options.quorum = chain.quorum;
    options.send_deadline = options.read_deadline;
    options.on_change = parts.on_endpoint;
    auto pool = rpc::Pool::make(*network, *parts.clock, std::move(options));
    if (!pool) return fail_in("chain " + chain.name, pool.error());
    return std::make_unique<Connection>(chain, std::move(parts), std::move(network),
                                        std::move(*pool));
}

void Connection::tell_nodes() {
    parts_.told->look(*pool_);
}

Status Connection::settle() {
    const auto open = parts_.store->unfinished(chain_id_, parts_.gas->address());
    if (!open) return fail(open.error());
    const Milliseconds now = parts_.clock->monotonic();
    const bool due = !looked_ || now.count - looked_->count >= kBalanceEvery.count;
    if (open->empty() && !due) return {};
    looked_ = now;
    const auto stepped = sender_->step();
    if (!stepped) return fail(stepped.error());
    return {};
}

}  // namespace ballast::keeper
