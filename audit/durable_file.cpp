// SPDX-License-Identifier: MIT
#include "audit/durable_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace ballast::audit {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cannot_write(const fs::path& path) {
    return fail(Errc::cannot_write, "cannot write " + path.string() + ": " + std::strerror(errno));
}

Status sync(const fs::path& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    if (file < 0) return cannot_write(path);
    const bool synced = ::fsync(file) == 0;
    auto outcome = synced ? Status{} : cannot_write(path);
    ::close(file);
    return outcome;
}

}  // namespace

Status sync_folder(const fs::path& folder) {
    return sync(folder, O_RDONLY | O_DIRECTORY);
}

NewFile::NewFile(fs::path path) : path_(std::move(path)), part_(path_.string() + ".part") {
    // Of a run that was killed.
    ::unlink(part_.c_str());
}

NewFile::~NewFile() {
    ::unlink(part_.c_str());
}

Status NewFile::check_free() const {
    if (!fs::exists(path_)) return {};
    return fail(Errc::cannot_write, path_.string() + " is there already and is not overwritten");
}

Status NewFile::keep() {
    if (auto synced = sync(part_, O_RDWR); !synced) return synced;
    if (::rename(part_.c_str(), path_.c_str()) != 0) return cannot_write(path_);
    const fs::path folder = path_.has_parent_path() ? path_.parent_path() : fs::path(".");
    return sync(folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace ballast::audit
