# SPDX-License-Identifier: MIT
"""A new operator's folder: keys, an oracle on a chain of its own, sources on this machine."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from e2e import program
from e2e.chain import Anvil, free_port

FEED_SERVER = pathlib.Path("tests/support/feeds/feed_server.py")
CHAIN_ID = 31337
ETHER = 10**18

ORACLE = """chain_id = {chain_id}
owner = "{owner}"
guardian = "{owner}"
threshold = 1

[signer.first]
address = "{signer}"

[policy.ours]
hash = "{policy}"

[code.ours]
hash = "{code}"

[market.ETH]
protocol = "0x8888888888888888888888888888888888888888"
pool = "0x9999999999999999999999999999999999999999"
collateral = "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
ltv = 7_800
lt = 8_300
bonus = 500

[market.ETH.limits]
ltv_min = 3_000
ltv_max = 8_100
lt_min = 6_500
lt_max = 8_500
gap_min = 200
"""

PRICE = """
[feed.{name}]
feeds = "price"
of = "{asset}"
calendar = "crypto"
unit = "USD"
hold_seconds = 600
preset_seconds = 3600
band_min = "{low}"
band_max = "{high}"
jump_relative = "0.3"
quorum = 2
interval_seconds = 15

[feed.{name}.source.{name}_coinbase]
provider = "coinbase"
series = "{asset}-USD"
url = "{url}"

[feed.{name}.source.{name}_kraken]
provider = "kraken"
series = "{kraken}"
url = "{url}"

[feed.{name}.source.{name}_binance]
provider = "binance"
series = "{asset}USDT"
url = "{url}"
"""


class FeedServer:
    """The providers' formats on loopback; tests/support/feeds/feed_server.py."""

    def __init__(self, environment=None):
        self.process = subprocess.Popen([sys.executable, "-B", str(FEED_SERVER), "--until-eof"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True,
                                        env=os.environ | (environment or {}))
        line = self.process.stdout.readline()
        self.url = f"http://127.0.0.1:{int(line.split('=')[1])}"

    def control(self, command, **query):
        words = "&".join(f"{key}={value}" for key, value in query.items())
        with urllib.request.urlopen(f"{self.url}/control/{command}?{words}", timeout=10) as answer:
            return json.load(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Operator:
    """Everything that a keeper needs, in a fresh folder; close() ends what was started.
    `environment` is added to that of keepers and of the sources' server."""

    def __init__(self, environment=None):
        self.folder = program.new_folder()
        self.dir = self.folder / "keeper"
        self.config = self.dir / "keeper.toml"
        self.chain = Anvil(int(time.time()) - 2)
        self.chain.ask("evm_setIntervalMining", 1)
        self.environment = environment or {}
        self.feeds = FeedServer(self.environment)
        self.keepers = []
        (self.dir / "keys").mkdir(parents=True, mode=0o700)
        self.password = self.dir / "keys" / "password"
        self.private(self.password, "an operator's password\n")
        self.gas = self.new_key("gas")
        self.signer = self.new_key("report")
        self.chain.ask("anvil_setBalance", self.gas, hex(100 * ETHER))

    @staticmethod
    def private(path, text):
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)

    def new_key(self, kind):
        made = program.run("keys", "new", "--kind", kind, "--dir", self.dir / "keys",
                           "--password-file", self.password, "--json")
        assert made.returncode == 0, made.stderr
        return json.loads(made.stdout)["address"]

    def write_oracle_document(self, policy="0x" + "00" * 31 + "01"):
        code = json.loads(program.run("version", "--json").stdout)["code_hash"]
        document = self.folder / "oracle.toml"
        document.write_text(ORACLE.format(chain_id=CHAIN_ID, owner=self.gas, signer=self.signer,
                                          policy=policy, code=code), encoding="utf-8")
        return document

    def init(self, oracle, document):
        feeds = self.folder / "feeds.toml"
        feeds.write_text("# SPDX-License-Identifier: MIT\n" + PRICE.format(
            name="eth", asset="ETH", kraken="ETHUSD", low=100, high=100000, url=self.feeds.url),
            encoding="utf-8")
        urls = self.folder / "rpc"
        self.private(urls, self.chain.url + "\n")
        return program.run("init", self.dir, "--oracle-document", document, "--oracle", oracle,
                           "--rpc-file", urls, "--feeds", feeds)

    def policy_hash(self):
        """As an operator learns it: from a folder that was made before there is an oracle."""
        aside = self.dir
        self.dir = self.folder / "aside"
        document = self.write_oracle_document()
        made = self.init("0x" + "11" * 20, document)
        assert made.returncode == 0, made.stderr
        checked = program.run("config", "check", "--config", self.dir / "keeper.toml", "--json")
        assert checked.returncode == 0, checked.stderr
        self.dir = aside
        return json.loads(checked.stdout)["policy_hashes"]["main"]

    def deploy(self):
        document = self.write_oracle_document(self.policy_hash())
        deployed = program.run("oracle", "deploy", "--document", document, "--rpc", self.chain.url,
                               "--journal", self.folder / "deploy.db", "--keystore",
                               next((self.dir / "keys").glob("gas-*.json")), "--password-file",
                               self.password, "--yes")
        assert deployed.returncode == 0, deployed.stderr
        self.oracle = deployed.stdout.strip().splitlines()[-1]
        return document

    def change(self, old, new):
        """Edits the configuration; `old` must stand in it."""
        text = self.config.read_text(encoding="utf-8")
        assert old in text, old
        self.config.write_text(text.replace(old, new), encoding="utf-8")

    def ready(self, mode="publish"):
        """Deploys, makes the folder, and takes a free port for the pages."""
        document = self.deploy()
        made = self.init(self.oracle, document)
        assert made.returncode == 0, made.stderr
        self.port = free_port()
        self.change("127.0.0.1:9464", f"127.0.0.1:{self.port}")
        self.change('mode = "shadow"', f'mode = "{mode}"')
        return self

    def run(self, *more):
        keeper = Keeper(self, *more)
        self.keepers.append(keeper)
        return keeper

    def seqs(self):
        return self.chain.accepted_seqs(self.oracle)

    def close(self):
        for keeper in self.keepers:
            keeper.kill()
        self.feeds.close()
        self.chain.__exit__()


class Keeper:
    """`ballast run`, with what it says kept in a file."""

    def __init__(self, operator, *more):
        self.operator = operator
        self.log_path = operator.folder / f"log-{len(operator.keepers)}"
        self.log_file = self.log_path.open("w", encoding="utf-8")
        self.process = subprocess.Popen(
            [program.binary, "run", "--config", str(operator.config), *more],
            stdout=subprocess.DEVNULL, stderr=self.log_file,
            env=program.environment() | operator.environment)

    def log(self):
        return self.log_path.read_text(encoding="utf-8")

    def page(self, path):
        """Returns status and text of one of its pages."""
        url = f"http://127.0.0.1:{self.operator.port}{path}"
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    def wait_for(self, words, seconds=120):
        """Returns how long it took until the log holds the words."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            if words in self.log():
                return time.monotonic() - begun
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"no {words!r} in:\n{self.log()}")

    def count(self, words):
        return len(re.findall(re.escape(words), self.log()))

    def send(self, which):
        self.process.send_signal(which)

    def stop(self, which=signal.SIGTERM):
        """Returns the exit code and how long it took."""
        begun = time.monotonic()
        self.send(which)
        code = self.process.wait(timeout=30)
        return code, time.monotonic() - begun

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log_file.close()

