// SPDX-License-Identifier: MIT
#include "books/contract_calls.hpp"

#include <string>

#include "base/check.hpp"

namespace ballast::books {
namespace {

constexpr std::size_t kWord = 32;

}  // namespace

rpc::CallMessage message_to(const chain::Address& to, std::string_view signature,
                            const std::vector<chain::AbiValue>& arguments) {
    auto data = chain::encode_call(signature, arguments);
    BALLAST_CHECK(data.has_value());
    return {std::nullopt, to, std::move(*data), U256()};
}

Result<std::vector<U256>> words_of(const rpc::CallOutcome& outcome, std::size_t count) {
    if (outcome.reverted) return fail(Errc::bad_data, "the call reverted: " + outcome.message);
    if (outcome.output.size() < count * kWord)
        return fail(Errc::bad_data, "the call gave " + std::to_string(outcome.output.size()) +
                                        " bytes in place of " + std::to_string(count * kWord));
    std::vector<U256> words;
    const ByteView all(outcome.output);
    for (std::size_t i = 0; i < count; ++i)
        words.push_back(U256::from_big_endian(all.subspan(i * kWord, kWord)));
    return words;
}

Result<U256> word_of(const rpc::CallOutcome& outcome, unsigned bits) {
    const auto words = words_of(outcome, 1);
    if (!words) return fail(words.error());
    if (outcome.output.size() != kWord || !fits(words->front(), bits))
        return fail(Errc::bad_data, "the call gave no number of " + std::to_string(bits) + " bits");
    return words->front();
}

Result<chain::Address> address_in(const U256& word) {
    if (!fits(word, 160)) return fail(Errc::bad_data, "the call gave no address");
    const Hash32 bytes = word.to_big_endian();
    return chain::address_from_bytes(bytes.view().subspan(12));
}

bool fits(const U256& value, unsigned bits) {
    const Hash32 bytes = value.to_big_endian();
    for (unsigned bit = bits; bit < 256; ++bit)
        if ((bytes.bytes[31 - bit / 8] >> (bit % 8)) & 1U) return false;
    return true;
}

std::uint64_t bits_of(const U256& word, unsigned from, unsigned width) {
    BALLAST_CHECK(width <= 64 && from + width <= 256);
    const Hash32 bytes = word.to_big_endian();
    std::uint64_t value = 0;
    for (unsigned i = width; i > 0; --i) {
        const unsigned bit = from + i - 1;
        value = (value << 1U) | ((bytes.bytes[31 - bit / 8] >> (bit % 8)) & 1U);
    }
    return value;
}

}  // namespace ballast::books
