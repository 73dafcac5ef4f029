// SPDX-License-Identifier: MIT
#include "books/index_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/check.hpp"

namespace ballast::books {
namespace {

constexpr std::size_t kBytesMax = std::size_t{256} << 20U;

tl::unexpected<Error> cannot(const char* what, const std::filesystem::path& path) {
    return fail(Errc::cannot_write,
                std::string("cannot ") + what + ' ' + path.string() + ": " + std::strerror(errno));
}

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(file, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

/// A rename or a new name lasts only once its folder is synced.
bool sync_folder(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return false;
    const bool synced = ::fsync(file) == 0;
    ::close(file);
    return synced;
}

Result<int> open_locked(const std::filesystem::path& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) return cannot("open", path);
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
    ::close(file);
    return fail(Errc::lock_held, path.string() + " is in use by another process");
}

}  // namespace

Result<IndexFile> IndexFile::open(const std::filesystem::path& path) {
    std::error_code ignored;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), ignored);
    const auto file = open_locked(path, 0);
    if (!file) return fail(file.error());
    IndexFile opened(path, *file);
    if (!sync_folder(path)) return cannot("sync the folder of", path);
    if (const Status read = opened.read_all(); !read) return fail(read.error());
    return opened;
}

IndexFile::IndexFile(IndexFile&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      size_(other.size_),
      lines_(std::move(other.lines_)) {}

IndexFile::~IndexFile() {
    if (file_ >= 0) ::close(file_);
}

Status IndexFile::read_all() {
    std::string text;
    std::string part(1 << 16U, '\0');
    while (true) {
        const ssize_t count = ::read(file_, part.data(), part.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return cannot("read", path_);
        if (count == 0) break;
        text.append(part, 0, static_cast<std::size_t>(count));
        if (text.size() > kBytesMax)
            return fail(Errc::bad_data, path_.string() + " is larger than any index");
    }
    std::size_t begin = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos;
         end = text.find('\n', begin)) {
        lines_.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    size_ = begin;
    // Whatever stands behind the last end of line was being written when the process died.
    if (begin < text.size() && ::ftruncate(file_, static_cast<off_t>(begin)) != 0)
        return cannot("cut", path_);
    if (::lseek(file_, static_cast<off_t>(begin), SEEK_SET) < 0) return cannot("seek in", path_);
    return {};
}

std::vector<std::string> IndexFile::take_lines() {
    return std::exchange(lines_, {});
}

Status IndexFile::append(std::string_view line) {
    BALLAST_CHECK(line.find('\n') == std::string_view::npos);
    const std::string whole = std::string(line) + '\n';
    if (write_all(file_, whole) && ::fdatasync(file_) == 0) {
        size_ += whole.size();
        return {};
    }
    const auto failed = cannot("write", path_);
    const bool undone = ::ftruncate(file_, static_cast<off_t>(size_)) == 0 &&
                        ::lseek(file_, static_cast<off_t>(size_), SEEK_SET) >= 0;
    return undone ? failed : fail(Errc::cannot_write, failed.value().what + " (nor be mended)");
}

Status IndexFile::replace(const std::vector<std::string>& lines) {
    std::filesystem::path beside = path_;
    beside += ".new";
    const auto file = open_locked(beside, O_TRUNC);
    if (!file) return fail(file.error());
    std::string text;
    for (const std::string& line : lines)
        text += line + '\n';
    // The lock goes with the file: it is taken before the name is.
    if (!write_all(*file, text) || ::fsync(*file) != 0 ||
        ::rename(beside.c_str(), path_.c_str()) != 0) {
        const auto failed = cannot("write", beside);
        ::close(*file);
        ::unlink(beside.c_str());
        return failed;
    }
    ::close(file_);
    file_ = *file;
    size_ = text.size();
    if (!sync_folder(path_)) return cannot("sync the folder of", path_);
    return {};
}

}  // namespace ballast::books
