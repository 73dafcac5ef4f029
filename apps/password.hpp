// SPDX-License-Identifier: MIT
// Where passwords come from: never from the command line or the environment themselves.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "chain/secret_bytes.hpp"

namespace ballast::apps {

enum class PasswordUse {
    unlock,  ///< one that exists
    choose,  ///< a new one: on the terminal it is asked for twice, and it must not be empty
};

/// Returns the content of `file` less one final newline; where that is empty, of systemd's
/// credential `ballast-password`; where there is none, what is typed on the terminal for `what`.
/// Errors: those of keys::read_private_file and ask_hidden; failed where two entries differ;
/// bad_data where a new password is empty.
[[nodiscard]] Result<chain::SecretBytes> read_password(const std::filesystem::path& file,
                                                       PasswordUse use, const std::string& what);

}  // namespace ballast::apps
