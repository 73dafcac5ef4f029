// SPDX-License-Identifier: MIT
#include "tests/support/syscall_faults.hpp"

#include <dlfcn.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

namespace ballast::test {
namespace {

struct Plan {
    SyscallFault fault = SyscallFault::none;
    std::uint64_t at = 0;
    std::uint64_t calls = 0;
    bool occurred = false;
};

thread_local Plan plan;

/// Counts a call that `fault` can befall, and tells whether this is the one.
bool befalls(SyscallFault fault) {
    if (plan.fault != fault) return false;
    const bool now = ++plan.calls == plan.at;
    plan.occurred = plan.occurred || now;
    return now;
}

template <class Function>
Function* real(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

void arm_syscall_fault(SyscallFault fault, std::uint64_t at) {
    plan = {fault, at, 0, false};
}

bool disarm_syscall_fault() {
    const bool occurred = plan.occurred;
    plan = {};
    return occurred;
}

}  // namespace ballast::test

using ballast::test::befalls;
using ballast::test::SyscallFault;

extern "C" {

int socket(int domain, int type, int protocol) noexcept {
    static auto* const next = ballast::test::real<int(int, int, int)>("socket");
    if (befalls(SyscallFault::too_many_files)) {
        errno = EMFILE;
        return -1;
    }
    return next(domain, type, protocol);
}

ssize_t send(int socket, const void* data, size_t size, int flags) {
    static auto* const next = ballast::test::real<ssize_t(int, const void*, size_t, int)>("send");
    if (befalls(SyscallFault::interrupted) || befalls(SyscallFault::reset)) {
        errno = ballast::test::plan.fault == SyscallFault::reset ? ECONNRESET : EINTR;
        return -1;
    }
    if (size > 1 && befalls(SyscallFault::short_write)) size = 1;
    return next(socket, data, size, flags);
}

ssize_t recv(int socket, void* data, size_t size, int flags) {
    static auto* const next = ballast::test::real<ssize_t(int, void*, size_t, int)>("recv");
    if (befalls(SyscallFault::interrupted) || befalls(SyscallFault::reset)) {
        errno = ballast::test::plan.fault == SyscallFault::reset ? ECONNRESET : EINTR;
        return -1;
    }
    return next(socket, data, size, flags);
}

int poll(pollfd* sockets, nfds_t count, int timeout) {
    static auto* const next = ballast::test::real<int(pollfd*, nfds_t, int)>("poll");
    if (befalls(SyscallFault::interrupted)) {
        errno = EINTR;
        return -1;
    }
    return next(sockets, count, timeout);
}

}  // extern "C"
