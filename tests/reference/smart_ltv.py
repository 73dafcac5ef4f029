#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""SmartLTV's contract integers (M-24; backstop-protocol/smart-ltv, SmartLTV.sol, RiskyMath.sol).

As a program it reads lines "l d vol beta clf" and prints one LTV a line, all at 1e-18.
"""
import sys
from math import factorial, isqrt

W = 10**18
PRECISION = 59
# From here on the contract's own series would overflow 256 bits, and it answers 0.
MANTISSA_END = 10462186398271841700
TERMS = [factorial(33) // factorial(k) for k in range(2, 34)]


def general_exp(x):
    """exp(x / 2^59) * 2^59 by Bancor's 33 terms, each rounded down."""
    power, total = x, 0
    for term in TERMS:
        power = (power * x) >> PRECISION
        total += power * term
    return total // factorial(33) + x + (1 << PRECISION)


def smart_ltv(liquidity, debt, volatility, beta, clf):
    """exp(-clf vol / sqrt(l / d)) - beta, at least 0. Requires debt > 0.

    The contract divides by 0 where the root is 0; here the ratio that it stands for gives 0.
    """
    root = isqrt(W * liquidity // debt) * 10**9
    if root == 0:
        return 0
    mantissa = (1 << PRECISION) * (clf * volatility // W) // root
    if mantissa >= MANTISSA_END:
        return 0
    return max(0, W * (1 << PRECISION) // general_exp(mantissa) - beta)


def main():
    for line in sys.stdin:
        print(smart_ltv(*map(int, line.split())))


if __name__ == "__main__":
    main()
