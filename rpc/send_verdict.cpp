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

// In lower case; the first that occurs where a word begins decides. ("Unknown transaction type" is
// no "known transaction".)
constexpr Phrase kPhrases[] = {
    {"authority nonce too low", SendVerdict::unknown},            // geth: of an EIP-7702 tuple
    {"already known", SendVerdict::already_known},                // geth, erigon, reth
    {"alreadyknown", SendVerdict::already_known},                 // nethermind
    {"known transaction", SendVerdict::already_known},            // besu
    {"already imported", SendVerdict::already_known},             // anvil
    {"existing tx with same hash", SendVerdict::already_known},   // erigon
    {"existing txn with same hash", SendVerdict::already_known},  // erigon
    {"nonce too low", SendVerdict::nonce_too_low},                // all since 2026
    {"oldnonce", SendVerdict::nonce_too_low},                     // nethermind
    {"below sender account nonce", SendVerdict::nonce_too_low},   // besu
    {"nonce below account nonce", SendVerdict::nonce_too_low},    // besu
    {"nonce_too_low", SendVerdict::nonce_too_low},                // besu
    {"underpriced", SendVerdict::fee_too_low},                    // all since 2026
    {"replacementnotallowed", SendVerdict::fee_too_low},          // nethermind
    {"could not replace existing tx", SendVerdict::fee_too_low},  // erigon
    {"insufficient gas price", SendVerdict::fee_too_low},         // anvil
    {"less than block base fee", SendVerdict::fee_too_low},       // geth, reth, anvil
    {"gas price below", SendVerdict::fee_too_low},                // geth since 1.16, besu
    {"feetoolow", SendVerdict::fee_too_low},                      // nethermind
    {"fee too low", SendVerdict::fee_too_low},                    // erigon
    {"insufficient funds", SendVerdict::insufficient_funds},      // all since 2026
    {"insufficientfunds", SendVerdict::insufficient_funds},       // nethermind
    {"upfront cost exceeds", SendVerdict::insufficient_funds},    // besu
    {"exceeds transaction sender account balance", SendVerdict::insufficient_funds},  // besu
    {"lack of funds", SendVerdict::insufficient_funds},  // revm, in anvil
};

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_letter_or_digit(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// Tells whether `phrase` stands in `text` and no word reaches into its beginning.
bool says(std::string_view text, std::string_view phrase) {
    for (std::size_t at = text.find(phrase); at != std::string_view::npos;
         at = text.find(phrase, at + 1))
        if (at == 0 || !is_letter_or_digit(text[at - 1])) return true;
    return false;
}

}  // namespace

SendVerdict classify_send_error(std::string_view message) {
    std::string text(message);
    std::transform(text.begin(), text.end(), text.begin(), lower);
    for (const Phrase& phrase : kPhrases)
        if (says(text, phrase.text)) return phrase.verdict;
    return SendVerdict::unknown;
}

}  // namespace ballast::rpc
