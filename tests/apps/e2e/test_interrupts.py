# SPDX-License-Identifier: MIT
"""Runs with an anvil of their own that end too soon: no anvil is left, no journal is lost."""

import signal
import time
import unittest

from . import program
from .journal_file import JournalFile


def wait_for(condition, limit_seconds=20):
    """Returns whether `condition` came true in time."""
    end = time.monotonic() + limit_seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


class Interrupts(unittest.TestCase):
    def start_and_signal(self, number, out, epochs=3):
        """Signals a run once it has told of some epochs. Returns its code and its stderr."""
        process = program.start("demo", "--event", program.SHORTEST, "--out", out)
        told = "".join(process.stderr.readline() for _ in range(epochs + 1))
        started = program.anvils(process)
        self.assertEqual(len(started), 1)
        process.send_signal(number)
        _, rest = process.communicate(timeout=20)
        self.assertTrue(wait_for(lambda: not started & program.anvils(), 5), "anvil is left")
        return process.returncode, told + rest

    def test_asked_to_stop(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number.name):
                code, stderr = self.start_and_signal(number, program.new_folder())
                self.assertEqual(code, 1, stderr)
                self.assertRegex(stderr.splitlines()[-1],
                                 r"^ballast: interrupted after \d+ of \d+ epochs")

    def test_asked_to_stop_before_the_first_epoch(self):
        process = program.start("demo", "--event", program.SHORTEST, "--out",
                                program.new_folder())
        self.assertTrue(wait_for(lambda: program.anvils(process)))
        started = program.anvils(process)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 1, stderr)
        self.assertIn("ballast: interrupted", stderr)
        self.assertTrue(wait_for(lambda: not started & program.anvils(), 5), "anvil is left")

    def test_killed_then_started_anew(self):
        out = program.new_folder()
        code, _ = self.start_and_signal(signal.SIGKILL, out, epochs=12)
        self.assertEqual(code, -9)
        # The write-ahead log was never folded in: it must stay with the journal it belongs to.
        self.assertTrue((out / "journal.db-wal").exists())
        code, stderr = self.start_and_signal(signal.SIGTERM, out, epochs=5)
        self.assertEqual(code, 1, stderr)
        self.assertIn("journal.1.db", stderr)
        kept = program.run("replay", "--journal", out / "journal.1.db")
        self.assertEqual(kept.returncode, 0, kept.stderr + kept.stdout)
        self.assertGreaterEqual(len(JournalFile(out / "journal.1.db").epochs()), 12 - 1)
        fresh = JournalFile(out / "journal.db")
        self.assertLess(len(fresh.epochs()), 12)
        self.assertEqual([record["idx"] for record in fresh.records],
                         list(range(len(fresh.records))))
        code, stderr = self.start_and_signal(signal.SIGTERM, out)
        self.assertIn("journal.2.db", stderr)
