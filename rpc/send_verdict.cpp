// SPDX-License-Identifier: MIT
#include "rpc/send_verdict.hpp"

#include <algorithm>
#include <string>

namespace ballast::rpc {
namespace {

struct Phrase {
    std::string_view text;
    SendVerdict verdict;
};

// In lower case; the first that occurs decides.
constexpr Phrase kPhrases[] = {
    {"already known", SendVerdict::already_known},                 // geth, erigon, reth
    {"alreadyknown", SendVerdict::already_known},                  // nethermind
    {"known transaction", SendVerdict::already_known},             // besu
    {"transaction already imported", SendVerdict::already_known},  // anvil
    {"nonce too low", SendVerdict::nonce_too_low},                 // geth, erigon, reth, anvil
    {"oldnonce", SendVerdict::nonce_too_low},                      // nethermind
    {"nonce below account nonce", SendVerdict::nonce_too_low},     // besu
    {"nonce_too_low", SendVerdict::nonce_too_low},                 // besu
    {"underpriced", SendVerdict::fee_too_low},                     // all
    {"less than block base fee", SendVerdict::fee_too_low},        // geth, reth
    {"gas price below", SendVerdict::fee_too_low},                 // besu
    {"feetoolow", SendVerdict::fee_too_low},                       // nethermind
    {"insufficient funds", SendVerdict::insufficient_funds},       // geth, erigon, reth, anvil
    {"insufficientfunds", SendVerdict::insufficient_funds},        // nethermind
    {"upfront cost exceeds", SendVerdict::insufficient_funds},     // besu
};

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

SendVerdict classify_send_error(std::string_view message) {
    std::string text(message);
    std::transform(text.begin(), text.end(), text.begin(), lower);
    for (const Phrase& phrase : kPhrases)
        if (text.find(phrase.text) != std::string::npos) return phrase.verdict;
    return SendVerdict::unknown;
}

}  // namespace ballast::rpc
