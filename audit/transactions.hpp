// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <set>
#include <tuple>

#include "audit/sql.hpp"
#include "sender/tx_store.hpp"

namespace ballast::audit {

/// Signed transactions in the journal. Each change is one transaction of the store and one sync; a
/// record and its first attempt are one change.
///
/// Every function that reads has the error bad_data where a row is not what it must be: a name
/// that is none of the closed lists, an attempt whose hash is not that of its bytes, or whose chain
/// id, nonce or signer are not the record's, or a row that has not the digest of its content. So
/// nothing is sent from a damaged file.
class SqlTxStore final : public sender::TxStore {
  public:
    /// Keeps the reference. The tables are the journal's (schema.hpp).
    /// `sealed`: rows have digests, as they have since version 4.
    SqlTxStore(Sql& sql, bool sealed) : sql_(sql), sealed_(sealed) {}

    /// `ask` is asked before each insert(), which fails with its error: whoever keeps records
    /// beside the transactions may know that nothing new is to be signed now.
    void ask_before_insert(std::function<Status()> ask) { ask_ = std::move(ask); }

    /// Gives the rows of an older version, which have none, their digests. To be called in a
    /// transaction, of a store that is not sealed. Errors: also cannot_write.
    [[nodiscard]] Status seal_all();

    [[nodiscard]] Result<std::optional<sender::TxRecord>> find(const Hash32& key) override;
    /// Errors: also bad_data where an attempt is not the record's, or a number or time does not fit
    /// 63 bits.
    [[nodiscard]] Status insert(const sender::TxRecord& record) override;
    /// Errors: also mismatch where no such record is stored, or the attempt is there already;
    /// bad_data where it is not the record's.
    [[nodiscard]] Status add_attempt(const Hash32& key, const sender::Attempt& attempt) override;
    /// Errors: also mismatch where no such record is stored.
    [[nodiscard]] Status update(const sender::TxRecord& record) override;
    [[nodiscard]] Result<std::vector<sender::TxRecord>> unfinished(
        std::uint64_t chain_id, const chain::Address& account) override;
    /// Returns every record, by chain, account and nonce.
    [[nodiscard]] Result<std::vector<sender::TxRecord>> all();
    [[nodiscard]] Result<std::optional<sender::TxRecord>> last(
        std::uint64_t chain_id, const chain::Address& account) override;
    [[nodiscard]] Result<std::vector<sender::TxRecord>> since(std::uint64_t chain_id,
                                                              const chain::Address& account,
                                                              UnixSeconds since) override;
    [[nodiscard]] Result<bool> is_stopped(std::uint64_t chain_id,
                                          const chain::Address& account) override;
    [[nodiscard]] Status clear_stop(std::uint64_t chain_id, const chain::Address& account) override;

  private:
    [[nodiscard]] Result<std::vector<sender::TxRecord>> read(const std::string& where,
                                                             const Row& parameters);
    [[nodiscard]] Result<sender::TxRecord> read_record(const Row& row);
    [[nodiscard]] Status read_attempts(sender::TxRecord& record);
    [[nodiscard]] Status read_inclusion(sender::TxRecord& record);
    [[nodiscard]] Status check_once(const sender::TxRecord& record, const sender::Attempt& attempt);
    [[nodiscard]] Status check_not_pruned(const Hash32& key);
    [[nodiscard]] Status insert_rows(const sender::TxRecord& record);
    [[nodiscard]] Status insert_attempt(const Hash32& key, std::size_t position,
                                        const sender::Attempt& attempt);
    [[nodiscard]] Status stop(std::uint64_t chain_id, const chain::Address& account);
    [[nodiscard]] Status seal(const sender::TxRecord& record);
    [[nodiscard]] Status set_state(const sender::TxRecord& stored, const sender::TxRecord& record);
    [[nodiscard]] Status set_inclusion(const sender::TxRecord& record);

    Sql& sql_;
    bool sealed_;
    std::function<Status()> ask_ = [] { return Status{}; };
    /// Attempts that were read once: a hash names its bytes, hence chain id, nonce and signer, and
    /// reading and recovering them is the slowest part of a look. Forgotten at kCheckedMax.
    std::set<std::tuple<Hash32, std::uint64_t, chain::Address, std::uint64_t>> checked_;
};

}  // namespace ballast::audit
