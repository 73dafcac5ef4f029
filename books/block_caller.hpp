// SPDX-License-Identifier: MIT
// Calls at one block that are not asked again when a piece of work is begun anew.
#pragma once

#include <cstddef>
#include <vector>

#include "books/chain_reader.hpp"

namespace ballast::books {

/// Answers are kept one body at a time, so that a piece of work of many bodies, done over from its
/// beginning after a step's time was over, gets one body further each time at least. Whoever uses
/// it must ask the same questions in the same order, which holds where they depend on answers
/// alone.
class BlockCaller {
  public:
    /// Keeps the reference.
    BlockCaller(ChainReader& reader, const rpc::Block& at) : reader_(reader), at_(at) {}

    [[nodiscard]] const rpc::Block& at() const { return at_; }
    /// The same as ChainReader::calls, or what it gave at this place before.
    [[nodiscard]] Result<std::vector<rpc::CallOutcome>> calls(
        const std::vector<rpc::CallMessage>& messages);

    /// Goes back to the first answer: the piece is begun anew.
    void rewind() { next_ = 0; }
    /// Forgets all answers: the piece is done.
    void finish();

  private:
    ChainReader& reader_;
    rpc::Block at_;
    std::vector<std::vector<rpc::CallOutcome>> answers_;  ///< a body each
    std::size_t next_ = 0;
};

}  // namespace ballast::books
