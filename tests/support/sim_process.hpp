// SPDX-License-Identifier: MIT
// A process that dies at a chosen act.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace ballast::test {

/// What a process does to the world outside of it. Each is a place to die at.
enum class Act { open, write, sync, truncate, remove, sign, look, send, answer };
constexpr std::size_t kActs = 9;
constexpr std::array<const char*, kActs> kActNames = {"open", "write", "sync", "truncate", "remove",
                                                      "sign", "look",  "send", "answer"};

/// One life of a simulated process. Exceptions cannot cross SQLite, so death is a state: from the
/// chosen act on nothing that the process does has any effect, and every call of it fails.
class SimProcess {
  public:
    /// Lives for ever.
    SimProcess() = default;
    /// Dies at its act number `dies_at`, counted from 1, which does not happen any more. 0: never.
    explicit SimProcess(std::uint64_t dies_at) : dies_at_(dies_at) {}

    /// Returns whether the act happens.
    [[nodiscard]] bool does(Act act) {
        if (is_dead_) return false;
        ++acts_;
        ++counts_[static_cast<std::size_t>(act)];
        if (acts_ != dies_at_) return true;
        is_dead_ = true;
        died_in_ = act;
        return false;
    }

    [[nodiscard]] bool is_dead() const { return is_dead_; }
    /// The act at which it died. Requires is_dead().
    [[nodiscard]] Act died_in() const { return died_in_; }
    [[nodiscard]] std::uint64_t acts() const { return acts_; }
    [[nodiscard]] std::uint64_t count(Act act) const {
        return counts_[static_cast<std::size_t>(act)];
    }

  private:
    std::uint64_t dies_at_ = 0;
    std::uint64_t acts_ = 0;
    std::array<std::uint64_t, kActs> counts_{};
    bool is_dead_ = false;
    Act died_in_ = Act::open;
};

}  // namespace ballast::test
