# SPDX-License-Identifier: MIT
"""Integers with a stated direction of rounding (docs/model.md, section 1)."""
from math import isqrt

W = 10**18
BPS = 10**14  # one basis point, wad
DAY = 86400
WEEK = 7 * DAY
USD_MAX = 10**14


def ceil(a, b):
    assert b > 0
    return -((-a) // b)


def root_up(x):
    r = isqrt(x)
    return r if r * r == x else r + 1


def mul(a, b):
    return -((-a * b) // W)


def limit(x, least, most):
    return max(least, min(most, x))


def sat(x):
    return limit(x, -9 * W, 9 * W)


def level(x):
    return limit(x, -(10**13), 10**13)


def power(base, n):
    p, s = W, base
    while n > 0:
        if n % 2 == 1:
            p = mul(p, s)
        s = mul(s, s)
        n //= 2
    return p


def expm(x):
    """A lower bound of exp(-x) (M-10)."""
    if x >= 16 * W:
        return 0
    k, z = divmod(10**9 * ceil(x, 10**9), 693147180559945309)
    a = z * 2**62 // W
    s = 2**62
    for n in range(20, 0, -1):
        s = 2**62 - a * s // (n * 2**62)
    return max(0, s * W // 2 ** (62 + k) - 32)


def ascends(values):
    return all(a <= b for a, b in zip(values, values[1:]))
