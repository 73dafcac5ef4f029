// SPDX-License-Identifier: MIT
#include "feeds/file_drop.hpp"

#include "feeds/plain_file.hpp"

namespace ballast::feeds {
namespace {

namespace fs = std::filesystem;

Status check(const fs::path& path, const struct stat& facts) {
    if ((facts.st_mode & S_IWOTH) != 0)
        return fail(Errc::permission, path.string() + " may be written by anybody; chmod o-w");
    if (facts.st_size > static_cast<off_t>(providers::kAnswerBytesMax))
        return fail(Errc::bad_data, path.string() + " is larger than any answer may be");
    return {};
}

bool same_moment(const struct stat& a, const struct stat& b) {
    return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
           a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

Result<providers::Answer> read_dropped(const fs::path& path, UnixSeconds now) {
    auto file = PlainFile::open(path);
    if (!file) return fail(file.error());
    const auto before = file->facts();
    if (!before) return fail(before.error());
    if (auto sound = check(path, *before); !sound) return fail(sound.error());
    auto text = file->read_all(providers::kAnswerBytesMax);
    if (!text) return fail(text.error());
    const auto after = file->facts();
    if (!after) return fail(after.error());
    if (!same_moment(*before, *after) || static_cast<off_t>(text->size()) != after->st_size)
        return fail(Errc::upstream_unavailable, path.string() + " changed while it was read");
    return providers::Answer{200, "", std::move(*text), now};
}

}  // namespace ballast::feeds
