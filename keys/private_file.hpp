// SPDX-License-Identifier: MIT
// Files that only their owner may read: keystores, passwords, raw keys.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "base/result.hpp"
#include "chain/secret_bytes.hpp"

namespace ballast::keys {

/// Who made the file.
enum class FileMaker {
    owner,   ///< the user who runs this: nobody else may have it
    system,  ///< systemd, for LoadCredential: root's or ours; group bits there mirror an ACL for us
};

/// What fstat says of an opened file.
struct FileFacts {
    bool is_regular = false;
    mode_t permissions = 0;
    uid_t owner = 0;
};

/// Tells whether a file may hold a secret of `user`. Errors: permission, with the command that
/// mends it.
[[nodiscard]] Status judge_file(const std::filesystem::path& path, const FileFacts& facts,
                                uid_t user, FileMaker maker);

/// Tells whether a folder may hold secrets of `user`: whoever may write there can take a key file
/// away or put another in its place. Others may look: the names of key files are public, their
/// content is not. Errors: permission, with the command that mends it.
[[nodiscard]] Status judge_folder(const std::filesystem::path& path, mode_t permissions,
                                  uid_t owner, uid_t user);

/// Returns the content, in locked memory, of a file that judge_file lets pass; a symbolic link is
/// not followed. Errors: input_missing; permission, before a byte is read; bad_data above
/// `bytes_max`; failed.
[[nodiscard]] Result<chain::SecretBytes> read_private_file(const std::filesystem::path& path,
                                                           std::size_t bytes_max,
                                                           FileMaker maker = FileMaker::owner);

/// Writes a new file of mode 0600, synced with its folder, under its name only once it is whole.
/// Makes missing folders, mode 0700. Errors: cannot_write, also where the name is taken; permission
/// where the folder is there and judge_folder refuses it.
[[nodiscard]] Status write_private_file(const std::filesystem::path& path, std::string_view text);

}  // namespace ballast::keys
