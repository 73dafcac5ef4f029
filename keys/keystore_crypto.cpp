// SPDX-License-Identifier: MIT
#include "keys/keystore_crypto.hpp"

#include <cryptopp/aes.h>
#include <cryptopp/keccak.h>
#include <cryptopp/modes.h>
#include <cryptopp/pwdbased.h>
#include <cryptopp/scrypt.h>
#include <cryptopp/sha.h>

#include <new>

#include "base/check.hpp"

namespace ballast::keys {
namespace {

struct Derivation {
    ByteView password;
    ByteView salt;
    std::span<std::uint8_t> into;

    void operator()(const Scrypt& cost) const {
        CryptoPP::Scrypt{}.DeriveKey(into.data(), into.size(), password.data(), password.size(),
                                     salt.data(), salt.size(), cost.n, cost.r, cost.p);
    }
    void operator()(const Pbkdf2& cost) const {
        CryptoPP::PKCS5_PBKDF2_HMAC<CryptoPP::SHA256>{}.DeriveKey(
            into.data(), into.size(), 0, password.data(), password.size(), salt.data(), salt.size(),
            cost.rounds);
    }
};

}  // namespace

Result<chain::SecretBytes> derive(const Kdf& kdf, ByteView password, ByteView salt,
                                  std::size_t size) {
    auto key = chain::SecretBytes::zeros(size);
    if (!key) return key;
    try {
        std::visit(Derivation{password, salt, key->writable()}, kdf);
    } catch (const std::bad_alloc&) {
        return fail(Errc::failed, "not enough memory to derive the keystore's key");
    } catch (const CryptoPP::Exception& fault) {
        return fail(Errc::failed, std::string("cannot derive the keystore's key: ") + fault.what());
    }
    return key;
}

Result<chain::SecretBytes> aes128_ctr(ByteView key16, const AesBlock& iv, ByteView input) {
    BALLAST_CHECK(key16.size() == 16);
    auto output = chain::SecretBytes::zeros(input.size());
    if (!output) return output;
    CryptoPP::CTR_Mode<CryptoPP::AES>::Encryption cipher(key16.data(), key16.size(), iv.data());
    cipher.ProcessData(output->writable().data(), input.data(), input.size());
    return output;
}

Hash32 keystore_mac(ByteView key16, ByteView ciphertext) {
    CryptoPP::Keccak_256 hash;
    hash.Update(key16.data(), key16.size());
    hash.Update(ciphertext.data(), ciphertext.size());
    Hash32 mac;
    hash.Final(mac.bytes.data());
    return mac;
}

}  // namespace ballast::keys
