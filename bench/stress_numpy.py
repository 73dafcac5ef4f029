#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The numpy peer of bench/stress_bench.cpp: a borrower book under price scenarios.

    stress_numpy.py FOLDER

Dense matrices of float64, three products by BLAS, masks and sums, with buffers that are used again,
in pieces that fit the cache (the fastest of a few shapes). One thread, as
bench/python_worker.cpp sets it: with two it was slower.
Reads a line at a time: "rows" writes the results into FOLDER, "round" answers "PREPARE RUN" in
seconds.
"""
import os
import sys
import time

import numpy as np

SHAPES = [(256, 250), (256, 500), (256, 1000), (512, 250), (512, 1000), (1024, 250)]


def read(folder, name):
    return np.fromfile(os.path.join(folder, name), dtype=np.int64)


class Input:
    def __init__(self, folder):
        self.positions, self.assets, self.scenarios = (int(n) for n in read(folder, "shape"))
        self.collateral = [read(folder, f"collateral_{p}") for p in ("position", "asset", "amount")]
        self.debt = [read(folder, f"debt_{p}") for p in ("position", "asset", "amount")]
        self.lt, bonus = read(folder, "terms").reshape(-1, 2).T
        prices = read(folder, "prices").reshape(self.scenarios, self.assets)
        # Net prices are rounded down in integers, as the definition has them.
        self.net = np.ascontiguousarray((prices * 10_000 // (10_000 + bonus)).T.astype(float))
        self.price = np.ascontiguousarray(prices.T.astype(float))


class Dense:
    """Amounts as matrices [position, asset]."""

    def __init__(self, given):
        self.collateral = self.fill(given, given.collateral)
        self.debt = self.fill(given, given.debt)
        self.weighted = self.collateral * (given.lt / 10_000.0)

    @staticmethod
    def fill(given, legs):
        matrix = np.zeros((given.positions, given.assets))
        position, asset, amount = legs
        matrix[position, asset] = amount
        return matrix


def stress(given, dense, shape, positions=None):
    positions = positions or given.positions
    rows, columns = shape
    counts = np.zeros(given.scenarios, dtype=np.int64)
    debts = np.zeros(given.scenarios)
    bad_debts = np.zeros(given.scenarios)
    for s in range(0, given.scenarios, columns):
        price = np.ascontiguousarray(given.price[:, s : s + columns])
        net = np.ascontiguousarray(given.net[:, s : s + columns])
        owed = np.empty((rows, price.shape[1]))
        held = np.empty_like(owed)
        mask = np.empty(owed.shape, dtype=bool)
        for i in range(0, positions, rows):
            n = min(rows, positions - i)
            o, h, m, ones = owed[:n], held[:n], mask[:n], np.ones(n)
            np.matmul(dense.debt[i : i + n], price, out=o)
            np.matmul(dense.weighted[i : i + n], price, out=h)
            np.less(h, o, out=m)
            counts[s : s + columns] += np.count_nonzero(m, axis=0)
            np.multiply(o, m, out=o)
            debts[s : s + columns] += ones @ o
            np.matmul(dense.collateral[i : i + n], net, out=h)
            np.subtract(o, h, out=o)
            np.maximum(o, 0, out=o)
            bad_debts[s : s + columns] += ones @ o
    return counts, debts, bad_debts


def timed(call):
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def fastest_shape(given, dense):
    few = min(given.positions, 8192)
    return min(SHAPES, key=lambda shape: min(
        timed(lambda: stress(given, dense, shape, few))[0] for _ in range(3)))


def main():
    folder = sys.argv[1]
    given = Input(folder)
    dense = Dense(given)
    shape = fastest_shape(given, dense)
    print(f"numpy {np.__version__}, pieces of {shape[0]} x {shape[1]}", file=sys.stderr)
    for line in sys.stdin:
        if line.strip() == "rows":
            results = stress(given, dense, shape)
            for name, values in zip(("counts", "debts", "bad_debts"), results):
                values.tofile(os.path.join(folder, name))
            print(given.scenarios, flush=True)
        else:
            del dense
            prepare, dense = timed(lambda: Dense(given))
            run, _ = timed(lambda: stress(given, dense, shape))
            print(prepare, run, flush=True)


if __name__ == "__main__":
    main()
