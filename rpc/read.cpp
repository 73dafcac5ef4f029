// SPDX-License-Identifier: MIT
#include "rpc/read.hpp"

#include <limits>

namespace ballast::rpc {
namespace {

Result<std::string_view> hex_text(const Json& json) {
    const std::string* text = json.as_string();
    if (text == nullptr || !text->starts_with("0x"))
        return fail(Errc::bad_data, "it is not text that starts with 0x");
    return std::string_view(*text);
}

Result<chain::Address> read_address(const Json& json) {
    const auto bytes = read_bytes(json);
    if (!bytes) return fail(bytes.error());
    return chain::address_from_bytes(*bytes);
}

/// Reads members and keeps the first fault with its name, so that the reading stays in line.
class MemberReader {
  public:
    explicit MemberReader(const Json& object) : object_(object) {}

    template <class Value>
    Value read(std::string_view key, Result<Value> (*reader)(const Json&)) {
        const Json* member = object_.find(key);
        if (member == nullptr) {
            note(key, "it is missing");
            return {};
        }
        auto value = reader(*member);
        if (!value) note(key, value.error().what);
        return value ? std::move(*value) : Value{};
    }

    /// Absent and null both mean nothing.
    template <class Value>
    std::optional<Value> read_if_present(std::string_view key,
                                         Result<Value> (*reader)(const Json&)) {
        const Json* member = object_.find(key);
        if (member == nullptr || member->is_null()) return std::nullopt;
        return read(key, reader);
    }

    template <class Value>
    std::vector<Value> read_all(std::string_view key, Result<Value> (*reader)(const Json&)) {
        std::vector<Value> values;
        const Json* member = object_.find(key);
        const JsonArray* items = member == nullptr ? nullptr : member->as_array();
        if (items == nullptr) {
            note(key, "it is not an array");
            return values;
        }
        for (const Json& item : *items) {
            auto value = reader(item);
            if (!value) {
                note(key, value.error().what);
                break;
            }
            values.push_back(std::move(*value));
        }
        return values;
    }

    void note(std::string_view key, const std::string& fault) {
        if (fault_.empty()) fault_ = "\"" + std::string(key) + "\": " + fault;
    }

    template <class Value>
    Result<Value> finish(Value value) const {
        if (!fault_.empty()) return fail(Errc::bad_data, fault_);
        return value;
    }

  private:
    const Json& object_;
    std::string fault_;
};

Result<Log> read_log(const Json& json) {
    MemberReader reader(json);
    Log log;
    log.address = reader.read("address", read_address);
    log.topics = reader.read_all("topics", read_hash);
    log.data = reader.read("data", read_bytes);
    log.index = reader.read("logIndex", read_quantity64);
    return reader.finish(std::move(log));
}

Result<bool> read_flag(const Json& json) {
    const bool* flag = json.as_bool();
    if (flag == nullptr) return fail(Errc::bad_data, "it is neither true nor false");
    return *flag;
}

Result<PlacedLog> read_placed_log(const Json& json) {
    auto log = read_log(json);
    if (!log) return fail(log.error());
    MemberReader reader(json);
    PlacedLog placed;
    placed.log = std::move(*log);
    placed.block_number = reader.read("blockNumber", read_quantity64);
    placed.block_hash = reader.read("blockHash", read_hash);
    if (reader.read_if_present("removed", read_flag).value_or(false))
        reader.note("removed", "the log is of a block that was reorganised away");
    return reader.finish(std::move(placed));
}

template <class Value>
Result<std::vector<Value>> read_items(const Json& json, Result<Value> (*reader)(const Json&)) {
    const JsonArray* items = json.as_array();
    if (items == nullptr) return fail(Errc::bad_data, "it is no array of logs");
    std::vector<Value> values;
    for (const Json& item : *items) {
        auto value = reader(item);
        if (!value) return fail(value.error());
        values.push_back(std::move(*value));
    }
    return values;
}

Result<UnixSeconds> read_timestamp(const Json& json) {
    const auto count = read_quantity64(json);
    if (!count) return fail(count.error());
    if (*count > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return fail(Errc::bad_data, "it is no time");
    return UnixSeconds{static_cast<std::int64_t>(*count)};
}

}  // namespace

Result<U256> read_quantity(const Json& json) {
    const auto text = hex_text(json);
    if (!text) return fail(text.error());
    return U256::from_text(*text);
}

Result<std::uint64_t> read_quantity64(const Json& json) {
    const auto quantity = read_quantity(json);
    if (!quantity) return fail(quantity.error());
    return quantity->to_u64();
}

Result<Bytes> read_bytes(const Json& json) {
    const auto text = hex_text(json);
    if (!text) return fail(text.error());
    return from_hex(*text);
}

Result<Hash32> read_hash(const Json& json) {
    const auto text = hex_text(json);
    if (!text) return fail(text.error());
    return hash_from_hex(*text);
}

Result<Block> read_block(const Json& json) {
    MemberReader reader(json);
    Block block;
    block.number = reader.read("number", read_quantity64);
    block.hash = reader.read("hash", read_hash);
    block.timestamp = reader.read("timestamp", read_timestamp);
    block.base_fee = reader.read_if_present("baseFeePerGas", read_quantity);
    return reader.finish(block);
}

Result<std::optional<Hash32>> read_first_transaction(const Json& json) {
    const Json* member = json.find("transactions");
    const JsonArray* hashes = member == nullptr ? nullptr : member->as_array();
    if (hashes == nullptr) return fail(Errc::bad_data, "\"transactions\": it is not an array");
    if (hashes->empty()) return std::optional<Hash32>();
    const auto first = read_hash(hashes->front());
    if (!first) return fail_in("\"transactions\"", first.error());
    return std::optional(*first);
}

Result<Receipt> read_receipt(const Json& json) {
    MemberReader reader(json);
    Receipt receipt;
    receipt.tx_hash = reader.read("transactionHash", read_hash);
    const std::uint64_t status = reader.read("status", read_quantity64);
    if (status > 1) reader.note("status", "it is neither 0 nor 1");
    receipt.succeeded = status == 1;
    receipt.block_number = reader.read("blockNumber", read_quantity64);
    receipt.block_hash = reader.read("blockHash", read_hash);
    receipt.gas_used = reader.read("gasUsed", read_quantity64);
    receipt.logs = reader.read_all("logs", read_log);
    receipt.contract_address = reader.read_if_present("contractAddress", read_address);
    receipt.effective_gas_price = reader.read_if_present("effectiveGasPrice", read_quantity);
    return reader.finish(std::move(receipt));
}

Result<std::vector<Log>> read_logs(const Json& json) {
    return read_items(json, read_log);
}

Result<std::vector<PlacedLog>> read_placed_logs(const Json& json) {
    return read_items(json, read_placed_log);
}

}  // namespace ballast::rpc
