// SPDX-License-Identifier: MIT
#include "base/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace ballast {
namespace {

constexpr std::uintmax_t kFileBytesMax = 64U << 20U;

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

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
    std::error_code code;
    const auto size = std::filesystem::file_size(path, code);
    if (code)
        return fail(Errc::input_missing, "cannot read " + path.string() + ": " + code.message());
    if (size > kFileBytesMax) return fail(Errc::bad_data, path.string() + " is larger than 64 MiB");
    std::ifstream file(path, std::ios::binary);
    std::string text(size, '\0');
    file.read(text.data(), static_cast<std::streamsize>(size));
    if (!file) return fail(Errc::input_missing, "cannot read " + path.string());
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
    if (auto written = write_synced(temporary, text); !written) return written;
    if (::rename(temporary.c_str(), path.c_str()) != 0) return cannot_write(path);
    return {};
}

}  // namespace ballast
