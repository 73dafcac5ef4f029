// SPDX-License-Identifier: MIT
#include "audit/lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace ballast::audit {

Result<FileLock> FileLock::take(const std::filesystem::path& path) {
    const std::string lock = path.string() + ".lock";
    const int file = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0)
        return fail(Errc::cannot_write, "cannot open " + lock + ": " + std::strerror(errno));
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const int code = errno;
        ::close(file);
        if (code == EWOULDBLOCK)
            return fail(Errc::lock_held, "another ballast is writing " + path.string() +
                                             "; stop it, or write somewhere else");
        return fail(Errc::cannot_write, "cannot lock " + lock + ": " + std::strerror(code));
    }
    return FileLock(file);
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
