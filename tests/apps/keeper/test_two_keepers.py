# SPDX-License-Identifier: MIT
"""Two `ballast run` on one PostgreSQL journal; whichever holds it is killed, again and again."""

import hashlib
import json
import mmap
import os
import pathlib
import random
import shutil
import struct
import subprocess
import time
import unittest

from e2e import program
from e2e.chain import free_port

from .house import Keeper, Operator
from .postgres import Server, Tap

KILLS = 200 if os.environ.get("BALLAST_NIGHTLY") else 4
# Few kills may all miss a COMMIT or an open draft: then there are some more.
KILLS_MOST = KILLS + 12
HOUR = 3600
# The keeper waits no longer for a whole hour: keeper/schedule.
LONGEST = HOUR + HOUR // 6
LEASE = 120
# The sources are asked anew within it: every eight seconds, at one look a second.
LEAD = 10
# Of real seconds. Beyond it the next epoch comes, as it would.
PATIENCE = 25
SHIM = pathlib.Path(program.binary).parent.parent / "tests/support/libmoved_clock.so"


class MovedClock:
    """A wall clock ahead of the machine's, for every program that is preloaded with SHIM.

    A copy of it lies beside the clock: the server's user may not come into the folder of a build,
    and a library that cannot be opened is passed over with a line on stderr.
    """

    def __init__(self, folder):
        self.shim = shutil.copy(SHIM, str(folder))
        self.path = folder / "clock"
        self.path.write_bytes(bytes(mmap.PAGESIZE))
        with self.path.open("r+b") as file:
            self.page = mmap.mmap(file.fileno(), mmap.PAGESIZE)
        self.ahead = 0

    def environment(self):
        return {"LD_PRELOAD": self.shim, "MOVED_CLOCK": str(self.path)}

    def now(self):
        return time.time() + self.ahead

    def move(self, seconds):
        self.ahead += seconds
        struct.pack_into("=q", self.page, 0, self.ahead)


def aes(key, iv, data):
    """AES-128-CTR, which is its own inverse."""
    return subprocess.run(["openssl", "enc", "-aes-128-ctr", "-K", key.hex(), "-iv", iv.hex()],
                          input=data, capture_output=True, check=True).stdout


def lighten(path, password, keccak256):
    """Writes the keystore anew with a key derivation of no strength: each start opens two, and the
    real ones take a second of the processor each."""
    text = json.loads(path.read_text(encoding="utf-8"))
    crypto, parameters = text["crypto"], text["crypto"]["kdfparams"]

    def derive():
        return hashlib.scrypt(password, salt=bytes.fromhex(parameters["salt"]),
                              n=parameters["n"], r=parameters["r"], p=parameters["p"],
                              dklen=32, maxmem=2**30)

    iv = bytes.fromhex(crypto["cipherparams"]["iv"])
    secret = aes(derive()[:16], iv, bytes.fromhex(crypto["ciphertext"]))
    parameters["n"] = 1024
    derived = derive()
    crypto["ciphertext"] = aes(derived[:16], iv, secret).hex()
    crypto["mac"] = keccak256(derived[16:] + bytes.fromhex(crypto["ciphertext"]))
    path.write_text(json.dumps(text), encoding="utf-8")


class HourlyOperator(Operator):
    """Every epoch has an update to send: the policy's heartbeat is an hour. Between two requests to
    a source real seconds pass: as few as may be."""

    def new_key(self, kind):
        address = super().new_key(kind)
        path = next(path for path in (self.dir / "keys").glob(f"{kind}-*.json")
                    if address[2:].lower() in path.name.lower())
        lighten(path, self.password.read_bytes().rstrip(b"\n"),
                lambda data: self.chain.ask("web3_sha3", "0x" + data.hex())[2:])
        return address

    def init(self, oracle, document):
        made = super().init(oracle, document)
        for name, old, new in (
                ("policy/carry_aware.toml", "heartbeat_seconds = 43_200",
                 "heartbeat_seconds = 3_600"),
                ("feeds.toml", "interval_seconds = 15", "interval_seconds = 8")):
            text = (self.dir / name).read_text(encoding="utf-8")
            assert old in text, old
            (self.dir / name).write_text(text.replace(old, new), encoding="utf-8")
        return made


