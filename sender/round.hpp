// SPDX-License-Identifier: MIT
// For the sender's own files.
#pragma once

#include "sender/sender.hpp"

namespace ballast::sender {

struct Sender::Round {
    StepReport report;

    [[nodiscard]] const rpc::AccountView& view() const { return report.view; }
    [[nodiscard]] bool may_send() const { return !report.stopped; }
    void moved(Move move, const TxRecord& record) { report.moves.push_back({move, record}); }
};

}  // namespace ballast::sender
