// SPDX-License-Identifier: MIT
#include "tests/mirror/script.hpp"

#include "base/hash.hpp"

namespace ballast::oracle::test {
namespace {

void append_number(Bytes& out, std::uint64_t value, unsigned bytes) {
    for (unsigned left = bytes; left > 0; --left)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * (left - 1))));
}

}  // namespace

void append_act(Bytes& out, const Act& act) {
    out.push_back(static_cast<std::uint8_t>(act.kind));
    append_number(out, static_cast<std::uint64_t>(act.at.count), 5);
    append(out, act.from.view());
    append_number(out, act.data.size(), 4);
    append(out, act.data);
    out.push_back(act.succeeds ? 1 : 0);
    append(out, keccak256(act.returned).view());
}

}  // namespace ballast::oracle::test
