// SPDX-License-Identifier: MIT
#include "keys/keystore.hpp"

#include <sys/random.h>

#include <algorithm>

#include "base/check.hpp"
#include "base/json.hpp"

namespace ballast::keys {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kSaltBytes = 32;

/// The halves of the derived key: the first encrypts, the second authenticates.
ByteView cipher_key(const chain::SecretBytes& derived) {
    return derived.view().first(16);
}
ByteView mac_key(const chain::SecretBytes& derived) {
    return derived.view().subspan(16, 16);
}

/// Puts the zeros back that older writers left out.
Result<chain::SecretBytes> padded(chain::SecretBytes plain) {
    if (plain.size() == kKeyBytes) return plain;
    auto whole = chain::SecretBytes::zeros(kKeyBytes);
    if (!whole) return whole;
    std::copy(plain.view().begin(), plain.view().end(),
              whole->writable().end() - static_cast<std::ptrdiff_t>(plain.size()));
    return whole;
}

Result<chain::SecretBytes> decrypt(const Keystore& keystore, ByteView password) {
    const auto derived = derive(keystore.kdf, password, keystore.salt, keystore.derived_bytes);
    if (!derived) return fail(derived.error());
    const Hash32 mac = keystore_mac(mac_key(*derived), keystore.ciphertext);
    if (!chain::equal_in_constant_time(mac.view(), keystore.mac.view()))
        return fail(Errc::permission, "the password is wrong, or the file was altered");
    auto plain = aes128_ctr(cipher_key(*derived), keystore.iv, keystore.ciphertext);
    if (!plain) return plain;
    return padded(std::move(*plain));
}

template <std::size_t N>
std::array<std::uint8_t, N> random_bytes() {
    std::array<std::uint8_t, N> bytes{};
    BALLAST_CHECK(::getrandom(bytes.data(), N, 0) == static_cast<ssize_t>(N));
    return bytes;
}

/// RFC 9562, version 4.
std::string random_uuid() {
    auto bytes = random_bytes<16>();
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0fU) | 0x40U);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3fU) | 0x80U);
    std::string text = to_hex(ByteView(bytes)).substr(2);
    for (const std::size_t at : {20U, 16U, 12U, 8U})
        text.insert(at, "-");
    return text;
}

std::string plain_hex(ByteView bytes) {
    return to_hex(bytes).substr(2);
}

Json number(std::uint64_t value) {
    return Json::number(static_cast<std::int64_t>(value));
}

struct KdfJson {
    JsonObject params;
    std::string operator()(const Scrypt& cost) {
        params = {{"n", number(cost.n)}, {"p", number(cost.p)}, {"r", number(cost.r)}};
        return "scrypt";
    }
    std::string operator()(const Pbkdf2& cost) {
        params = {{"c", number(cost.rounds)}, {"prf", Json("hmac-sha256")}};
        return "pbkdf2";
    }
};

}  // namespace

Result<chain::SecretKey> unlock(const Keystore& keystore, ByteView password) {
    auto plain = decrypt(keystore, password);
    if (!plain) return fail(plain.error());
    auto key = chain::SecretKey::from_secret(std::move(*plain));
    if (!key) return fail_in("keystore", key.error());
    if (keystore.address && *keystore.address != key->address())
        return fail(Errc::mismatch,
                    "keystore: the file names " + chain::checksum_text(*keystore.address) +
                        ", but its key is that of " + chain::checksum_text(key->address()));
    return key;
}

Result<std::string> seal(const chain::SecretKey& key, ByteView password, const Kdf& cost) {
    if (password.empty())
        return fail(Errc::bad_data, "keystore: a key needs a password that is not empty");
    const auto salt = random_bytes<kSaltBytes>();
    const AesBlock iv = random_bytes<16>();
    const auto derived = derive(cost, password, salt, kDerivedBytesMin);
    if (!derived) return fail(derived.error());
    const auto ciphertext = aes128_ctr(cipher_key(*derived), iv, key.secret());
    if (!ciphertext) return fail(ciphertext.error());
    const Hash32 mac = keystore_mac(mac_key(*derived), ciphertext->view());

    KdfJson kdf;
    const std::string function = std::visit(kdf, cost);
    kdf.params.emplace("dklen", number(kDerivedBytesMin));
    kdf.params.emplace("salt", plain_hex(salt));
    const JsonObject crypto{{"cipher", Json("aes-128-ctr")},
                            {"cipherparams", Json(JsonObject{{"iv", Json(plain_hex(iv))}})},
                            {"ciphertext", Json(plain_hex(ciphertext->view()))},
                            {"kdf", Json(function)},
                            {"kdfparams", Json(kdf.params)},
                            {"mac", Json(plain_hex(mac.view()))}};
    return write_json_pretty(Json(JsonObject{{"address", Json(plain_hex(key.address().view()))},
                                             {"crypto", Json(crypto)},
                                             {"id", Json(random_uuid())},
                                             {"version", number(3)}}));
}

std::string describe(const Kdf& kdf) {
    if (const auto* rounds = std::get_if<Pbkdf2>(&kdf))
        return "pbkdf2 c=" + std::to_string(rounds->rounds);
    const auto& cost = std::get<Scrypt>(kdf);
    return "scrypt n=" + std::to_string(cost.n) + " r=" + std::to_string(cost.r) +
           " p=" + std::to_string(cost.p);
}

}  // namespace ballast::keys
