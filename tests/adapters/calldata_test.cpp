// SPDX-License-Identifier: MIT
// Every builder against ethers' ABI coder: calldata_vectors.json, which ethers_calldata.cjs makes.
#include <gtest/gtest.h>

#include "adapters/aave_v4.hpp"
#include "adapters/call.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "tests/adapters/samples.hpp"

namespace ballast::adapters {
namespace {

std::vector<Call> vector_of(std::string_view name) {
    const auto text = read_file("tests/adapters/calldata_vectors.json");
    EXPECT_TRUE(text.has_value());
    const auto document = parse_json(*text);
    EXPECT_TRUE(document.has_value());
    std::vector<Call> calls;
    for (const Json& item : *document->find(name)->as_array())
        calls.push_back({*chain::parse_address(*item.find("to")->as_string()),
                         *from_hex(*item.find("data")->as_string())});
    EXPECT_FALSE(calls.empty());
    return calls;
}

std::vector<Call> calls_of(const std::vector<TimedCall>& timed) {
    std::vector<Call> calls;
    for (const TimedCall& one : timed)
        calls.push_back(one.call);
    return calls;
}

std::vector<CollateralUpdate> two_reserves() {
    return {{address_of(1), {bps(7450), bps(7950), {}}},
            {address_of(2), {{}, bps(7000), bps(550)}}};
}

TEST(Calldata, RiskStewardOfBothConfigEngines) {
    EXPECT_EQ(*update_collateral_side(address_of(3), two_reserves(), ConfigEngine::v3_6),
              vector_of("steward_v3_6").front());
    EXPECT_EQ(*update_collateral_side(address_of(3), two_reserves(), ConfigEngine::v3_7),
              vector_of("steward_v3_7").front());
}

TEST(Calldata, RiskStewardOfCategories) {
    const std::vector<CategoryUpdate> updates = {{1, {bps(8950), bps(9290), {}}},
                                                 {255, {{}, {}, bps(90)}}};
    EXPECT_EQ(*update_emode_categories(address_of(3), updates), vector_of("steward_emode").front());
}

TEST(Calldata, AaveV4) {
    EXPECT_EQ(*add_dynamic_reserve_config(address_of(3), 7, {bps(7800), bps(500), bps(1000)}),
              vector_of("aave_v4").front());
}

TEST(Calldata, CompoundV3) {
    const CometFactors live{wad_of(7500), wad_of(8000)};
    EXPECT_EQ(*compound_proposal(comet_market(), live, live, bps(7450), bps(7950)),
              vector_of("compound_both"));
    EXPECT_EQ(*compound_proposal(comet_market(), live, live, bps(7450), bps(8000)),
              vector_of("compound_borrow"));
}

TEST(Calldata, Fluid) {
    const auto step = planned(engine::Protocol::fluid, 8000, 8700, 7849, 8599);
    EXPECT_EQ(*fluid_call(address_of(3), fluid_live(), step), vector_of("fluid").front());
}

TEST(Calldata, Morpho) {
    const auto calls = [](std::int32_t lt) {
        const auto step = planned(engine::Protocol::morpho_blue, 8600, 8600, lt, lt);
        return calls_of(*morpho_calls(address_of(3), morpho_pair(), morpho_at(8600), step, kDay));
    };
    EXPECT_EQ(calls(8000), vector_of("morpho_down"));
    EXPECT_EQ(calls(9200), vector_of("morpho_up"));
}

TEST(Calldata, SafeBatchIsWhatTheTransactionBuilderImports) {
    const Json batch = safe_batch(1, address_of(9), "ETH", {1'800'000'000},
                                  {{address_of(3), *from_hex("0x1234")}});
    EXPECT_EQ(write_json(batch),
              R"({"chainId":"1","createdAt":1800000000000,"meta":{"checksum":)"
              R"("0xbbec9fdb3131bcf8db055edb368fb3d2fc47ef183b07f5a95dfacf4a1947e796",)"
              R"("createdFromSafeAddress":)"
              R"("0x9999999999999999999999999999999999999999","description":"","name":"ETH"},)"
              R"("transactions":[{"contractInputsValues":null,"contractMethod":null,)"
              R"("data":"0x1234","to":"0x3333333333333333333333333333333333333333",)"
              R"("value":"0"}],"version":"1.0"})");
}

}  // namespace
}  // namespace ballast::adapters
