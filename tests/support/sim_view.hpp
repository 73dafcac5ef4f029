// SPDX-License-Identifier: MIT
// The simulated chain as a process sees it, without JSON between them: for runs by the thousand.
#pragma once

#include <functional>

#include "base/time.hpp"
#include "keys/signer.hpp"
#include "rpc/chain_view.hpp"
#include "tests/support/sim_process.hpp"
#include "tests/support/sim_world.hpp"

namespace ballast::test {

/// Answers as a quorum of honest nodes does, as far as the weather lets it through.
class SimView final : public rpc::ChainView {
  public:
    /// Keeps the references.
    SimView(SimWorld& world, SimProcess& process) : world_(world), process_(process) {}

    [[nodiscard]] std::uint64_t chain_id() const override { return kSimChain; }
    [[nodiscard]] Result<rpc::AccountView> look(const chain::Address& account) override;
    [[nodiscard]] Result<std::optional<rpc::Receipt>> receipt(const Hash32& tx_hash) override;
    [[nodiscard]] Result<bool> knows(const Hash32& tx_hash) override;
    [[nodiscard]] Result<bool> keeps_receipts_above(std::uint64_t number) override;
    [[nodiscard]] Result<rpc::CallOutcome> call(const rpc::CallMessage& message) override;
    [[nodiscard]] Result<std::uint64_t> estimate_gas(const rpc::CallMessage& message) override;
    [[nodiscard]] Result<rpc::BroadcastAnswer> broadcast(ByteView raw) override;

    /// Called with every transaction as it arrives.
    std::function<void(const MockTransaction&)> on_arrival;

  private:
    [[nodiscard]] bool answers();
    [[nodiscard]] static rpc::SendVerdict verdict(const std::optional<Refusal>& refusal);

    SimWorld& world_;
    SimProcess& process_;
};

/// The simulated world's time; waiting lets the world go on.
class SimClock final : public Clock {
  public:
    /// Keeps the reference.
    explicit SimClock(SimWorld& world) : world_(world) {}
    [[nodiscard]] UnixSeconds now() const override { return world_.now(); }
    [[nodiscard]] Milliseconds monotonic() const override { return world_.passed(); }
    void wait(Milliseconds span) override { world_.pass(span); }

  private:
    SimWorld& world_;
};

/// Signs with a key made from `seed`. A signature is a function of key and digest (RFC 6979), so
/// it is made once a program and remembered: the simulator signs the same thing many thousand
/// times.
class SimSigner final : public keys::Signer {
  public:
    /// Keeps the reference.
    explicit SimSigner(SimProcess& process, std::uint64_t seed = 1);

    [[nodiscard]] const chain::Address& address() const override;
    [[nodiscard]] Result<Bytes> sign_transaction(const chain::Transaction& transaction) override;
    [[nodiscard]] Result<chain::Signature> sign_typed_data(
        const chain::Eip712Document& document) override;

    [[nodiscard]] static chain::Address address_of(std::uint64_t seed);

  private:
    SimProcess& process_;
    std::uint64_t seed_;
};

}  // namespace ballast::test
