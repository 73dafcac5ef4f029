// SPDX-License-Identifier: MIT
#include "apps/keys_folder.hpp"

#include <algorithm>
#include <cstdlib>

#include "apps/password.hpp"
#include "apps/say.hpp"
#include "keys/private_file.hpp"

namespace ballast::apps {
namespace {

namespace fs = std::filesystem;

std::string kind_of(const std::string& file) {
    for (const std::string kind : kKeyKinds)
        if (file.starts_with(kind + "-")) return kind;
    return {};
}

}  // namespace

Result<fs::path> keys_folder(const fs::path& given) {
    if (!given.empty()) return given;
    const auto below = [](const char* variable, const char* path) -> fs::path {
        const char* value = std::getenv(variable);
        return value != nullptr && *value == '/' ? fs::path(value) / path : fs::path();
    };
    if (auto data = below("XDG_DATA_HOME", "ballast/keys"); !data.empty()) return data;
    if (auto home = below("HOME", ".local/share/ballast/keys"); !home.empty()) return home;
    return fail(Errc::configuration, "no home folder: name one with --dir or BALLAST_KEYS_DIR");
}

fs::path key_file(const fs::path& folder, const std::string& kind, const chain::Address& address) {
    return folder / (kind + "-" + to_hex(address) + ".json");
}

Result<keys::Keystore> read_keystore(const fs::path& file) {
    const auto text = keys::read_private_file(file, keys::kKeystoreBytesMax);
    if (!text) return fail(text.error());
    auto keystore = keys::parse_keystore(text->text());
    if (!keystore) return fail_in(file.string(), keystore.error());
    return keystore;
}

Result<chain::SecretKey> unlock_with(const fs::path& file, const chain::SecretBytes& password) {
    const auto keystore = read_keystore(file);
    if (!keystore) return fail(keystore.error());
    auto key = keys::unlock(*keystore, password.view());
    if (!key) return fail_in(file.string(), key.error());
    if (!key->is_locked())
        say("warning: the key's memory could not be locked and may reach swap (ulimit -l)");
    return key;
}

Result<chain::SecretKey> unlock_file(const fs::path& file, const fs::path& password_file) {
    // Nobody is asked for the password of a file that cannot be used.
    if (const auto keystore = read_keystore(file); !keystore) return fail(keystore.error());
    const auto password = read_password(password_file, PasswordUse::unlock, file.string());
    if (!password) return fail(password.error());
    return unlock_with(file, *password);
}

Result<std::vector<ListedKey>> list_keys(const fs::path& folder) {
    std::error_code code;
    std::vector<fs::path> files;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end;
         entry.increment(code)) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with('.') && !entry->is_directory()) files.push_back(entry->path());
    }
    if (code)
        return fail(Errc::input_missing, "cannot read " + folder.string() + ": " + code.message() +
                                             "; `ballast keys new` makes a first key");
    std::sort(files.begin(), files.end());
    std::vector<ListedKey> listed;
    for (const fs::path& file : files)
        listed.push_back(
            {file.filename().string(), kind_of(file.filename().string()), read_keystore(file)});
    return listed;
}

}  // namespace ballast::apps
