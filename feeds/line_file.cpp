// SPDX-License-Identifier: MIT
#include "feeds/line_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "feeds/plain_file.hpp"

namespace ballast::feeds {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLineMax = 1U << 20U;
constexpr std::size_t kReadAtOnce = std::size_t{64} << 10U;
constexpr std::size_t kDateLength = 10;  // 2025-11-17

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

Status not_written(const fs::path& path) {
    return fail(Errc::cannot_write, "cannot write " + path.string() + ": " + std::strerror(errno));
}

/// Tells whether the file is empty or ends with a whole line.
Result<bool> ends_whole(int file, const fs::path& path) {
    struct stat found {};
    if (::fstat(file, &found) != 0) return fail(not_written(path).error());
    if (found.st_size == 0) return true;
    char last = 0;
    if (::pread(file, &last, 1, found.st_size - 1) != 1) return fail(not_written(path).error());
    return last == '\n';
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

/// A new file's name is on the disk only once its folder is.
Status sync_folder(const fs::path& folder) {
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0 || ::fsync(opened.get()) != 0) return not_written(folder);
    return {};
}

/// Puts a line together from pieces. What is too long is not kept: a file may be one line.
class LineInPieces {
  public:
    void add(std::string_view piece) {
        begun_ = begun_ || !piece.empty();
        too_long_ = too_long_ || text_.size() + piece.size() > kLineMax;
        if (!too_long_) text_ += piece;
    }
    [[nodiscard]] bool begun() const { return begun_; }
    /// What it is so far; empty where it is too long.
    [[nodiscard]] std::string_view text() const { return too_long_ ? std::string_view() : text_; }
    void begin_next() {
        text_.clear();
        begun_ = too_long_ = false;
    }

  private:
    std::string text_;
    bool begun_ = false;
    bool too_long_ = false;
};

}  // namespace

Status append_lines(const fs::path& path, const std::vector<Json>& lines) {
    if (lines.empty()) return {};
    std::error_code code;
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    fs::create_directories(folder, code);
    const bool is_new = !fs::exists(path, code);
    const Descriptor file(::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
    if (file.get() < 0) return not_written(path);
    const auto whole = ends_whole(file.get(), path);
    if (!whole) return fail(whole.error());
    std::string text = *whole ? "" : "\n";
    for (const Json& line : lines)
        text += write_json(line) + "\n";
    if (auto written = write_all(file.get(), text, path); !written) return written;
    return is_new ? sync_folder(folder) : Status{};
}

Result<std::size_t> for_each_line(const fs::path& path,
                                  const std::function<void(const Json&)>& take,
                                  const std::function<void(std::string_view)>& spoilt) {
    std::error_code code;
    if (fs::symlink_status(path, code).type() == fs::file_type::not_found) return std::size_t{0};
    auto file = PlainFile::open(path);
    if (!file) return fail(file.error());
    std::size_t damaged = 0;
    LineInPieces pieces;
    const auto end_line = [&] {
        // What is too long is read as an empty line, which is no JSON.
        if (const auto line = parse_json(pieces.text())) {
            take(*line);
        } else {
            ++damaged;
            if (spoilt) spoilt(pieces.text());
        }
        pieces.begin_next();
    };
    std::array<char, kReadAtOnce> chunk{};
    for (;;) {
        const auto count = file->read(chunk.data(), chunk.size());
        if (!count) return fail(count.error());
        if (*count == 0) break;
        std::string_view rest(chunk.data(), *count);
        for (auto end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
            pieces.add(rest.substr(0, end));
            end_line();
            rest.remove_prefix(end + 1);
        }
        pieces.add(rest);
    }
    if (pieces.begun()) end_line();
    return damaged;
}

fs::path day_file(const fs::path& folder, UnixSeconds at) {
    return folder / (format_utc(at).substr(0, kDateLength) + ".jsonl");
}

std::vector<fs::path> day_files(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code code;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
        if (it->path().extension() == ".jsonl" && it->path().stem().string().size() == kDateLength)
            files.push_back(it->path());
    std::sort(files.begin(), files.end());
    return files;
}

Status drop_days(const fs::path& folder, UnixSeconds oldest) {
    const fs::path first = day_file(folder, oldest);
    for (const fs::path& file : day_files(folder)) {
        std::error_code code;
        if (file < first && !fs::remove(file, code))
            return fail(Errc::cannot_write, "cannot remove " + file.string());
    }
    return {};
}

}  // namespace ballast::feeds
