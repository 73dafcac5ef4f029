// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "chain/abi.hpp"

namespace ballast::oracle {

/// Reads the members of a decoded tuple one after another. Requires a value that abi_decode made
/// for a type with those members: then every access is within it and every integer fits.
class AbiReader {
  public:
    explicit AbiReader(const chain::AbiValue& tuple) : items_(*tuple.as_list()) {}

    template <class Integer>
    Integer integer() {
        return static_cast<Integer>(*value().as_word()->to_u64());
    }
    bool boolean() { return integer<std::uint8_t>() != 0; }
    UnixSeconds time() { return {integer<std::int64_t>()}; }
    Seconds span() { return {integer<std::int64_t>()}; }
    Hash32 hash() {
        const Bytes& bytes = *value().as_bytes();
        Hash32 read;
        std::copy(bytes.begin(), bytes.end(), read.bytes.begin());
        return read;
    }
    chain::Address address() {
        const Hash32 word = value().as_word()->to_big_endian();
        chain::Address read;
        std::copy(word.bytes.end() - chain::Address::kSize, word.bytes.end(), read.bytes.begin());
        return read;
    }
    const chain::AbiValue& value() { return items_.at(next_++); }

  private:
    const std::vector<chain::AbiValue>& items_;
    std::size_t next_ = 0;
};

}  // namespace ballast::oracle
