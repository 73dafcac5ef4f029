// SPDX-License-Identifier: MIT
#include "chain/signer.hpp"

#include <secp256k1.h>
#include <secp256k1_recovery.h>
#include <string.h>  // NOLINT(modernize-deprecated-headers): explicit_bzero is not in <cstring>
#include <sys/random.h>

#include <algorithm>
#include <string>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "chain/rfc6979.hpp"

namespace ballast::chain {
namespace {

constexpr std::size_t kKeyBytes = 32;

/// Blinded with fresh randomness once, then only read, so it is shared between threads.
const secp256k1_context* context() {
    static const secp256k1_context* const shared = [] {
        secp256k1_context* made =
            // NOLINTNEXTLINE(misc-redundant-expression): the library's own flags overlap.
            secp256k1_context_create(SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY);
        BALLAST_CHECK(made != nullptr);
        std::array<std::uint8_t, 32> seed{};
        BALLAST_CHECK(::getrandom(seed.data(), seed.size(), 0) == 32);
        BALLAST_CHECK(secp256k1_context_randomize(made, seed.data()) == 1);
        ::explicit_bzero(seed.data(), seed.size());
        return made;
    }();
    return shared;
}

Address address_of(const secp256k1_pubkey& point) {
    std::array<std::uint8_t, 65> text{};
    std::size_t size = text.size();
    BALLAST_CHECK(secp256k1_ec_pubkey_serialize(context(), text.data(), &size, &point,
                                                SECP256K1_EC_UNCOMPRESSED) == 1);
    const Hash32 hash = keccak256(ByteView(text).subspan(1));
    Address address;
    std::copy_n(hash.bytes.begin() + 12, Address::kSize, address.bytes.begin());
    return address;
}

/// RFC 6979's first candidate. Left to the library: the others, which are asked for with a chance
/// of 2^-127, and digests that may not be below the group order, which it reduces first.
int first_nonce(unsigned char* nonce, const unsigned char* digest, const unsigned char* key,
                const unsigned char* algorithm, void* data, unsigned int attempt) {
    const bool reduced = std::any_of(digest, digest + 8, [](auto byte) { return byte != 0xff; });
    if (attempt != 0 || algorithm != nullptr || data != nullptr || !reduced)
        return secp256k1_nonce_function_rfc6979(nonce, digest, key, algorithm, data, attempt);
    rfc6979_nonce({key, kKeyBytes}, {digest, Hash32::kSize}, nonce);
    return 1;
}

bool is_upper_half(const secp256k1_ecdsa_recoverable_signature& signature) {
    secp256k1_ecdsa_signature plain;
    secp256k1_ecdsa_recoverable_signature_convert(context(), &plain, &signature);
    return secp256k1_ecdsa_signature_normalize(context(), nullptr, &plain) == 1;
}

std::array<std::uint8_t, 64> joined(const Signature& signature) {
    std::array<std::uint8_t, 64> bytes{};
    std::copy_n(signature.r.bytes.begin(), 32, bytes.begin());
    std::copy_n(signature.s.bytes.begin(), 32, bytes.begin() + 32);
    return bytes;
}

Signature split(ByteView bytes) {
    Signature signature;
    std::copy_n(bytes.begin(), 32, signature.r.bytes.begin());
    std::copy_n(bytes.begin() + 32, 32, signature.s.bytes.begin());
    return signature;
}

}  // namespace

Result<SecretKey> SecretKey::from_bytes(ByteView bytes) {
    auto copy = SecretBytes::zeros(bytes.size());
    if (!copy) return fail(copy.error());
    std::copy(bytes.begin(), bytes.end(), copy->writable().begin());
    return from_secret(std::move(*copy));
}

Result<SecretKey> SecretKey::from_secret(SecretBytes bytes) {
    if (bytes.size() != kKeyBytes)
        return fail(Errc::bad_data,
                    "a private key has 32 bytes, found " + std::to_string(bytes.size()));
    secp256k1_pubkey point;
    if (secp256k1_ec_pubkey_create(context(), &point, bytes.view().data()) != 1)
        return fail(Errc::bad_data, "the private key is zero or not below the group order");
    return SecretKey(std::move(bytes), address_of(point));
}

Result<SecretKey> SecretKey::random() {
    auto bytes = SecretBytes::zeros(kKeyBytes);
    if (!bytes) return fail(bytes.error());
    BALLAST_CHECK(::getrandom(bytes->writable().data(), kKeyBytes, 0) == kKeyBytes);
    return from_secret(std::move(*bytes));  // no key with a chance of 2^-128: then it is an error
}

Signature SecretKey::sign_only(const Hash32& digest) const {
    BALLAST_CHECK(bytes_.size() == kKeyBytes);
    secp256k1_ecdsa_recoverable_signature made;
    BALLAST_CHECK(secp256k1_ecdsa_sign_recoverable(context(), &made, digest.bytes.data(),
                                                   bytes_.view().data(), first_nonce,
                                                   nullptr) == 1);
    std::array<std::uint8_t, 64> bytes{};
    int y_parity = 0;
    secp256k1_ecdsa_recoverable_signature_serialize_compact(context(), bytes.data(), &y_parity,
                                                            &made);
    // 2 and 3 mean r at or above the group order: one chance in 2^127, and Ethereum has no form
    // for it.
    BALLAST_CHECK(y_parity == 0 || y_parity == 1);
    Signature signature = split(bytes);
    signature.y_parity = static_cast<std::uint8_t>(y_parity);
    return signature;
}

Signature SecretKey::sign(const Hash32& digest) const {
    const auto checked = sign_unchecked(digest).check();
    BALLAST_CHECK(checked.has_value());
    return *checked;
}

Unchecked<Signature> SecretKey::sign_unchecked(const Hash32& digest) const {
    const Signature signature = sign_only(digest);
    return {signature, {{digest, signature, address_}}};
}

Status check_all(const std::vector<PendingCheck>& checks) {
    for (const PendingCheck& check : checks) {
        const auto signed_by = recover(check.digest, check.signature);
        if (!signed_by || *signed_by != check.signer)
            return fail(Errc::our_bug, "a signature of " + checksum_text(check.signer) +
                                           " does not recover to it: this machine is at fault");
    }
    return {};
}

Result<Address> recover(const Hash32& digest, const Signature& signature) {
    secp256k1_ecdsa_recoverable_signature parsed;
    if (signature.y_parity > 1 ||
        secp256k1_ecdsa_recoverable_signature_parse_compact(
            context(), &parsed, joined(signature).data(), signature.y_parity) != 1)
        return fail(Errc::bad_data, "a signature is out of range");
    if (is_upper_half(parsed))
        return fail(Errc::bad_data, "a signature has s in the upper half (EIP-2)");
    secp256k1_pubkey point;
    if (secp256k1_ecdsa_recover(context(), &point, &parsed, digest.bytes.data()) != 1)
        return fail(Errc::bad_data, "no key can have made a signature");
    return address_of(point);
}

CompactSignature to_compact(const Signature& signature) {
    BALLAST_CHECK(signature.s.bytes[0] < 0x80 && signature.y_parity <= 1);
    CompactSignature compact{joined(signature)};
    compact.bytes[32] |= static_cast<std::uint8_t>(signature.y_parity << 7U);
    return compact;
}

Result<Signature> from_compact(ByteView bytes) {
    if (bytes.size() != CompactSignature::kSize)
        return fail(Errc::bad_data,
                    "a compact signature has 64 bytes, found " + std::to_string(bytes.size()));
    Signature signature = split(bytes);
    signature.y_parity = signature.s.bytes[0] >> 7U;
    signature.s.bytes[0] &= 0x7f;
    return signature;
}

}  // namespace ballast::chain
