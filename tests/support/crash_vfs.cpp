// SPDX-License-Identifier: MIT
#include "tests/support/crash_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "base/check.hpp"

namespace ballast::test {
namespace {

SimDisk* mounted = nullptr;
std::uint64_t temporary_files = 0;

constexpr int kPage = 32 * 1024;  // of SQLite's shared memory

/// What stands behind one sqlite3_file.
struct OpenFile {
    SimDisk* disk = nullptr;
    SimDisk::File* file = nullptr;
    std::string path;
    /// Journals and WALs sync their folder with their first sync, as SQLite's own does.
    bool syncs_folder = false;
    bool is_temporary = false;
    std::vector<std::unique_ptr<Bytes>> shared;
};

/// As SQLite allocates it: its own part first.
struct Handle {
    sqlite3_file base;
    OpenFile* open;
};

OpenFile& open_of(sqlite3_file* file) {
    return *reinterpret_cast<Handle*>(file)->open;
}

bool is_dead(const OpenFile& open) {
    return open.disk->process() != nullptr && open.disk->process()->is_dead();
}

int close_file(sqlite3_file* file) {
    OpenFile& open = open_of(file);
    if (open.is_temporary) open.disk->remove(open.path, false);
    delete &open;
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
    const OpenFile& open = open_of(file);
    if (is_dead(open)) return SQLITE_IOERR_READ;
    const Bytes& content = open.file->content;
    const auto begin = std::min(static_cast<std::size_t>(offset), content.size());
    const auto size = std::min(static_cast<std::size_t>(amount), content.size() - begin);
    if (size > 0) std::memcpy(to, content.data() + begin, size);
    if (size == static_cast<std::size_t>(amount)) return SQLITE_OK;
    std::memset(static_cast<char*>(to) + size, 0, static_cast<std::size_t>(amount) - size);
    return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    OpenFile& open = open_of(file);
    if (!open.disk->does(Act::write)) return SQLITE_IOERR_WRITE;
    ByteView bytes(static_cast<const std::uint8_t*>(from), static_cast<std::size_t>(amount));
    const DiskFault fault = open.disk->spoil();
    if (fault == DiskFault::full) return SQLITE_FULL;
    if (fault == DiskFault::io_error) return SQLITE_IOERR_WRITE;
    if (fault == DiskFault::short_write) bytes = bytes.first(bytes.size() / 2);
    SimDisk::write(*open.file, static_cast<std::size_t>(offset), bytes);
    return fault == DiskFault::none ? SQLITE_OK : SQLITE_FULL;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    OpenFile& open = open_of(file);
    if (!open.disk->does(Act::truncate)) return SQLITE_IOERR_TRUNCATE;
    if (open.disk->spoil() != DiskFault::none) return SQLITE_IOERR_TRUNCATE;
    SimDisk::truncate(*open.file, static_cast<std::size_t>(size));
    return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
    OpenFile& open = open_of(file);
    if (!open.disk->does(Act::sync)) return SQLITE_IOERR_FSYNC;
    if (open.disk->spoil() != DiskFault::none) {
        SimDisk::fail_sync(*open.file);
        return SQLITE_IOERR_FSYNC;
    }
    SimDisk::sync(*open.file);
    if (open.syncs_folder) open.disk->sync_folder();
    open.syncs_folder = false;
    return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(open_of(file).file->content.size());
    return SQLITE_OK;
}

// One connection a file: every lock is free.
int lock_file(sqlite3_file*, int) {
    return SQLITE_OK;
}
int reserved_lock(sqlite3_file*, int* is_held) {
    *is_held = 0;
    return SQLITE_OK;
}
int control_file(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
    return static_cast<int>(SimDisk::kSector);
}
// What SQLite assumes of a disk on Linux: a write spoils no sector beside it.
int characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** at) {
    auto& shared = open_of(file).shared;
    BALLAST_CHECK(size == kPage);
    const auto index = static_cast<std::size_t>(region);
    if (extend != 0)
        while (shared.size() <= index)
            shared.push_back(std::make_unique<Bytes>(static_cast<std::size_t>(size)));
    *at = index < shared.size() ? shared[index]->data() : nullptr;
    return SQLITE_OK;
}
int lock_shared(sqlite3_file*, int, int, int) {
    return SQLITE_OK;
}
void order_shared(sqlite3_file*) {}
int unmap_shared(sqlite3_file* file, int) {
    open_of(file).shared.clear();
    return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = lock_file,
    .xUnlock = lock_file,
    .xCheckReservedLock = reserved_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = order_shared,
    .xShmUnmap = unmap_shared,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
    file->pMethods = nullptr;
    BALLAST_CHECK(mounted != nullptr);
    SimDisk& disk = *mounted;
    const std::string name =
        path != nullptr ? path : "temporary " + std::to_string(++temporary_files);
    if (!disk.does(Act::open)) return SQLITE_CANTOPEN;
    if (!disk.exists(name) && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    auto open = std::make_unique<OpenFile>();
    open->disk = &disk;
    open->syncs_folder =
        !disk.exists(name) && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    open->file = &disk.create(name);
    open->path = name;
    open->is_temporary = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    file->pMethods = &kMethods;
    reinterpret_cast<Handle*>(file)->open = open.release();
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* path, int sync_folder) {
    if (!mounted->exists(path)) return SQLITE_IOERR_DELETE_NOENT;
    if (!mounted->does(Act::remove)) return SQLITE_IOERR_DELETE;
    mounted->remove(path, sync_folder != 0);
    return SQLITE_OK;
}

int access_file(sqlite3_vfs*, const char* path, int, int* answer) {
    *answer = mounted->exists(path) ? 1 : 0;
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", path);
    return SQLITE_OK;
}

// SQLite salts its WAL with it. Any numbers do, so the same every time.
int some_bytes(sqlite3_vfs*, int size, char* out) {
    for (int i = 0; i < size; ++i)
        out[i] = static_cast<char>(i * 37 + 11);
    return size;
}
int no_sleep(sqlite3_vfs*, int microseconds) {
    return microseconds;
}
int fixed_time(sqlite3_vfs*, sqlite3_int64* milliseconds) {
    *milliseconds = 212'000'000'000'000;  // Julian days since noon of 4714 BC: in the year 2005
    return SQLITE_OK;
}
int no_error(sqlite3_vfs*, int, char*) {
    return 0;
}

sqlite3_vfs& vfs() {
    static sqlite3_vfs made = [] {
        sqlite3_vfs fresh{};
        fresh.iVersion = 2;
        fresh.szOsFile = sizeof(Handle);
        fresh.mxPathname = 1024;
        fresh.zName = "ballast-crash";
        fresh.xOpen = open_file;
        fresh.xDelete = delete_file;
        fresh.xAccess = access_file;
        fresh.xFullPathname = full_path;
        fresh.xRandomness = some_bytes;
        fresh.xSleep = no_sleep;
        fresh.xGetLastError = no_error;
        fresh.xCurrentTimeInt64 = fixed_time;
        return fresh;
    }();
    return made;
}

}  // namespace

CrashVfs::CrashVfs(SimDisk& disk) : hidden_(mounted) {
    mounted = &disk;
    BALLAST_CHECK(sqlite3_vfs_register(&vfs(), 1) == SQLITE_OK);
}

CrashVfs::~CrashVfs() {
    mounted = hidden_;
    if (mounted == nullptr) sqlite3_vfs_unregister(&vfs());
}

}  // namespace ballast::test
