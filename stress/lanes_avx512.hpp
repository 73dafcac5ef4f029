// SPDX-License-Identifier: MIT
// What lanes.hpp offers, in one register of AVX-512 and with its masks: an exact sum under a
// mask is one instruction here, and seven there.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "stress/leaf_task.hpp"

namespace ballast::stress {
namespace {

struct Lanes {
    __m512 x;
};
struct Mask {
    __mmask16 x;
};

inline Lanes all(float x) {
    return {_mm512_set1_ps(x)};
}
inline Lanes load(const float* at) {
    return {_mm512_loadu_ps(at)};
}
inline Lanes operator*(Lanes a, Lanes b) {
    return {_mm512_mul_ps(a.x, b.x)};
}
inline Lanes operator+(Lanes a, Lanes b) {
    return {_mm512_add_ps(a.x, b.x)};
}
inline Lanes operator-(Lanes a, Lanes b) {
    return {_mm512_sub_ps(a.x, b.x)};
}
inline Lanes operator/(Lanes a, Lanes b) {
    return {_mm512_div_ps(a.x, b.x)};
}
inline Lanes least(Lanes a, Lanes b) {
    return {_mm512_min_ps(a.x, b.x)};
}
inline Lanes most(Lanes a, Lanes b) {
    return {_mm512_max_ps(a.x, b.x)};
}
inline Lanes madd(Lanes a, Lanes b, Lanes c) {
    return {_mm512_fmadd_ps(a.x, b.x, c.x)};
}
inline float top(Lanes a) {
    return _mm512_reduce_max_ps(a.x);
}
inline Mask operator<(Lanes a, Lanes b) {
    return {_mm512_cmp_ps_mask(a.x, b.x, _CMP_LT_OQ)};
}
inline Mask operator&(Mask a, Mask b) {
    return {_kand_mask16(a.x, b.x)};
}
inline Mask operator|(Mask a, Mask b) {
    return {_kor_mask16(a.x, b.x)};
}
inline Mask operator^(Mask a, Mask b) {
    return {_kxor_mask16(a.x, b.x)};
}
inline std::size_t bits(Mask mask) {
    return _cvtmask16_u32(mask.x);
}

inline __mmask8 low_half(Mask mask) {
    return static_cast<__mmask8>(_cvtmask16_u32(mask.x));
}
inline __mmask8 high_half(Mask mask) {
    return static_cast<__mmask8>(_cvtmask16_u32(_kshiftri_mask16(mask.x, kLanes / 2)));
}

/// A sum in 64 bits a scenario.
struct Sums {
    __m512i low = _mm512_setzero_si512();
    __m512i high = _mm512_setzero_si512();

    /// Adds `amount` where the mask holds.
    void add(Mask mask, std::int64_t amount) {
        const __m512i amounts = _mm512_set1_epi64(amount);
        low = _mm512_mask_add_epi64(low, low_half(mask), low, amounts);
        high = _mm512_mask_add_epi64(high, high_half(mask), high, amounts);
    }
    /// Sets to 0 where the mask holds.
    void drop(Mask mask) {
        low = _mm512_mask_mov_epi64(low, low_half(mask), _mm512_setzero_si512());
        high = _mm512_mask_mov_epi64(high, high_half(mask), _mm512_setzero_si512());
    }
    void add_to(std::int64_t* at) const {
        _mm512_storeu_si512(at, _mm512_add_epi64(_mm512_loadu_si512(at), low));
        at += kLanes / 2;
        _mm512_storeu_si512(at, _mm512_add_epi64(_mm512_loadu_si512(at), high));
    }
};

/// How often a mask held, a scenario.
struct Count {
    Sums sums;

    void add(Mask mask) { sums.add(mask, 1); }
    void drop(Mask mask) { sums.drop(mask); }
    void add_to(std::int64_t* at) const { sums.add_to(at); }
};

}  // namespace
}  // namespace ballast::stress
