// SPDX-License-Identifier: MIT
#include "books/borrower_index.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "base/u256.hpp"

namespace ballast::books {
namespace {

constexpr std::size_t kBorrowersMax = 1'000'000;
constexpr std::size_t kCheckpointsMax = 128;
constexpr std::size_t kAccountsInALine = 1'000;
/// A file shorter than this is left alone.
constexpr std::size_t kCompactFrom = std::size_t{1} << 20U;
constexpr const char* kFormat = "ballast/borrowers/1";

Json number_json(std::uint64_t number) {
    return Json::integer(static_cast<Int128>(number));
}

Result<std::uint64_t> number_in(const Json& json) {
    const std::string* text = json.as_string();
    const auto number = text == nullptr ? Result<std::int64_t>(fail(Errc::bad_data, "no number"))
                                        : parse_integer(*text);
    if (!number) return fail(number.error());
    if (*number < 0) return fail(Errc::bad_data, "a negative number");
    return static_cast<std::uint64_t>(*number);
}

Result<std::uint64_t> number_member(const Json& line, std::string_view key) {
    const Json* member = line.find(key);
    if (member == nullptr) return fail(Errc::bad_data, std::string(key) + " is missing");
    return number_in(*member);
}

Result<chain::Address> account_in(const Json& json) {
    if (json.as_string() == nullptr) return fail(Errc::bad_data, "no account");
    return chain::parse_address(*json.as_string());
}

Result<Hash32> hash_member(const Json& line) {
    const auto text = string_member(line, "hash");
    return text ? hash_from_hex(*text) : fail(text.error());
}

/// Reads ["0x..", "number", ...].
Result<std::pair<chain::Address, std::vector<std::uint64_t>>> row_in(const Json& json) {
    const JsonArray* row = json.as_array();
    if (row == nullptr || row->size() < 2) return fail(Errc::bad_data, "no row of an account");
    const auto account = account_in(row->front());
    if (!account) return fail(account.error());
    std::vector<std::uint64_t> numbers;
    for (std::size_t i = 1; i < row->size(); ++i) {
        const auto number = number_in((*row)[i]);
        if (!number) return fail(number.error());
        numbers.push_back(*number);
    }
    return std::pair(*account, std::move(numbers));
}

Json checkpoint_json(const Checkpoint& checkpoint, JsonArray rows) {
    return JsonObject{{"borrowers", std::move(rows)},
                      {"hash", to_hex(checkpoint.hash)},
                      {"reached", number_json(checkpoint.number)}};
}

}  // namespace

Result<BorrowerIndex> BorrowerIndex::open(const std::filesystem::path& path, const IndexKey& key) {
    auto file = IndexFile::open(path);
    if (!file) return fail(file.error());
    BorrowerIndex index(std::move(*file), key);
    if (const Status loaded = index.load(); !loaded) return fail_in(path.string(), loaded.error());
    return index;
}

Json BorrowerIndex::header() const {
    return JsonObject{{"chain", number_json(key_.chain_id)},
                      {"first", number_json(key_.first_block)},
                      {"format", kFormat},
                      {"pool", to_hex(key_.pool)}};
}

Status BorrowerIndex::load() {
    const std::vector<std::string> lines = file_.take_lines();
    compact_at_ = std::max(kCompactFrom, 2 * file_.size());
    if (lines.empty()) return file_.append(write_json(header()));
    if (lines.front() != write_json(header()))
        return fail(Errc::configuration, "this is the index of another pool, chain or first block");
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto line = parse_json(lines[i]);
        const Status applied = line ? apply(*line) : Status(fail(line.error()));
        if (!applied)
            return fail(Errc::bad_data, "line " + std::to_string(i + 1) +
                                            " is damaged (remove the file to build it anew): " +
                                            applied.error().what);
    }
    return {};
}

std::uint64_t BorrowerIndex::next_block() const {
    return checkpoints_.empty() ? key_.first_block : checkpoints_.back().number + 1;
}

std::vector<chain::Address> BorrowerIndex::owing() const {
    std::vector<chain::Address> accounts;
    for (const auto& [account, borrower] : borrowers_)
        if (!borrower.settled) accounts.push_back(account);
    return accounts;
}

Hash32 BorrowerIndex::digest() const {
    Bytes all;
    for (const auto& [account, borrower] : borrowers_) {
        append(all, account.view());
        append(all, U256(borrower.first).to_big_endian().view());
    }
    return tagged_hash(kFormat, all);
}

Status BorrowerIndex::write(const Json& line) {
    if (const Status written = file_.append(write_json(line)); !written) return written;
    const Status applied = apply(line);
    BALLAST_CHECK(applied.has_value());
    if (file_.size() < compact_at_) return {};
    const Status replaced = file_.replace(compacted());
    compact_at_ = std::max(kCompactFrom, 2 * file_.size());
    return replaced;
}

Status BorrowerIndex::extend(const Checkpoint& reached, const std::vector<Borrow>& borrows) {
    BALLAST_CHECK(reached.number >= next_block());
    if (borrowers_.size() + borrows.size() > kBorrowersMax)
        return fail(Errc::failed, "more than a million accounts have borrowed on this pool");
    JsonArray rows;
    for (const auto& [account, block] : borrows) {
        BALLAST_CHECK(block >= next_block() && block <= reached.number);
        rows.emplace_back(JsonArray{Json(to_hex(account)), number_json(block)});
    }
    return write(checkpoint_json(reached, std::move(rows)));
}

