// SPDX-License-Identifier: MIT
#include "telemetry/process.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace ballast::telemetry {

Result<std::int64_t> resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::int64_t size = 0;
    std::int64_t resident = 0;
    if (!(file >> size >> resident)) return fail(Errc::failed, "/proc/self/statm: cannot read");
    return resident * ::sysconf(_SC_PAGESIZE);
}

Result<std::int64_t> open_files() {
    std::error_code error;
    const std::filesystem::directory_iterator entries("/proc/self/fd", error);
    if (error) return fail(Errc::failed, "/proc/self/fd: " + error.message());
    // The reading itself holds one.
    return std::distance(begin(entries), end(entries)) - 1;
}

Result<std::int64_t> free_bytes(const std::filesystem::path& path) {
    std::error_code error;
    const auto space = std::filesystem::space(path, error);
    if (error) return fail(Errc::failed, path.string() + ": " + error.message());
    return static_cast<std::int64_t>(space.available);
}

}  // namespace ballast::telemetry
