// SPDX-License-Identifier: MIT
#include "apps/password.hpp"

#include <cstdlib>

#include "apps/hidden_prompt.hpp"
#include "keys/private_file.hpp"

namespace ballast::apps {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPasswordBytesMax = 1024;

/// Editors and echo end a file with a newline that nobody means.
void drop_newline(chain::SecretBytes& password) {
    if (password.text().ends_with('\n')) password.shrink(password.size() - 1);
    if (password.text().ends_with('\r')) password.shrink(password.size() - 1);
}

fs::path credential() {
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr) return {};
    const fs::path file = fs::path(folder) / "ballast-password";
    std::error_code code;
    return fs::exists(fs::symlink_status(file, code)) ? file : fs::path();
}

Result<chain::SecretBytes> typed(PasswordUse use, const std::string& what) {
    auto password = ask_hidden("Password for " + what + ": ", kPasswordBytesMax);
    if (!password && password.error().code == Errc::configuration)
        return fail(Errc::configuration,
                    "no password: name a file with --password-file or BALLAST_PASSWORD_FILE, or "
                    "run this on a terminal");
    if (!password || use == PasswordUse::unlock) return password;
    const auto again = ask_hidden("The same again: ", kPasswordBytesMax);
    if (!again) return fail(again.error());
    if (!chain::equal_in_constant_time(password->view(), again->view()))
        return fail(Errc::failed, "the two passwords differ; nothing was written");
    return password;
}

Result<chain::SecretBytes> found(const fs::path& file, PasswordUse use, const std::string& what) {
    const fs::path given = file.empty() ? credential() : file;
    if (given.empty()) return typed(use, what);
    auto password = keys::read_private_file(
        given, kPasswordBytesMax, file.empty() ? keys::FileMaker::system : keys::FileMaker::owner);
    if (password) drop_newline(*password);
    return password;
}

}  // namespace

Result<chain::SecretBytes> read_password(const fs::path& file, PasswordUse use,
                                         const std::string& what) {
    auto password = found(file, use, what);
    if (password && use == PasswordUse::choose && password->size() == 0)
        return fail(Errc::bad_data, "a new key needs a password that is not empty");
    return password;
}

}  // namespace ballast::apps
