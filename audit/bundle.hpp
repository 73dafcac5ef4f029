// SPDX-License-Identifier: MIT
// An evidence bundle: one file from which a stranger recomputes a range of a journal's records.
// Normative text: docs/bundle-format.md.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "audit/checkpoint.hpp"
#include "audit/journal.hpp"

namespace ballast::audit {

/// The first line of a bundle's content.
constexpr const char* kBundleFormat = "ballast/bundle/1";
/// What a bundle may unpack to. A year of hourly epochs of ten collaterals is under a half of it.
constexpr std::size_t kBundleContentMax = std::size_t{1} << 29U;

/// What its file may have: what read_file() takes.
constexpr std::size_t kBundleFileMax = std::size_t{64} << 20U;
/// What one of its lines may hold: a parsed line takes many times its size. A record is under 1
/// MiB.
constexpr std::size_t kBundleLineMax = std::size_t{1} << 24U;

/// What the replay of a range needs of the records before it, beside the genesis.
struct BundleBefore {
    std::string state;  ///< canonical; its hash is the state_hash of the bundle's first record
    std::uint64_t seq = 0;
    Hash32 last_report;
    /// The record that says seq and last_report, where it is not among the bundle's own.
    std::optional<StoredRecord> head_record;
};

/// That one of the bundle's records is in the checkpoint's tree.
struct RecordProof {
    std::uint64_t index = 0;
    MerkleProof path;
};

/// Everything of a bundle, before anything is believed.
struct Bundle {
    std::uint64_t from = 0;  ///< the range that it explains, both ends
    std::uint64_t to = 0;
    Checkpoint checkpoint;  ///< of the journal up to record `to`
    StoredRecord genesis;
    /// Present where an epoch stands before `from`. Then the first of `records` is the last such
    /// epoch, for its state_hash.
    std::optional<BundleBefore> before;
    std::vector<StoredRecord> records;  ///< without gaps to `to`, the genesis apart
    std::vector<RecordProof> proofs;    ///< of proved_records()
};

/// Returns the records whose proofs a bundle holds, ascending: genesis, head_record, and the first
/// and last of `records`. The hashes between them are chained.
[[nodiscard]] std::vector<const StoredRecord*> proved_records(const Bundle& bundle);

/// Makes the bundle of records `from` to `to`, replaying all records up to there. The same records
/// give the same bundle. Errors: input_missing where the journal has no such records; mismatch
/// where one of them is not what it must be.
[[nodiscard]] Result<Bundle> make_bundle(const std::vector<StoredRecord>& records,
                                         std::uint64_t from, std::uint64_t to);

/// Returns the lines that a bundle's file packs. Errors: bad_data where a text is no UTF-8.
[[nodiscard]] Result<std::string> bundle_content(const Bundle& bundle);

/// Reads what bundle_content() writes, and nothing else: a bundle has one spelling. Errors:
/// bad_data, with the line and what is wrong with it.
[[nodiscard]] Result<Bundle> read_bundle_content(std::string_view content);

/// Returns the file's bytes: a line with the content's packed size and hash, then the stream.
[[nodiscard]] std::string pack_bundle(std::string_view content);

/// Undoes pack_bundle(). Errors: bad_data where the file is cut, changed or unpacks to more than
/// `most` bytes.
[[nodiscard]] Result<std::string> unpack_bundle(std::string_view file,
                                                std::size_t most = kBundleContentMax);

/// Writes a new file, synced. Errors: those of bundle_content(), cannot_write; bad_data where a
/// reader would refuse it: above `most` bytes, or a line or a content that is too long.
[[nodiscard]] Status write_bundle(const Bundle& bundle, const std::filesystem::path& path,
                                  std::size_t most = kBundleFileMax);

/// Errors: input_missing; bad_data, with the path.
[[nodiscard]] Result<Bundle> read_bundle(const std::filesystem::path& path);

}  // namespace ballast::audit
