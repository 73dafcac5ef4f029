// SPDX-License-Identifier: MIT
#include "audit/documents.hpp"

#include <algorithm>

namespace ballast::audit {
namespace {

Result<Hash32> hash_member(const Json& object, std::string_view key) {
    const auto text = string_member(object, key);
    if (!text) return fail(text.error());
    auto hash = hash_from_hex(*text);
    if (!hash) return fail_in(key, hash.error());
    return hash;
}

Result<chain::Address> address_member(const Json& object, std::string_view key) {
    const auto text = string_member(object, key);
    if (!text) return fail(text.error());
    auto address = chain::parse_address(*text);
    if (!address) return fail_in(key, address.error());
    return address;
}

Result<std::vector<chain::Address>> read_signers(const Json& document) {
    const auto items = array_member(document, "signers");
    if (!items) return fail(items.error());
    std::vector<chain::Address> signers;
    for (const Json& item : **items) {
        if (item.as_string() == nullptr) return fail(Errc::bad_data, "a signer is not a string");
        const auto signer = chain::parse_address(*item.as_string());
        if (!signer) return fail(signer.error());
        signers.push_back(*signer);
    }
    return signers;
}

Result<std::vector<oracle::MarketName>> read_markets(const Json& document) {
    const auto items = array_member(document, "markets");
    if (!items) return fail(items.error());
    std::vector<oracle::MarketName> markets;
    for (const Json& item : **items) {
        const auto asset = string_member(item, "asset");
        if (!asset) return fail(asset.error());
        const auto id = hash_member(item, "market_id");
        if (!id) return fail(id.error());
        markets.push_back({*asset, *id});
    }
    return markets;
}

/// Takes `value` into `target`, or its error into `fault`: the first fault of a document is told.
template <class T>
void take(Result<T> value, T& target, Status& fault) {
    if (value)
        target = std::move(*value);
    else if (fault)
        fault = fail(value.error());
}

}  // namespace

std::string write_setup(const Setup& setup) {
    JsonArray markets;
    for (const oracle::MarketName& market : setup.markets)
        markets.push_back(Json(
            JsonObject{{"asset", market.asset}, {"market_id", Json(to_hex(market.market_id))}}));
    JsonArray signers;
    for (const chain::Address& signer : setup.signers)
        signers.push_back(Json(to_hex(signer)));
    return write_json(Json(JsonObject{
        {"chain_id", Json::integer(static_cast<Int128>(setup.chain_id))},
        {"code_hash", Json(to_hex(setup.code_hash))},
        {"event", Json(setup.event)},
        {"markets", Json(std::move(markets))},
        {"oracle", Json(to_hex(setup.oracle))},
        {"scenario_hash", Json(to_hex(setup.scenario_hash))},
        {"signers", Json(std::move(signers))},
        {"threshold", Json::integer(setup.threshold)},
    }));
}

Result<Setup> read_setup(std::string_view text) {
    const auto document = parse_json(text);
    if (!document) return fail(document.error());
    Setup setup;
    Status fault;
    std::int64_t chain_id = 0;
    std::int64_t threshold = 0;
    take(integer_member(*document, "chain_id"), chain_id, fault);
    take(integer_member(*document, "threshold"), threshold, fault);
    take(hash_member(*document, "code_hash"), setup.code_hash, fault);
    take(hash_member(*document, "scenario_hash"), setup.scenario_hash, fault);
    take(string_member(*document, "event"), setup.event, fault);
    take(address_member(*document, "oracle"), setup.oracle, fault);
    take(read_markets(*document), setup.markets, fault);
    take(read_signers(*document), setup.signers, fault);
    if (!fault) return fail(fault.error());
    if (chain_id < 1 || threshold < 1 || threshold > 32)
        return fail(Errc::bad_data, "chain_id or threshold is out of bounds");
    setup.chain_id = static_cast<std::uint64_t>(chain_id);
    setup.threshold = static_cast<std::uint8_t>(threshold);
    return setup;
}

std::string write_head(const oracle::Head& head) {
    return write_json(JsonObject{{"last_report", to_hex(head.last_report)},
                                 {"seq", Json::integer(static_cast<Int128>(head.seq))}});
}

Result<oracle::Head> read_head(std::string_view text) {
    const auto document = parse_json(text);
    if (!document) return fail(document.error());
    const auto seq = integer_member(*document, "seq");
    if (!seq) return fail(seq.error());
    if (*seq < 0) return fail(Errc::bad_data, "seq is negative");
    const auto last = hash_member(*document, "last_report");
    if (!last) return fail(last.error());
    return oracle::Head{.seq = static_cast<std::uint64_t>(*seq),
                        .last_report = *last,
                        .observed_at = {},
                        .config_digest = {}};
}

std::string write_receipt(const rpc::Receipt& receipt) {
    return write_json(Json(JsonObject{
        {"block_hash", Json(to_hex(receipt.block_hash))},
        {"block_number", Json::integer(static_cast<Int128>(receipt.block_number))},
        {"gas_used", Json::integer(static_cast<Int128>(receipt.gas_used))},
        {"succeeded", Json(receipt.succeeded)},
        {"tx_hash", Json(to_hex(receipt.tx_hash))},
    }));
}

Result<ReceiptBlock> read_receipt_block(std::string_view text) {
    const auto document = parse_json(text);
    if (!document) return fail(document.error());
    const auto number = integer_member(*document, "block_number");
    if (!number) return fail(number.error());
    if (*number < 0) return fail(Errc::bad_data, "block_number is negative");
    const auto hash = hash_member(*document, "block_hash");
    if (!hash) return fail(hash.error());
    return ReceiptBlock{static_cast<std::uint64_t>(*number), *hash};
}

std::string write_outcomes(const std::vector<oracle::EntryOutcome>& outcomes) {
    JsonArray items;
    for (const oracle::EntryOutcome& outcome : outcomes)
        items.push_back(Json(JsonObject{{"market_id", Json(to_hex(outcome.market_id))},
                                        {"verdict", Json(name(outcome.verdict))}}));
    return write_json(Json(std::move(items)));
}

Result<std::vector<oracle::EntryOutcome>> read_outcomes(std::string_view text) {
    const auto document = parse_json(text);
    if (!document) return fail(document.error());
    if (document->as_array() == nullptr) return fail(Errc::bad_data, "expected an array");
    std::vector<oracle::EntryOutcome> outcomes;
    for (const Json& item : *document->as_array()) {
        const auto id = hash_member(item, "market_id");
        if (!id) return fail(id.error());
        const auto text_of_verdict = string_member(item, "verdict");
        if (!text_of_verdict) return fail(text_of_verdict.error());
        std::uint8_t code = 0;
        while (code < oracle::kVerdicts &&
               name(static_cast<oracle::Verdict>(code)) != *text_of_verdict)
            ++code;
        if (code == oracle::kVerdicts) return fail(Errc::bad_data, "unknown verdict");
        outcomes.push_back({*id, static_cast<oracle::Verdict>(code)});
    }
    return outcomes;
}

}  // namespace ballast::audit
