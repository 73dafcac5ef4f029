// SPDX-License-Identifier: MIT
#include "apps/version.hpp"

#include "apps/code_hash.hpp"
#include "apps/say.hpp"
#include "base/check.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"

namespace ballast::apps {

Hash32 code_hash() {
    const auto hash = hash_from_hex(kCodeHash);
    BALLAST_CHECK(hash.has_value());
    return *hash;
}

Result<Hash32> binary_hash() {
    const auto binary = read_file("/proc/self/exe");
    if (!binary) return fail(binary.error());
    return sha256(as_bytes(*binary));
}

int run_version(const VersionOptions& options) {
    const auto binary = binary_hash();
    if (!binary) return complain(binary.error());
    if (!options.json) {
        print(std::string("ballast ") + kVersion + "\ncode   " + to_hex(code_hash()) + "\nbinary " +
              to_hex(*binary) + "\n");
        return 0;
    }
    print(write_json(Json(JsonObject{{"binary_sha256", Json(to_hex(*binary))},
                                     {"code_hash", Json(to_hex(code_hash()))},
                                     {"compiler", Json(kCompiler)},
                                     {"version", Json(kVersion)}})) +
          "\n");
    return 0;
}

}  // namespace ballast::apps
