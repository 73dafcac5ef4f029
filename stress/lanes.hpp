// SPDX-License-Identifier: MIT
// Sixteen scenarios side by side, in the vectors that g++ and clang have for every processor; with
// AVX2 they become two registers. Only for leaf_kernel.hpp, which says why it is all local.
#pragma once

#include <cstddef>
#include <cstdint>

#include "stress/leaf_task.hpp"

#if defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>
#endif

namespace ballast::stress {
namespace {

using F8 = float __attribute__((vector_size(32), may_alias));
using I8 = std::int32_t __attribute__((vector_size(32), may_alias));
using L4 = std::int64_t __attribute__((vector_size(32), may_alias));

constexpr std::size_t kHalf = kLanes / 2;

/// One number a scenario, and one truth (all bits or none) a scenario. Two registers of AVX2: the
/// work on one hides the latency of the other.
struct Lanes {
    F8 low, high;
};
struct Mask {
    I8 low, high;
};

inline Lanes all(float x) {
    const F8 half = {x, x, x, x, x, x, x, x};
    return {half, half};
}

/// Wherever it stands.
inline Lanes load(const float* at) {
    Lanes lanes;
    __builtin_memcpy(&lanes, at, sizeof lanes);
    return lanes;
}

inline Lanes operator*(Lanes a, Lanes b) {
    return {a.low * b.low, a.high * b.high};
}
inline Lanes operator+(Lanes a, Lanes b) {
    return {a.low + b.low, a.high + b.high};
}
inline Lanes operator-(Lanes a, Lanes b) {
    return {a.low - b.low, a.high - b.high};
}
inline Lanes operator/(Lanes a, Lanes b) {
    return {a.low / b.low, a.high / b.high};
}
inline Mask operator<(Lanes a, Lanes b) {
    return {a.low < b.low, a.high < b.high};
}
inline Mask operator&(Mask a, Mask b) {
    return {a.low & b.low, a.high & b.high};
}
inline Mask operator|(Mask a, Mask b) {
    return {a.low | b.low, a.high | b.high};
}
inline Mask operator^(Mask a, Mask b) {
    return {a.low ^ b.low, a.high ^ b.high};
}

inline Lanes least(Lanes a, Lanes b) {
    return {a.low < b.low ? a.low : b.low, a.high < b.high ? a.high : b.high};
}
inline Lanes most(Lanes a, Lanes b) {
    return {a.low < b.low ? b.low : a.low, a.high < b.high ? b.high : a.high};
}

/// a * b + c. The rounding differs between the two, which the margin allows for.
inline F8 madd(F8 a, F8 b, F8 c) {
#if defined(__AVX2__) && defined(__FMA__)
    return _mm256_fmadd_ps(a, b, c);
#else
    return a * b + c;
#endif
}
inline Lanes madd(Lanes a, Lanes b, Lanes c) {
    return {madd(a.low, b.low, c.low), madd(a.high, b.high, c.high)};
}

inline std::size_t bits(I8 mask) {
#if defined(__AVX2__) && defined(__FMA__)
    return static_cast<std::size_t>(_mm256_movemask_ps(reinterpret_cast<F8>(mask)));
#else
    std::size_t found = 0;
    for (std::size_t lane = 0; lane < kHalf; ++lane)
        found |= static_cast<std::size_t>(mask[lane] & 1) << lane;
    return found;
#endif
}
/// One bit a scenario.
inline std::size_t bits(Mask mask) {
    return bits(mask.low) | bits(mask.high) << kHalf;
}

/// The largest of them.
inline float top(Lanes x) {
    F8 most = x.low < x.high ? x.high : x.low;
    F8 other = __builtin_shufflevector(most, most, 4, 5, 6, 7, 0, 1, 2, 3);
    most = most < other ? other : most;
    other = __builtin_shufflevector(most, most, 2, 3, 0, 1, 6, 7, 4, 5);
    most = most < other ? other : most;
    other = __builtin_shufflevector(most, most, 1, 0, 3, 2, 5, 4, 7, 6);
    most = most < other ? other : most;
    return most[0];
}

inline L4 first_half(I8 x) {
    return __builtin_convertvector(__builtin_shufflevector(x, x, 0, 1, 2, 3), L4);
}
inline L4 second_half(I8 x) {
    return __builtin_convertvector(__builtin_shufflevector(x, x, 4, 5, 6, 7), L4);
}

/// A sum in 64 bits a scenario.
struct Sums {
    L4 parts[kLanes / 4] = {};

    /// Adds `amount` where the mask holds.
    void add(Mask mask, std::int64_t amount) {
        const L4 amounts = {amount, amount, amount, amount};
        parts[0] += first_half(mask.low) & amounts;
        parts[1] += second_half(mask.low) & amounts;
        parts[2] += first_half(mask.high) & amounts;
        parts[3] += second_half(mask.high) & amounts;
    }
    /// Sets to 0 where the mask holds.
    void drop(Mask mask) {
        parts[0] &= ~first_half(mask.low);
        parts[1] &= ~second_half(mask.low);
        parts[2] &= ~first_half(mask.high);
        parts[3] &= ~second_half(mask.high);
    }
    void add_to(std::int64_t* at) const {
        auto* sums = reinterpret_cast<L4*>(at);
        for (std::size_t i = 0; i < kLanes / 4; ++i)
            sums[i] += parts[i];
    }
};

/// How often a mask held, a scenario.
struct Count {
    I8 low{}, high{};

    void add(Mask mask) {
        low -= mask.low;
        high -= mask.high;
    }
    /// Sets to 0 where the mask holds.
    void drop(Mask mask) {
        low &= ~mask.low;
        high &= ~mask.high;
    }
    void add_to(std::int64_t* at) const {
        auto* sums = reinterpret_cast<L4*>(at);
        sums[0] += first_half(low);
        sums[1] += second_half(low);
        sums[2] += first_half(high);
        sums[3] += second_half(high);
    }
};

}  // namespace
}  // namespace ballast::stress
