// SPDX-License-Identifier: MIT
#include "history/folder_digest.hpp"

#include "base/file.hpp"
#include "base/hash.hpp"

namespace ballast::history {

Result<FolderDigest> digest_files(const std::filesystem::path& folder,
                                  const std::set<std::string>& names) {
    FolderDigest digest;
    std::string lines;
    for (const std::string& name : names) {
        const auto text = read_file(folder / name);
        if (!text) return fail(text.error());
        digest.files.push_back({name, sha256(as_bytes(*text))});
        // Without the 0x, as sha256sum writes it.
        lines += to_hex(digest.files.back().hash).substr(2) + "  " + name + "\n";
    }
    digest.hash = sha256(as_bytes(lines));
    return digest;
}

}  // namespace ballast::history
