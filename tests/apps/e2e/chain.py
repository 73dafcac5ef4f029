# SPDX-License-Identifier: MIT
"""An anvil of the test's own, and questions to it that do not pass through the program."""

import json
import pathlib
import socket
import subprocess
import time
import urllib.request

from . import program


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Anvil:
    """A local chain that begins at `genesis` seconds and outlives the program's runs."""

    def __init__(self, genesis):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [program.ANVIL, "--host", "127.0.0.1", "--port", str(self.port), "--timestamp",
             str(genesis), "--accounts", "1", "--slots-in-an-epoch", "1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait()

    def _wait(self):
        for _ in range(200):
            try:
                self.ask("eth_chainId")
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("anvil does not answer")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def ask(self, method, *parameters):
        """Returns the result of one JSON-RPC call."""
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters})
        request = urllib.request.Request(self.url, body.encode(),
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            reply = json.load(answer)
        if "error" in reply:
            raise RuntimeError(f"{method}: {reply['error']}")
        return reply["result"]

    def transactions(self):
        """Returns every transaction of the chain, in order, from its first block on."""
        height = int(self.ask("eth_blockNumber"), 16)
        return [transaction for number in range(height + 1)
                for transaction in self.ask("eth_getBlockByNumber", hex(number),
                                            True)["transactions"]]

    def accepted_seqs(self, oracle):
        """Returns the sequence number of each ReportAccepted event, in the order of the chain."""
        signature = event_signature("ReportAccepted")
        topic = self.ask("web3_sha3", "0x" + signature.encode().hex())
        logs = self.ask("eth_getLogs", {"address": oracle, "fromBlock": "0x0",
                                        "toBlock": "latest", "topics": [topic]})
        return [int(log["topics"][1], 16) for log in logs]


def event_signature(name):
    """Returns "Name(type,...)" from the contract's published ABI."""
    artifact = pathlib.Path("oracle/contracts/artifacts/RiskParamOracle.json")
    abi = json.loads(artifact.read_text(encoding="utf-8"))["abi"]
    event = next(item for item in abi if item["type"] == "event" and item["name"] == name)
    return f"{name}({','.join(item['type'] for item in event['inputs'])})"
