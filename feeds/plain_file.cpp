// SPDX-License-Identifier: MIT
#include "feeds/plain_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace ballast::feeds {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPlainChunkBytes = std::size_t{64} << 10U;

tl::unexpected<Error> not_readable(const fs::path& path) {
    if (errno == ELOOP)
        return fail(Errc::permission, path.string() + " is a symbolic link; name the file itself");
    return fail(Errc::input_missing, "cannot read " + path.string() + ": " + std::strerror(errno));
}

}  // namespace

Result<PlainFile> PlainFile::open(const fs::path& path) {
    PlainFile file(path, ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (file.number_ < 0) return not_readable(path);
    const auto facts = file.facts();
    if (!facts) return fail(facts.error());
    if (!S_ISREG(facts->st_mode))
        return fail(Errc::permission, path.string() + " is no plain file");
    return file;
}

PlainFile::PlainFile(PlainFile&& other) noexcept
    : path_(std::move(other.path_)), number_(std::exchange(other.number_, -1)) {}

PlainFile::~PlainFile() {
    if (number_ >= 0) ::close(number_);
}

Result<struct stat> PlainFile::facts() const {
    struct stat found {};
    if (::fstat(number_, &found) != 0) return not_readable(path_);
    return found;
}

Result<std::size_t> PlainFile::read(char* to, std::size_t room) {
    for (;;) {
        const ssize_t count = ::read(number_, to, room);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EINTR) return not_readable(path_);
    }
}

Result<std::string> PlainFile::read_all(std::size_t most) {
    std::string text;
    std::array<char, kPlainChunkBytes> chunk{};
    for (;;) {
        const auto count = read(chunk.data(), chunk.size());
        if (!count) return fail(count.error());
        if (*count == 0) return text;
        text.append(chunk.data(), *count);
        if (text.size() > most)
            return fail(Errc::bad_data, path_.string() + " is larger than any answer may be");
    }
}

}  // namespace ballast::feeds
