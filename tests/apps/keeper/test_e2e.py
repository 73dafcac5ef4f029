# SPDX-License-Identifier: MIT
"""init, doctor, run, as a new operator does them."""

import json
import unittest

from e2e import program

from .house import Operator


class NewOperator(unittest.TestCase):
    def setUp(self):
        self.operator = Operator()
        self.addCleanup(self.operator.close)

    def test_first_confirmed_update_within_two_minutes(self):
        operator = self.operator.ready()
        doctor = program.run("doctor", "--config", operator.config)
        self.assertEqual(doctor.returncode, 0, doctor.stdout + doctor.stderr)
        keeper = operator.run()
        took = keeper.wait_for("update_confirmed")
        self.assertEqual(operator.seqs(), [1])
        self.assertEqual(keeper.page("/livez")[0], 200)
        self.assertEqual(keeper.page("/readyz")[0], 200, keeper.page("/readyz"))
        self.assertIn("ballast_", keeper.page("/metrics")[1])
        status = json.loads(keeper.page("/status")[1])
        self.assertEqual(status["keeper"]["mode"], "running")
        self.assertEqual(status["markets"][0]["name"], "ETH")
        code, seconds = keeper.stop()
        self.assertEqual(code, 0, keeper.log())
        self.assertLess(seconds, 10)
        replayed = program.run("replay", "--journal", operator.dir / "state" / "main.db", "--json")
        self.assertEqual(replayed.returncode, 0, replayed.stdout)
        self.assertEqual(json.loads(replayed.stdout)["identical"], 1)
        self.begin_with_the_bytes(operator)
        print(f"first_update_s={took:.1f} stop_s={seconds:.2f}")

    def begin_with_the_bytes(self, operator):
        """The answers that it captured give its epoch again; one that is gone is named."""
        state = operator.dir / "state"
        bundle = operator.folder / "first.bundle"
        made = program.run("bundle", "make", "--journal", state / "main.db", "--out", bundle)
        self.assertEqual(made.returncode, 0, made.stderr)
        captured = ("--captured", state / "captures", "--feeds", operator.folder / "feeds.toml")
        for command in (("replay", "--journal", state / "main.db"), ("verify", bundle)):
            done = program.run(*command, *captured, "--json")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            told = json.loads(done.stdout)["captured"]
            self.assertEqual((told["epochs"], told["identical"], told["lost"]), (1, 1, []))
            self.assertGreater(told["answers"], 1)
        (day,) = (state / "captures" / "fetches").glob("*.jsonl")
        whole = day.read_bytes()
        for line, code, counts in ((b'{"at":"17', 0, (0, 1)), (b"{}\n", 2, (1, 0))):
            day.write_bytes(whole + line)
            done = program.run("verify", bundle, *captured, "--json")
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
            told = json.loads(done.stdout)["captured"]
            self.assertEqual((told["damaged_lines"], told["torn_lines"]), counts)
            self.assertEqual(told["spoilt"], [{"damaged": counts[0], "file": str(day),
                                               "torn": counts[1]}])
        day.write_bytes(whole)
        for body in (state / "captures" / "bodies").glob("*/*"):
            body.unlink()
        done = program.run("verify", bundle, *captured)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("withheld input: feed eth, source eth_", done.stdout)
        self.assertIn("feed eth, observed_at", done.stdout)
        self.assertEqual(program.run("verify", bundle, *captured[:2]).returncode, 64)
        self.assertEqual(program.run("verify", bundle, "--captured", operator.folder,
                                     *captured[2:]).returncode, 66)

    def test_a_shadow_decides_and_sends_nothing(self):
        operator = self.operator.ready("shadow")
        keeper = operator.run()
        keeper.wait_for("event=held")
        self.assertEqual(operator.seqs(), [])
        self.assertEqual(keeper.stop()[0], 0)
        replayed = program.run("replay", "--journal", operator.dir / "state" / "main.db", "--json")
        self.assertEqual(json.loads(replayed.stdout)["identical"], 1, replayed.stdout)

    def test_the_kill_switch_silences_it(self):
        operator = self.operator.ready()
        (operator.dir / "state" / "stop").write_text("", encoding="utf-8")
        keeper = operator.run()
        keeper.wait_for("reason=kill_switch")
        self.assertEqual(operator.seqs(), [])

    def test_a_second_keeper_ends_with_75(self):
        operator = self.operator.ready()
        operator.run().wait_for("event=started")
        second = program.run("run", "--config", operator.config)
        self.assertEqual(second.returncode, 75, second.stderr)

    def test_init_overwrites_nothing(self):
        operator = self.operator.ready()
        before = operator.config.read_bytes()
        again = program.run("init", operator.dir)
        self.assertEqual(again.returncode, 73, again.stderr)
        self.assertEqual(operator.config.read_bytes(), before)

    def test_doctor_says_in_words_what_is_wrong(self):
        operator = self.operator.ready()
        operator.change('oracle = "' + operator.oracle, 'oracle = "0x' + "22" * 20)
        doctor = program.run("doctor", "--config", operator.config)
        self.assertEqual(doctor.returncode, 1, doctor.stdout)
        self.assertIn("there is no contract at", doctor.stdout)
        self.assertIn("-> mend chain.main.oracle", doctor.stdout)


if __name__ == "__main__":
    unittest.main()
