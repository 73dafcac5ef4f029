# SPDX-License-Identifier: MIT
"""A transaction that nobody mines, under the operator's hand."""

import json
import subprocess
import unittest

from . import program
from .chain import Anvil

GENESIS_BEFORE = 86_400


class Transactions(unittest.TestCase):
    def tx(self, verb, *words):
        return program.run("tx", verb, "--journal", self.out / "journal.db", *words)

    def only_record(self):
        done = self.tx("list", "--open", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        records = json.loads(done.stdout)
        self.assertEqual(len(records), 1)
        return records[0]

    def gas_key(self, anvil):
        """Returns words that unlock the demonstration's gas key, which everybody knows."""
        folder = program.new_folder()
        raw, password = folder / "raw", folder / "password"
        name = "ballast demonstration key 0".encode().hex()
        for file, text in ((raw, anvil.ask("web3_sha3", "0x" + name)), (password, "demonstration")):
            file.touch(mode=0o600)
            file.write_text(text, encoding="utf-8")
        done = program.run("keys", "import", raw, "--kind", "gas", "--dir", folder / "keys",
                           "--password-file", password, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return ["--keystore", json.loads(done.stdout)["file"], "--password-file", password,
                "--rpc", anvil.url]

    def stick(self, anvil):
        """Leaves one transaction in a pool that nobody mines from."""
        anvil.ask("evm_setAutomine", False)
        done = program.run("demo", "--event", program.SHORTEST, "--rpc", anvil.url, "--out",
                           self.out)
        self.assertEqual(done.returncode, 69, done.stderr)
        self.assertIn("which stays stored", done.stderr)

    def pool_fees(self, anvil):
        content = anvil.ask("txpool_content")["pending"]
        return [int(held["maxFeePerGas"], 16) for account in content.values()
                for held in account.values()]

    def test_bump_and_cancel(self):
        self.out = program.new_folder()
        with Anvil(self.genesis()) as anvil:
            self.stick(anvil)
            first = self.only_record()
            self.assertEqual((first["state"], first["nonce"], len(first["attempts"])),
                             ("sent", "0", 1))
            shown = self.tx("show", first["key"][:12])
            self.assertIn(first["attempts"][0]["tx_hash"], shown.stdout)
            listed = self.tx("list")
            self.assertIn(first["key"], listed.stdout)
            self.assertTrue(listed.stdout.startswith("nonce"))

            words = self.gas_key(anvil)
            for limit, reason in (("--cap", "fee_capped"), ("--day", "budget_spent")):
                refused = self.tx("bump", first["key"], *words, limit, "1")
                self.assertEqual(refused.returncode, 1, refused.stderr)
                self.assertIn(reason, refused.stderr)
            bumped = self.tx("bump", first["key"], *words, "--json")
            self.assertEqual(bumped.returncode, 0, bumped.stderr)
            attempts = json.loads(bumped.stdout)["attempts"]
            self.assertEqual([attempt["kind"] for attempt in attempts], ["call", "call"])
            self.assertEqual(self.pool_fees(anvil), [int(attempts[1]["max_fee"])])

            cancelled = self.tx("cancel", attempts[1]["tx_hash"], *words, "--json")
            self.assertEqual(cancelled.returncode, 0, cancelled.stderr)
            attempts = json.loads(cancelled.stdout)["attempts"]
            self.assertEqual(attempts[2]["kind"], "cancel")
            self.assertEqual(self.pool_fees(anvil), [int(attempts[2]["max_fee"])])

            anvil.ask("evm_mine")
            late = self.tx("bump", first["key"], *words)
            self.assertEqual(late.returncode, 1)
            self.assertIn("is in a block already", late.stderr)
            self.assertEqual(self.only_record()["inclusion"]["tx_hash"], attempts[2]["tx_hash"])

    def test_words(self):
        self.out = program.new_folder()
        self.assertEqual(self.tx("list").returncode, 66)
        self.assertEqual(program.run("tx", "list").returncode, 64)
        with Anvil(self.genesis()) as anvil:
            self.stick(anvil)
            self.assertEqual(self.tx("show", "0x12").returncode, 64)
            self.assertEqual(self.tx("show", "0x0123456789").returncode, 66)
            self.assertEqual(self.tx("clear").returncode, 0)
            self.assertEqual(self.tx("bump", self.only_record()["key"]).returncode, 64)

    @staticmethod
    def genesis():
        out, done = program.whole_run(program.SHORTEST)
        assert done.returncode == 0, done.stderr
        replayed = subprocess.run([program.binary, "tx", "list", "--journal",
                                   str(out / "journal.db"), "--json"], capture_output=True,
                                  text=True, check=True)
        return int(json.loads(replayed.stdout)[0]["attempts"][0]["signed_at"]) - GENESIS_BEFORE
