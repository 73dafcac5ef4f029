// SPDX-License-Identifier: MIT
#include "tests/support/sim_keeper.hpp"

#include "audit/journal.hpp"
#include "tests/support/crash_vfs.hpp"

namespace ballast::test {
namespace {

constexpr Milliseconds kRound{9'000};

const chain::Address kTarget = [] {
    chain::Address address;
    address.bytes.fill(0x42);
    return address;
}();

Hash32 key_of(std::uint64_t index) {
    return U256(0x1000 + index).to_big_endian();
}

/// The key is the call's data, so that the chain can be asked who was served.
std::optional<Hash32> served_by(const MockTransaction& transaction) {
    if (transaction.content.to != kTarget || transaction.content.data.size() != Hash32::kSize)
        return std::nullopt;
    return U256::from_big_endian(transaction.content.data).to_big_endian();
}

LifeEnd run(const SimLife& life, sender::TxStore& store) {
    SimView view(life.world, life.process);
    view.on_arrival = [&](const MockTransaction& transaction) {
        note_arrival(life.job, transaction);
        if (life.on_arrival) life.on_arrival(transaction);
    };
    SimSigner signer(life.process);
    SimClock clock(life.world);
    return keep_on({view, store, signer, clock, life.process}, life.job, life.make,
                   life.rounds_max);
}

}  // namespace

SimWorld funded_world(std::uint64_t seed, const SimWeather& weather) {
    SimWorld world(seed, weather);
    world.chain.fund(SimSigner::address_of(1), U256(1'000'000'000) * U256(1'000'000'000'000));
    return world;
}

sender::TransactionRequest request_of(const SimJob& job, std::uint64_t index) {
    sender::TransactionRequest request;
    request.key = key_of(index);
    request.to = kTarget;
    request.data = Bytes(request.key.bytes.begin(), request.key.bytes.end());
    request.gas_limit_max = 100'000;
    request.urgent = index % 2 == 1;
    if (job.deadline.count > 0 && index % 2 == 1)
        request.deadline = UnixSeconds{1'700'000'000} + job.deadline;
    return request;
}

void note_arrival(SimJob& job, const MockTransaction& transaction) {
    ++job.arrived[transaction.hash];
    if (const auto key = served_by(transaction)) job.nonces[*key].insert(transaction.content.nonce);
}

void submit_rest(SimJob& job, Outbox& outbox) {
    for (std::uint64_t i = 0; i < job.requests; ++i) {
        const auto request = request_of(job, i);
        if (job.accepted.contains(request.key)) continue;
        if (!outbox.submit(request)) {
            ++job.submissions_refused;
            return;
        }
        job.accepted.insert(request.key);
    }
}

bool is_done(SimJob& job, sender::TxStore& store) {
    job.finals.clear();
    for (std::uint64_t i = 0; i < job.requests; ++i) {
        const auto record = store.find(key_of(i));
        if (!record || !*record || !is_final((*record)->state)) return false;
        job.finals[key_of(i)] = (*record)->state;
    }
    return true;
}

LifeEnd keep_on(const SimPlace& place, SimJob& job, const MakeOutbox& make,
                std::uint64_t rounds_max) {
    const auto outbox = make({place.chain, place.store, place.signer, place.clock});
    for (std::uint64_t round = 0; round < rounds_max; ++round) {
        submit_rest(job, *outbox);
        const auto open = outbox->step();
        if (place.process.is_dead()) return LifeEnd::died;
        const bool all_accepted = job.accepted.size() == job.requests;
        if (open && *open == 0 && all_accepted && is_done(job, place.store)) return LifeEnd::done;
        place.clock.wait(kRound);
    }
    return LifeEnd::stuck;
}

LifeEnd live(const SimLife& life) {
    life.world.disk.run_by(&life.process);
    std::optional<CrashVfs> mounted;
    if (!life.on_real_disk) mounted.emplace(life.world.disk);
    // With a full disk even opening fails; whoever runs the keeper starts it again.
    for (std::uint64_t round = 0; round < life.rounds_max; ++round) {
        auto journal = audit::Journal::open(life.path, audit::Journal::Mode::write);
        if (life.process.is_dead()) return LifeEnd::died;
        if (journal) return run(life, journal->transactions());
        life.world.pass(kRound);
    }
    return LifeEnd::stuck;
}

SimVerdict judge(const MockChain& chain, const SimJob& job) {
    std::map<Hash32, std::uint64_t> served;
    for (BlockId at = chain.head(); chain.block(at).header.number > 0; at = chain.block(at).parent)
        for (const MockTransaction& transaction : chain.block(at).transactions)
            if (const auto key = served_by(transaction)) ++served[*key];
    SimVerdict verdict;
    for (std::uint64_t i = 0; i < job.requests; ++i) {
        const Hash32 key = key_of(i);
        const auto nonces = job.nonces.find(key);
        const bool is_double =
            served[key] > 1 || (nonces != job.nonces.end() && nonces->second.size() > 1);
        const auto said = job.finals.find(key);
        const bool cancelled =
            said != job.finals.end() && said->second == sender::TxState::cancelled;
        const bool succeeded =
            said != job.finals.end() && said->second == sender::TxState::succeeded;
        verdict.doubles += is_double ? 1U : 0U;
        verdict.lost += job.accepted.contains(key) && served[key] == 0 && !cancelled ? 1U : 0U;
        verdict.wrong += succeeded != (served[key] > 0) ? 1U : 0U;
    }
    return verdict;
}

}  // namespace ballast::test
