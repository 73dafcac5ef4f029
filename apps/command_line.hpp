// SPDX-License-Identifier: MIT
// argv becomes data; nothing runs here. The door of CLI11.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ballast::apps {

/// The program is to end: help or version was shown, or the command line was wrong.
struct Exit {
    int code = 0;
};

/// `ballast demo`
struct DemoOptions {
    std::string event = "2024-08-05";
    std::filesystem::path out = "out";
    std::filesystem::path policies = "policies";
    std::string policy = "carry_aware";
    /// An anvil that is already running; empty starts one and stops it at the end.
    std::string rpc;
    bool list = false;
    bool json = false;  ///< summary.json on stdout, too
};

/// Bytes of the sources, of `replay` and `verify`.
struct CapturedOptions {
    std::filesystem::path folder;  ///< empty: they are not read again
    std::filesystem::path feeds;   ///< the operator's document of feeds
};

/// `ballast replay`
struct ReplayOptions {
    std::filesystem::path journal;
    CapturedOptions captured = {};
    bool json = false;
};

/// `ballast backtest`
struct BacktestOptions {
    std::filesystem::path data;
    std::filesystem::path policy;
    /// The shipped policies have seen nothing after it.
    std::string calibrated_until = "2024-06-28";
    bool json = false;
};

/// `ballast calibrate`
struct CalibrateOptions {
    std::filesystem::path data;
    std::filesystem::path policy;
    /// Before the first recorded event: the shipped policies have seen nothing after it.
    std::string until = "2024-06-28";
    std::filesystem::path out;  ///< empty: the document goes to stdout
    bool json = false;
};

/// `ballast frontier` and `ballast frontier merge`
struct FrontierOptions {
    std::filesystem::path data = "../shared/data";
    /// The policy whose constants are given; its c, LTV and LT are found anew.
    std::filesystem::path policy = "policies/carry_aware.toml";
    std::uint64_t paths = 100;
    std::uint64_t calibration_paths = 32;
    unsigned threads = 1;
    std::string shard = "1/1";
    std::filesystem::path rows;                ///< where this run's rows go; empty: nowhere
    std::string book;                          ///< this book's cases alone; empty: all
    std::vector<std::filesystem::path> merge;  ///< not empty: no run, these rows instead
    bool json = false;
};

/// `ballast dry-run`
struct DryRunOptions {
    std::filesystem::path policy;   ///< the proposed one
    std::filesystem::path against;  ///< the current one; empty: carry_aware of `policies`
    std::string event = "2024-08-05";
    std::filesystem::path policies = "policies";
    std::filesystem::path data;       ///< market history in place of the event; empty: the event
    std::string data_sha256;          ///< what its digest must be; empty: anything
    std::vector<std::string> assets;  ///< the collaterals with --data; empty: the policy's
    std::int64_t days = 30;           ///< how many are shown with --data
    std::string at;                   ///< empty: the last epoch of event or history
    std::filesystem::path book;       ///< empty: invented
    std::size_t book_size = 2'000;    ///< positions of an invented book
    std::uint64_t seed = 1;
    std::filesystem::path frontier;         ///< what `ballast frontier --json` printed; empty: none
    std::filesystem::path oracle_document;  ///< empty: the demonstration's oracle
    std::string oracle;                     ///< its address
    std::string safe;                       ///< empty: the oracle's owner
    std::string rpc;                        ///< empty: nothing is read from a chain
    std::optional<std::uint64_t> block;     ///< nothing: the latest
    std::uint64_t from_block = 0;           ///< at or before the oracle's and the pool's deployment
    std::string aave;                       ///< a pool whose borrowers are the book; empty: none
    std::filesystem::path out = "out/dry-run";
    bool json = false;
};

/// `ballast params`
struct ParamsOptions {
    std::string event = "2024-08-05";
    std::string policy = "carry_aware";
    std::filesystem::path policies = "policies";
    std::string at;  ///< empty: the scenario's last epoch
    bool json = false;
};

