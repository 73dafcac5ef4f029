// SPDX-License-Identifier: MIT
// What was built on signatures that nobody has recovered yet (docs/decisions/0018).
#pragma once

#include <type_traits>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "chain/types.hpp"

namespace ballast::chain {

/// A signature that is to be recovered from `digest` to `signer`.
struct PendingCheck {
    Hash32 digest;
    Signature signature;
    Address signer;
};

/// Recovers each of them. Errors: our_bug where one is another's or in the upper half: a fault of
/// memory or machine, so nothing that was built on it may be used.
[[nodiscard]] Status check_all(const std::vector<PendingCheck>& checks);

/// A value that depends on unchecked signatures. It can be built upon, but only check() gives it
/// out: what was not checked cannot be stored, sent or shown.
template <class T>
class Unchecked {
  public:
    Unchecked(T value, std::vector<PendingCheck> checks)
        : value_(std::move(value)), checks_(std::move(checks)) {}

    /// Recovers every signature that went into the value, and gives the value out. Errors: see
    /// check_all.
    [[nodiscard]] Result<T> check() && {
        if (auto checked = check_all(checks_); !checked) return fail(checked.error());
        return std::move(value_);
    }

    /// Builds on: `next` takes the value and returns a plain value, or an Unchecked one that was
    /// signed over it. It must not keep what it is given.
    template <class Next>
    [[nodiscard]] auto then(Next next) && {
        using Made = std::invoke_result_t<Next, T>;
        if constexpr (IsUnchecked<Made>::value) {
            Made made = next(std::move(value_));
            made.checks_.insert(made.checks_.begin(), checks_.begin(), checks_.end());
            return made;
        } else {
            return Unchecked<Made>(next(std::move(value_)), std::move(checks_));
        }
    }

  private:
    template <class U>
    friend class Unchecked;
    template <class U>
    struct IsUnchecked : std::false_type {};
    template <class U>
    struct IsUnchecked<Unchecked<U>> : std::true_type {};

    T value_;
    std::vector<PendingCheck> checks_;
};

}  // namespace ballast::chain
