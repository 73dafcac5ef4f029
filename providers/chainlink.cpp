// SPDX-License-Identifier: MIT
#include "providers/chainlink.hpp"

#include "base/check.hpp"
#include "chain/abi.hpp"
#include "providers/formats.hpp"
#include "providers/guard.hpp"
#include "providers/number.hpp"
#include "providers/published_format.hpp"

namespace ballast::providers {
namespace {

constexpr std::uint64_t kDecimalsMax = 18;
constexpr std::size_t kAnswerTextMax = 36;

Bytes call_of(std::string_view signature) {
    auto calldata = chain::encode_call(signature, {});
    BALLAST_CHECK(calldata.has_value());
    return std::move(*calldata);
}

/// Decodes words; both methods return nothing else.
Result<std::vector<U256>> words_of(std::string_view types, ByteView output) {
    const auto type = chain::parse_abi_type(types);
    BALLAST_CHECK(type.has_value());
    const auto decoded = chain::abi_decode(*type, output);
    if (!decoded) return fail(decoded.error());
    std::vector<U256> words;
    for (const chain::AbiValue& value : *decoded->as_list())
        words.push_back(*value.as_word());
    return words;
}

bool is_negative(const U256& word) {
    return (word.to_big_endian().bytes[0] & 0x80U) != 0;
}

Result<Bytes> bytes_member(const Json& body, std::string_view key) {
    const auto text = string_member(body, key);
    if (!text) return fail(text.error());
    return from_hex(*text);
}

class Chainlink final : public PublishedFormat {
  public:
    Chainlink() : PublishedFormat("chainlink") {}

    [[nodiscard]] Transport transport() const override { return Transport::rpc; }

    [[nodiscard]] Result<net::HttpRequest> request(const Source& /*source*/,
                                                   UnixSeconds /*now*/) const override {
        return fail(Errc::configuration, "chainlink is read over the RPC pool, not over HTTP");
    }

  private:
    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        const auto body = read_json(answer);
        if (!body) return fail(body.error());
        const auto scale = bytes_member(*body, "decimals");
        if (!scale) return fail_in("decimals()", scale.error());
        const auto decimals = read_decimals(*scale);
        if (!decimals) return fail_in("decimals()", decimals.error());
        const auto output = bytes_member(*body, "latestRoundData");
        if (!output) return fail_in("latestRoundData()", output.error());
        const auto round = read_round(*output);
        if (!round) return fail_in("latestRoundData()", round.error());
        return observed(*round, *decimals, source);
    }

    static Result<std::vector<Observation>> observed(const ChainlinkRound& round, int decimals,
                                                     const Source& source) {
        const std::string digits = round.answer.to_decimal();
        if (digits.size() > kAnswerTextMax) return fail(Errc::bad_data, "an absurd answer");
        auto number = read_number(digits + "e-" + std::to_string(decimals));
        if (!number) return fail(number.error());
        const auto value = to_reading(*number, source, Sign::positive);
        if (!value) return fail(value.error());
        const auto updated = round.updated_at.to_u64();
        if (!updated || *updated > 99'999'999'999)
            return fail(Errc::bad_data, "updatedAt is no time in seconds");
        const UnixSeconds at{static_cast<std::int64_t>(*updated)};
        return std::vector<Observation>{{*value, at, at}};
    }
};

}  // namespace

Bytes latest_round_data_call() {
    return call_of("latestRoundData()");
}

Bytes decimals_call() {
    return call_of("decimals()");
}

std::string chainlink_body(ByteView decimals, ByteView round) {
    return write_json(
        JsonObject{{"decimals", to_hex(decimals)}, {"latestRoundData", to_hex(round)}});
}

Result<int> read_decimals(ByteView output) {
    const auto words = words_of("(uint8)", output);
    if (!words) return fail(words.error());
    if ((*words)[0] > U256(kDecimalsMax)) return fail(Errc::bad_data, "more than 18 decimals");
    return static_cast<int>(*(*words)[0].to_u64());
}

Result<ChainlinkRound> read_round(ByteView output) {
    const auto words = words_of("(uint80,int256,uint256,uint256,uint80)", output);
    if (!words) return fail(words.error());
    const ChainlinkRound round{(*words)[0], (*words)[1], (*words)[2], (*words)[3], (*words)[4]};
    if (is_negative(round.answer) || round.answer == U256(0))
        return fail(Errc::bad_data, "the answer is not above zero");
    if (round.updated_at == U256(0)) return fail(Errc::bad_data, "the round was never updated");
    if (round.answered_in_round < round.round_id)
        return fail(Errc::bad_data, "the round carries the answer of an earlier one");
    return round;
}

const Provider& chainlink() {
    static const Chainlink provider;
    return provider;
}

}  // namespace ballast::providers
