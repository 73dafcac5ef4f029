// SPDX-License-Identifier: MIT
#include "apps/interrupt.hpp"

#include <csignal>

namespace ballast::apps {
namespace {

volatile std::sig_atomic_t g_requested = 0;
volatile std::sig_atomic_t g_reload = 0;

extern "C" void ballast_on_signal(int) {
    g_requested = 1;
}

extern "C" void ballast_on_hangup(int) {
    g_reload = 1;
}

}  // namespace

Interrupt::Interrupt(Patience patience) {
    g_requested = 0;
    g_reload = 0;
    struct sigaction action {};
    action.sa_handler = ballast_on_signal;
    // Back to the default after the first: an impatient second signal must work. A keeper ends
    // within ten seconds, and what a second signal would cut off is a record half written.
    action.sa_flags = patience == Patience::once ? static_cast<int>(SA_RESETHAND) : SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    if (patience == Patience::once) return;
    action.sa_handler = ballast_on_hangup;
    sigaction(SIGHUP, &action, nullptr);
}

Interrupt::~Interrupt() {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGHUP, SIG_DFL);
}

bool Interrupt::requested() noexcept {
    return g_requested != 0;
}

bool Interrupt::take_reload() noexcept {
    if (g_reload == 0) return false;
    g_reload = 0;
    return true;
}

}  // namespace ballast::apps
