// SPDX-License-Identifier: MIT
// Fault 13: bodies that are small to send and large to read.
#include <gtest/gtest.h>

#include <cstdio>
#include <ctime>

#include "providers/guard.hpp"
#include "tests/providers/samples.hpp"

namespace ballast::providers {
namespace {

#ifdef NDEBUG
constexpr double kMillisecondsMax = 50;
#else
constexpr double kMillisecondsMax = 500;  // unoptimised
#endif

struct Bomb {
    const char* name;
    std::string body;
};

std::string times(std::size_t count, std::string_view text) {
    std::string out;
    out.reserve(count * text.size());
    for (std::size_t i = 0; i < count; ++i)
        out += text;
    return out;
}

std::string keys(std::size_t count) {
    std::string out = "{";
    for (std::size_t i = 0; i < count; ++i)
        out += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
    return out + "}";
}

std::vector<Bomb> bombs() {
    constexpr std::size_t kMillion = 1'000'000;
    const std::string number(10 * kMillion, '9');
    return {
        {"depth 5,000,000", times(5 * kMillion, "[")},
        {"depth 500,000", times(500'000, "[") + times(500'000, "]")},
        {"depth 17", times(17, "{\"a\":") + "1" + times(17, "}")},
        {"keys 1,000,000", keys(kMillion)},
        {"keys below the bound of bytes", keys(90'000)},
        {"keys below every bound", keys(9'000)},
        {"items 500,000", "[" + times(499'999, "0,") + "0]"},
        {"duplicate key", R"({"result":{},"result":{},"error":[],"error":[]})"},
        {"number of 10 MB", "[" + number + "]"},
        {"number of 1 MB", "[" + number.substr(0, kMillion) + "]"},
        {"number of 10 MB as text", "[\"" + number + "\"]"},
        {"number of 1 MB as text", "[\"" + number.substr(0, kMillion) + "\"]"},
        {"exponent of 1 MB", "[1e" + number.substr(0, kMillion) + "]"},
        {"escapes of 1 MB", "[\"" + times(170'000, "\\u0041") + "\"]"},
        {"backslashes", "[\"" + times(500'000, "\\\\") + "\"]"},
        {"commas", times(4'000'000, ",")},
        {"blank lines", times(4'000'000, "\n")},
        {"rows of one field", times(2'000'000, "1\n")},
        {"quotes", times(2'000'000, "\"\"") + "\n"},
        {"fields below every bound", times(2'000, times(199, ",") + "\n")},
        {"spaces", times(3 * kMillion, " ")},
    };
}

double milliseconds_of(const Sample& sample, const Answer& answer, bool& refused) {
    // Of this process alone: the machine has other work.
    const std::clock_t begin = std::clock();
    refused = !read(sample.source, answer).has_value();
    return 1e3 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

TEST(fault_13_bombs, AreRefusedFastByEveryProvider) {
    double worst = 0;
    int cases = 0;
    for (const Bomb& bomb : bombs()) {
        double of_bomb = 0;
        for (const Sample& sample : samples()) {
            bool refused = false;
            const double taken = milliseconds_of(sample, with_body(sample, bomb.body), refused);
            EXPECT_TRUE(refused) << sample.source.provider << ": " << bomb.name;
            of_bomb = std::max(of_bomb, taken);
            ++cases;
        }
        std::printf("%-32s %6.2f ms\n", bomb.name, of_bomb);
        EXPECT_LE(of_bomb, kMillisecondsMax) << bomb.name;
        worst = std::max(worst, of_bomb);
    }
    std::printf("refused=%d of %d\nworst_ms=%.2f\n", cases, cases, worst);
}

/// In the place of the number, inside an answer that is otherwise right.
TEST(fault_13_bombs, InThePlaceOfTheNumberAreRefused) {
    double worst = 0;
    const std::string long_number(900'000, '9');
    for (const Sample& sample : samples()) {
        if (sample.value.empty()) continue;
        for (const std::string& bomb : {long_number, "1e" + long_number, "0." + long_number,
                                        times(20, "[") + "1" + times(20, "]")}) {
            bool refused = false;
            const std::string body = replaced(sample.answer.body, sample.value, bomb);
            worst = std::max(worst, milliseconds_of(sample, with_body(sample, body), refused));
            EXPECT_TRUE(refused) << sample.source.provider;
        }
    }
    EXPECT_LE(worst, kMillisecondsMax);
    std::printf("worst_ms=%.2f\n", worst);
}

/// The bounds must leave room for the longest answers that publishers really give.
TEST(fault_13_bombs, TheLongestHistoriesAreRead) {
    const Sample& mof = sample_of("mof_jgb");
    std::string header = "Date,1Y,2Y,3Y,4Y,5Y,6Y,7Y,8Y,9Y,10Y,15Y,20Y,25Y,30Y,40Y\r\n";
    std::string body = "Interest Rate,,,,,,,,,,,,,,,(Unit : %)\r\n" + header;
    constexpr std::int64_t kRows = 15'000;
    for (std::int64_t row = 0; row < kRows; ++row) {
        const UnixSeconds day{(kRows - row) * -kDay.count + kFetched.count};
        std::string date = format_date(day);
        date = date.substr(0, 4) + "/" + date.substr(5, 2) + "/" + date.substr(8, 2);
        body += date + times(15, ",1.234") + "\r\n";
    }
    bool refused = false;
    const double taken = milliseconds_of(mof, with_body(mof, body), refused);
    EXPECT_FALSE(refused);
    EXPECT_LE(taken, 20 * kMillisecondsMax);
    std::printf("bytes=%zu\nhistory_ms=%.1f\n", body.size(), taken);
}

}  // namespace
}  // namespace ballast::providers
