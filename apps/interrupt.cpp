// SPDX-License-Identifier: MIT
#include "apps/interrupt.hpp"

#include <csignal>

namespace ballast::apps {
namespace {

volatile std::sig_atomic_t g_requested = 0;

extern "C" void ballast_on_signal(int) {
    g_requested = 1;
}

}  // namespace

Interrupt::Interrupt() {
    g_requested = 0;
    struct sigaction action {};
    action.sa_handler = ballast_on_signal;
    // Back to the default after the first: an impatient second signal must work.
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

Interrupt::~Interrupt() {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

bool Interrupt::requested() noexcept {
    return g_requested != 0;
}

}  // namespace ballast::apps
