// SPDX-License-Identifier: MIT
#include "apps/keys_command.hpp"

#include <unistd.h>

#include <cerrno>

#include "apps/harden.hpp"
#include "apps/hidden_prompt.hpp"
#include "apps/keys_folder.hpp"
#include "apps/password.hpp"
#include "apps/say.hpp"
#include "base/json.hpp"
#include "keys/private_file.hpp"
#include "keys/raw_key.hpp"

namespace ballast::apps {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRawKeyBytesMax = 256;

/// Seals the key, writes it, and opens what was written: a key that cannot be opened again would
/// be noticed only when it is needed.
Result<fs::path> keep(const chain::SecretKey& key, const chain::SecretBytes& password,
                      const KeysOptions& options) {
    const auto folder = keys_folder(options.dir);
    if (!folder) return fail(folder.error());
    for (const std::string kind : kKeyKinds)
        if (fs::exists(key_file(*folder, kind, key.address())))
            return fail(Errc::cannot_write,
                        key_file(*folder, kind, key.address()).string() +
                            " is there already; one key is never both report and gas key");
    const fs::path file = key_file(*folder, options.kind, key.address());
    const auto document = keys::seal(key, password.view());
    if (!document) return fail(document.error());
    if (auto written = keys::write_private_file(file, *document); !written)
        return fail(written.error());
    const auto again = unlock_with(file, password);
    if (!again) return fail(again.error());
    return file;
}

int tell_kept(const chain::SecretKey& key, const Result<fs::path>& file,
              const KeysOptions& options) {
    if (!file) return complain(file.error());
    const std::string address = chain::checksum_text(key.address());
    if (options.json)
        print(write_json(Json(JsonObject{{"address", Json(address)},
                                         {"file", Json(file->string())},
                                         {"kind", Json(options.kind)}})) +
              "\n");
    else
        print(address + "  " + file->string() + "\n");
    return 0;
}

int run_new(const KeysOptions& options) {
    const auto password = read_password(options.password_file, PasswordUse::choose,
                                        "the new " + options.kind + " key");
    if (!password) return complain(password.error());
    const auto key = chain::SecretKey::random();
    if (!key) return complain(key.error());
    return tell_kept(*key, keep(*key, *password, options), options);
}

/// Reads with read(2) alone: a stream would keep a copy in its buffer.
Result<chain::SecretBytes> read_stdin() {
    if (::isatty(STDIN_FILENO) == 1) return ask_hidden("Private key in hex: ", kRawKeyBytesMax);
    auto content = chain::SecretBytes::zeros(kRawKeyBytesMax);
    if (!content) return content;
    std::size_t filled = 0;
    while (filled < content->size()) {
        const ssize_t count =
            ::read(STDIN_FILENO, content->writable().data() + filled, content->size() - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        filled += static_cast<std::size_t>(count);
    }
    content->shrink(filled);
    return content;
}

Result<chain::SecretKey> raw_key(const fs::path& file) {
    const auto text = file.empty() ? read_stdin() : keys::read_private_file(file, kRawKeyBytesMax);
    if (!text) return fail(text.error());
    auto key = keys::key_from_hex(text->text());
    if (!key) return fail_in(file.empty() ? "standard input" : file.string(), key.error());
    return key;
}

int import_keystore(const KeysOptions& options) {
    const auto password =
        read_password(options.password_file, PasswordUse::unlock, options.keystore.string());
    if (!password) return complain(password.error());
    if (password->size() == 0 && options.new_password_file.empty())
        return complain({Errc::bad_data,
                         "the keystore's password is empty, and a key is kept under none: give it "
                         "another with --new-password-file"});
    const auto key = unlock_with(options.keystore, *password);
    if (!key) return complain(key.error());
    if (options.new_password_file.empty())
        return tell_kept(*key, keep(*key, *password, options), options);
    const auto next = read_password(options.new_password_file, PasswordUse::choose, "it here");
    if (!next) return complain(next.error());
    return tell_kept(*key, keep(*key, *next, options), options);
}

int run_import(const KeysOptions& options) {
    if (keys::looks_like_a_key(options.file.string()) ||
        keys::looks_like_a_key(options.keystore.string()))
        return complain({Errc::usage,
                         "a private key must not stand on the command line, where every process "
                         "sees it: take that key as leaked; name a file, or pass it on standard "
                         "input"});
    if (!options.keystore.empty()) return import_keystore(options);
    const auto key = raw_key(options.file);
    if (!key) return complain(key.error());
    const auto password = read_password(options.password_file, PasswordUse::choose,
                                        chain::checksum_text(key->address()));
    if (!password) return complain(password.error());
    return tell_kept(*key, keep(*key, *password, options), options);
}

Json listed_json(const ListedKey& key) {
    JsonObject object{{"file", Json(key.file)}};
    if (!key.kind.empty()) object.emplace("kind", key.kind);
    if (!key.keystore) {
        object.emplace("error", key.keystore.error().what);
        return Json(std::move(object));
    }
    object.emplace("kdf", keys::describe(key.keystore->kdf));
    if (key.keystore->address)
        object.emplace("address", chain::checksum_text(*key.keystore->address));
    return Json(std::move(object));
}

std::string listed_line(const ListedKey& key) {
    const auto& address = key.keystore->address;
    std::string line = address ? chain::checksum_text(*address) : "(no address in the file)";
    line.resize(42, ' ');
    line += "  " + (key.kind.empty() ? "-" : key.kind);
    line.resize(52, ' ');
    return line + keys::describe(key.keystore->kdf) + "  " + key.file + "\n";
}

int run_list(const KeysOptions& options) {
    const auto folder = keys_folder(options.dir);
    if (!folder) return complain(folder.error());
    const auto listed = list_keys(*folder);
    if (!listed) return complain(listed.error());
    JsonArray rows;
    int code = 0;
    for (const ListedKey& key : *listed) {
        if (!key.keystore) code = complain(key.keystore.error());
        if (options.json)
            rows.push_back(listed_json(key));
        else if (key.keystore)
            print(listed_line(key));
    }
    if (options.json) print(write_json(Json(std::move(rows))) + "\n");
    return code;
}

int run_address(const KeysOptions& options) {
    const auto keystore = read_keystore(options.file);
    if (!keystore) return complain(keystore.error());
    auto address = keystore->address;
    if (options.unlock || !address) {
        const auto key = unlock_file(options.file, options.password_file);
        if (!key) return complain(key.error());
        address = key->address();
    }
    const std::string text = chain::checksum_text(*address);
    print((options.json ? write_json(Json(JsonObject{{"address", Json(text)}})) : text) + "\n");
    return 0;
}

}  // namespace

int run_keys(const KeysOptions& options) {
    if (auto hardened = harden_process(); !hardened) return complain(hardened.error());
    switch (options.verb) {
        case KeysVerb::make:
            return run_new(options);
        case KeysVerb::import:
            return run_import(options);
        case KeysVerb::list:
            return run_list(options);
        case KeysVerb::address:
            return run_address(options);
    }
    return exit_code(Errc::our_bug);
}

}  // namespace ballast::apps
