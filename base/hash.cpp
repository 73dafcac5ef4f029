// SPDX-License-Identifier: MIT
#include "base/hash.hpp"

#include <cryptopp/keccak.h>
#include <cryptopp/sha.h>

namespace ballast {
namespace {

template <class Function>
Hash32 digest(ByteView data) {
    Hash32 hash;
    Function{}.CalculateDigest(hash.bytes.data(), data.data(), data.size());
    return hash;
}

}  // namespace

Hash32 keccak256(ByteView data) {
    return digest<CryptoPP::Keccak_256>(data);
}

Hash32 sha256(ByteView data) {
    return digest<CryptoPP::SHA256>(data);
}

Hash32 tagged_hash(std::string_view tag, ByteView data) {
    const Hash32 kind = keccak256(as_bytes(tag));
    CryptoPP::Keccak_256 function;
    function.Update(kind.bytes.data(), kind.bytes.size());
    function.Update(data.data(), data.size());
    Hash32 hash;
    function.Final(hash.bytes.data());
    return hash;
}

}  // namespace ballast
