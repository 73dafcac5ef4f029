// SPDX-License-Identifier: MIT
// Keystore files in a folder: their names, and what they say of themselves.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "chain/signer.hpp"
#include "keys/keystore.hpp"

namespace ballast::apps {

/// What a key is for. A report key attests numbers and holds no money; a gas key pays for sending
/// and attests nothing: who gets one has not the other.
constexpr const char* kKeyKinds[] = {"report", "gas"};

/// Returns `given`, else ballast/keys in XDG_DATA_HOME or ~/.local/share. Errors: configuration
/// where the environment names no home.
[[nodiscard]] Result<std::filesystem::path> keys_folder(const std::filesystem::path& given);

/// Returns FOLDER/KIND-0xaddress.json.
[[nodiscard]] std::filesystem::path key_file(const std::filesystem::path& folder,
                                             const std::string& kind,
                                             const chain::Address& address);

/// Returns the document of a file that only its owner may use. Errors: those of
/// keys::read_private_file and keys::parse_keystore, with the file's name.
[[nodiscard]] Result<keys::Keystore> read_keystore(const std::filesystem::path& file);

/// Returns the key of a keystore, and says on stderr where its memory could not be locked. Errors:
/// those of read_keystore and keys::unlock, with the file's name.
[[nodiscard]] Result<chain::SecretKey> unlock_with(const std::filesystem::path& file,
                                                   const chain::SecretBytes& password);

/// Does so under the password that read_password finds. Errors: its own, too.
[[nodiscard]] Result<chain::SecretKey> unlock_file(const std::filesystem::path& file,
                                                   const std::filesystem::path& password_file);

/// One file of a folder, or why it cannot be used.
struct ListedKey {
    std::string file;
    /// From the file's name; empty where that says nothing.
    std::string kind;
    Result<keys::Keystore> keystore;
};

/// Returns the folder's files by name, hidden ones left out. Errors: input_missing.
[[nodiscard]] Result<std::vector<ListedKey>> list_keys(const std::filesystem::path& folder);

}  // namespace ballast::apps
