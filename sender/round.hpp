// SPDX-License-Identifier: MIT
// For the sender's own files.
#pragma once

#include <string>

#include "sender/sender.hpp"

namespace ballast::sender {

/// Says which unfinished record keeps a new one waiting, and how it stands.
[[nodiscard]] std::string holds_nonce(const TxRecord& record);

struct Sender::Round {
    StepReport report;
    bool signs = true;

    [[nodiscard]] const rpc::AccountView& view() const { return report.view; }
    [[nodiscard]] bool may_send() const { return !report.stopped; }
    [[nodiscard]] bool may_sign() const { return signs && may_send(); }
    void fault(std::uint64_t nonce, const Error& error) { report.faults.push_back({nonce, error}); }
    void moved(Move move, const TxRecord& record) { report.moves.push_back({move, record}); }
};

}  // namespace ballast::sender
