// SPDX-License-Identifier: MIT
#include "adapters/safe_checksum.hpp"

#include <gtest/gtest.h>

#include "adapters/call.hpp"
#include "tests/adapters/samples.hpp"

namespace ballast::adapters {
namespace {

/// The batch of the builder's own unit test (safe-react-apps, checksum.test.js); its empty checksum
/// is in what is hashed there.
constexpr std::string_view kPublished = R"({
  "version": "1.0", "chainId": "4", "createdAt": 1646321521061,
  "meta": {"name": "test batch file", "txBuilderVersion": "1.4.0", "checksum": "",
    "createdFromSafeAddress": "0xDF8a1Ce35c9a6ACE153B4e0767942f1E2291a1Aa",
    "createdFromOwnerAddress": "0x49d4450977E2c95362C13D3a31a09311E0Ea26A6"},
  "transactions": [
    {"to": "0x49d4450977E2c95362C13D3a31a09311E0Ea26A6", "value": "0",
     "contractMethod": {"inputs": [{"internalType": "address", "name": "paramAddress",
       "type": "address"}], "name": "testAddress", "payable": false},
     "contractInputsValues": {"paramAddress": "0x49d4450977E2c95362C13D3a31a09311E0Ea26A6"}},
    {"to": "0x49d4450977E2c95362C13D3a31a09311E0Ea26A6", "value": "0",
     "contractMethod": {"inputs": [{"internalType": "bool", "name": "paramBool",
       "type": "bool"}], "name": "testBool", "payable": false},
     "contractInputsValues": {"paramAddress": "", "paramBool": "false"}},
    {"to": "0x49d4450977E2c95362C13D3a31a09311E0Ea26A6", "value": "2000000000000000000",
     "data": "0x42f4579000000000000000000000000049d4450977e2c95362c13d3a31a09311e0ea26a6"}
  ]})";

TEST(SafeChecksum, IsThePublishedOne) {
    const auto batch = parse_json(kPublished);
    ASSERT_TRUE(batch) << batch.error().what;
    EXPECT_EQ(to_hex(safe_checksum(*batch)),
              "0x4ecbfd364aa6759983915644e73f8bd411e85a2dc306f252a387c2728c4db64c");
}

TEST(SafeChecksum, TakesNoNoticeOfTheNameAndOfNothingElse) {
    auto batch = parse_json(kPublished);
    ASSERT_TRUE(batch);
    const Hash32 before = safe_checksum(*batch);
    *batch->find("meta")->find("name") = "another";
    EXPECT_EQ(safe_checksum(*batch), before);
    *batch->find("chainId") = "1";
    EXPECT_NE(safe_checksum(*batch), before);
}

/// What the builder does when it imports: it takes the checksum out, and computes it anew.
TEST(SafeChecksum, TheBuilderTakesOurBatch) {
    const Json batch = safe_batch(1, address_of(9), "ETH", {1'800'000'000},
                                  {{address_of(3), *from_hex("0x1234")}});
    Json without = batch;
    JsonObject meta = *without.find("meta")->as_object();
    const std::string said = *meta.at("checksum").as_string();
    meta.erase("checksum");
    *without.find("meta") = Json(std::move(meta));
    EXPECT_EQ(to_hex(safe_checksum(without)), said);
}

}  // namespace
}  // namespace ballast::adapters
