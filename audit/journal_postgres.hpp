// SPDX-License-Identifier: MIT
// Internal to audit/: a journal in a PostgreSQL database, for several keepers and for readers.
// Why a row and a term: docs/decisions/0026-journal-lease.md.
#pragma once

#include "audit/lease.hpp"
#include "audit/postgres_connection.hpp"

namespace ballast::audit {

class Postgres final : public Sql {
  public:
    /// Connects; a writer to a server that keeps what it confirms. Errors: upstream_unavailable,
    /// configuration.
    [[nodiscard]] static Result<std::unique_ptr<Postgres>> open(const std::string& url,
                                                                bool writable,
                                                                const LeaseOptions& options);

    /// Gives the lease back, where it is held.
    ~Postgres() override;

    /// Runs `body` in one transaction that no other set_up() runs beside, and that no lease guards:
    /// for making and changing tables.
    [[nodiscard]] Status set_up(const std::function<Status()>& body);

    /// Becomes the one writer. Errors: lock_held, with who has it and for how long.
    [[nodiscard]] Status take_lease();

    [[nodiscard]] Status execute(const std::string& sql) override;
    [[nodiscard]] Status change(const std::string& sql, const Row& parameters) override;
    [[nodiscard]] Result<std::vector<Row>> query(const std::string& sql,
                                                 const Row& parameters = {}) override;
    /// Requires take_lease(), but for readers, who are refused with cannot_write. Renews the lease.
    [[nodiscard]] Status transaction(const std::function<Status()>& body) override;
    [[nodiscard]] Status snapshot(const std::function<Status()>& body) override;
    /// Does nothing: the server has no such look. The records' hashes tell.
    [[nodiscard]] Status check_integrity() override { return {}; }
    [[nodiscard]] Result<std::optional<std::string>> holder() override;
    [[nodiscard]] Status keep_lease() override;

  private:
    enum class Outcome { stored, not_stored };
    Postgres(PostgresConnection connection, LeaseOptions options, bool writable);

    [[nodiscard]] Status begin();
    [[nodiscard]] Status look_once(const std::function<Status()>& body);
    [[nodiscard]] Status fence();
    [[nodiscard]] Status try_once(const std::function<Status()>& body);
    [[nodiscard]] Result<Outcome> read_outcome();
    [[nodiscard]] Result<Outcome> ask_outcome(std::int64_t write);
    [[nodiscard]] tl::unexpected<Error> taken_over();

    PostgresConnection connection_;
    LeaseOptions options_;
    bool writable_;
    std::int64_t term_ = 0;   ///< of the lease that this writer took; 0: none
    std::int64_t write_ = 0;  ///< number of the transaction under way
    bool inside_ = false;     ///< a transaction
    bool committing_ = false;
    bool fenced_ = false;
};

}  // namespace ballast::audit