/// `ballast stress`
struct StressOptions {
    std::filesystem::path policy = "policies/carry_aware.toml";
    std::filesystem::path book;      ///< empty: invented
    std::size_t book_size = 10'000;  ///< positions of an invented book
    std::uint64_t seed = 1;          ///< of book, scenarios and reactions
    std::filesystem::path scenario;  ///< empty: invented
    std::size_t scenarios = 1'000;
    bool cascade = false;
    std::int32_t depth_bps = 10'000;  ///< what is left of calm depth
    std::string elasticity = "0";     ///< or 0.3 or 0.6
    unsigned threads = 1;
    bool json = false;
};

enum class KeysVerb { make, import, list, address };

/// `ballast keys new|import|list|address`
struct KeysOptions {
    KeysVerb verb = KeysVerb::list;
    std::filesystem::path dir;       ///< empty: the user's own
    std::string kind;                ///< new and import: report or gas
    std::filesystem::path file;      ///< import: the raw key, empty: stdin; address: the keystore
    std::filesystem::path keystore;  ///< import: another keystore instead
    std::filesystem::path password_file;      ///< empty: systemd's credential, or the terminal
    std::filesystem::path new_password_file;  ///< import of a keystore: empty keeps the password
    bool unlock = false;                      ///< address: from the key, not from the file's word
    bool json = false;
};

enum class TxVerb { list, show, bump, cancel, clear };

/// `ballast tx list|show|bump|cancel|clear`
struct TxOptions {
    TxVerb verb = TxVerb::list;
    std::filesystem::path journal;
    std::string which;                    ///< show, bump, cancel: how a key or hash begins
    bool open = false;                    ///< list: what is not final alone
    std::vector<std::string> rpc;         ///< bump, cancel; of several, two must agree
    std::filesystem::path keystore;       ///< bump, cancel: the gas key
    std::uint64_t cap_gwei = 0;           ///< bump, cancel: 0 is what it was sent under
    std::uint64_t day_gwei = 0;           ///< bump, cancel: 0 is what it was sent under
    std::filesystem::path password_file;  ///< empty: systemd's credential, or the terminal
    bool json = false;
};

enum class OracleVerb { show, verify, deploy, pause, unpause, freeze, unfreeze, rotate, limits };

/// `ballast oracle show|verify|deploy|pause|unpause|freeze|unfreeze|rotate|limits`
struct OracleOptions {
    OracleVerb verb = OracleVerb::show;
    std::string oracle;              ///< its address; not of deploy
    std::filesystem::path document;  ///< what it is to be; show and verify can do without
    std::uint64_t from_block = 0;    ///< at or before the deployment
    std::vector<std::string> rpc;    ///< the first is read; switches ask all: two must agree
    std::filesystem::path journal;   ///< what sends: of the sending account
    std::filesystem::path keystore;
    std::filesystem::path password_file;  ///< empty: systemd's credential, or the terminal
    bool apply = false;                   ///< limits: send, rather than show
    bool yes = false;                     ///< no question before sending
    bool json = false;
};

/// Of every command that reads the keeper's configuration. What is empty counts as not given.
struct KeeperFileOptions {
    std::filesystem::path configuration = "keeper.toml";
    std::string mode;
    std::string log_format;
    std::string log_level;
};

/// `ballast run`
struct RunOptions {
    KeeperFileOptions keeper;
};

/// `ballast once`
struct OnceOptions {
    KeeperFileOptions keeper;
    bool json = false;
};

enum class ConfigVerb { check, show, schema };

/// `ballast config check|show|schema`
struct ConfigOptions {
    ConfigVerb verb = ConfigVerb::check;
    KeeperFileOptions keeper;
    bool json = false;
};

/// `ballast doctor`
struct DoctorOptions {
    KeeperFileOptions keeper;
    bool json = false;
};

/// `ballast init`
struct InitOptions {
    std::filesystem::path dir = ".";
    std::filesystem::path document;  ///< of the oracle; empty: addresses are left to fill in
    std::string oracle;              ///< its address
    std::string chain = "main";      ///< the chain's name in the configuration
    std::filesystem::path rpc_file;  ///< URLs to copy; empty: left to fill in
    std::filesystem::path policy = "policies/carry_aware.toml";
    std::filesystem::path feeds;  ///< a feeds document to copy; empty: the shipped one
};