Status BorrowerIndex::rewind(std::optional<std::uint64_t> number) {
    JsonArray to;
    if (number) to.push_back(number_json(*number));
    return write(JsonObject{{"rewind", std::move(to)}});
}

Status BorrowerIndex::settle(const std::vector<chain::Address>& accounts, std::uint64_t at) {
    BALLAST_CHECK(at < next_block());
    if (accounts.empty()) return {};
    JsonArray names;
    for (const chain::Address& account : accounts)
        names.emplace_back(to_hex(account));
    return write(JsonObject{{"at", number_json(at)}, {"settled", std::move(names)}});
}

Status BorrowerIndex::apply(const Json& line) {
    if (line.find("borrowers") != nullptr) return apply_borrowers(line);
    if (line.find("settled") != nullptr) return apply_settled(line);
    if (line.find("accounts") != nullptr) return apply_kept(line);
    if (line.find("rewind") != nullptr) return apply_rewind(line);
    return fail(Errc::bad_data, "it is no line of an index");
}

Status BorrowerIndex::apply_borrowers(const Json& line) {
    const auto reached = number_member(line, "reached");
    const auto hash = hash_member(line);
    const auto rows = array_member(line, "borrowers");
    if (!reached) return fail(reached.error());
    if (!hash) return fail(hash.error());
    if (!rows) return fail(rows.error());
    if (*reached < next_block()) return fail(Errc::bad_data, "it goes back");
    for (const Json& item : **rows) {
        const auto row = row_in(item);
        if (!row) return fail(row.error());
        const std::uint64_t block = row->second.front();
        Borrower& borrower =
            borrowers_.try_emplace(row->first, Borrower{block, block, {}}).first->second;
        borrower.last = std::max(borrower.last, block);
        if (borrower.settled && block > *borrower.settled) borrower.settled.reset();
    }
    checkpoints_.push_back({*reached, *hash});
    if (checkpoints_.size() > kCheckpointsMax) checkpoints_.erase(checkpoints_.begin());
    return {};
}

Status BorrowerIndex::apply_settled(const Json& line) {
    const auto at = number_member(line, "at");
    const auto names = array_member(line, "settled");
    if (!at) return fail(at.error());
    if (!names) return fail(names.error());
    for (const Json& name : **names) {
        const auto account = account_in(name);
        if (!account) return fail(account.error());
        const auto found = borrowers_.find(*account);
        if (found != borrowers_.end() && found->second.last <= *at) found->second.settled = *at;
    }
    return {};
}

/// Of a compacted file: account, first, last, and the block at which it was settled, if it is.
Status BorrowerIndex::apply_kept(const Json& line) {
    const auto rows = array_member(line, "accounts");
    if (!rows) return fail(rows.error());
    for (const Json& item : **rows) {
        const auto row = row_in(item);
        if (!row) return fail(row.error());
        const std::vector<std::uint64_t>& numbers = row->second;
        if (numbers.size() < 2) return fail(Errc::bad_data, "a row is too short");
        Borrower borrower{numbers[0], numbers[1], {}};
        if (numbers.size() > 2) borrower.settled = numbers[2];
        borrowers_.insert_or_assign(row->first, borrower);
    }
    return {};
}

Status BorrowerIndex::apply_rewind(const Json& line) {
    const auto to = array_member(line, "rewind");
    if (!to) return fail(to.error());
    std::optional<std::uint64_t> number;
    if (!(*to)->empty()) {
        const auto read = number_in((*to)->front());
        if (!read) return fail(read.error());
        number = *read;
    }
    const auto above = [&](std::uint64_t block) { return !number || block > *number; };
    std::erase_if(checkpoints_, [&](const Checkpoint& c) { return above(c.number); });
    std::erase_if(borrowers_, [&](const auto& item) { return above(item.second.first); });
    for (auto& [account, borrower] : borrowers_) {
        // When it last borrowed on the blocks that stay is not known, but not later than their end.
        borrower.last = std::min(borrower.last, *number);
        if (borrower.settled && above(*borrower.settled)) borrower.settled.reset();
    }
    return {};
}

std::vector<std::string> BorrowerIndex::compacted() const {
    std::vector<std::string> lines{write_json(header())};
    JsonArray rows;
    const auto flush = [&] {
        if (!rows.empty())
            lines.push_back(write_json(JsonObject{{"accounts", std::exchange(rows, {})}}));
    };
    for (const auto& [account, borrower] : borrowers_) {
        JsonArray row{Json(to_hex(account)), number_json(borrower.first),
                      number_json(borrower.last)};
        if (borrower.settled) row.push_back(number_json(*borrower.settled));
        rows.emplace_back(std::move(row));
        if (rows.size() == kAccountsInALine) flush();
    }
    flush();
    for (const Checkpoint& checkpoint : checkpoints_)
        lines.push_back(write_json(checkpoint_json(checkpoint, {})));
    return lines;
}

}  // namespace ballast::books
