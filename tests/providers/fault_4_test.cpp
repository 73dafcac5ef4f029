// SPDX-License-Identifier: MIT
// Fault 4: times that lie ahead, are of another unit than declared, or lack their zone.
#include <gtest/gtest.h>

#include <cstdio>

#include "providers/chainlink.hpp"
#include "tests/providers/samples.hpp"

namespace ballast::providers {
namespace {

struct Slip {
    const char* provider;
    const char* from;  ///< a time in the provider's sample
    const char* to;
};

// Fetched at 1722906015, on 2024-08-06 at 01:00:15 UTC.
constexpr Slip kSlips[] = {
    {"cboe_vix", "08/05/2024", "08/06/2024"},
    {"cboe_vix", "08/05/2024", "08/05/2025"},
    {"cboe_vix", "08/05/2024", "2024-08-05"},
    {"cboe_vix", "08/05/2024", "1722888900"},
    {"mof_jgb", "R6.8.5", "R6.8.7"},
    {"mof_jgb", "R6.8.5", "R7.8.5"},
    {"mof_jgb", "R6.8.5", "2024-08-05"},
    {"mof_jgb", "R6.8.5", "2024/8/5"},
    {"fred", "2024-08-02", "2024-08-07"},
    {"fred", "2024-08-02", "02/08/2024"},
    {"fred", "2024-08-02", "2024-08-02T00:00:00"},
    {"frb_h10", "2024-08-02", "2024-08-07"},
    {"frb_h10", "2024-08-02", "08/02/2024"},
    {"ecb", "2024-08-05,155", "2024-08-07,155"},
    {"ecb", "2024-08-05,155", "2024-08,155"},
    {"ecb", "2024-08-05,155", "20240805,155"},
    {"deribit_dvol", "1722902400000", "1722902400"},
    {"deribit_dvol", "1722902400000", "1722909600000"},
    {"deribit_dvol", "1722902400000", "1722902400000000"},
    {"deribit_index", "1722906014900233", "1722906136000000"},
    {"deribit_index", "1722906014900233", "1722906014900"},
    {"deribit_index", "1722906014900233", "1722906014"},
    {"binance", "1722905940000", "1722905940"},
    {"binance", "1722905940000", "1722906180000"},
    {"coinbase", "1722905940", "1722905940000"},
    {"coinbase", "1722905940", "1722906180"},
    {"coinbase", "1722905940", "\"2024-08-06T00:59:00\""},
    {"kraken", "1722905940", "1722905940000"},
    {"kraken", "1722905940", "1722906180"},
    {"pyth_hermes", "1722906013", "1722906013000"},
    {"pyth_hermes", "1722906013", "1722906136"},
    {"pyth_hermes", "1722906013", "\"2024-08-06T01:00:13\""},
    {"json_pointer", "2024-08-05T16:59:30.5-04:00", "2024-08-05T16:59:30.5"},
    {"json_pointer", "2024-08-05T16:59:30.5-04:00", "2024-08-05 16:59:30-04:00"},
    {"json_pointer", "2024-08-05T16:59:30.5-04:00", "2024-08-05T21:02:16-04:00"},
    {"json_pointer", "2024-08-05T16:59:30.5-04:00", "1722891570"},
    {"json_pointer", "2024-08-05T16:59:30.5-04:00", "2024-08-05"},
    {"csv_column", "2024-08-05", "2024-08-07"},
    {"csv_column", "2024-08-05", "2024-08-04"},  // a Sunday has no session
    {"csv_column", "2024-08-05", "1722844800"},
    {"csv_column", "2024-08-05", "2024-08-05T15:00:00"},
    {"file_drop", "2024-08-05", "2024-08-07"},
    {"file_drop", "2024-08-05", "05.08.2024"},
};

TEST(fault_4_wrong_times, AreRefusedByEveryProvider) {
    int accepted = 0;
    for (const Slip& slip : kSlips) {
        const Sample& sample = sample_of(slip.provider);
        const std::string body = replaced(sample.answer.body, slip.from, slip.to);
        if (!read(sample.source, with_body(sample, body))) continue;
        ++accepted;
        ADD_FAILURE() << slip.provider << " accepted " << slip.to;
    }
    std::printf("cases=%zu\naccepted=%d\n", std::size(kSlips), accepted);
}

TEST(fault_4_wrong_times, EveryProviderIsTried) {
    for (const std::string_view name : provider_names()) {
        const auto tried = std::count_if(std::begin(kSlips), std::end(kSlips),
                                         [&](const Slip& slip) { return slip.provider == name; });
        EXPECT_GE(tried + (name == "chainlink" ? 2 : 0), 2) << name;
    }
}

TEST(fault_4_wrong_times, TheBoundIsTwoMinutesAhead) {
    Source source = sample_of("json_pointer").source;
    source.time_format = "unix_s";
    const auto read_at = [&](std::int64_t time) {
        const std::string body = R"({"data":[{"at":)" + std::to_string(time) + R"(,"v":1}]})";
        return read(source, {200, "application/json", body, kFetched}).has_value();
    };
    EXPECT_TRUE(read_at(kFetched.count + 120));
    EXPECT_FALSE(read_at(kFetched.count + 121));
}

/// A source whose declaration says seconds while the server sends milliseconds, and the reverse.
TEST(fault_4_wrong_times, AWrongDeclarationIsAnErrorAndNoGuess) {
    Source source = sample_of("json_pointer").source;
    const auto read_as = [&](const char* format, const char* time) {
        source.time_format = format;
        const std::string body = std::string(R"({"data":[{"at":)") + time + R"(,"v":1}]})";
        return read(source, {200, "application/json", body, kFetched}).has_value();
    };
    EXPECT_TRUE(read_as("unix_s", "1722906015"));
    EXPECT_TRUE(read_as("unix_ms", "1722906015000"));
    EXPECT_FALSE(read_as("unix_s", "1722906015000"));
    EXPECT_FALSE(read_as("unix_ms", "1722906015"));
    EXPECT_FALSE(read_as("rfc3339", "1722906015"));
    EXPECT_FALSE(read_as("unix_s", "\"2024-08-06T01:00:15Z\""));
}

}  // namespace
}  // namespace ballast::providers
