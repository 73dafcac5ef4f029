// SPDX-License-Identifier: MIT
#include "keys/keystore.hpp"
#include "tests/fuzz/property.hpp"

namespace {

using namespace ballast;

/// Blocks or rounds, each some microseconds.
std::uint64_t work_of(const keys::Kdf& kdf) {
    if (const auto* rounds = std::get_if<keys::Pbkdf2>(&kdf)) return rounds->rounds;
    const auto& cost = std::get<keys::Scrypt>(kdf);
    BALLAST_HOLDS(128 * cost.n * cost.r <= keys::kScryptBytesMax);
    return cost.n * cost.r * cost.p;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto keystore = keys::parse_keystore(fuzz::as_text({data, size}));
    if (!keystore) return 0;
    const std::uint64_t work = work_of(keystore->kdf);
    BALLAST_HOLDS(work >= 1 && work <= keys::kScryptWorkMax);
    BALLAST_HOLDS(keystore->derived_bytes >= 32 && keystore->derived_bytes <= 64);
    BALLAST_HOLDS(keystore->ciphertext.size() >= 30 && keystore->ciphertext.size() <= 32);
    if (work > 64) return 0;
    const auto key = keys::unlock(*keystore, as_bytes("foo"));
    if (key && keystore->address) BALLAST_HOLDS(key->address() == *keystore->address);
    return 0;
}
