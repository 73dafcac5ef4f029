// SPDX-License-Identifier: MIT
#include "tests/support/sim_disk.hpp"

#include <algorithm>

#include "tests/support/sim_random.hpp"

namespace ballast::test {
namespace {

void put_change(Bytes& content, const SimDisk::Change& change) {
    if (change.is_truncation) {
        content.resize(std::min(content.size(), change.offset));
        return;
    }
    const std::size_t end = change.offset + change.bytes.size();
    if (content.size() < end) content.resize(end);
    std::copy(change.bytes.begin(), change.bytes.end(),
              content.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

/// Calls `body` with each piece of a write that lies in one sector of the medium.
template <class Body>
void for_each_sector(const SimDisk::Change& change, const Body& body) {
    std::size_t done = 0;
    while (done < change.bytes.size()) {
        const std::size_t room = SimDisk::kSector - (change.offset + done) % SimDisk::kSector;
        const std::size_t size = std::min(room, change.bytes.size() - done);
        const auto begin = change.bytes.begin() + static_cast<std::ptrdiff_t>(done);
        body(SimDisk::Change{false, change.offset + done,
                             Bytes(begin, begin + static_cast<std::ptrdiff_t>(size))});
        done += size;
    }
}

/// Keeps of `change` whole sectors: all before `kept`, or, where `any` is set, each by chance.
void keep_sectors(Bytes& content, const SimDisk::Change& change, std::size_t kept, bool any,
                  SimRandom& random) {
    std::size_t sector = 0;
    for_each_sector(change, [&](const SimDisk::Change& piece) {
        const bool keep = any ? random.below(2) == 0 : sector < kept;
        ++sector;
        if (keep) put_change(content, piece);
    });
}

void survive(SimDisk::File& file, PowerLoss how, SimRandom& random) {
    file.content = file.synced;
    for (std::size_t i = 0; i < file.pending.size(); ++i) {
        const SimDisk::Change& change = file.pending[i];
        const bool is_last = i + 1 == file.pending.size();
        if (how == PowerLoss::all_lost || (how == PowerLoss::torn_last && !is_last)) continue;
        if (change.is_truncation) {
            if (random.below(2) == 0) put_change(file.content, change);
            continue;
        }
        const std::size_t sectors = change.bytes.size() / SimDisk::kSector + 1;
        keep_sectors(file.content, change, random.below(sectors), how == PowerLoss::any_sector,
                     random);
    }
    file.synced = file.content;
    file.pending.clear();
}

}  // namespace

void SimDisk::set_plan(const DiskPlan& plan) {
    plan_ = plan;
    planned_acts_ = 0;
}

bool SimDisk::does(Act act) {
    return process_ == nullptr || process_->does(act);
}

DiskFault SimDisk::spoil() {
    ++planned_acts_;
    if (plan_.fault == DiskFault::none || planned_acts_ < plan_.first ||
        planned_acts_ - plan_.first >= plan_.times)
        return DiskFault::none;
    ++spoiled_;
    return plan_.fault;
}

bool SimDisk::exists(const std::string& path) const {
    const auto found = files_.find(path);
    return found != files_.end() && found->second.exists;
}

SimDisk::File& SimDisk::create(const std::string& path) {
    File& file = files_[path];
    if (!file.exists) truncate(file, 0);
    file.exists = true;
    return file;
}

void SimDisk::remove(const std::string& path, bool with_sync) {
    files_[path].exists = false;
    if (with_sync) sync_folder();
}

void SimDisk::write(File& file, std::size_t offset, ByteView bytes) {
    file.pending.push_back({false, offset, Bytes(bytes.begin(), bytes.end())});
    put_change(file.content, file.pending.back());
}

void SimDisk::truncate(File& file, std::size_t size) {
    if (file.content.size() <= size) return;
    file.pending.push_back({true, size, {}});
    put_change(file.content, file.pending.back());
}

void SimDisk::sync(File& file) {
    for (const Change& change : file.pending)
        put_change(file.synced, change);
    file.pending.clear();
}

void SimDisk::fail_sync(File& file) {
    file.pending.clear();
}

void SimDisk::sync_folder() {
    for (auto& [path, file] : files_)
        file.exists_synced = file.exists;
}

std::size_t SimDisk::lose_power(PowerLoss how, std::uint64_t seed) {
    SimRandom random(seed);
    const std::size_t lost = unsynced();
    for (auto& [path, file] : files_) {
        survive(file, how, random);
        file.exists = file.exists_synced;
        if (!file.exists) file = File{};
    }
    return lost;
}

std::size_t SimDisk::unsynced() const {
    std::size_t changes = 0;
    for (const auto& [path, file] : files_)
        changes += file.pending.size() + (file.exists != file.exists_synced ? 1 : 0);
    return changes;
}

}  // namespace ballast::test
