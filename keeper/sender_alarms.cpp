// SPDX-License-Identifier: MIT
#include "keeper/sender_alarms.hpp"

#include <utility>

namespace ballast::keeper {
namespace {

using sender::Move;
using sender::Moved;
using sender::TxReason;
using sender::TxState;

std::string nonce_text(std::uint64_t nonce) {
    return "nonce " + std::to_string(nonce);
}

std::string_view remedy(rpc::SendVerdict verdict) {
    switch (verdict) {
        case rpc::SendVerdict::insufficient_funds:
            return "fund the account; it goes on by itself";
        case rpc::SendVerdict::fee_too_low:
            return "it is made dearer up to its cap; where that stands in the way, raise the cap";
        case rpc::SendVerdict::nonce_too_low:
            return "it may be in a block already; the next look tells";
        case rpc::SendVerdict::accepted:
        case rpc::SendVerdict::already_known:
        case rpc::SendVerdict::unknown:
            break;
    }
    return "it is sent again by itself; where this goes on, look at the nodes";
}

std::string_view remedy(TxReason reason) {
    switch (reason) {
        case TxReason::fee_capped:
            return "stands at its cap: wait, raise the cap, or `ballast tx cancel` it";
        case TxReason::budget_spent:
            return "waits for the day's budget: wait, raise it, or `ballast tx cancel` it";
        case TxReason::cannot_pay:
            return "cannot be paid for: fund the account; it goes on by itself";
        case TxReason::evicted:
            return "was known to no node any more and is sent again; often: look at their pools";
        case TxReason::reorganised:
            return "lost its block to a reorganisation and is sent again; nothing to do";
        case TxReason::past_deadline:
            return "is past its deadline and is being cancelled; nothing to do";
        case TxReason::yields:
            return "makes way for an urgent one and is being cancelled; nothing to do";
        case TxReason::none:
        case TxReason::unreachable:
        case TxReason::signer_away:
        case TxReason::receipt_lost:
            break;  // A fault of the same report says it.
    }
    return "";
}

std::string_view settled(TxState state) {
    if (state == TxState::reverted)
        return "reverted for good and is not tried again: find out why the simulation allowed it";
    return state == TxState::cancelled
               ? "was cancelled for good: whoever wants it decides anew, under another key"
               : "";
}

std::string_view words(const Moved& moved) {
    switch (moved.move) {
        case Move::foreign:
            return "went to a transaction that is none of ours, and everything stops: find out who "
                   "else has the key, move funds and roles to a new one or end the second keeper, "
                   "then `ballast tx clear`";
        case Move::settle:
            return settled(moved.record.state);
        case Move::replace:
            return "waited too long and was replaced by a dearer one; nothing to do";
        case Move::fill:
            return "was a gap below ours and is filled by an empty transaction; nothing to do";
        case Move::include:
        case Move::wait:
            return "";
        case Move::note:
        case Move::broadcast:
        case Move::cancel:
            break;
    }
    return remedy(moved.record.reason);
}

struct Alarm {
    /// The same for as long as the same thing stands: nonce, and error code or reason. Of the
    /// strangers' nonces their count, for every further one is news.
    std::string about;
    std::string line;
};

void add_alarms(const sender::StepReport& report, std::vector<Alarm>& alarms) {
    if (report.stopped)
        alarms.push_back(
            {"stopped",
             "alarm: the account is stopped, and nothing is sent: one of its nonces went to a "
             "transaction that is none of ours; find out who else has the key, then `ballast tx "
             "clear`"});
    if (report.strange_nonces > 0)
        alarms.push_back({"strangers " + std::to_string(report.strange_nonces),
                          "alarm: " + std::to_string(report.strange_nonces) +
                              " nonces above our last transaction are used: somebody else has this "
                              "key, or this journal is an old copy; find out who, or move to a new "
                              "key"});
}

std::string refusal(const sender::Refusal& refusal) {
    const std::string said = nonce_text(refusal.nonce) + ": " + refusal.message;
    if (refusal.contradicted)
        return "alarm: one node took the transaction of " + said +
               "; one of the two is wrong about the account: look at both";
    const bool taken = refusal.verdict == rpc::SendVerdict::accepted ||
                       refusal.verdict == rpc::SendVerdict::already_known;
    return taken ? "" : said + "; " + std::string(remedy(refusal.verdict));
}

/// What a contradiction is about is in the words of the node that refuses: the other one took it.
std::string about(const sender::Refusal& refusal) {
    const rpc::SendVerdict verdict =
        refusal.contradicted ? rpc::classify_send_error(refusal.message) : refusal.verdict;
    return nonce_text(refusal.nonce) + (refusal.contradicted ? " contradicted" : " refused") + " " +
           std::to_string(static_cast<int>(verdict));
}

/// The record's reason beside the code: nodes that do not agree and a receipt that is lost have one
/// code, and ask for different things.
std::string about(const sender::Fault& fault, const sender::StepReport& report) {
    std::string text =
        nonce_text(fault.nonce) + " fault " + std::to_string(static_cast<int>(fault.error.code));
    for (const sender::TxRecord& record : report.open)
        if (record.nonce == fault.nonce) text += " " + std::string(name(record.reason));
    return text;
}

std::string about(const Moved& moved) {
    return nonce_text(moved.record.nonce) + " move " +
           std::to_string(static_cast<int>(moved.move)) + " " +
           std::string(name(moved.record.state)) + " " + std::string(name(moved.record.reason));
}

std::vector<Alarm> alarms_of(const sender::StepReport& report) {
    std::vector<Alarm> alarms;
    add_alarms(report, alarms);
    for (const sender::Refusal& each : report.refusals)
        if (auto said = refusal(each); !said.empty()) alarms.push_back({about(each), said});
    for (const sender::Fault& fault : report.faults)
        alarms.push_back({about(fault, report),
                          nonce_text(fault.nonce) + " does not move on: " + fault.error.what});
    for (const Moved& moved : report.moves)
        if (const auto said = words(moved); !said.empty())
            alarms.push_back(
                {about(moved), nonce_text(moved.record.nonce) + " " + std::string(said)});
    return alarms;
}

}  // namespace

std::vector<std::string> alarm_lines(const sender::StepReport& report) {
    std::vector<std::string> lines;
    for (Alarm& alarm : alarms_of(report))
        lines.push_back(std::move(alarm.line));
    return lines;
}

void SenderAlarms::hear(const sender::StepReport& report) {
    std::set<std::string> now;
    for (const Alarm& alarm : alarms_of(report)) {
        const bool fresh = now.insert(alarm.about).second;
        if (fresh && !standing_.contains(alarm.about)) tell_(alarm.line);
    }
    if (!report.is_partial) standing_.clear();
    standing_.merge(now);
}

}  // namespace ballast::keeper
