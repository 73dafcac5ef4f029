// SPDX-License-Identifier: MIT
#include "base/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace ballast {
namespace {

constexpr std::size_t kFileBytesMax = std::size_t{64} << 20U;
constexpr std::size_t kChunkBytes = std::size_t{64} << 10U;

tl::unexpected<Error> cannot_read(const std::filesystem::path& path) {
    return fail(Errc::input_missing, "cannot read " + path.string() + ": " + std::strerror(errno));
}

tl::unexpected<Error> cannot_write(const std::filesystem::path& path) {
    return fail(Errc::cannot_write, "cannot write " + path.string() + ": " + std::strerror(errno));
}

Status write_synced(const std::filesystem::path& path, std::string_view text) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) return cannot_write(path);
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            const auto fault = cannot_write(path);
            ::close(file);
            return fault;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    const bool synced = ::fsync(file) == 0;
    const bool closed = ::close(file) == 0;
    if (!synced || !closed) return cannot_write(path);
    return {};
}

/// Reads to the end of what was opened: asking the path for its size first would cut a file that
/// is replaced by a longer one in between.
Result<std::string> read_open(int file, const std::filesystem::path& path) {
    std::string text;
    std::array<char, kChunkBytes> chunk{};
    while (true) {
        const ssize_t count = ::read(file, chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return cannot_read(path);
        if (count == 0) return text;
        text.append(chunk.data(), static_cast<std::size_t>(count));
        if (text.size() > kFileBytesMax)
            return fail(Errc::bad_data, path.string() + " is larger than 64 MiB");
    }
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return cannot_read(path);
    auto text = read_open(file, path);
    ::close(file);
    return text;
}

Status write_file(const std::filesystem::path& path, std::string_view text) {
    if (path.has_parent_path()) {
        std::error_code code;
        std::filesystem::create_directories(path.parent_path(), code);
        if (code)
            return fail(Errc::cannot_write,
                        "cannot create " + path.parent_path().string() + ": " + code.message());
    }
    std::filesystem::path temporary = path;
    temporary += ".tmp";
    auto written = write_synced(temporary, text);
    if (written && ::rename(temporary.c_str(), path.c_str()) != 0) written = cannot_write(path);
    if (!written) ::unlink(temporary.c_str());
    return written;
}

}  // namespace ballast
