# SPDX-License-Identifier: MIT
"""What the doctor says is what a run does, and it changes nothing; init can be given again."""

import hashlib
import pathlib
import socket
import unittest

from e2e import program

from .house import Operator


def picture(folder):
    """Returns every file with its bytes and time, and every folder; without what SQLite puts beside
    a database for any reader and never shows again: an empty -wal and a -shm."""
    seen = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        passing = path.name.endswith("-shm") or (path.name.endswith("-wal")
                                                 and path.stat().st_size == 0)
        if path.is_file() and not passing:
            seen[str(path)] = (path.stat().st_mtime_ns, path.stat().st_mode,
                               hashlib.sha256(path.read_bytes()).hexdigest())
        elif path.is_dir():
            seen[str(path)] = path.stat().st_mode
    return seen


class NewOperatorsDoctor(unittest.TestCase):
    def setUp(self):
        self.operator = Operator().ready()
        self.addCleanup(self.operator.close)

    def doctor(self):
        return program.run("doctor", "--config", self.operator.config)

    def journaled(self):
        """A journal with an update in it; nobody runs afterwards."""
        keeper = self.operator.run()
        keeper.wait_for("update_confirmed")
        self.assertEqual(keeper.stop()[0], 0)

    def agrees_that_it_cannot_run(self, words):
        doctor = self.doctor()
        self.assertEqual(doctor.returncode, 1, doctor.stdout)
        self.assertIn("FAULT", doctor.stdout)
        self.assertIn(words, doctor.stdout)
        run = program.run("run", "--config", self.operator.config)
        self.assertNotEqual(run.returncode, 0, run.stderr)
        self.assertIn(words, run.stderr)

    def test_it_changes_nothing(self):
        before = picture(self.operator.folder)
        doctor = self.doctor()
        self.assertEqual(doctor.returncode, 0, doctor.stdout)
        self.assertEqual(picture(self.operator.folder), before)
        self.journaled()
        before = picture(self.operator.dir)
        doctor = self.doctor()
        self.assertEqual(doctor.returncode, 0, doctor.stdout)
        self.assertIn("2 records, the last epoch of", doctor.stdout)
        self.assertEqual(picture(self.operator.dir), before)

    def test_beside_a_keeper_that_runs_all_is_well(self):
        keeper = self.operator.run()
        keeper.wait_for("update_confirmed")
        doctor = self.doctor()
        self.assertEqual(doctor.returncode, 0, doctor.stdout)
        self.assertIn("the keeper runs, and answers at", doctor.stdout)
        self.assertEqual(keeper.count("level=error"), 0)

    def test_a_journal_of_another_policy(self):
        self.journaled()
        policy = next((self.operator.dir / "policy").glob("carry_aware.toml"))
        text = policy.read_text(encoding="utf-8")
        self.assertIn("name = ", text)
        policy.write_text(text.replace('name = "', 'name = "another_', 1), encoding="utf-8")
        self.agrees_that_it_cannot_run("the journal was begun with another policy")

    def test_a_port_that_is_taken(self):
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.1", self.operator.port))
            other.listen()
            self.agrees_that_it_cannot_run("Address already in use")

    def test_a_quorum_that_cannot_be(self):
        self.operator.change("quorum = 1", "quorum = 2")
        self.agrees_that_it_cannot_run("a quorum of 2 of 1 endpoints cannot be")

    def test_a_price_that_no_feed_gives(self):
        feeds = self.operator.dir / "feeds.toml"
        text = feeds.read_text(encoding="utf-8")
        self.assertIn('of = "ETH"', text)
        feeds.write_text(text.replace('of = "ETH"', 'of = "BTC"'), encoding="utf-8")
        self.agrees_that_it_cannot_run("no feed is declared for the price of ETH")

    def test_init_that_was_interrupted_is_given_again(self):
        operator = self.operator
        configuration = operator.config.read_bytes()
        operator.config.unlink()  # It is written last.
        document = operator.folder / "oracle.toml"
        again = operator.init(operator.oracle, document)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertTrue(operator.config.exists())
        operator.config.write_bytes(configuration)
        operator.config.unlink()
        (operator.dir / "feeds.toml").write_text("# my own\n", encoding="utf-8")
        refused = operator.init(operator.oracle, document)
        self.assertEqual(refused.returncode, 73, refused.stderr)
        self.assertEqual((operator.dir / "feeds.toml").read_text(encoding="utf-8"), "# my own\n")


if __name__ == "__main__":
    unittest.main()
