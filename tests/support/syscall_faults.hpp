// SPDX-License-Identifier: MIT
// Makes the k-th system call of this thread fail. A program that links it has its own socket(),
// connect(), send(), recv() and poll() in front of the C library's, for its libraries too.
#pragma once

#include <cstdint>

namespace ballast::test {

enum class SyscallFault {
    none,
    too_many_files,  ///< socket() fails with EMFILE
    interrupted,     ///< send(), recv() or poll() fails with EINTR
    short_write,     ///< send() takes one byte
    reset,           ///< send() or recv() fails with ECONNRESET
};

/// Arms the calling thread: its `at`-th call (from 1) that can fail so does.
void arm_syscall_fault(SyscallFault fault, std::uint64_t at);

/// Disarms the calling thread. Returns whether the fault occurred.
bool disarm_syscall_fault();

}  // namespace ballast::test
