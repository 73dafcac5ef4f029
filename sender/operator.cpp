// SPDX-License-Identifier: MIT
// What a person may order.
#include <string>

#include "sender/round.hpp"

namespace ballast::sender {

Result<TxRecord> Sender::bump(const Hash32& key) {
    return outbid_now(key, false);
}

Result<TxRecord> Sender::cancel(const Hash32& key) {
    return outbid_now(key, true);
}

Result<TxRecord> Sender::outbid_now(const Hash32& key, bool empty) {
    auto found = store_.find(key);
    if (!found) return fail(found.error());
    if (!*found) return fail(Errc::input_missing, "no transaction has the key " + to_hex(key));
    TxRecord& record = **found;
    if (auto ours = check_ours(record); !ours) return fail(ours.error());
    const auto stopped = store_.is_stopped(chain_.chain_id(), signer_.address());
    if (!stopped) return fail(stopped.error());
    if (*stopped) return fail(Errc::failed, "a foreign transaction stopped the account");
    Round round;
    auto view = chain_.look(signer_.address());
    if (!view) return fail(view.error());
    round.report.view = std::move(*view);
    if (is_final(record.state) || round.view().nonce > record.nonce)
        return fail(Errc::failed,
                    "nonce " + std::to_string(record.nonce) + " is in a block already");
    const bool was_empty = record.attempts.back().kind != AttemptKind::call;
    if (!empty && !was_empty && is_overdue(record, round.view().head.timestamp))
        return fail(Errc::failed, "nonce " + std::to_string(record.nonce) +
                                      " is past its deadline: `ballast tx cancel` it");
    // A reorganisation took its block away.
    record.inclusion.reset();
    if (empty && !was_empty) record.reason = TxReason::none;
    const auto done = outbid(
        record, empty && !was_empty ? AttemptKind::cancel : record.attempts.back().kind, round);
    round.report.is_partial = true;
    tell(round.report);
    if (!done) return fail(done.error());
    if (!round.report.faults.empty()) return fail(round.report.faults.front().error);
    if (!*done)
        return fail(Errc::failed,
                    "no dearer transaction is possible: " + std::string(name(record.reason)));
    return record;
}

}  // namespace ballast::sender
