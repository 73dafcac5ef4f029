# SPDX-License-Identifier: MIT
"""What is typed wrongly, and documents that are wrong: codes and sentences."""

import json
import shutil
import unittest

from . import program


class CommandLine(unittest.TestCase):
    def check(self, arguments, code, says=None):
        done = program.run(*arguments)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stderr}")
        if says is not None:
            self.assertIn(says, done.stderr)
            self.assertEqual(done.stdout, "")
        return done

    def test_usage(self):
        self.check([], 64, "subcommand")
        self.check(["demo", "--evnt", "x"], 64, "--evnt")
        self.check(["demo", "--event"], 64, "--event")
        self.check(["replay"], 64, "--journal")
        self.check(["frobnicate"], 64)
        for arguments in (["--help"], ["demo", "--help"], ["replay", "--help"]):
            self.assertIn("ballast", self.check(arguments, 0).stdout.lower())

    def test_version(self):
        told = json.loads(self.check(["version", "--json"], 0).stdout)
        self.assertEqual(list(told), ["binary_sha256", "code_hash", "compiler", "version"])
        for name in ("binary_sha256", "code_hash"):
            self.assertRegex(told[name], "^0x[0-9a-f]{64}$")
        self.assertIn(told["code_hash"], self.check(["version"], 0).stdout)

    def test_unknown_event_names_those_there_are(self):
        out = program.new_folder() / "never"
        done = self.check(["demo", "--event", "1999-09-09", "--out", out], 66, "1999-09-09")
        for event in program.EVENTS:
            self.assertIn(event, done.stderr)
        self.assertFalse(out.exists())

    def test_unknown_policy(self):
        self.check(["demo", "--policy", "nobody", "--out", program.new_folder() / "never"], 66,
                   "nobody")

    def test_missing_journal(self):
        self.check(["replay", "--journal", program.new_folder() / "journal.db"], 66, "journal")

    def test_out_that_is_a_file(self):
        out = program.new_folder() / "file"
        out.write_text("x", encoding="utf-8")
        self.check(["demo", "--out", out], 73, str(out))

    def test_file_that_is_no_journal(self):
        path = program.new_folder() / "journal.db"
        path.write_text("not a journal at all\n" * 100, encoding="utf-8")
        done = program.run("replay", "--journal", path)
        self.assertIn(done.returncode, (2, 65), done.stderr)
        self.assertIn(str(path), done.stderr)

    def test_rpc_without_a_node(self):
        out = program.new_folder()
        self.check(["demo", "--rpc", "http://127.0.0.1:9", "--out", out], 69, "127.0.0.1:9")
        self.check(["demo", "--rpc", "http://192.0.2.1:8545", "--out", out], 78, "https")


class BrokenDocuments(unittest.TestCase):
    """Several faults planted at once; each must be told at its place."""

    def setUp(self):
        self.policies = program.new_folder() / "policies"
        shutil.copytree("policies", self.policies)
        self.faults = []

    def plant(self, name, old, new, expected):
        """Replaces the first line that begins with `old`; remembers what must be said of it."""
        path = self.policies / name
        lines = path.read_text(encoding="utf-8").splitlines()
        number = next(i for i, line in enumerate(lines) if line.startswith(old))
        lines[number] = new
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.faults.append((f"{path.name}:{number + 1}:", expected))

    def check_all_told(self):
        out = program.new_folder() / "never"
        done = program.run("demo", "--policies", self.policies, "--out", out)
        self.assertEqual(done.returncode, 65, done.stderr)
        for place, expected in self.faults:
            told = [line for line in done.stderr.splitlines() if place in line]
            self.assertEqual(len(told), 1, f"{place}:\n{done.stderr}")
            self.assertIn(expected, told[0])
        self.assertFalse(out.exists())
        return done.stderr

    def test_faults_of_every_document_are_told_at_once(self):
        event = "scenarios/2024-08-05.toml"
        self.plant(event, "ltv_start_bps", 'ltv_start_bps = "7300"', "integer")
        self.plant(event, "title", 'titel = "Yen"', "titel")
        self.plant("carry_aware.toml", "epoch_seconds", 'epoch_seconds = "soon"', "integer")
        self.plant("carry_aware.toml", "asymmetry", 'asymmetry = "3.5"', "asymmetry")
        self.plant("carry_aware.toml", "quiet_below", 'quiet_blow = "0.5"', "quiet_blow")
        self.plant("sentinel.toml", "name", "name = 7", "name")
        told = self.check_all_told().splitlines()
        self.assertEqual(len(told), len(set(told)), "a fault is told twice")

    def test_syntax(self):
        self.plant("scenarios/2024-08-05.toml", "title", "title = ", "")
        self.check_all_told()
