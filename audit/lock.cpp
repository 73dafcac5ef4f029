// SPDX-License-Identifier: MIT
#include "audit/lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

namespace ballast::audit {
namespace {

// is_taken() has it for an instant: whoever comes to stay in that instant looks again.
constexpr int kTries = 5;
constexpr std::chrono::milliseconds kBetweenTries{20};

bool lock_soon(int file) {
    for (int tries = 1; ::flock(file, LOCK_EX | LOCK_NB) != 0; ++tries) {
        if (errno != EWOULDBLOCK || tries == kTries) return false;
        std::this_thread::sleep_for(kBetweenTries);
    }
    return true;
}

}  // namespace

Result<FileLock> FileLock::take(const std::filesystem::path& path) {
    const std::string lock = path.string() + ".lock";
    const int file = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0)
        return fail(Errc::cannot_write, "cannot open " + lock + ": " + std::strerror(errno));
    if (!lock_soon(file)) {
        const int code = errno;
        ::close(file);
        if (code == EWOULDBLOCK)
            return fail(Errc::lock_held, "another ballast is writing " + path.string() +
                                             "; stop it, or write somewhere else");
        return fail(Errc::cannot_write, "cannot lock " + lock + ": " + std::strerror(code));
    }
    return FileLock(file);
}

Result<bool> FileLock::is_taken(const std::filesystem::path& path) {
    const std::string lock = path.string() + ".lock";
    const int file = ::open(lock.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) return false;
    if (file < 0)
        return fail(Errc::cannot_write, "cannot open " + lock + ": " + std::strerror(errno));
    // Shared: two that look do not take each other for a writer.
    const bool taken = ::flock(file, LOCK_SH | LOCK_NB) != 0;
    ::close(file);
    return taken;
}

FileLock::FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
}

FileLock::~FileLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace ballast::audit
