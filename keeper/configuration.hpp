// SPDX-License-Identifier: MIT
// What an operator writes down: docs/configuration.md. Plain data; nothing is opened here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "adapters/aave_book.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "chain/types.hpp"
#include "engine/units.hpp"
#include "oracle/deployment.hpp"
#include "policies/toml_document.hpp"
#include "sender/fee_policy.hpp"
#include "telemetry/log.hpp"

namespace ballast::keeper {

enum class Mode {
    shadow,   ///< decides and journals, sends nothing
    publish,  ///< sends what it decides
};

/// Returns "shadow" or "publish".
[[nodiscard]] std::string_view name(Mode mode) noexcept;

/// What ends the wait for the next epoch before its time.
struct EventTrigger {
    engine::Bps price_move;  ///< of any price since the last epoch; 0: prices do not
    Seconds min_distance = kHour;
};

/// Where something comes from that may not stand in the document: a file that only its owner may
/// read, or a variable of the environment. One of the two.
struct SecretSource {
    std::filesystem::path file;
    std::string environment;
};

enum class SignerKind { keystore, web3signer, clef };

/// Who attests reports: a report key, by its place among the oracle's signers.
struct ReportSigner {
    std::string name;
    std::uint32_t index = 0;
    SignerKind kind = SignerKind::keystore;
    std::filesystem::path keystore;
    std::filesystem::path password_file;  ///< empty: systemd's credential, or the terminal
    SecretSource url;                     ///< of a remote signer
    chain::Address address;               ///< whose signature a remote signer gives
};

/// A collateral of the policy, as the oracle names it.
struct MarketConfiguration {
    std::string asset;
    oracle::MarketIdentity identity;
};

/// One oracle on one chain.
struct ChainConfiguration {
    std::string name;
    std::uint64_t chain_id = 0;
    chain::Address oracle;
    std::uint64_t from_block = 0;  ///< at or before the oracle's deployment
    SecretSource rpc;              ///< one URL a line
    std::size_t quorum = 2;
    std::string journal;       ///< a SQLite file
    SecretSource journal_url;  ///< or a PostgreSQL database; both empty: the file
    std::filesystem::path gas_keystore;
    std::filesystem::path gas_password_file;  ///< empty: systemd's credential, or the terminal
    sender::FeePolicy fees;
    std::uint64_t pushes_min = 20;  ///< doctor and alarms: the balance should pay for so many
    Seconds send_deadline{45};
    std::vector<ReportSigner> signers;  ///< ascending by index
    std::vector<MarketConfiguration> markets;
    std::optional<adapters::CutLimit> cut_limit;
    /// Where the markets' pool is an Aave v3 one whose borrowers are to be read: a block at or
    /// before its deployment.
    std::optional<std::uint64_t> aave_from_block;
};

struct Listen {
    std::string host;        ///< empty: no server
    std::uint16_t port = 0;  ///< 0: one that is free
};

struct Configuration {
    std::filesystem::path file;
    std::filesystem::path policy;
    std::filesystem::path feeds;
    std::filesystem::path state;  ///< journals, the kill switch, what is remembered
    Mode mode = Mode::shadow;
    Seconds standby_offset{0};  ///< 0: this keeper is the primary
    Seconds poll{5};            ///< between two looks at which sources are due
    Seconds clock_skew_max{30};
    /// So long after its block the signed bytes of a final transaction are kept; 0: for ever.
    Seconds keep_transactions{90 * kDay.count};
    std::optional<EventTrigger> event;
    std::vector<ChainConfiguration> chains;  ///< ascending by name
    Listen status{"127.0.0.1", 9464};
    telemetry::LogFormat log_format = telemetry::LogFormat::logfmt;
    telemetry::LogLevel log_level = telemetry::LogLevel::info;
};

/// The operator's file that stops everything while it is there: STATE/stop.
[[nodiscard]] std::filesystem::path kill_switch(const Configuration& configuration);

/// A value that counts before the document's: of a flag or of the environment.
struct Override {
    std::string path;    ///< "keeper.mode"
    std::string value;   ///< as text
    std::string origin;  ///< "--mode" or "BALLAST_MODE"
};

/// The document and what it came from.
struct LoadedConfiguration {
    Configuration configuration;
    policies::TomlNode document;  ///< with the overrides in it, their origin as place
};

/// Reads the document, with the overrides in place of what it says. Relative paths are taken from
/// its folder. Errors: input_missing; bad_data with every fault, one a line, each with its place.
[[nodiscard]] Result<LoadedConfiguration> load_configuration(
    const std::filesystem::path& file, const std::vector<Override>& overrides);

/// The same from a text; `file` is shown in faults, and its folder is where relative paths start.
[[nodiscard]] Result<LoadedConfiguration> parse_configuration(
    std::string_view text, const std::filesystem::path& file,
    const std::vector<Override>& overrides);

}  // namespace ballast::keeper
