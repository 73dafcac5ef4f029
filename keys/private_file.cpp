// SPDX-License-Identifier: MIT
#include "keys/private_file.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>

#include "base/check.hpp"

namespace ballast::keys {
namespace {

namespace fs = std::filesystem;

/// A file descriptor that is closed when it goes.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int get() const { return number_; }

  private:
    int number_;
};

tl::unexpected<Error> unsafe(const fs::path& path, const std::string& reason) {
    return fail(Errc::permission, path.string() + ": " + reason);
}

tl::unexpected<Error> not_owned(const fs::path& path, uid_t owner, uid_t user) {
    return unsafe(path, "belongs to the user " + std::to_string(owner) +
                            ", not to the one who runs this (" + std::to_string(user) +
                            "); if it is yours: chown " + std::to_string(user) + " '" +
                            path.string() + "'");
}

tl::unexpected<Error> not_written(const fs::path& path) {
    return fail(Errc::cannot_write, "cannot write " + path.string() + ": " + std::strerror(errno));
}

tl::unexpected<Error> not_opened(const fs::path& path) {
    if (errno == ELOOP) return unsafe(path, "is a symbolic link; name the file itself");
    if (errno == EACCES) return unsafe(path, "may not be read by this user");
    return fail(Errc::input_missing, "cannot read " + path.string() + ": " + std::strerror(errno));
}

/// Asks the open file, not its name, so that what was judged is what is read.
Result<FileFacts> facts_of(int file, const fs::path& path) {
    struct stat found {};
    if (::fstat(file, &found) != 0) return not_opened(path);
    return FileFacts{S_ISREG(found.st_mode), found.st_mode & 07777U, found.st_uid};
}

Result<chain::SecretBytes> read_open(int file, const fs::path& path, std::size_t bytes_max) {
    auto content = chain::SecretBytes::zeros(bytes_max + 1);
    if (!content) return content;
    std::size_t filled = 0;
    while (filled < content->size()) {
        const ssize_t count =
            ::read(file, content->writable().data() + filled, content->size() - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0)
            return fail(Errc::failed, "cannot read " + path.string() + ": " + std::strerror(errno));
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    if (filled > bytes_max)
        return fail(Errc::bad_data,
                    path.string() + " is larger than " + std::to_string(bytes_max) + " bytes");
    content->shrink(filled);
    return content;
}

/// Like create_directories, but nobody else may look into what is made.
Status make_folders(const fs::path& folder) {
    std::error_code code;
    if (folder.empty() || fs::is_directory(folder, code)) return {};
    if (auto above = make_folders(folder.parent_path()); !above) return above;
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return not_written(folder);
    return {};
}

Status write_all(int file, std::string_view text, const fs::path& path) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return not_written(path);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file) != 0) return not_written(path);
    return {};
}

Status write_new(const fs::path& path, std::string_view text) {
    const Descriptor file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (file.get() < 0) return not_written(path);
    return write_all(file.get(), text, path);
}

Status sync_folder(const fs::path& folder) {
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0 || ::fsync(opened.get()) != 0) return not_written(folder);
    return {};
}

/// Makes the folder where it is missing, and judges what is there then.
Status prepare_folder(const fs::path& folder) {
    if (auto made = make_folders(folder); !made) return made;
    struct stat found {};
    if (::stat(folder.c_str(), &found) != 0) return not_written(folder);
    return judge_folder(folder, found.st_mode & 07777U, found.st_uid, ::geteuid());
}

/// A name that nobody foresaw: a link planted under it could not lead the writing elsewhere.
fs::path temporary_beside(const fs::path& path) {
    std::uint64_t number = 0;
    BALLAST_CHECK(::getrandom(&number, sizeof number, 0) == sizeof number);
    fs::path beside = path;
    beside.replace_filename("." + path.filename().string() + "." + std::to_string(number));
    return beside;
}

}  // namespace

Status judge_file(const fs::path& path, const FileFacts& facts, uid_t user, FileMaker maker) {
    if (!facts.is_regular) return unsafe(path, "is not a regular file");
    const bool by_system = maker == FileMaker::system;
    if (facts.owner != user && !(by_system && facts.owner == 0))
        return not_owned(path, facts.owner, user);
    const mode_t forbidden = by_system ? 0027U : 0077U;
    if ((facts.permissions & forbidden) != 0)
        return unsafe(path, "others may use it; run: chmod 600 '" + path.string() + "'");
    return {};
}

Status judge_folder(const fs::path& path, mode_t permissions, uid_t owner, uid_t user) {
    if (owner != user) return not_owned(path, owner, user);
    if ((permissions & 0022U) != 0)
        return unsafe(path, "others may write there; run: chmod go-w '" + path.string() + "'");
    return {};
}

Result<chain::SecretBytes> read_private_file(const fs::path& path, std::size_t bytes_max,
                                             FileMaker maker) {
    // Without O_NONBLOCK a pipe of that name would hold us before we know what it is.
    const Descriptor file(
        ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
    if (file.get() < 0) return not_opened(path);
    const auto facts = facts_of(file.get(), path);
    if (!facts) return fail(facts.error());
    if (auto judged = judge_file(path, *facts, ::geteuid(), maker); !judged)
        return fail(judged.error());
    return read_open(file.get(), path, bytes_max);
}

Status write_private_file(const fs::path& path, std::string_view text) {
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (auto ready = prepare_folder(folder); !ready) return ready;
    const fs::path temporary = temporary_beside(path);
    auto written = write_new(temporary, text);
    if (written &&
        ::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0)
        written = errno == EEXIST ? fail(Errc::cannot_write, path.string() + " is there already")
                                  : not_written(path);
    if (!written) {
        ::unlink(temporary.c_str());
        return written;
    }
    return sync_folder(folder);
}

}  // namespace ballast::keys
