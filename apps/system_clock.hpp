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

    /// Calls it on the waiting thread, once a second at most, while wait() lasts and from pulse():
    /// what must be done however long somebody waits. None: nothing is done.
    void while_waiting(std::function<void()> pulse) { pulse_ = std::move(pulse); }
    /// Of who waits for an answer instead.
    void pulse();

  private:
    std::function<void()> pulse_;
    Milliseconds pulsed_;
};

}  // namespace ballast::apps
