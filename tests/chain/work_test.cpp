// SPDX-License-Identifier: MIT
// No decoder works longer than its input is long. The libraries here call back at every basic block
// (cmake/BallastTwins.cmake), so work is a count, the same on every run of one build.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/u256.hpp"
#include "chain/calldata.hpp"
#include "chain/eip712_json.hpp"
#include "chain/envelope.hpp"
#include "chain/rlp.hpp"

namespace {

std::uint64_t blocks = 0;

}  // namespace

// The name is the compiler's.
extern "C" void __sanitizer_cov_trace_pc();  // NOLINT(bugprone-reserved-identifier)
extern "C" void __sanitizer_cov_trace_pc() {
    ++blocks;
}

namespace ballast::chain {
namespace {

constexpr std::size_t kSmall = 4096;
constexpr std::size_t kTimes = 8;
/// A sorted map of 8 times the keys looks log(8n)/log(n) times as long for each; a decoder that is
/// quadratic comes to 8 times this limit.
constexpr double kGrowthMax = 1.5 * kTimes;

std::string repeated(std::string_view part, std::size_t bytes) {
    std::string text;
    while (text.size() + part.size() <= bytes)
        text += part;
    return text;
}

/// Joins "name0", "name1", ... with commas, up to `bytes`.
std::string numbered(const std::string& before, const std::string& after, std::size_t bytes) {
    std::string text;
    for (int i = 0; text.size() < bytes; ++i)
        text += (i > 0 ? "," : "") + before + std::to_string(i) + after;
    return text;
}

struct Case {
    const char* name;
    /// Makes an input of about so many bytes and decodes it: only the second is counted.
    std::function<std::string(std::size_t)> input;
    std::function<bool(std::string_view)> decode;
    /// Whether it is decoded, or refused.
    bool taken = true;
};

std::uint64_t count(const Case& one, std::size_t bytes) {
    const std::string input = one.input(bytes);
    blocks = 0;
    const bool taken = one.decode(input);
    EXPECT_EQ(taken, one.taken) << one.name;
    return blocks;
}

double growth(const Case& one) {
    const auto small = static_cast<double>(count(one, kSmall));
    EXPECT_GT(small, 0) << "the library is not instrumented";
    return static_cast<double>(count(one, kTimes * kSmall)) / small;
}

void check(const std::vector<Case>& cases) {
    double worst = 0;
    for (const Case& one : cases) {
        const double found = growth(one);
        worst = std::max(worst, found);
        EXPECT_LT(found, kGrowthMax) << one.name;
        std::printf("case=%s growth=%.2f\n", one.name, found);
    }
    std::printf("cases=%zu input_growth=%zu worst_growth=%.2f\n", cases.size(), kTimes, worst);
}

bool rlp(std::string_view input) {
    return rlp_decode(as_bytes(input)).has_value();
}

std::string rlp_list(std::string_view items, std::size_t depth) {
    Rlp value = *rlp_decode(as_bytes(std::string("\xf9") + static_cast<char>(items.size() >> 8U) +
                                     static_cast<char>(items.size() & 255U) + std::string(items)));
    for (std::size_t i = 0; i < depth; ++i)
        value = Rlp(std::vector<Rlp>{std::move(value)});
    const Bytes bytes = rlp_encode(value);
    return {bytes.begin(), bytes.end()};
}

TEST(Work, RlpGrowsAsItsInput) {
    check({{"rlp_empty_lists", [](auto n) { return rlp_list(repeated("\xc0", n), 0); }, rlp},
           {"rlp_small_strings", [](auto n) { return rlp_list(repeated("\x82zz", n), 0); }, rlp},
           {"rlp_deep", [](auto n) { return rlp_list(repeated("\xc1\xc0", n), 28); }, rlp},
           {"rlp_nested_headers", [](auto n) { return repeated("\xc1", n); }, rlp, false}});
}

bool abi_type(std::string_view input) {
    return parse_abi_type(input).has_value();
}

TEST(Work, AbiTypesGrowAsTheirText) {
    const auto brackets = [](auto n) { return "uint8" + repeated("[", n); };
    const auto open = [](auto n) { return repeated("(", n); };
    const auto wide = [](auto n) { return "(" + repeated("uint8,", n) + "bool)"; };
    const auto deep = [](auto n) {
        return "(" + repeated("((((((((((((int8[2],())))))))))))),", n) + "bool)";
    };
    const auto arrays = [](auto n) {
        return "(" + repeated("(bool,string[][][][][][][][][][][][][]),", n) + "bool)";
    };
    check({{"type_wide", wide, abi_type},
           {"type_deep", deep, abi_type},
           {"type_arrays", arrays, abi_type},
           {"type_open_brackets", brackets, abi_type, false},
           {"type_open_tuples", open, abi_type, false}});
}

std::string word(std::size_t value) {
    const Hash32 bytes = U256(value).to_big_endian();
    return {bytes.bytes.begin(), bytes.bytes.end()};
}

Case abi(const char* name, const char* type, std::function<std::string(std::size_t)> input,
         bool taken = true) {
    return {name, std::move(input),
            [type = *parse_abi_type(type)](std::string_view data) {
                return abi_decode(type, as_bytes(data)).has_value();
            },
            taken};
}

/// Offsets of `levels` arrays that all point at one place.
std::string aliases(std::size_t bytes) {
    const std::size_t count = bytes / 64 / 16;
    std::string data = word(32);
    for (int level = 0; level < 14; ++level) {
        data += word(count);
        for (std::size_t i = 0; i < count; ++i)
            data += word(32 * count);
    }
    return data + word(0);
}

TEST(Work, AbiDataGrowsAsItsInput) {
    const auto numbers = [](std::size_t n) {
        return word(32) + word(n / 32) + repeated(word(1), n / 32 * 32);
    };
    const auto tuples = [](std::size_t n) {
        const std::size_t count = n / (5 * 32);
        return word(32) + word(count) + repeated(word(1), count * 5 * 32);
    };
    const auto lying = [](std::size_t n) { return word(32) + word(n) + repeated(word(1), n); };
    check({abi("data_numbers", "(uint8[])", numbers),
           abi("data_tuples", "((uint8,(uint8,(uint8,(uint8,(uint8,()[9])))))[])", tuples),
           abi("data_too_many", "(uint8[])", lying, false),
           abi("data_aliases", "(uint8[][][][][][][][][][][][][][][])", aliases, false)});
}

TEST(Work, CalldataGrowsAsItsInput) {
    const auto show = [](std::string_view data) {
        const auto value = abi_decode(*parse_abi_type("(string)"), as_bytes(data));
        return value && abi_text(*parse_abi_type("(string)"), *value).has_value();
    };
    const auto text = [](std::size_t n) { return word(32) + word(n) + repeated("\xff", n); };
    check({{"calldata_text", text, show}});
}

std::string document(const std::string& structs, const std::string& message) {
    return R"({"types":{"EIP712Domain":[],)" + structs +
           R"(},"primaryType":"A","domain":{},"message":)" + message + "}";
}

std::string member(const std::string& type) {
    return R"("A":[{"name":"x","type":")" + type + R"("}])";
}

bool typed_data(std::string_view input) {
    const auto read = parse_eip712(input);
    return read && signing_digest(*read) && eip712_to_json(*read);
}

TEST(Work, TypedDataGrowsAsItsInput) {
    const auto list = [](const char* type, const std::string& item) {
        return [type, item](std::size_t n) {
            return document(member(type), R"({"x":[)" + repeated(item + ",", n) + item + "]}");
        };
    };
    const auto text = [](std::size_t n) {
        return document(member("string"), R"({"x":")" + repeated("\\n", n) + "\"}");
    };
    const auto extra = [](std::size_t n) {
        return document(member("bool"), "{" + numbered("\"y", "\":1", n) + "}");
    };
    check({{"typed_numbers", list("uint8[]", "1"), typed_data},
           {"typed_structs", list("A[]", R"({"x":[]})"), typed_data},
           {"typed_absent", list("A[]", "null"), typed_data},
           {"typed_arrays", list("bool[2][0][][]", "[[],[]]"), typed_data},
           {"typed_text", text, typed_data},
           {"typed_extra_members", extra, typed_data, false}});
}

bool json(std::string_view input) {
    const auto read = parse_json(input);
    return read && !write_json(*read).empty();
}

TEST(Work, JsonGrowsAsItsInput) {
    const auto keys = [](std::size_t n) { return "{" + numbered("\"k", "\":{}", n) + "}"; };
    const auto pairs = [](std::size_t n) { return "[" + repeated("[[1]],", n) + "0]"; };
    const auto escapes = [](std::size_t n) { return "\"" + repeated("\\u00e9", n) + "\""; };
    const auto digits = [](std::size_t n) { return "0." + repeated("7", n); };
    const auto deep = [](std::size_t n) { return repeated("[", n); };
    check({{"json_keys", keys, json},
           {"json_arrays", pairs, json},
           {"json_escapes", escapes, json},
           {"json_digits", digits, json},
           {"json_deep", deep, json, false}});
}

TEST(Work, TransactionsGrowAsTheirBytes) {
    const auto listed = [](std::size_t n) {
        AccessListTransaction tx;
        for (std::size_t i = 0; i < n / 55; ++i)
            tx.access_list.push_back({Address{}, {Hash32{}}});
        const Bytes raw = encode_signed(Envelope{tx, Signature{}});
        return std::string(raw.begin(), raw.end());
    };
    const auto decode = [](std::string_view raw) {
        const auto envelope = decode_envelope(as_bytes(raw));
        return envelope && encode_signed(*envelope).size() == raw.size();
    };
    const auto zeros = [](std::size_t n) { return "0x" + repeated("0", n); };
    const auto number = [](std::string_view text) { return U256::from_text(text).has_value(); };
    check({{"transaction_access_list", listed, decode}, {"number_zeros", zeros, number}});
}

TEST(Work, WouldSeeADecoderThatIsQuadratic) {
    const Case quadratic{"rlp_again_and_again",
                         [](auto n) { return rlp_list(repeated("\xc0", n), 0); },
                         [](std::string_view input) {
                             for (std::size_t i = 0; i < input.size() / 1024; ++i)
                                 if (!rlp(input)) return false;
                             return true;
                         }};
    EXPECT_GT(growth(quadratic), kGrowthMax);
}

}  // namespace
}  // namespace ballast::chain
