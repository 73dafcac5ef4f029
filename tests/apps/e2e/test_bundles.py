# SPDX-License-Identifier: MIT
"""Bundles of a real run: made, shown, verified, and compared with the chain that they tell of."""

import hashlib
import json
import sqlite3
import unittest

from . import program
from .chain import Anvil
from .journal_file import JournalFile, copy_of


def played():
    """Plays the shortest event on an anvil that outlives it. Returns the node and the journal."""
    earlier = JournalFile(program.loosening_run()[0] / "journal.db")
    node = Anvil(earlier.of_kind("genesis")[0]["at"] - 86_400)
    out = program.new_folder()
    done = program.run("demo", "--event", program.SHORTEST, "--policies",
                       program.loosening_policies(), "--out", out, "--rpc", node.url)
    assert done.returncode == 0, done.stderr
    return node, out / "journal.db"


class Bundles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.node, cls.journal = played()
        cls.addClassCleanup(cls.node.__exit__)
        with sqlite3.connect(cls.journal) as rows:
            cls.last = rows.execute("SELECT max(idx) FROM records").fetchone()[0]
            cls.reports = rows.execute(
                "SELECT count(*) FROM fields f JOIN records r USING(idx) "
                "WHERE r.kind = 'epoch' AND f.name = 'calldata'").fetchone()[0]
        rows.close()
        setup = json.loads(JournalFile(cls.journal).of_kind("genesis")[0]["fields"]["setup"])
        cls.chain = ("--oracle", setup["oracle"], "--chain-id", setup["chain_id"],
                     "--rpc", cls.node.url)

    def make(self, *arguments):
        path = program.new_folder() / "a.bundle"
        done = program.run("bundle", "make", "--journal", self.journal, "--out", path, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return path

    def verify(self, *arguments):
        done = program.run("verify", "--json", *arguments)
        return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr

    def test_the_same_range_gives_the_same_file(self):
        one, other = (self.make("--from", 9, "--to", 30) for _ in range(2))
        self.assertEqual(one.read_bytes(), other.read_bytes())
        shown = json.loads(program.run("bundle", "show", one, "--json").stdout)
        self.assertEqual((shown["from"], shown["to"]), (9, 30))

    def test_the_whole_chain_is_explained(self):
        middle = self.last // 2
        parts = [self.make("--to", middle), self.make("--from", middle + 1)]
        code, told = self.verify(*parts, *self.chain)
        self.assertEqual(code, 0, told)
        self.assertEqual(told["chain"]["reports"], self.reports)
        self.assertGreater(self.reports, 5)
        # A start behind the reports leaves some that no event was read of.
        code, told = self.verify(*parts, *self.chain, "--from-block", told["chain"]["to_block"])
        self.assertEqual((code, told["first_difference"]["field"]), (2, "receipt"))

    def test_a_withheld_bundle_is_named_by_its_first_report(self):
        middle = self.last // 2
        whole, half = self.make(), self.make("--to", middle)
        code, told = self.verify(half, *self.chain)
        self.assertEqual(code, 2, told)
        first = told["first_difference"]
        self.assertEqual((first["field"], first["found"]), ("bundle", "none"))
        self.assertEqual(first["seq"], told["bundles"][0]["reports"] + 1)
        state = program.new_folder() / "state.json"
        code, _ = self.verify(whole, *self.chain, "--state", state)
        self.assertEqual(code, 0)
        # What was compared is not asked for again.
        code, told = self.verify(half, *self.chain, "--state", state)
        self.assertEqual(code, 0, told)
        self.assertEqual(told["chain"]["reports"], self.reports)
        self.assertEqual(told["chain"]["not_compared"], told["bundles"][0]["reports"])
        state.write_text(state.read_text().replace(self.node_oracle(whole), "0x" + "11" * 20))
        code, told = self.verify(half, *self.chain, "--state", state)
        self.assertEqual(code, 65, told)

    def node_oracle(self, bundle):
        done = program.run("bundle", "show", bundle, "--json")
        return json.loads(done.stdout)["checkpoint"].split("/")[2]

    def test_the_oracle_is_the_auditors_own_knowledge(self):
        bundle = self.make("--to", 9)
        code, told = self.verify(bundle, "--rpc", self.node.url)
        self.assertEqual(code, 64, told)
        self.assertIn("--rpc needs --oracle and --chain-id", told)
        for wrong in (("--oracle", "0x" + "22" * 20), ("--chain-id", 1)):
            code, told = self.verify(bundle, *wrong)
            self.assertEqual((code, told["first_difference"]["field"]), (2, "setup"))
            self.assertEqual(told["first_difference"]["path"],
                             wrong[0].removeprefix("--").replace("-", "_"))
        code, told = self.verify(bundle)
        self.assertEqual((code, told["oracle"]), (0, self.chain[1]))

    def test_a_report_that_the_chain_has_not_is_named(self):
        bundle = self.make()
        other = Anvil(1_700_000_000)
        self.addCleanup(other.__exit__)
        code, told = self.verify(bundle, *self.chain[:4], "--rpc", other.url)
        self.assertEqual(code, 2, told)
        self.assertEqual(told["first_difference"]["field"], "receipt")

    def test_what_is_known_from_elsewhere_is_compared(self):
        bundle = self.make()
        binary = "0x" + hashlib.sha256(open(program.binary, "rb").read()).hexdigest()
        self.assertEqual(self.verify(bundle, "--binary", binary)[0], 0)
        code, told = self.verify(bundle, "--binary", "0x" + "00" * 32)
        self.assertEqual((code, told["first_difference"]["field"]), (2, "binary_sha256"))
        code, told = self.verify(bundle, "--policy-hash", "0x" + "00" * 32)
        self.assertEqual((code, told["first_difference"]["field"]), (2, "policy"))
        checkpoint = program.new_folder() / "checkpoint"
        done = program.run("bundle", "prove", "--journal", self.journal)
        checkpoint.write_text(done.stdout)
        self.assertEqual(self.verify(bundle, "--checkpoint", checkpoint)[0], 0)
        checkpoint.write_text(done.stdout.replace("ballast/31337", "ballast/1"))
        code, told = self.verify(bundle, "--checkpoint", checkpoint)
        self.assertEqual((code, told["first_difference"]["field"]), (2, "checkpoint"))

    def test_proofs_of_a_journal(self):
        done = program.run("bundle", "prove", "--journal", self.journal, "--record", 3,
                           "--since", 5)
        told = json.loads(done.stdout)
        self.assertEqual(told["inclusion"]["record"], "3")
        self.assertGreater(len(told["consistency"]["path"]), 2)
        done = program.run("bundle", "prove", "--journal", self.journal, "--record", self.last + 1)
        self.assertEqual(done.returncode, 66)

    def test_files_that_are_no_bundles(self):
        path = self.make("--to", 5)
        cut = path.with_name("cut.bundle")
        cut.write_bytes(path.read_bytes()[:-1])
        for file, code, word in ((cut, 65, "fetch it anew"), (self.journal, 65, "no bundle"),
                                 (path.with_name("none"), 66, "none")):
            for command in (("verify", file), ("bundle", "show", file)):
                done = program.run(*command)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(word, done.stderr)

    def test_no_bundle_is_made_of_a_damaged_journal(self):
        journal = copy_of(self.journal)
        with sqlite3.connect(journal) as rows:
            rows.execute("UPDATE fields SET value = '{}' WHERE idx = 9 AND name = 'snapshot'")
        rows.close()
        path = program.new_folder() / "a.bundle"
        done = program.run("bundle", "make", "--journal", journal, "--out", path)
        self.assertEqual(done.returncode, 2)
        self.assertFalse(path.exists())