enum class FeedsVerb { probe, list, history, fetch };

/// `ballast feeds probe|list|history|fetch`
struct FeedsOptions {
    FeedsVerb verb = FeedsVerb::list;
    std::filesystem::path feeds;  ///< the document; empty: the configuration's
    KeeperFileOptions keeper;
    std::string name;               ///< of this feed alone; all but history: or this source
    std::filesystem::path history;  ///< fetch; history, empty: the keeper's state folder
    std::string since;              ///< fetch: the first day
    bool json = false;
};

enum class JournalVerb { check, backup, restore, export_lines, import_lines };

/// `ballast journal check|backup|restore|export|import`
struct JournalOptions {
    JournalVerb verb = JournalVerb::check;
    std::string journal;             ///< a path or a PostgreSQL URL
    std::filesystem::path file;      ///< --out of backup and export, --from of restore and import
    std::vector<std::string> heads;  ///< check: "RECORDS:HASH", as somebody noted it
    bool json = false;
};

enum class BundleVerb { make, show, prove };

/// `ballast bundle make|show|prove`
struct BundleOptions {
    BundleVerb verb = BundleVerb::show;
    std::string journal;                  ///< make, prove: a path or a PostgreSQL URL
    std::filesystem::path file;           ///< make: --out; show: the bundle
    std::uint64_t from = 0;               ///< make: the first record
    std::optional<std::uint64_t> to;      ///< make: the last; without: the journal's last
    std::optional<std::uint64_t> record;  ///< prove: that it is in the tree
    std::optional<std::uint64_t> since;   ///< prove: that a tree of this size is its beginning
    std::optional<std::uint64_t> size;    ///< prove: of the tree; without: all records
    bool json = false;
};

/// `ballast verify`
struct VerifyOptions {
    std::vector<std::filesystem::path> bundles;
    std::vector<std::string> rpc;  ///< empty: no chain is asked
    std::string oracle;            ///< the auditor's own knowledge; empty: not asked, but with rpc
    std::uint64_t chain_id = 0;    ///< the same; 0: not asked
    std::uint64_t from_block = 0;
    std::filesystem::path state;       ///< empty: the chain is read from from_block on
    std::filesystem::path checkpoint;  ///< a file; empty: none is known
    std::string policy_hash;           ///< these three: empty is not asked
    std::string code_hash;
    std::string binary;
    CapturedOptions captured = {};
    bool json = false;
};

enum class CosignVerb { sign, join };

/// `ballast cosign sign|join`
struct CosignOptions {
    CosignVerb verb = CosignVerb::sign;
    std::filesystem::path bundle;  ///< the proposal
    std::string config_digest;
    std::string journal;                  ///< sign: our own
    std::filesystem::path signed_file;    ///< sign: what was signed before
    std::filesystem::path keystore;       ///< sign
    std::filesystem::path password_file;  ///< empty: systemd's credential, the terminal
    std::int32_t price_bps = 100;         ///< sign: tolerances
    std::int32_t level_bps = 200;
    std::int32_t liquidity_bps = 2000;
    std::int64_t age_seconds = 3600;
    std::int32_t decision_bps = 50;
    std::vector<std::filesystem::path> signatures;  ///< join: what sign printed
};

/// `ballast version`
struct VersionOptions {
    bool json = false;
};

using Action = std::variant<Exit, DemoOptions, ReplayOptions, BacktestOptions, CalibrateOptions,
                            FrontierOptions, ParamsOptions, DryRunOptions, StressOptions,
                            KeysOptions, TxOptions, OracleOptions, JournalOptions, RunOptions,
                            OnceOptions, ConfigOptions, DoctorOptions, InitOptions, FeedsOptions,
                            BundleOptions, VerifyOptions, CosignOptions, VersionOptions>;

/// Returns what the command line asks for. Help goes to stdout, faults to stderr with exit code 64.
[[nodiscard]] Action parse_command_line(int argc, const char* const* argv);

}  // namespace ballast::apps
