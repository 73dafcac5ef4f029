// SPDX-License-Identifier: MIT
// What a configuration names and does not hold: URLs, keys, passwords.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "keeper/attestor.hpp"
#include "keeper/configuration.hpp"
#include "keys/signer.hpp"
#include "rpc/http.hpp"

namespace ballast::apps {

/// Returns the variable's value; nothing where it is not set.
[[nodiscard]] std::optional<std::string> environment(const std::string& variable);

/// Returns the words of the file or the variable: URLs, lines beginning with # left out. Errors:
/// input_missing; permission where others may read the file; configuration where there is no word.
[[nodiscard]] Result<std::vector<std::string>> read_words(const keeper::SecretSource& source,
                                                          const std::string& what);

/// The keys of one chain, unlocked. Its transports live as long as the signers.
class ChainKeys {
  public:
    /// Unlocks the gas key and the report keys; remote signers are not asked. In shadow mode, what
    /// is not configured is not needed. Errors: those of unlock_file and read_words.
    [[nodiscard]] static Result<std::unique_ptr<ChainKeys>> open(
        const keeper::ChainConfiguration& chain);

    /// Who pays. Without a key it refuses to sign.
    [[nodiscard]] keys::Signer& gas() { return *gas_; }
    [[nodiscard]] std::vector<keeper::IndexedReportSigner> report_signers() const;

  private:
    [[nodiscard]] Status add(const keeper::ReportSigner& signer, std::uint64_t chain_id);

    std::unique_ptr<keys::Signer> gas_;
    std::vector<std::unique_ptr<rpc::HttpTransport>> transports_;
    std::vector<std::pair<std::uint32_t, std::unique_ptr<keys::Signer>>> signers_;
};

}  // namespace ballast::apps
