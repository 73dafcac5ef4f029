# SPDX-License-Identifier: MIT
"""Of three nodes one is behind, on another chain, lies, or is down: the other two decide."""

import unittest
from unittest import mock

from e2e.cut_proxy import CutProxy
from e2e.lying_proxy import LyingProxy

from . import house

HEAD = '0x{:064x}'


class Nodes(unittest.TestCase):
    """Each case puts the bad node first: it was the one that was believed."""

    def setUp(self):
        # Above all that the policy allows, so that the first update is a cut.
        high = house.ORACLE
        for was, now in (("ltv = 7_800", "ltv = 8_700"), ("lt = 8_300", "lt = 9_000"),
                         ("ltv_max = 8_100", "ltv_max = 8_800"),
                         ("lt_max = 8_500", "lt_max = 9_100")):
            assert was in high
            high = high.replace(was, now)
        patch = mock.patch.object(house, "ORACLE", high)
        patch.start()
        self.addCleanup(patch.stop)
        self.operator = house.Operator()
        self.addCleanup(self.operator.close)
        self.proxies = []
        self.twisted = 0

    def proxy(self, twist=None):
        port = self.operator.chain.port
        proxy = LyingProxy(port, twist) if twist else CutProxy(port)
        proxy.open()
        self.addCleanup(proxy.close)
        self.proxies.append(proxy)
        return proxy

    def ready(self, twist):
        operator = self.operator.ready()
        self.proxy(twist)
        self.proxy()
        self.proxy()
        operator.private(operator.dir / "rpc",
                         "".join(proxy.url + "\n" for proxy in self.proxies))
        operator.change("quorum = 1", "quorum = 2")
        return operator

    def is_published(self, twist):
        operator = self.ready(twist)
        keeper = operator.run()
        keeper.wait_for("update_confirmed")
        self.assertEqual(operator.seqs(), [1])
        self.assertGreater(self.twisted, 0, "the bad node was never asked")
        self.assertIn("event=decided", keeper.log())
        self.assertIn("msg=tighten", keeper.log())
        return keeper

    def test_a_node_that_is_behind(self):
        def behind(call, reply):
            if call["method"] == "eth_getBlockByNumber" and not call["params"][0].startswith("0x"):
                number = int(reply["result"]["number"], 16)
                reply["result"] = self.operator.chain.ask("eth_getBlockByNumber",
                                                          hex(max(number - 30, 0)), False)
                self.twisted += 1
        self.is_published(behind)

    def test_a_node_on_another_chain(self):
        def elsewhere(call, reply):
            if call["method"] == "eth_chainId":
                self.twisted += 1
                reply["result"] = "0x1"
        keeper = self.is_published(elsewhere)
        self.assertIn("reason=other_chain", keeper.log())

    def test_a_node_that_lies_about_the_oracle(self):
        def lie(call, reply):
            if call["method"] == "eth_call" and "result" in reply:
                self.twisted += 1
                reply["result"] = reply["result"][:-1] + "9"
        self.is_published(lie)

    def test_a_node_with_an_aged_head(self):
        frozen = {}

        def aged(call, reply):
            if call["method"] == "eth_getBlockByNumber" and not call["params"][0].startswith("0x"):
                self.twisted += 1
                reply["result"] = frozen.setdefault(call["params"][0], reply["result"])
        self.is_published(aged)

    def test_two_that_lie_differently_stop_it(self):
        """No quorum says the same."""
        def lie(call, reply):
            if call["method"] == "eth_call" and "result" in reply:
                self.twisted += 1
                reply["result"] = HEAD.format(self.twisted)
        operator = self.ready(lie)
        second = self.proxy(lie)
        third = self.proxies[2].url
        operator.private(operator.dir / "rpc",
                         f"{self.proxies[0].url}\n{second.url}\n{third}\n")
        keeper = operator.run()
        keeper.process.wait(timeout=60)
        self.assertNotEqual(keeper.process.returncode, 0)
        self.assertIn("no quorum of 2 nodes agrees", keeper.log())
        self.assertEqual(operator.seqs(), [])
        self.assertGreater(self.twisted, 0)


if __name__ == "__main__":
    unittest.main()
