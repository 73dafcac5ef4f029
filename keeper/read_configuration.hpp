// SPDX-License-Identifier: MIT
// The tables of the document, each by a function. Of load_configuration() alone.
#pragma once

#include "keeper/configuration.hpp"
#include "policies/document_reader.hpp"

namespace ballast::keeper {

/// What a reading function needs of its surroundings.
struct ReadContext {
    std::filesystem::path folder;  ///< of the document
    std::filesystem::path state;
};

/// Reads a path; a relative one starts in `folder`.
[[nodiscard]] std::filesystem::path read_path(policies::TableReader& table, std::string_view key,
                                              const std::filesystem::path& folder);

/// Reads [chain.NAME].
[[nodiscard]] ChainConfiguration read_chain(policies::TableReader& table,
                                            const ReadContext& context);

/// Reads [chain.NAME.signer.NAME], ascending by index.
[[nodiscard]] std::vector<ReportSigner> read_signers(policies::TableReader& chain,
                                                     const ReadContext& context);

/// Reads KEY_file or KEY_environment of the table: exactly one of the two.
[[nodiscard]] SecretSource read_secret(policies::TableReader& table, const std::string& key,
                                       const std::filesystem::path& folder);

/// Reads an address.
[[nodiscard]] chain::Address read_address(policies::TableReader& table, std::string_view key);

}  // namespace ballast::keeper
