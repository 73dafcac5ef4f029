// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sender/tx_store.hpp"

namespace ballast::sender::test {

/// A store in memory, with the rules of the real one, that can fail at any write.
class MemoryStore final : public TxStore {
  public:
    Result<std::optional<TxRecord>> find(const Hash32& key) override {
        const auto found = records.find(key);
        if (found == records.end()) return std::optional<TxRecord>();
        return std::optional(found->second);
    }
    Status insert(const TxRecord& record) override {
        for (const auto& [key, known] : records)
            if (key == record.key ||
                (known.chain_id == record.chain_id && known.account == record.account &&
                 known.nonce == record.nonce))
                return fail(Errc::mismatch, "nonce or key is there already");
        return write("insert", [&] { records.emplace(record.key, record); });
    }
    Status add_attempt(const Hash32& key, const Attempt& attempt) override {
        return write("add_attempt", [&] { records.at(key).attempts.push_back(attempt); });
    }
    Status update(const TxRecord& record) override {
        return write("update", [&] {
            TxRecord& known = records.at(record.key);
            known.state = record.state;
            known.reason = record.reason;
            known.hurry_cap = record.hurry_cap;
            known.wait = record.wait;
            known.inclusion = record.inclusion;
            if (record.state == TxState::foreign) stopped = true;
        });
    }
    Result<std::vector<TxRecord>> unfinished(std::uint64_t chain_id,
                                             const chain::Address& account) override {
        return chosen(chain_id, account, [](const TxRecord& r) { return !is_final(r.state); });
    }
    Result<std::optional<TxRecord>> last(std::uint64_t chain_id,
                                         const chain::Address& account) override {
        const auto all = chosen(chain_id, account, [](const TxRecord&) { return true; });
        return all.empty() ? std::optional<TxRecord>() : std::optional(all.back());
    }
    Result<std::vector<TxRecord>> since(std::uint64_t chain_id, const chain::Address& account,
                                        UnixSeconds since) override {
        return chosen(chain_id, account, [&](const TxRecord& r) {
            return !is_final(r.state) || (r.inclusion && r.inclusion->block_time >= since);
        });
    }
    Result<bool> is_stopped(std::uint64_t, const chain::Address&) override { return stopped; }
    Status clear_stop(std::uint64_t, const chain::Address&) override {
        return write("clear_stop", [&] { stopped = false; });
    }

    /// Tells whether these bytes are in some record.
    [[nodiscard]] bool holds(ByteView raw) const {
        for (const auto& [key, record] : records)
            for (const Attempt& attempt : record.attempts)
                if (std::equal(raw.begin(), raw.end(), attempt.raw.begin(), attempt.raw.end()))
                    return true;
        return false;
    }

    std::map<Hash32, TxRecord> records;
    bool stopped = false;
    /// The write with this number, counted from 1, and every later one fails; before or after it
    /// is durable.
    std::size_t fails_from = 0;
    bool fails_after_writing = false;
    std::vector<std::string> writes;
    std::function<void(const std::string&)> on_write;

  private:
    template <class Change>
    Status write(const std::string& what, const Change& change) {
        writes.push_back(what);
        if (on_write) on_write(what);
        const bool fails = fails_from != 0 && writes.size() >= fails_from;
        if (!fails || fails_after_writing) change();
        return fails ? Status(fail(Errc::cannot_write, "disk full")) : Status();
    }
    template <class Choice>
    std::vector<TxRecord> chosen(std::uint64_t chain_id, const chain::Address& account,
                                 const Choice& choice) const {
        std::vector<TxRecord> found;
        for (const auto& [key, record] : records)
            if (record.chain_id == chain_id && record.account == account && choice(record))
                found.push_back(record);
        std::sort(found.begin(), found.end(),
                  [](const TxRecord& a, const TxRecord& b) { return a.nonce < b.nonce; });
        return found;
    }
};

}  // namespace ballast::sender::test
