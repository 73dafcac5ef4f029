// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <utility>

#include "base/time.hpp"

namespace ballast::apps {

/// The machine's clocks. wait() ends early once the program is asked to stop (interrupt.hpp).
class SystemClock final : public Clock {
  public:
    [[nodiscard]] UnixSeconds now() const override;
    [[nodiscard]] Milliseconds monotonic() const override;
    void wait(Milliseconds span) override;

    /// Calls it on the waiting thread, once a second at most, while wait() lasts: what must be done
    /// however long somebody waits for a block. None: nothing is done.
    void while_waiting(std::function<void()> pulse) { pulse_ = std::move(pulse); }

  private:
    void pulse_if_due();

    std::function<void()> pulse_;
    Milliseconds pulsed_;
};

}  // namespace ballast::apps
