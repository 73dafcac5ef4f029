// SPDX-License-Identifier: MIT
// Time that passes when somebody lets it.
#pragma once

#include "base/time.hpp"

namespace ballast::test {

class SimulatedClock final : public Clock {
  public:
    explicit SimulatedClock(UnixSeconds start = {1'700'000'000}) : start_(start) {}

    [[nodiscard]] UnixSeconds now() const override {
        return start_ + Seconds{passed_.count / 1000} + jumped_;
    }
    /// Starts at a thousand seconds, so that a zero is seen to be no moment.
    [[nodiscard]] Milliseconds monotonic() const override { return {1'000'000 + passed_.count}; }
    void wait(Milliseconds span) override { passed_.count += span.count; }
    /// Sets the wall clock ahead, or back, while no time passes.
    void jump(Seconds span) { jumped_.count += span.count; }

  private:
    UnixSeconds start_;
    Milliseconds passed_;
    Seconds jumped_;
};

}  // namespace ballast::test