class Host:
    """One keeper's machine: its configuration, and its own way to the database."""

    def __init__(self, name, operator, server):
        self.folder, self.keepers = operator.folder, operator.keepers
        self.environment = operator.environment
        self.tap = Tap(server)
        self.port = free_port()
        operator.private(operator.dir / f"url-{name}", server.url(self.tap.folder) + "\n")
        self.config = operator.dir / f"keeper-{name}.toml"
        text = operator.config.read_text(encoding="utf-8")
        for old, new in ((f"127.0.0.1:{operator.port}", f"127.0.0.1:{self.port}"),
                         ('state = "state"', f'state = "state-{name}"'),
                         ('mode = "publish"', 'mode = "publish"\npoll_seconds = 1'),
                         ('rpc_file = "rpc"',
                          f'rpc_file = "rpc"\njournal_url_file = "url-{name}"')):
            assert old in text, old
            text = text.replace(old, new)
        self.config.write_text(text, encoding="utf-8")
        self.keeper = None

    def start(self):
        if self.keeper:
            self.keeper.kill()
        self.keeper = Keeper(self)
        self.keepers.append(self.keeper)

    def kill(self):
        self.keeper.process.kill()
        self.keeper.process.wait()


class TwoKeepers(unittest.TestCase):
    def setUp(self):
        self.clock = MovedClock(program.new_folder())
        self.operator = HourlyOperator(self.clock.environment())
        self.addCleanup(self.operator.close)
        self.server = self.new_server()
        self.seed = int(os.environ.get("BALLAST_SEED", random.randrange(2**32)))
        self.chance = random.Random(self.seed)
        self.kills = self.commits = self.drafts = 0
        self.takeovers = []
        self.killed_at = []
        print(f"seed={self.seed} repeat: BALLAST_SEED={self.seed}", flush=True)

    def new_server(self):
        """Its clock is its own: a lease runs out when, and only when, its holder was killed."""
        folder = program.new_folder()
        folder.parent.chmod(0o755)
        folder.chmod(0o755)
        self.server_clock = MovedClock(folder)
        server = Server(self.server_clock.environment())
        self.addCleanup(server.close)
        self.server_clock.move(HOUR)
        seen = float(server.ask("SELECT extract(epoch FROM clock_timestamp())"))
        self.assertGreater(seen, time.time() + HOUR / 2, f"the clock stands: {server.log()}")
        return server

    def let_pass(self, seconds):
        """For the chain first: no block of a keeper's own time is ahead of its clock by much."""
        self.operator.chain.ask("evm_increaseTime", seconds)
        self.operator.chain.ask("evm_mine")
        self.operator.feeds.control("clock", at=self.clock.now() + seconds)
        self.clock.move(seconds)

    def last_epoch(self):
        text = self.server.ask("SELECT coalesce(max(at), 0) FROM ballast.records "
                               "WHERE kind = 'epoch'")
        return int(text)

    def next_epoch(self):
        """Goes to the next epoch's moment. Its sources are asked before it, for what was not known
        then is not used: the last seconds pass as they do."""
        last = self.last_epoch()
        due = min(-(-(last + HOUR) // HOUR) * HOUR, last + LONGEST)
        self.let_pass(max(0, int(due - LEAD - self.clock.now())))
        time.sleep(max(0.0, due - self.clock.now()))

    def wait_until(self, done, seconds=PATIENCE):
        deadline = time.monotonic() + seconds
        while not (value := done()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return value

    def holder(self):
        """The host whose process has the lease, if one of them has it."""
        name = self.server.ask("SELECT holder FROM ballast.lease "
                               "WHERE expires > clock_timestamp()")
        for host in self.hosts:
            if name.endswith(f"/{host.keeper.process.pid}"):
                return host
        return None

    def strike(self, host):
        def struck(is_commit):
            host.kill()
            self.commits += is_commit
        return struck

    def strike_somewhere(self, holder, is_idle):
        """Kills the holder in its epoch, or in what the one before it left open."""
        kind = ("commit", "request", "moment")[self.kills % 3]
        if kind == "moment":
            if is_idle:
                self.next_epoch()
            time.sleep(self.chance.uniform(0.2, 4))
            return holder.kill()
        most = self.epoch_requests if kind == "request" else self.epoch_commits
        holder.tap.arm(kind, self.chance.randint(1, most if is_idle else most // 2),
                       self.chance.random() < 0.5, self.strike(holder))
        if is_idle:
            self.next_epoch()
        if not holder.tap.struck.wait(PATIENCE):
            holder.tap.disarm()
            holder.kill()
        return None

    def kill_one(self):
        """One of them is killed at work and started again, and its lease runs out."""
        holder = self.wait_until(self.holder, 120)
        self.assertIsNotNone(holder, self.logs())
        is_idle = self.is_idle()
        if is_idle:
            self.records = self.count_records()
            self.since = None
        self.strike_somewhere(holder, is_idle)
        self.kills += 1
        self.killed_at.append(self.clock.now())
        self.since = self.since or self.clock.now()
        self.drafts += self.server.ask("SELECT count(*) > 0 FROM ballast.draft") == "t"
        holder.start()
        self.let_pass(LEASE + 1)
        self.server_clock.move(LEASE + 1)
        self.assertTrue(self.wait_until(self.holder, 120), self.logs())

    def is_enough(self):
        has_all = self.drafts > 0 and self.commits > 0
        return self.kills >= (KILLS if has_all else KILLS_MOST)

    def go_on(self):
        """What was begun is finished, now or with the next epochs."""
        for _ in range(3):
            if self.wait_until(self.is_idle):
                break
            self.next_epoch()
        self.assertTrue(self.is_idle(), self.logs())
        if self.count_records() > self.records:
            self.takeovers.append(max(0, self.last_epoch() - self.since) / HOUR)

    def count_records(self):
        return int(self.server.ask("SELECT count(*) FROM ballast.records"))

    def is_idle(self):
        """Nothing is on its way, and no epoch is due."""
        drafts = self.server.ask("SELECT count(*) FROM ballast.draft")
        return drafts == "0" and self.last_epoch() + HOUR > self.clock.now()

    def logs(self):
        return "".join(host.keeper.log()[-3000:] for host in self.hosts)

    def measure_epoch(self):
        """How many requests and commits an epoch has, from one in which nobody dies."""
        holder = self.wait_until(self.holder, 120)
        holder.tap.arm("request", -1, True, None)
        before = self.last_epoch()
        self.next_epoch()
        self.assertTrue(self.wait_until(lambda: self.last_epoch() > before, 60), self.logs())
        self.epoch_requests, self.epoch_commits = holder.tap.requests, holder.tap.commits
        self.assertGreater(self.epoch_commits, 3, self.logs())

    def epochs(self):
        return [int(at) for at in self.server.ask(
            "SELECT at FROM ballast.records WHERE kind = 'epoch' ORDER BY idx").split()]

    def is_gap(self, earlier, later):
        """More than two epochs went by, and the leases of those who were killed in them."""
        killed = sum(earlier < at <= later for at in self.killed_at)
        return later - earlier > 2 * HOUR + killed * (LEASE + 1 + PATIENCE)

    def count_doubles(self, updates):
        """Reports of one epoch that the oracle took twice, or that the journal does not know."""
        seqs = self.operator.seqs()
        self.assertEqual(seqs, list(range(1, len(seqs) + 1)))
        nonces = [tx["nonce"] for tx in self.operator.chain.transactions()
                  if tx["from"].lower() == self.operator.gas.lower()]
        self.assertEqual(len(nonces), len(set(nonces)))
        return len(seqs) - updates

    def test_two_keepers_one_killed_again_and_again(self):
        operator = self.operator.ready()
        self.hosts = [Host(name, operator, self.server) for name in ("a", "b")]
        for host in self.hosts:
            self.addCleanup(host.tap.close)
            host.start()
        self.assertTrue(self.wait_until(self.journal_has_epochs, 120), self.logs())
        self.measure_epoch()
        while not self.is_enough():
            self.kill_one()
            # Else the next is killed while it finishes what this one left.
            if self.is_enough() or self.chance.random() < 0.4:
                self.go_on()
        # The last one killed may have finished its epoch: the next shows who goes on.
        self.records = self.count_records()
        self.next_epoch()
        self.go_on()
        for host in self.hosts:
            host.keeper.stop()
        self.judge()

    def journal_has_epochs(self):
        if self.server.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'ballast' "
                           "AND tablename = 'lease'") == "0":
            return False
        return self.last_epoch() > 0 and self.server.ask(
            "SELECT count(*) FROM ballast.draft") == "0"

    def judge(self):
        url = self.server.url()
        checked = program.run("journal", "check", "--journal", url)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        replayed = json.loads(program.run("replay", "--journal", url, "--json").stdout)
        self.assertIsNone(replayed["first_difference"])
        ats = self.epochs()
        self.assertEqual(replayed["identical"], len(ats))
        gaps = sum(map(self.is_gap, ats, ats[1:]))
        updates = int(self.server.ask(
            "SELECT count(*) FROM ballast.field_texts WHERE name = 'receipt' "
            "AND text LIKE '%\"succeeded\":true%'"))
        doubles = self.count_doubles(updates)
        terms = int(self.server.ask("SELECT term FROM ballast.lease"))
        print(f"epochs={len(ats)} updates={updates} terms={terms} in_open_draft={self.drafts} "
              f"in_commit={self.commits}")
        print(f"kills={self.kills} gaps={gaps} doubles={doubles} "
              f"takeover_max_epochs={max(self.takeovers):.2f}", flush=True)
        self.assertGreater(terms, KILLS)
        self.assertGreater(self.drafts, 0, "nobody was killed while an update was on its way")
        self.assertGreater(self.commits, 0, "nobody was killed in a COMMIT")
        self.assertEqual((gaps, doubles), (0, 0))
        self.assertLessEqual(max(self.takeovers), 2)
        self.assertGreaterEqual(updates, len(ats) * 3 // 4, "there was little to send")


if __name__ == "__main__":
    unittest.main()
