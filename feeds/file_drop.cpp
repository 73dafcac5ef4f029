// SPDX-License-Identifier: MIT
#include "feeds/file_drop.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace ballast::feeds {
namespace {

namespace fs = std::filesystem;

/// A file descriptor that is closed when it goes.
class OpenFile {
  public:
    /// Follows no link, and waits for no writer of a pipe.
    explicit OpenFile(const fs::path& path)
        : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int number() const { return number_; }

  private:
    int number_;
};

tl::unexpected<Error> not_opened(const fs::path& path) {
    if (errno == ELOOP)
        return fail(Errc::permission, path.string() + " is a symbolic link; name the file itself");
    return fail(Errc::input_missing, "cannot read " + path.string() + ": " + std::strerror(errno));
}

Status check(const fs::path& path, const struct stat& facts) {
    if (!S_ISREG(facts.st_mode)) return fail(Errc::permission, path.string() + " is no plain file");
    if ((facts.st_mode & S_IWOTH) != 0)
        return fail(Errc::permission, path.string() + " may be written by anybody; chmod o-w");
    if (facts.st_size > static_cast<off_t>(providers::kAnswerBytesMax))
        return fail(Errc::bad_data, path.string() + " is larger than any answer may be");
    return {};
}

Result<std::string> read_all(const fs::path& path, int file) {
    std::string text(providers::kAnswerBytesMax + 1, '\0');
    std::size_t filled = 0;
    while (filled < text.size()) {
        const ssize_t count = ::read(file, text.data() + filled, text.size() - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return not_opened(path);
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    text.resize(filled);
    return text;
}

bool same_moment(const struct stat& a, const struct stat& b) {
    return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
           a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

Result<providers::Answer> read_dropped(const fs::path& path, UnixSeconds now) {
    const OpenFile file(path);
    if (file.number() < 0) return not_opened(path);
    struct stat before {};
    if (::fstat(file.number(), &before) != 0) return not_opened(path);
    if (auto sound = check(path, before); !sound) return fail(sound.error());
    auto text = read_all(path, file.number());
    if (!text) return fail(text.error());
    struct stat after {};
    if (::fstat(file.number(), &after) != 0) return not_opened(path);
    if (!same_moment(before, after) || static_cast<off_t>(text->size()) != after.st_size)
        return fail(Errc::upstream_unavailable, path.string() + " changed while it was read");
    return providers::Answer{200, "", std::move(*text), now};
}

}  // namespace ballast::feeds
