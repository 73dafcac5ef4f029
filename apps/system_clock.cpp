// SPDX-License-Identifier: MIT
#include "apps/system_clock.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "apps/interrupt.hpp"

namespace ballast::apps {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// How soon a signal is noticed. (A signal that came just before a sleep would not end it.)
constexpr milliseconds kSlice{50};
constexpr Milliseconds kPulse{1'000};

}  // namespace

UnixSeconds SystemClock::now() const {
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::seconds>(since_1970).count()};
}

Milliseconds SystemClock::monotonic() const {
    const auto since_start = steady_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<milliseconds>(since_start).count()};
}

void SystemClock::wait(Milliseconds span) {
    // One more: monotonic() rounds down, and a full wait must not look like one cut short.
    const auto end = steady_clock::now() + milliseconds(span.count + 1);
    while (!Interrupt::requested() && steady_clock::now() < end) {
        pulse();
        std::this_thread::sleep_until(std::min(end, steady_clock::now() + kSlice));
    }
}

void SystemClock::pulse() {
    const Milliseconds now = monotonic();
    if (!pulse_ || now.count - pulsed_.count < kPulse.count) return;
    pulsed_ = now;
    pulse_();
}

}  // namespace ballast::apps
