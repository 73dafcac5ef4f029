// SPDX-License-Identifier: MIT
#include "keeper/housekeeping.hpp"

#include <algorithm>

#include "audit/retention.hpp"

namespace ballast::keeper {
namespace {

using telemetry::LogLevel;

constexpr Milliseconds kDayLong{kDay.count * 1'000};

}  // namespace

Status check_payer(const audit::Journal& journal, std::uint64_t chain_id,
                   const chain::Address& payer) {
    const auto accounts = journal.accounts_at_work(chain_id);
    if (!accounts) return fail(accounts.error());
    const auto other = std::find_if(accounts->begin(), accounts->end(),
                                    [&](const chain::Address& at) { return !(at == payer); });
    if (other == accounts->end()) return {};
    return fail(Errc::configuration,
                "the journal has transactions on their way that " + chain::checksum_text(*other) +
                    " pays for, and this keeper pays from " + chain::checksum_text(payer) +
                    ": only the key that signed them can bring them to their end. Run a keeper "
                    "with that gas_keystore until `ballast tx list --open` is empty, and change "
                    "the account then; all keepers of one journal have one gas account");
}

void Housekeeping::look(std::vector<std::unique_ptr<Lane>>& lanes, Milliseconds monotonic,
                        Seconds keep, telemetry::Log& log) {
    if (keep.count == 0) return;
    for (const auto& lane : lanes) {
        const auto block_time = lane->view().block_time;
        const auto looked = looked_.find(lane->name());
        const bool due =
            looked == looked_.end() || monotonic.count - looked->second.count >= kDayLong.count;
        if (!block_time || !due) continue;
        looked_[lane->name()] = monotonic;
        const auto pruned = audit::prune_transactions(lane->journal(), *block_time - keep);
        if (!pruned)
            log.write(LogLevel::warning, "prune_failed", pruned.error().what,
                      {{"chain", lane->name()}});
        else if (*pruned > 0)
            log.write(
                LogLevel::info, "pruned",
                "the signed bytes of transactions that are final for long were removed",
                {{"chain", lane->name()}, {"transactions", static_cast<std::int64_t>(*pruned)}});
    }
}

}  // namespace ballast::keeper
