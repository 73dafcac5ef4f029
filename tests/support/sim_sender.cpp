// SPDX-License-Identifier: MIT
#include "tests/support/sim_sender.hpp"

#include "sender/sender.hpp"

namespace ballast::test {
namespace {

class SenderOutbox final : public Outbox {
  public:
    explicit SenderOutbox(const OutboxParts& parts, const sender::SenderPolicy& policy = {})
        : sender_(parts.chain, parts.store, parts.signer, parts.clock, policy) {}

    Status submit(const sender::TransactionRequest& request) override {
        const auto record = sender_.submit(request);
        return record ? Status() : Status(fail(record.error()));
    }

    Result<std::size_t> step() override {
        const auto report = sender_.step();
        if (!report) return fail(report.error());
        return report->open.size();
    }

  private:
    sender::Sender sender_;
};

}  // namespace

std::unique_ptr<Outbox> make_sender(const OutboxParts& parts) {
    return std::make_unique<SenderOutbox>(parts);
}

std::unique_ptr<Outbox> make_capped_sender(const OutboxParts& parts) {
    sender::SenderPolicy policy;
    policy.fees.routine_cap = U256(8'000'000'000);
    return std::make_unique<SenderOutbox>(parts, policy);
}

}  // namespace ballast::test
