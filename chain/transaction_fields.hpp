// SPDX-License-Identifier: MIT
// Shared by the files that read and write transactions, and by nobody else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chain/rlp.hpp"
#include "chain/transaction.hpp"

namespace ballast::chain {

/// Reads fields in order and keeps the first fault, so that the reading itself stays in line.
class FieldReader {
  public:
    /// Keeps a reference to `fields`. Each function below requires that a field is left: their
    /// number is checked before.
    FieldReader(const std::vector<Rlp>& fields, std::string place)
        : fields_(fields), place_(std::move(place)) {}

    U256 integer();
    std::uint64_t integer64();
    Bytes bytes();
    Address address();
    Hash32 hash();
    /// No bytes stand for no recipient: the transaction creates a contract.
    std::optional<Address> recipient();
    std::vector<AccessListItem> access_list();
    /// y_parity, r and s of the typed transactions. Whether they are a signature, recover() says.
    Signature signature();
    const std::vector<Rlp>& list();

    void note(const std::string& fault);
    /// Returns the first fault, or nothing.
    [[nodiscard]] const std::string& fault() const { return fault_; }

  private:
    template <class Fixed>
    Fixed fixed();
    const Rlp& next() { return fields_[index_++]; }

    const std::vector<Rlp>& fields_;
    std::string place_;
    std::size_t index_ = 0;
    std::string fault_;
};

void add_recipient(RlpList& fields, const std::optional<Address>& to);
void add_access_list(RlpList& fields, const std::vector<AccessListItem>& list);
/// Adds y_parity, r and s.
void add_signature(RlpList& fields, const Signature& signature);

/// Splits type ‖ rlp(count fields); `name` is said in the fault. Errors: bad_data.
[[nodiscard]] Result<std::vector<Rlp>> split_typed(ByteView bytes, std::uint8_t type,
                                                   std::size_t count, std::string_view name);

}  // namespace ballast::chain
