// SPDX-License-Identifier: MIT
// What a server says, before anybody reads it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::net {

/// Takes out of a server's words what its URL keeps secret: providers put the key that they were
/// called with into their errors, and errors are logged. Holds the secrets of one endpoint.
class Redactor {
  public:
    /// Knows no secret.
    Redactor() = default;
    /// For an endpoint that has no URL: what it says is made printable all the same.
    [[nodiscard]] static const Redactor& without_secrets();
    /// `whole` are secrets from 3 characters on, as they are: user and password. `parted` are paths
    /// and queries: each is a secret, and so is every part of it from 6 characters on, which is
    /// longer than "v3" and "rpc" and shorter than any key.
    Redactor(const std::vector<std::string>& whole, const std::vector<std::string>& parted);

    /// Returns the text with *** for each secret in it, whatever its case, and ? for each byte that
    /// is no printable ASCII and could steer a terminal; no more than `characters_max`, none of
    /// which is the beginning of a secret that was cut.
    [[nodiscard]] std::string shown(std::string_view text, std::size_t characters_max = 300) const;

  private:
    /// In lower case, the longest first.
    std::vector<std::string> secrets_;
};

}  // namespace ballast::net
