# SPDX-License-Identifier: MIT
"""Runs that end too soon and go on: nothing twice, nothing left out."""

import random
import signal
import subprocess
import sys
import time
import unittest

from . import program
from .chain import Anvil
from .cut_proxy import Cut, CutProxy
from .journal_file import JournalFile

SEED = 20241010
KILLS = 10
RESTARTS_MAX = 40

# The first of each pair is counted from the start of its attempt, so that the cuts spread over the
# run: while the oracle is deployed, between epochs, and around a transaction on its way.
CUTS = [
    Cut("before", None, 1), Cut("inside", None, 3), Cut("after", "eth_sendRawTransaction", 1),
    Cut("before", "eth_sendRawTransaction", 2), Cut("inside", None, 40),
    Cut("after", "eth_sendRawTransaction", 3), Cut("before", "eth_sendRawTransaction", 1),
    Cut("before", None, 171), Cut("inside", "eth_sendRawTransaction", 4), Cut("after", None, 97),
    Cut("before", "eth_getTransactionReceipt", 5),
]



class GoingOn(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        out, done = program.loosening_run()
        assert done.returncode == 0, done.stderr
        cls.out = out
        cls.journal = JournalFile(out / "journal.db")
        cls.genesis = cls.journal.of_kind("genesis")[0]["at"] - 86_400

    def command(self, url, out):
        return ["demo", "--event", program.SHORTEST, "--policies", program.loosening_policies(),
                "--rpc", url, "--out", out]

    def check_whole(self, anvil, out):
        """The chain and the journal tell the same, and the same as a run in one piece."""
        journal = JournalFile(out / "journal.db")
        self.assertEqual(journal.drafts, 0)
        self.assertEqual([record["idx"] for record in journal.records],
                         list(range(len(journal.records))))
        times = [record["at"] for record in journal.epochs()]
        self.assertEqual(times, [record["at"] for record in self.journal.epochs()])

        on_chain = anvil.transactions()
        self.assertEqual([transaction["hash"] for transaction in on_chain],
                         journal.transactions())
        self.assertEqual([row[:2] for row in journal.attempts],
                         list(enumerate(journal.transactions())))
        self.assertNotIn(None, [row[2] for row in journal.attempts])
        gas = {transaction["from"] for transaction in on_chain}
        self.assertEqual(len(gas), 1)
        self.assertEqual(int(anvil.ask("eth_getTransactionCount", gas.pop(), "latest"), 16),
                         len(journal.transactions()))
        seqs = anvil.accepted_seqs(program.summary(out)["oracle"])
        sent = [record for record in journal.epochs() if "calldata" in record["fields"]]
        self.assertEqual(seqs, list(range(1, len(sent) + 1)))
        self.check_same_outcome(journal, out)

    def check_same_outcome(self, journal, out):
        def facts(folder):
            told = program.summary(folder)
            del told["duration_s"]
            return told

        self.assertEqual(facts(out), facts(self.out))
        # Byte for byte: the hash of the last record covers all of them.
        for got, expected in zip(journal.records, self.journal.records):
            self.assertEqual(got["fields"], expected["fields"], got["idx"])
        self.assertEqual(journal.records[-1]["hash"], self.journal.records[-1]["hash"])
        self.assertEqual(len(journal.records), len(self.journal.records))

    def test_endpoint_cut_midway(self):
        out = program.new_folder()
        with Anvil(self.genesis) as anvil:
            proxy = CutProxy(anvil.port)
            for cut in CUTS:
                proxy.open(cut)
                done = program.run(*self.command(proxy.url, out))
                self.assertTrue(proxy.was_cut.is_set(), f"never reached: {cut}")
                self.assertEqual(done.returncode, 69, f"{cut}: {done.stderr}")
                self.assertIn("give the same command again", done.stderr.splitlines()[-1])
            proxy.open()
            done = program.run(*self.command(proxy.url, out))
            proxy.close()
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertRegex(done.stderr, r"going on after \d+ of \d+ epochs")
            self.check_whole(anvil, out)
            again = program.run(*self.command(anvil.url, out))
            self.assertEqual(again.returncode, 0, again.stderr)
            self.check_whole(anvil, out)

    def test_cut_between_an_epoch_and_its_execution(self):
        first = self.journal.of_kind("execution")[0]["idx"]
        before = [record for record in self.journal.records[:first]
                  if "receipt" in record["fields"]]
        # The first call after a transaction was sent reads the oracle back, once it is journaled.
        cut = Cut("before", "eth_call", 1, sends=len(before))
        out = program.new_folder()
        with Anvil(self.genesis) as anvil:
            proxy = CutProxy(anvil.port)
            proxy.open(cut)
            done = program.run(*self.command(proxy.url, out))
            proxy.close()
            self.assertTrue(proxy.was_cut.is_set(), f"never reached: {cut}")
            self.assertEqual(done.returncode, 69, done.stderr)
            self.assertEqual(JournalFile(out / "journal.db").records[-1]["idx"], first - 1)
            done = program.run(*self.command(anvil.url, out))
            self.assertEqual(done.returncode, 0, done.stderr)
            self.check_whole(anvil, out)

    def test_killed_at_any_moment(self):
        dice = random.Random(SEED)
        whole_seconds = program.summary(self.out)["duration_s"] + 1
        out = program.new_folder()
        print(f"seed={SEED}", file=sys.stderr)
        with Anvil(self.genesis) as anvil:
            killed = 0
            for _ in range(RESTARTS_MAX):
                process = program.start(*self.command(anvil.url, out))
                if killed < KILLS:
                    try:
                        process.wait(timeout=dice.uniform(0.02, 0.9 * whole_seconds / KILLS))
                    except subprocess.TimeoutExpired:
                        process.kill()
                _, stderr = process.communicate(timeout=program.DEADLINE_SECONDS)
                if process.returncode == 0:
                    break
                self.assertEqual(process.returncode, -9, f"seed {SEED}: {stderr}")
                killed += 1
            self.assertEqual(process.returncode, 0, f"seed {SEED}")
            # On a machine whose speed changes meanwhile, the run may end before the last kill.
            print(f"kills={killed}", file=sys.stderr)
            self.assertGreaterEqual(killed, KILLS // 2, f"seed {SEED}")
            self.check_whole(anvil, out)

    def test_another_chain_than_the_journals(self):
        out = program.new_folder()
        with Anvil(self.genesis) as anvil:
            process = program.start(*self.command(anvil.url, out))
            time.sleep(2)
            process.kill()
            process.communicate()
        with Anvil(self.genesis) as fresh:
            done = program.run(*self.command(fresh.url, out))
            self.assertEqual(done.returncode, 78, done.stderr)
            self.assertIn("another --out", done.stderr)
            self.assertEqual(fresh.transactions(), [])

    def test_chain_past_the_event(self):
        with Anvil(self.genesis + 365 * 86_400) as anvil:
            done = program.run(*self.command(anvil.url, program.new_folder()))
            self.assertEqual(done.returncode, 78, done.stderr)
            self.assertIn(f"--timestamp {self.genesis}", done.stderr)
            self.assertEqual(anvil.transactions(), [])

    def test_another_event_into_the_same_journal(self):
        with Anvil(self.genesis) as anvil:
            out = program.new_folder()
            process = program.start(*self.command(anvil.url, out))
            for line in process.stderr:
                if line.startswith("playing "):
                    break
            # It holds the journal and stands still: however fast, it is not at its end before us.
            process.send_signal(signal.SIGSTOP)
            second = program.run(*self.command(anvil.url, out))
            self.assertEqual(second.returncode, 75, second.stderr)
            self.assertIn("another ballast", second.stderr)
            process.kill()
            process.communicate()
            other = program.run("demo", "--event", program.EVENTS[0], "--rpc", anvil.url, "--out",
                                out)
            self.assertEqual(other.returncode, 78, other.stderr)
            self.assertIn("another --out", other.stderr)
