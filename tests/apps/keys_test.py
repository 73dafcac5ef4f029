#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the key commands as their users do: files, memory, terminals, leaks.

usage: keys_test.py BALLAST KEY_HOLDER [WORD...]     from the project's root

A WORD selects the tests whose names hold it.
"""

import pathlib
import sys
import unittest

from keys import program

FOLDER = pathlib.Path(__file__).resolve().parent


def main():
    program.binary = str(pathlib.Path(sys.argv[1]).resolve())
    program.key_holder = str(pathlib.Path(sys.argv[2]).resolve())
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{word}*" for word in sys.argv[3:]] or None
    suite = loader.discover(str(FOLDER / "keys"), "test_*.py", str(FOLDER))
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    print(f"executed={result.testsRun}")
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 and not result.skipped else 1)


if __name__ == "__main__":
    main()
