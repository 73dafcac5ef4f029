// SPDX-License-Identifier: MIT
#include "keeper/read_configuration.hpp"

namespace ballast::keeper {
namespace {

using policies::Bounds;
using policies::TableReader;

constexpr std::uint64_t kGwei = 1'000'000'000;
constexpr Bounds kChainId{1, std::numeric_limits<std::int64_t>::max(), "EIP-155"};
constexpr Bounds kBlock{0, std::numeric_limits<std::int64_t>::max(), "a block number"};
constexpr Bounds kQuorum{1, 16, "endpoints that must say the same; 1 is for a single one"};
constexpr Bounds kFee{1, 1'000'000, "gwei per gas"};
constexpr Bounds kDay{1, 1'000'000'000'000, "gwei in any 24 hours"};
constexpr Bounds kPushes{1, 10'000, "updates that the balance should pay for"};
/// The other chains wait for it: a turn of several chains must stay short beside an hour.
constexpr Bounds kSendDeadline{10, 90, "seconds until an update in no block is looked at later"};
constexpr Bounds kEmode{0, 255, "an eMode's id"};
constexpr Bounds kAccounts{0, 1'000'000'000, "accounts"};
constexpr Bounds kUsd{0, 1'000'000'000'000, "USD"};

void read_gwei(TableReader& table, std::string_view key, const Bounds& bounds, U256& value) {
    if (table.has(key))
        value = U256(static_cast<std::uint64_t>(table.integer(key, bounds))) * U256(kGwei);
}

sender::FeePolicy read_fees(TableReader& chain) {
    sender::FeePolicy fees;
    if (!chain.has("fees")) return fees;
    TableReader table = chain.table("fees");
    read_gwei(table, "routine_cap_gwei", kFee, fees.routine_cap);
    read_gwei(table, "urgent_cap_gwei", kFee, fees.urgent_cap);
    read_gwei(table, "routine_day_gwei", kDay, fees.routine_day);
    read_gwei(table, "urgent_day_gwei", kDay, fees.urgent_day);
    if (table.sound() && fees.urgent_cap < fees.routine_cap)
        table.fault("urgent_cap_gwei", "an urgent cut may not be allowed less than routine ones");
    if (table.sound() && fees.urgent_day < fees.routine_day)
        table.fault("urgent_day_gwei", "it is the whole budget, routine ones included");
    table.finish();
    return fees;
}

/// `ballast init` writes zeros where something is left to fill in.
chain::Address read_contract(TableReader& table, std::string_view key) {
    const chain::Address address = read_address(table, key);
    if (table.has(key) && table.sound() && address == chain::Address{})
        table.fault(key, "it is the zero address still: fill it in");
    return address;
}

MarketConfiguration read_market(TableReader& table, std::uint64_t chain_id) {
    MarketConfiguration market{.asset = table.name(), .identity = {.chain_id = chain_id}};
    market.identity.protocol = read_contract(table, "protocol");
    market.identity.pool = read_contract(table, "pool");
    market.identity.collateral = read_contract(table, "collateral");
    if (table.has("debt")) market.identity.debt = read_address(table, "debt");
    if (table.has("emode"))
        market.identity.emode = static_cast<std::uint8_t>(table.integer("emode", kEmode));
    table.finish();
    return market;
}

/// In whole USD in the document, at 1e-8 in the limit.
std::optional<adapters::CutLimit> read_cut_limit(TableReader& chain) {
    if (!chain.has("cut_limit")) return std::nullopt;
    constexpr std::uint64_t kBase = 100'000'000;
    TableReader table = chain.table("cut_limit");
    adapters::CutLimit limit;
    limit.accounts = static_cast<std::size_t>(table.integer("accounts", kAccounts));
    limit.debt = U256(static_cast<std::uint64_t>(table.integer("debt_usd", kUsd))) * U256(kBase);
    table.finish();
    return limit;
}

}  // namespace

std::filesystem::path read_path(TableReader& table, std::string_view key,
                                const std::filesystem::path& folder) {
    const std::string text = table.text(key);
    return text.empty() ? std::filesystem::path() : folder / text;
}

chain::Address read_address(TableReader& table, std::string_view key) {
    const std::string text = table.text(key);
    if (text.empty()) return {};
    const auto address = chain::parse_address(text);
    if (!address) table.fault(key, "expected an address: " + address.error().what);
    return address ? *address : chain::Address{};
}

SecretSource read_secret(TableReader& table, const std::string& key,
                         const std::filesystem::path& folder) {
    const std::string file = key + "_file";
    const std::string environment = key + "_environment";
    if (table.has(file) == table.has(environment)) {
        table.fault(file, "expected either " + file + " or " + environment +
                              ": what it names may hold a key and does not stand here");
        return {};
    }
    if (table.has(file)) return {read_path(table, file, folder), ""};
    return {{}, table.text(environment)};
}

ChainConfiguration read_chain(TableReader& table, const ReadContext& context) {
    ChainConfiguration chain;
    chain.name = table.name();
    chain.chain_id = static_cast<std::uint64_t>(table.integer("chain_id", kChainId));
    chain.oracle = read_contract(table, "oracle");
    if (table.has("from_block"))
        chain.from_block = static_cast<std::uint64_t>(table.integer("from_block", kBlock));
    chain.rpc = read_secret(table, "rpc", context.folder);
    chain.quorum = static_cast<std::size_t>(table.integer("quorum", kQuorum));
    chain.journal = table.has("journal") ? read_path(table, "journal", context.folder).string()
                                         : (context.state / (chain.name + ".db")).string();
    if (chain.journal.find("://") != std::string::npos)
        table.fault("journal",
                    "it is the file of a SQLite journal; a database's URL holds a password and "
                    "stands in the file that journal_url_file names");
    if (table.has("journal_url_file") || table.has("journal_url_environment"))
        chain.journal_url = read_secret(table, "journal_url", context.folder);
    if (table.has("gas_keystore"))
        chain.gas_keystore = read_path(table, "gas_keystore", context.folder);
    if (table.has("gas_password_file"))
        chain.gas_password_file = read_path(table, "gas_password_file", context.folder);
    chain.fees = read_fees(table);
    if (table.has("pushes_min"))
        chain.pushes_min = static_cast<std::uint64_t>(table.integer("pushes_min", kPushes));
    if (table.has("send_deadline_seconds"))
        chain.send_deadline = {table.integer("send_deadline_seconds", kSendDeadline)};
    chain.signers = read_signers(table, context);
    for (TableReader& market : table.named_tables("market"))
        chain.markets.push_back(read_market(market, chain.chain_id));
    if (table.sound() && chain.markets.empty())
        table.fault("market", "expected a table [chain.NAME.market.ASSET] for each collateral");
    chain.cut_limit = read_cut_limit(table);
    if (table.has("aave_from_block"))
        chain.aave_from_block =
            static_cast<std::uint64_t>(table.integer("aave_from_block", kBlock));
    if (table.sound() && chain.cut_limit && !chain.aave_from_block)
        table.fault("cut_limit", "it needs aave_from_block: a cut is judged by the borrowers");
    table.finish();
    return chain;
}

}  // namespace ballast::keeper
