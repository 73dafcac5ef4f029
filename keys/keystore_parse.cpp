// SPDX-License-Identifier: MIT
#include <algorithm>
#include <bit>

#include "base/json.hpp"
#include "keys/keystore.hpp"

namespace ballast::keys {
namespace {

/// A member and where it stands, so that every error names its place.
class Place {
  public:
    Place(const Json* json, std::string path) : json_(json), path_(std::move(path)) {}

    [[nodiscard]] Place member(std::string_view key) const {
        return {json_->find(key),
                path_.empty() ? std::string(key) : path_ + "." + std::string(key)};
    }
    [[nodiscard]] bool exists() const { return json_ != nullptr; }

    [[nodiscard]] tl::unexpected<Error> bad(std::string_view reason) const {
        return fail(Errc::bad_data, "keystore: " + path_ + " " + std::string(reason));
    }
    [[nodiscard]] tl::unexpected<Error> too_costly(const std::string& limit) const {
        return fail(Errc::permission, "keystore: " + path_ + " asks for more than " + limit +
                                          "; nothing was derived");
    }

    [[nodiscard]] Result<Place> object() const {
        if (json_ == nullptr) return bad("is missing");
        if (json_->as_object() == nullptr) return bad("is not an object");
        return *this;
    }
    [[nodiscard]] Result<std::string> string() const {
        if (json_ == nullptr) return bad("is missing");
        if (json_->as_string() == nullptr) return bad("is not a string");
        return *json_->as_string();
    }
    [[nodiscard]] Result<std::uint64_t> integer() const {
        if (json_ == nullptr) return bad("is missing");
        if (json_->as_number() == nullptr) return bad("is not a number");
        const auto value = parse_integer(json_->as_number()->text);
        if (!value || *value <= 0) return bad("is not a positive integer below 2^63");
        return static_cast<std::uint64_t>(*value);
    }
    [[nodiscard]] Result<Bytes> bytes(std::size_t min, std::size_t max) const {
        const auto text = string();
        if (!text) return fail(text.error());
        auto value = from_hex(*text);
        if (!value) return bad("is not hex");
        if (value->size() < min || value->size() > max)
            return bad("has " + std::to_string(value->size()) + " bytes");
        return value;
    }
    [[nodiscard]] Status equals(std::string_view wanted) const {
        const auto text = string();
        if (!text) return fail(text.error());
        if (*text != wanted) return bad("is not \"" + std::string(wanted) + "\"");
        return {};
    }

