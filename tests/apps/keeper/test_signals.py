# SPDX-License-Identifier: MIT
"""Fault 41: stops in the middle of everything. Fault 42: broken configurations on reload."""

import os
import pty
import random
import re
import signal
import time
import unittest

from e2e import program
from e2e.lying_proxy import LyingProxy

from .house import Operator

NIGHTLY = "BALLAST_NIGHTLY" in os.environ
STOPS = 200 if NIGHTLY else 24


class Signals(unittest.TestCase):
    def setUp(self):
        self.operator = Operator()
        self.addCleanup(self.operator.close)

    def stop_somehow(self, keeper, chance):
        """Sends what an impatient operator or a supervisor sends. Returns code and seconds."""
        kind = chance.choice(("term", "int_twice", "hangups"))
        if kind == "hangups":
            for _ in range(20):
                keeper.send(signal.SIGHUP)
                time.sleep(0.005)
        if kind == "int_twice":
            keeper.send(signal.SIGINT)
            time.sleep(0.01)
            if keeper.process.poll() is None:
                return keeper.stop(signal.SIGINT)
        return keeper.stop(signal.SIGTERM)

    def test_fault_41_stops_within_ten_seconds(self):
        seed = int(os.environ.get("BALLAST_SEED", random.randrange(2**32)))
        print(f"seed={seed} repeat: BALLAST_SEED={seed}", flush=True)
        chance = random.Random(seed)
        operator = self.operator.ready()
        clean, slowest, in_epoch = 0, 0.0, 0
        for _ in range(STOPS):
            keeper = operator.run()
            keeper.wait_for("event=started")
            # Also before its first look, and while its update is on the way.
            time.sleep(chance.choice((0, 0.01, 0.05, 0.2, 0.5)))
            before = keeper.log()
            code, seconds = self.stop_somehow(keeper, chance)
            in_epoch += "event=decided" not in before
            slowest = max(slowest, seconds)
            self.assertLess(seconds, 10)
            self.assertEqual(code, 0, keeper.log())
            clean += 1
        self.assertGreater(in_epoch, 0)
        self.assertEqual(operator.seqs(), sorted(set(operator.seqs())))
        self.assertLessEqual(len(operator.seqs()), 1)
        print(f"stops={clean} of={STOPS} slowest_s={slowest:.2f}")

    def test_fault_41_a_stop_at_the_password_prompt(self):
        """Nobody is there to type: a supervisor's word ends it all the same."""
        operator = self.operator.ready()
        text = operator.config.read_text(encoding="utf-8")
        self.assertIn("password_file", text)
        operator.config.write_text("".join(line for line in text.splitlines(keepends=True)
                                           if "password_file" not in line), encoding="utf-8")
        child, terminal = pty.fork()
        if child == 0:
            os.execve(program.binary, [program.binary, "run", "--config", str(operator.config)],
                      program.environment())
        said = b""
        while b"assword" not in said:
            said += os.read(terminal, 1024)
        time.sleep(0.5)
        begun = time.monotonic()
        os.kill(child, signal.SIGTERM)
        ended = (0, 0)
        while ended[0] == 0 and time.monotonic() - begun < 10:
            ended = os.waitpid(child, os.WNOHANG)
            time.sleep(0.02)
        took = time.monotonic() - begun
        if ended[0] == 0:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        os.close(terminal)
        self.assertEqual(ended[0], child, "it waits for a key")
        self.assertTrue(os.WIFEXITED(ended[1]))
        print(f"prompt_stop_s={took:.2f}")

    def broken(self):
        """Returns thirty texts that are no configuration of this keeper."""
        good = self.operator.config.read_text(encoding="utf-8")
        changes = [
            ("[keeper]", "[keeper"), ("[keeper]", ""), ('mode = "publish"', 'mode = "loud"'),
            ('mode = "publish"', "mode = publish"), ('mode = "publish"', "mode = 1"),
            ('state = "state"', ""), ('state = "state"', 'state = "elsewhere"'),
            ('feeds = "feeds.toml"', 'feeds = "nowhere.toml"'),
            ('policy = "policy/carry_aware.toml"', 'policy = "nowhere.toml"'),
            ("clock_skew_max_seconds = 30", "clock_skew_max_seconds = 0"),
            ("clock_skew_max_seconds = 30", 'clock_skew_max_seconds = "30"'),
            ("clock_skew_max_seconds = 30", "clock_skew_max_second = 30"),
            ("standby_offset_seconds = 0", "standby_offset_seconds = -1"),
            ("chain_id = 31337", "chain_id = 1"), ("chain_id = 31337", "chain_id = 0"),
            ("chain_id = 31337", ""), ("quorum = 1", "quorum = 0"), ("quorum = 1", "quorum = 2"),
            ('rpc_file = "rpc"', 'rpc_file = "nowhere"'), ('rpc_file = "rpc"', ""),
            (self.operator.oracle, "0x" + "22" * 20), (self.operator.oracle, "0x12"),
            ("[chain.main.market.ETH]", "[chain.main.market.BTC]"),
            ("[chain.main.market.ETH]", "[chain.other.market.ETH]"),
            ("index = 0", "index = 1"), ("index = 0", "index = 32"),
            (f"127.0.0.1:{self.operator.port}", "127.0.0.1:1"),
            ('format = "logfmt"', 'format = "json"'), ('format = "logfmt"', 'format = "xml"'),
        ]
        texts = []
        for old, new in changes:
            self.assertIn(old, good)
            texts.append(good.replace(old, new, 1))
        gas = re.search(r'gas_keystore = "(.*)"', good).group(1)
        report = re.search(r'keystore = "(keys/report.*)"', good).group(1)
        texts.append(good.replace(gas, report))
        return good, texts

    def test_fault_42_a_broken_configuration_changes_nothing(self):
        operator = self.operator.ready()
        keeper = operator.run()
        keeper.wait_for("update_confirmed")
        good, texts = self.broken()
        kept = 0
        for text in texts:
            operator.config.write_text(text, encoding="utf-8")
            refused = keeper.count("event=config_refused")
            keeper.send(signal.SIGHUP)
            deadline = time.monotonic() + 20
            while keeper.count("event=config_refused") == refused:
                self.assertLess(time.monotonic(), deadline, text + keeper.log())
                self.assertIsNone(keeper.process.poll(), keeper.log())
                time.sleep(0.05)
            kept += 1
        self.assertEqual(keeper.count("event=config_applied"), 0)
        time.sleep(1.5)
        self.assertIn(f'config_reloads_total{{outcome="refused"}} {kept}',
                      keeper.page("/metrics")[1])
        self.assertEqual(keeper.page("/readyz")[0], 200)
        operator.config.write_text(good.replace("clock_skew_max_seconds = 30",
                                                "clock_skew_max_seconds = 60"), encoding="utf-8")
        keeper.send(signal.SIGHUP)
        keeper.wait_for("event=config_applied", 20)
        self.assertEqual(keeper.stop()[0], 0)
        self.assertEqual(kept, 30)
        print(f"broken={len(texts)} kept={kept}")

    def test_fault_42_a_reload_takes_the_sources_of_borrowers_along(self):
        """With other nodes the observatory, too, asks those alone."""
        operator = self.operator.ready()
        asked = {"first": 0, "second": 0}
        urls = {}
        for name in asked:
            def count(_call, _reply, name=name):
                asked[name] += 1
            proxy = LyingProxy(operator.chain.port, count)
            proxy.open()
            self.addCleanup(proxy.close)
            urls[name] = proxy.url
        operator.change("quorum = 1", "quorum = 1\naave_from_block = 0")
        operator.private(operator.dir / "rpc", urls["first"] + "\n")
        keeper = operator.run()
        keeper.wait_for("event=started")
        deadline = time.monotonic() + 60
        while asked["first"] < 40:
            self.assertLess(time.monotonic(), deadline, asked)
            time.sleep(0.1)
        operator.private(operator.dir / "rpc", urls["second"] + "\n")
        keeper.send(signal.SIGHUP)
        keeper.wait_for("event=config_applied", 30)
        time.sleep(1)
        before = dict(asked)
        time.sleep(12)  # Two polls, in which borrowers are looked for.
        self.assertEqual(asked["first"], before["first"])
        self.assertGreater(asked["second"], before["second"])
        # One that cannot be is refused as a whole: the same nodes go on being asked.
        operator.private(operator.dir / "rpc", "not-a-url\n")
        keeper.send(signal.SIGHUP)
        keeper.wait_for("event=config_refused", 30)
        before = dict(asked)
        time.sleep(12)
        self.assertGreater(asked["second"], before["second"])
        print(f"asked_first={asked['first']} asked_second={asked['second']}")

    def test_fault_42_a_reload_refused_half_way_leaves_the_sources_of_before(self):
        """Good feeds beside an index of another first block: the feeds are tried on before it."""
        operator = self.operator.ready()
        operator.change("quorum = 1", "quorum = 1\naave_from_block = 0")
        feeds = operator.config.parent / "feeds.toml"
        before = feeds.read_text(encoding="utf-8")
        keeper = operator.run()
        keeper.wait_for("update_confirmed")

        def shown():
            time.sleep(2)
            return set(re.findall(r'feed="([^"]*)"', keeper.page("/metrics")[1]))

        deadline = time.monotonic() + 60
        while "eth" not in (names := shown()):
            self.assertLess(time.monotonic(), deadline, names)
        feeds.write_text(before.replace("[feed.eth", "[feed.ether"), encoding="utf-8")
        operator.change("aave_from_block = 0", "aave_from_block = 1")
        keeper.send(signal.SIGHUP)
        keeper.wait_for("event=config_refused", 30)
        self.assertEqual(shown(), names)
        feeds.write_text(before, encoding="utf-8")
        operator.change("aave_from_block = 1", "aave_from_block = 0")
        keeper.send(signal.SIGHUP)
        keeper.wait_for("event=config_applied", 30)
        self.assertEqual(shown(), names)


if __name__ == "__main__":
    unittest.main()
