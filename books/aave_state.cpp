// SPDX-License-Identifier: MIT
#include "books/aave_state.hpp"

#include <algorithm>
#include <string>

#include "books/contract_calls.hpp"

namespace ballast::books {
namespace {

using chain::AbiValue;

constexpr std::size_t kReservesMax = 128;
constexpr std::uint8_t kDecimalsMax = 36;
constexpr std::uint64_t kModeMax = 255;
constexpr std::uint64_t kBaseUnit = 100'000'000;
/// Words of ReserveDataLegacy, which getReserveData gives in every version of Aave v3.
constexpr std::size_t kReserveWords = 15;

Result<std::vector<chain::Address>> read_list(const rpc::CallOutcome& outcome) {
    if (outcome.reverted) return fail(Errc::bad_data, "getReservesList reverted: no Aave v3 pool");
    static const auto type = chain::parse_abi_type("(address[])");
    const auto value = chain::abi_decode(*type, outcome.output);
    if (!value) return fail_in("getReservesList", value.error());
    std::vector<chain::Address> assets;
    for (const AbiValue& item : *value->as_list()->front().as_list()) {
        const auto asset = address_in(*item.as_word());
        if (!asset) return fail(asset.error());
        assets.push_back(*asset);
    }
    if (assets.size() > kReservesMax) return fail(Errc::bad_data, "more than 128 reserves");
    return assets;
}

Result<chain::Address> ask_address(BlockCaller& caller, const chain::Address& contract,
                                   std::string_view signature) {
    const auto answers = caller.calls({message_to(contract, signature)});
    if (!answers) return fail(answers.error());
    const auto word = word_of(answers->front());
    if (!word) return fail_in(signature, word.error());
    return address_in(*word);
}

Result<ReserveState> read_reserve(const chain::Address& asset, const rpc::CallOutcome& outcome) {
    const auto words = words_of(outcome, kReserveWords);
    if (!words) return fail_in("getReserveData", words.error());
    ReserveState reserve;
    reserve.asset = asset;
    reserve.config = reserve_config((*words)[0]);
    const auto a_token = address_in((*words)[8]);
    const auto debt_token = address_in((*words)[10]);
    if (!a_token) return fail(a_token.error());
    if (!debt_token) return fail(debt_token.error());
    if (!fits((*words)[7], 7) || reserve.config.decimals > kDecimalsMax)
        return fail(Errc::bad_data, "a reserve's place or decimals are out of range");
    reserve.id = static_cast<std::uint16_t>(bits_of((*words)[7], 0, 7));
    reserve.a_token = *a_token;
    reserve.debt_token = *debt_token;
    return reserve;
}

/// The five figures of a reserve that are asked for one by one.
Status read_figures(BlockCaller& caller, MarketState& market) {
    std::vector<rpc::CallMessage> messages;
    for (const ReserveState& reserve : market.reserves) {
        const AbiValue asset = AbiValue::address(reserve.asset);
        messages.push_back(message_to(market.oracle, "getAssetPrice(address)", {asset}));
        messages.push_back(message_to(market.pool, "getReserveNormalizedIncome(address)", {asset}));
        messages.push_back(
            message_to(market.pool, "getReserveNormalizedVariableDebt(address)", {asset}));
        messages.push_back(message_to(reserve.a_token, "scaledTotalSupply()"));
        messages.push_back(message_to(reserve.debt_token, "scaledTotalSupply()"));
    }
    const auto answers = caller.calls(messages);
    if (!answers) return fail(answers.error());
    std::size_t next = 0;
    for (ReserveState& reserve : market.reserves) {
        struct Figure {
            U256* value;
            unsigned bits;
        };
        for (const Figure& figure :
             {Figure{&reserve.price, 96}, Figure{&reserve.income_index, 128},
              Figure{&reserve.debt_index, 128}, Figure{&reserve.scaled_supply, 128},
              Figure{&reserve.scaled_debt, 128}}) {
            const rpc::CallOutcome& answer = (*answers)[next++];
            const bool no_price = figure.value == &reserve.price && answer.reverted;
            const auto word = no_price ? Result<U256>(U256{}) : word_of(answer, figure.bits);
            if (!word) return fail_in("reserve " + to_hex(reserve.asset), word.error());
            *figure.value = *word;
        }
    }
    return {};
}

Status check_unit(BlockCaller& caller, const chain::Address& oracle) {
    const auto answers = caller.calls({message_to(oracle, "BASE_CURRENCY_UNIT()")});
    if (!answers) return fail(answers.error());
    const auto unit = word_of(answers->front());
    if (!unit) return fail_in("BASE_CURRENCY_UNIT", unit.error());
    if (*unit == U256{kBaseUnit}) return {};
    return fail(Errc::configuration, "the pool's oracle does not price in USD at 1e-8");
}

}  // namespace

ReserveConfig reserve_config(const U256& word) {
    const auto bit = [&](unsigned at) { return bits_of(word, at, 1) == 1; };
    ReserveConfig config;
    config.ltv = static_cast<std::uint16_t>(bits_of(word, 0, 16));
    config.lt = static_cast<std::uint16_t>(bits_of(word, 16, 16));
    config.bonus = static_cast<std::uint16_t>(bits_of(word, 32, 16));
    config.decimals = static_cast<std::uint8_t>(bits_of(word, 48, 8));
    config.active = bit(56);
    config.frozen = bit(57);
    config.borrowable = bit(58);
    config.paused = bit(60);
    config.borrow_cap = bits_of(word, 80, 36);
    config.supply_cap = bits_of(word, 116, 36);
    config.debt_ceiling = bits_of(word, 212, 40);
    return config;
}

const ReserveState* MarketState::find(std::uint16_t id) const {
    for (const ReserveState& reserve : reserves)
        if (reserve.id == id) return &reserve;
    return nullptr;
}

const ReserveState* MarketState::find(const chain::Address& asset) const {
    for (const ReserveState& reserve : reserves)
        if (reserve.asset == asset) return &reserve;
    return nullptr;
}

Result<MarketState> read_market(BlockCaller& caller, const chain::Address& pool) {
    MarketState market;
    market.block = caller.at();
    market.pool = pool;
    const auto provider = ask_address(caller, pool, "ADDRESSES_PROVIDER()");
    if (!provider) return fail(provider.error());
    const auto oracle = ask_address(caller, *provider, "getPriceOracle()");
    if (!oracle) return fail(oracle.error());
    market.oracle = *oracle;
    if (const Status unit = check_unit(caller, *oracle); !unit) return fail(unit.error());
    const auto listed = caller.calls({message_to(pool, "getReservesList()")});
    if (!listed) return fail(listed.error());
    const auto assets = read_list(listed->front());
    if (!assets) return fail(assets.error());
    std::vector<rpc::CallMessage> messages;
    for (const chain::Address& asset : *assets)
        messages.push_back(message_to(pool, "getReserveData(address)", {AbiValue::address(asset)}));
    const auto answers = caller.calls(messages);
    if (!answers) return fail(answers.error());
    for (std::size_t i = 0; i < assets->size(); ++i) {
        auto reserve = read_reserve((*assets)[i], (*answers)[i]);
        if (!reserve) return fail(reserve.error());
        // The list leaves out what was dropped, so a place in it is no id.
        if (market.find(reserve->id) != nullptr)
            return fail(Errc::bad_data, "two reserves have the same id");
        market.reserves.push_back(std::move(*reserve));
    }
    std::sort(market.reserves.begin(), market.reserves.end(),
              [](const ReserveState& a, const ReserveState& b) { return a.id < b.id; });
    if (const Status figures = read_figures(caller, market); !figures) return fail(figures.error());
    return market;
}

Result<std::map<std::uint8_t, EModeState>> read_modes(BlockCaller& caller,
                                                      const MarketState& market) {
    std::vector<rpc::CallMessage> messages;
    for (std::uint64_t id = 1; id <= kModeMax; ++id)
        messages.push_back(message_to(market.pool, "getEModeCategoryCollateralConfig(uint8)",
                                      {AbiValue::uint(U256{id})}));
    const auto answers = caller.calls(messages);
    if (!answers) return fail(answers.error());
    std::map<std::uint8_t, EModeState> modes;
    for (std::size_t i = 0; i < answers->size(); ++i) {
        if ((*answers)[i].reverted) continue;
        const auto ratios = words_of((*answers)[i], 3);
        if (!ratios) return fail_in("getEModeCategoryCollateralConfig", ratios.error());
        if ((*ratios)[1] == U256{}) continue;
        const auto id = static_cast<std::uint8_t>(i + 1);
        const auto mode = read_mode(caller, market, id);
        if (!mode) return fail(mode.error());
        modes.emplace(id, *mode);
    }
    return modes;
}

Result<EModeState> read_mode(BlockCaller& caller, const MarketState& market, std::uint8_t id) {
    const AbiValue category = AbiValue::uint(U256{id});
    const auto answers = caller.calls(
        {message_to(market.pool, "getEModeCategoryCollateralConfig(uint8)", {category}),
         message_to(market.pool, "getEModeCategoryCollateralBitmap(uint8)", {category})});
    if (!answers) return fail(answers.error());
    const auto ratios = words_of((*answers)[0], 3);
    const auto bitmap = word_of((*answers)[1], 128);
    if (!ratios) return fail_in("getEModeCategoryCollateralConfig", ratios.error());
    if (!bitmap) return fail_in("getEModeCategoryCollateralBitmap", bitmap.error());
    for (const U256& ratio : *ratios)
        if (!fits(ratio, 16)) return fail(Errc::bad_data, "a mode's ratio is out of range");
    const auto bps = [&](std::size_t i) {
        return static_cast<std::uint16_t>(bits_of((*ratios)[i], 0, 16));
    };
    return EModeState{bps(0), bps(1), bps(2), *bitmap};
}

}  // namespace ballast::books