  private:
    const Json* json_;
    std::string path_;
};

/// Reads n, r and p; each bound leaves the next product inside 64 bits.
Result<Kdf> read_scrypt(const Place& params) {
    const Place n = params.member("n");
    const auto blocks = n.integer();
    if (!blocks) return fail(blocks.error());
    const auto size = params.member("r").integer();
    if (!size) return fail(size.error());
    const auto parallel = params.member("p").integer();
    if (!parallel) return fail(parallel.error());
    if (*blocks < 2 || !std::has_single_bit(*blocks)) return n.bad("is not a power of two above 1");
    if (*blocks > kScryptBytesMax / 128 / *size) return n.too_costly("1 GiB");
    if (*parallel > kScryptParallelMax) return params.member("p").too_costly("64 passes");
    if (*blocks * *size * *parallel > kScryptWorkMax)
        return params.too_costly("2^25 blocks of work");
    return Kdf(
        Scrypt{*blocks, static_cast<std::uint32_t>(*size), static_cast<std::uint32_t>(*parallel)});
}

Result<Kdf> read_pbkdf2(const Place& params) {
    if (auto prf = params.member("prf").equals("hmac-sha256"); !prf) return fail(prf.error());
    const auto rounds = params.member("c").integer();
    if (!rounds) return fail(rounds.error());
    if (*rounds > kPbkdf2RoundsMax) return params.member("c").too_costly("10,000,000 rounds");
    return Kdf(Pbkdf2{static_cast<std::uint32_t>(*rounds)});
}

Status read_kdf(const Place& crypto, Keystore& into) {
    const auto params = crypto.member("kdfparams").object();
    if (!params) return fail(params.error());
    const Place name = crypto.member("kdf");
    const auto function = name.string();
    if (!function) return fail(function.error());
    if (*function != "scrypt" && *function != "pbkdf2")
        return name.bad("is neither \"scrypt\" nor \"pbkdf2\"");
    const auto kdf = *function == "scrypt" ? read_scrypt(*params) : read_pbkdf2(*params);
    if (!kdf) return fail(kdf.error());
    into.kdf = *kdf;
    const Place length = params->member("dklen");
    const auto size = length.integer();
    if (!size) return fail(size.error());
    if (*size < kDerivedBytesMin || *size > kDerivedBytesMax)
        return length.bad("is not from 32 to 64");
    into.derived_bytes = *size;
    auto salt = params->member("salt").bytes(0, kSaltBytesMax);
    if (!salt) return fail(salt.error());
    into.salt = std::move(*salt);
    return {};
}

Status read_cipher(const Place& crypto, Keystore& into) {
    if (auto cipher = crypto.member("cipher").equals("aes-128-ctr"); !cipher) return cipher;
    const auto params = crypto.member("cipherparams").object();
    if (!params) return fail(params.error());
    const auto iv = params->member("iv").bytes(into.iv.size(), into.iv.size());
    if (!iv) return fail(iv.error());
    std::copy(iv->begin(), iv->end(), into.iv.begin());
    auto ciphertext = crypto.member("ciphertext").bytes(30, 32);
    if (!ciphertext) return fail(ciphertext.error());
    into.ciphertext = std::move(*ciphertext);
    const auto mac = crypto.member("mac").bytes(Hash32::kSize, Hash32::kSize);
    if (!mac) return fail(mac.error());
    std::copy(mac->begin(), mac->end(), into.mac.bytes.begin());
    return {};
}

Status check_version(const Place& root) {
    const auto version = root.member("version").integer();
    if (!version) return fail(version.error());
    if (*version != 3)
        return root.member("version").bad(
            "is " + std::to_string(*version) +
            ": only version 3 is read; let the program that wrote it export it anew");
    return {};
}

/// Writers differ on 0x, and a few on the case of the first letter of "crypto".
Status read_address(const Place& root, Keystore& into) {
    const Place place = root.member("address");
    if (!place.exists()) return {};
    const auto text = place.string();
    if (!text) return fail(text.error());
    const auto address = chain::parse_address(text->starts_with("0x") ? *text : "0x" + *text);
    if (!address) return place.bad("is no address");
    into.address = *address;
    return {};
}

Result<Place> crypto_of(const Place& root) {
    const Place lower = root.member("crypto");
    const Place upper = root.member("Crypto");
    if (lower.exists() && upper.exists()) return upper.bad("stands beside crypto");
    return upper.exists() ? upper.object() : lower.object();
}

}  // namespace

Result<Keystore> parse_keystore(std::string_view text) {
    if (text.size() > kKeystoreBytesMax)
        return fail(Errc::bad_data, "keystore: larger than 64 KiB");
    const auto json = parse_json(text);
    if (!json) return fail_in("keystore", json.error());
    const Place root(&*json, "");
    if (json->as_object() == nullptr)
        return fail(Errc::bad_data, "keystore: the document is not an object");
    if (auto version = check_version(root); !version) return fail(version.error());
    const auto crypto = crypto_of(root);
    if (!crypto) return fail(crypto.error());
    Keystore keystore;
    if (auto read = read_cipher(*crypto, keystore); !read) return fail(read.error());
    if (auto read = read_kdf(*crypto, keystore); !read) return fail(read.error());
    if (auto read = read_address(root, keystore); !read) return fail(read.error());
    return keystore;
}

}  // namespace ballast::keys
