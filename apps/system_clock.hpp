// SPDX-License-Identifier: MIT
#pragma once

#include "base/time.hpp"

namespace ballast::apps {

/// The machine's clocks. wait() ends early once the program is asked to stop (interrupt.hpp).
class SystemClock final : public Clock {
  public:
    [[nodiscard]] UnixSeconds now() const override;
    [[nodiscard]] Milliseconds monotonic() const override;
    void wait(Milliseconds span) override;
};

}  // namespace ballast::apps
