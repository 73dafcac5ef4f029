#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Operators with keys and journals of their own, each a process, sign one report or say why not.

usage: cosign_test.py BALLAST COSIGN_WORLD MOVED_CLOCK     from the project's root
"""

import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

BALLAST, WORLD, MOVED_CLOCK = (str(pathlib.Path(each).resolve()) for each in sys.argv[1:4])
OPERATORS, THRESHOLD = 5, 3
CONFIG = "0x" + "11" * 32
PASSWORD = "a password for tests"


def run(*arguments, env=None):
    plain = {key: value for key, value in os.environ.items() if not key.startswith("BALLAST_")}
    return subprocess.run([BALLAST, *map(str, arguments)], capture_output=True, text=True,
                          timeout=60, check=False, env={**plain, **(env or {})})


class Cosign(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="ballast-cosign-")
        cls.addClassCleanup(scratch.cleanup)
        cls.root = pathlib.Path(scratch.name)
        cls.password = cls.root / "password"
        cls.password.write_text(PASSWORD)
        cls.password.chmod(0o600)
        made = [run("keys", "new", "--kind", "report", "--dir", cls.root / f"keys{i}",
                    "--password-file", cls.password, "--json") for i in range(OPERATORS)]
        for done in made:
            assert done.returncode == 0, done.stderr
        stores = [next((cls.root / f"keys{i}").glob("*.json")) for i in range(OPERATORS)]
        # The oracle's signers ascend by address.
        stores.sort(key=lambda path: path.stem.rsplit("0x", 1)[1].lower())
        cls.keystores = stores
        cls.addresses = ["0x" + path.stem.rsplit("0x", 1)[1] for path in stores]
        cls.journals = [cls.journal(f"journal{i}", price=10_000 + 20 * i)
                        for i in range(OPERATORS)]
        cls.proposal = cls.root / "proposal.bundle"
        done = run("bundle", "make", "--journal", cls.journals[0], "--out", cls.proposal)
        assert done.returncode == 0, done.stderr

    @classmethod
    def journal(cls, name, policy="carry_aware", price=10_000, memory=100,
                held="shadow"):
        path = cls.root / (name + ".db")
        subprocess.run([WORLD, str(path), policy, str(price), str(THRESHOLD),
                        str(memory), held, *cls.addresses],
                       check=True)
        return path

    def sign(self, operator, journal=None, proposal=None, config=CONFIG, signed=None, env=None):
        return run("cosign", "sign", "--bundle", proposal or self.proposal, "--config-digest",
                   config, "--journal", journal or self.journals[operator], "--signed",
                   signed or self.root / f"signed{operator}.json", "--keystore",
                   self.keystores[operator], "--password-file", self.password, env=env)

    def signatures(self, *operators):
        """Processes of their own that run at the same time, as operators do."""
        files = []
        with ThreadPoolExecutor(len(operators)) as together:
            all_done = list(together.map(self.sign, operators))
        for operator, done in zip(operators, all_done):
            self.assertEqual(done.returncode, 0, done.stderr)
            files.append(self.root / f"signature{operator}.json")
            files[-1].write_text(done.stdout)
        return files

    def join(self, *files, config=CONFIG):
        return run("cosign", "join", "--bundle", self.proposal, "--config-digest", config, *files)

    def test_three_of_five_reach_the_same_bytes(self):
        files = self.signatures(0, 2, 4)
        self.assertEqual(len({json.loads(file.read_text())["digest"] for file in files}), 1)
        one, other = self.join(*files), self.join(*reversed(files))
        self.assertEqual(one.returncode, 0, one.stderr)
        self.assertEqual(one.stdout, other.stdout)
        # The mask of signers 0, 2 and 4 before three signatures of 64 bytes.
        self.assertIn("00000015" + json.loads(files[0].read_text())["signature"][2:], one.stdout)
        more = self.join(*files, *self.signatures(1))
        self.assertEqual(more.returncode, 0, more.stderr)

    def test_too_few_or_foreign_signatures_are_refused(self):
        files = self.signatures(0, 2)
        done = self.join(*files, files[0])
        self.assertEqual(done.returncode, 2)
        self.assertIn("2 of 3 signatures", done.stderr)
        done = self.join(*files, config="0x" + "22" * 32)
        self.assertEqual(done.returncode, 2)
        self.assertIn("signature0.json", done.stderr)

    def test_signers_that_no_oracle_can_have_are_refused(self):
        many = ["0x" + f"{i + 1:040x}" for i in range(33)]
        for name, signers in (("many", many), ("twice", many[:3] + many[:1]), ("few", many[:2])):
            journal, bundle = self.root / f"{name}.db", self.root / f"{name}.bundle"
            subprocess.run([WORLD, str(journal), "carry_aware", "10000", str(THRESHOLD), "100",
                            "shadow", *signers], check=True)
            done = run("bundle", "make", "--journal", journal, "--out", bundle)
            self.assertEqual(done.returncode, 0, done.stderr)
            done = run("cosign", "join", "--bundle", bundle, "--config-digest", CONFIG, "none")
            self.assertEqual(done.returncode, 2, name)
            self.assertIn("no oracle has such signers", done.stderr)

    def test_another_policy_refuses_and_names_the_field(self):
        journal = self.journal("other-policy", policy="macro_blind")
        done = self.sign(1, journal=journal, signed=self.root / "s1.json")
        self.assertEqual(done.returncode, 2)
        self.assertIn("field policy, at ", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_a_forged_memory_under_a_true_snapshot_refuses_and_names_the_decision(self):
        journal = self.journal("forged-memory", memory=400)
        bundle = self.root / "forged.bundle"
        done = run("bundle", "make", "--journal", journal, "--out", bundle)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(run("verify", bundle).returncode, 0, "it is whole by itself")
        done = self.sign(1, proposal=bundle, signed=self.root / "s4.json")
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("not what we decided", done.stderr)
        self.assertIn("field decision, at market 0x", done.stderr)
        self.assertFalse((self.root / "s4.json").exists())
        # The other way about: the proposal is looser than what the calmer memory hides from us.
        done = self.sign(1, journal=journal, signed=self.root / "s4.json")
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("not what we decided", done.stderr)

    def test_what_our_own_keeper_did_not_hold_back_is_not_signed(self):
        journal = self.journal("own-lane", held="cut_limit")
        done = self.sign(1, journal=journal, signed=self.root / "s5.json")
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("field held", done.stderr)
        standby = self.journal("own-standby", held="standby")
        done = self.sign(1, journal=standby, signed=self.root / "s6.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        draft = self.journal("own-draft", held="draft")
        done = self.sign(1, journal=draft, signed=self.root / "s7.json")
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("holds a draft", done.stderr)
        self.assertFalse((self.root / "s7.json").exists())

    def test_what_was_seen_otherwise_refuses_and_names_the_price(self):
        journal = self.journal("other-price", price=10_200)
        done = self.sign(1, journal=journal, signed=self.root / "s2.json")
        self.assertEqual(done.returncode, 2)
        self.assertIn("field snapshot, at markets[0].price_1e8", done.stderr)
        self.assertFalse((self.root / "s2.json").exists())

    def second_proposal(self):
        """The same number, decided on other prices that are within everybody's tolerance."""
        path = self.root / "second.bundle"
        if not path.exists():
            done = run("bundle", "make", "--journal", self.journals[1], "--out", path)
            self.assertEqual(done.returncode, 0, done.stderr)
        return path

    def test_a_number_is_signed_once_unless_the_earlier_has_expired(self):
        at = json.loads(run("bundle", "show", self.proposal, "--json").stdout)
        self.assertGreater(at["to"], 1)
        signed = self.root / "once.json"
        clock = self.root / "clock"

        def at_epoch(**more):
            return self.sign(3, signed=signed, env={"LD_PRELOAD": MOVED_CLOCK,
                                                    "MOVED_CLOCK": str(clock)}, **more)

        def move(seconds):
            clock.write_bytes(struct.pack("<q", seconds))

        # The clock of 2024-07-01, before the proposal's validUntil.
        move(1_719_792_000 - int(time.time()))
        self.assertEqual(at_epoch().returncode, 0)
        self.assertEqual(at_epoch().returncode, 0, "the same report may be signed again")
        other = at_epoch(proposal=self.second_proposal())
        self.assertEqual(other.returncode, 2, other.stdout)
        self.assertIn("was signed already", other.stderr)
        other = at_epoch(config="0x" + "22" * 32)
        self.assertEqual(other.returncode, 2, other.stdout)
        move(0)
        later = at_epoch(proposal=self.second_proposal())
        self.assertEqual(later.returncode, 0, later.stderr)

    def test_a_damaged_note_signs_nothing(self):
        signed = self.root / "damaged.json"
        signed.write_text("{")
        done = self.sign(3, signed=signed)
        self.assertEqual(done.returncode, 65)
        self.assertEqual(done.stdout, "")
        self.assertIn("is damaged", done.stderr)

    def test_a_bundle_that_proposes_nothing_is_refused(self):
        quiet = self.root / "quiet.bundle"
        if not quiet.exists():
            done = run("bundle", "make", "--journal", self.journals[0], "--to", 1, "--out", quiet)
            self.assertEqual(done.returncode, 0, done.stderr)
        done = self.sign(0, proposal=quiet)
        self.assertEqual(done.returncode, 2)
        self.assertIn("nothing to sign", done.stderr)


if __name__ == "__main__":
    outcome = unittest.TextTestRunner(verbosity=2).run(
        unittest.defaultTestLoader.loadTestsFromTestCase(Cosign))
    print(f"executed={outcome.testsRun}")
    sys.exit(0 if outcome.wasSuccessful() and outcome.testsRun > 0 else 1)
