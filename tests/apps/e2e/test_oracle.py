# SPDX-License-Identifier: MIT
"""An oracle deployed, looked at and governed by the program, on a chain of the test's own."""

import functools
import json
import pathlib
import time
import unittest

from . import program
from .chain import Anvil, free_port
from .lying_proxy import LyingProxy

EXAMPLE = pathlib.Path("docs/oracle-example.toml")
OWNER_OF_EXAMPLE = "0x" + 40 * "1"
GUARDIAN_OF_EXAMPLE = "0x" + 40 * "2"
MISMATCH, USAGE, BAD_DATA, PERMISSION = 2, 64, 65, 77


@functools.lru_cache(maxsize=None)
def keystore(number):
    """Imports a key once, for that is slow by design. Returns its address, file and password."""
    folder = program.new_folder()
    raw, password = folder / "raw", folder / "password"
    for file, text in ((raw, f"{number:064x}"), (password, "demonstration")):
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
    done = program.run("keys", "import", raw, "--kind", "gas", "--dir", folder / "keys",
                       "--password-file", password, "--json")
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    made = json.loads(done.stdout)
    return made["address"], made["file"], password


class Account:
    """A key in a keystore, with money, and the journal of what it sends."""

    def __init__(self, anvil, number):
        self.address, file, password = keystore(number)
        self.words = ["--keystore", file, "--password-file", password,
                      "--journal", program.new_folder() / "journal.db"]
        anvil.ask("anvil_setBalance", self.address, hex(10**20))


class OracleCommands(unittest.TestCase):
    def setUp(self):
        self.anvil = Anvil(1_800_000_000)
        self.addCleanup(self.anvil.__exit__)
        self.owner = Account(self.anvil, 77)
        self.guardian = Account(self.anvil, 78)
        self.folder = program.new_folder()

    def document(self, name, *changes, owner=None):
        """Returns the example with the accounts of this test and `changes`, (old, new) each."""
        text = EXAMPLE.read_text(encoding="utf-8")
        for old, new in ((OWNER_OF_EXAMPLE, owner or self.owner.address),
                         (GUARDIAN_OF_EXAMPLE, self.guardian.address), *changes):
            self.assertEqual(text.count(old), 1, old)
            text = text.replace(old, new)
        path = self.folder / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def oracle(self, verb, *words, code=0, rpc=None):
        nodes = [word for url in rpc or [self.anvil.url] for word in ("--rpc", url)]
        done = program.run("oracle", verb, *nodes, *words)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def deployed(self, document):
        done = self.oracle("deploy", "--document", document, "--yes", *self.owner.words)
        return done.stdout.strip()

    def nonce(self, account):
        return int(self.anvil.ask("eth_getTransactionCount", account.address, "latest"), 16)

    def state(self, oracle):
        return json.loads(self.oracle("show", "--oracle", oracle, "--json").stdout)

    def test_the_plan_is_shown_before_anything_is_sent(self):
        document = self.document("new")
        done = self.oracle("deploy", "--document", document, *self.owner.words, code=USAGE)
        for words in ("create the oracle on chain 31337", "2 of 3 signers",
                      "market WBTC", "market WETH", "LTV 75 %", "nothing was sent", "--yes",
                      "signer second 0x4444", "policy carry_aware 0x6666", "code release 0x7777",
                      "supply cap 1000000 tokens", "supply cap not managed, shadow",
                      "limits: ltv_min 5000 bps; ltv_max 8000 bps;"):
            self.assertIn(words, done.stderr)
        self.assertEqual(self.nonce(self.owner), 0)

    def test_a_deployment_is_as_the_document_says_and_made_once(self):
        document = self.document("new")
        oracle = self.deployed(document)
        self.assertEqual(self.nonce(self.owner), 3)
        self.assertEqual(self.deployed(document), oracle)
        self.assertEqual(self.nonce(self.owner), 3, "the same document is deployed once")
        checks = self.oracle("verify", "--oracle", oracle, "--document", document)
        self.assertNotIn("DIFFERS", checks.stdout)
        self.assertIn("ok       code is the committed artifact's", checks.stdout)
        page = self.oracle("show", "--oracle", oracle, "--document", document).stdout
        for words in ("2 of 3 signers", "market WETH", "LTV 40 % (target 75 %)",
                      "supply cap 1000000 tokens", "supply cap not managed",
                      "no report has come yet", "shadow", "ltv_max 8000 bps"):
            self.assertIn(words, page)

    def test_verify_finds_what_differs(self):
        oracle = self.deployed(self.document("new"))
        other = self.document("other", ("ltv_max = 8_000", "ltv_max = 7_900"),
                              ("threshold = 2", "threshold = 3"))
        told = self.oracle("verify", "--oracle", oracle, "--document", other, code=MISMATCH)
        self.assertIn("ltv_max: 8000 bps on chain, 7900 bps in the document", told.stdout)
        self.assertIn("threshold 2 on chain, 3 in the document", told.stdout)
        late = self.oracle("verify", "--oracle", oracle, "--from-block", 3, code=MISMATCH)
        self.assertIn("is --from-block after it?", late.stdout)
        code = self.anvil.ask("eth_getCode", oracle, "latest")
        place = len(code) - 200
        flipped = code[:place] + f"{int(code[place], 16) ^ 1:x}" + code[place + 1:]
        self.anvil.ask("anvil_setCode", oracle, flipped)
        rows = json.loads(self.oracle("verify", "--oracle", oracle, "--json",
                                      code=MISMATCH).stdout)
        self.assertFalse(rows["ok"])
        self.assertIn("differs from the artifact's at byte", rows["checks"][0]["fault"])

    def test_stops_by_role(self):
        oracle = self.deployed(self.document("new"))
        here = ["--oracle", oracle, "--yes"]
        self.oracle("pause", *here, *self.guardian.words)
        self.assertTrue(self.state(oracle)["loosening_paused"])
        again = self.oracle("pause", *here, *self.guardian.words)
        self.assertIn("paused already, to be sure", again.stderr)
        self.assertEqual(self.nonce(self.guardian), 2, "no stop is left out")
        refused = self.oracle("unpause", *here, *self.guardian.words, code=PERMISSION)
        self.assertIn("only the owner", refused.stderr)
        self.oracle("unpause", *here, *self.owner.words)
        twice = self.oracle("unpause", *here, *self.owner.words)
        self.assertIn("nothing to do", twice.stderr)
        self.oracle("pause", *here, *self.guardian.words)
        self.assertTrue(self.state(oracle)["loosening_paused"], "a second pause is a second one")
        self.oracle("freeze", *here, *self.guardian.words)
        self.assertIn("FROZEN", self.oracle("show", "--oracle", oracle).stdout)
        self.oracle("unfreeze", *here, *self.owner.words)
        self.assertFalse(self.state(oracle)["frozen"])

    def through(self, twist=lambda call, reply: None):
        """Returns the URL of another way to the chain, whose replies pass through `twist`."""
        proxy = LyingProxy(self.anvil.port, twist)
        proxy.open()
        self.addCleanup(proxy.close)
        return proxy.url

    def selector(self, signature):
        return self.anvil.ask("web3_sha3", "0x" + signature.encode().hex())[:10]

    def test_a_switch_is_turned_past_a_node_that_lies_or_is_down(self):
        oracle = self.deployed(self.document("new"))
        status = self.selector("status()")

        def twist(call, reply):
            """Says paused for not paused and the other way round, and serves no logs."""
            if call["method"] == "eth_getLogs":
                reply.pop("result", None)
                reply["error"] = {"code": -32000, "message": "no logs here"}
            if call["method"] != "eth_call" or "result" not in reply:
                return
            asked = call["params"][0]
            if (asked.get("data") or asked["input"]).startswith(status):
                place = 2 + 3 * 64 - 1  # the last digit of the third word
                text = reply["result"]
                reply["result"] = text[:place] + str(1 - int(text[place])) + text[place + 1:]

        here = ["--oracle", oracle, "--yes"]
        nodes = [self.through(twist), self.anvil.url, self.through()]
        self.oracle("pause", *here, *self.guardian.words, rpc=nodes)
        self.assertTrue(self.state(oracle)["loosening_paused"])
        self.oracle("unpause", *here, *self.owner.words, rpc=nodes)
        self.assertFalse(self.state(oracle)["loosening_paused"])
        down = [f"http://127.0.0.1:{free_port()}", *nodes[1:]]
        self.oracle("freeze", *here, *self.guardian.words, rpc=down)
        self.assertTrue(self.state(oracle)["frozen"])

    def test_the_oracles_address_is_not_taken_from_a_receipt(self):
        def twist(call, reply):
            if call["method"] == "eth_getTransactionReceipt" and reply.get("result"):
                reply["result"]["contractAddress"] = "0x" + 40 * "e"

        told = self.oracle("deploy", "--document", self.document("new"), "--yes",
                           *self.owner.words, code=MISMATCH, rpc=[self.through(twist)])
        self.assertIn("but the nodes name 0x" + 40 * "e", told.stderr.lower())
        self.assertEqual(self.nonce(self.owner), 1, "no market goes to the wrong address")

    def start_and_kill(self, *words):
        """Runs `oracle` until a transaction of it more than before waits in the pool."""
        def pending():
            return int(self.anvil.ask("txpool_status")["pending"], 16)

        before = pending()
        process = program.start("oracle", *words, "--rpc", self.anvil.url)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.wait_for(lambda: pending() == before + 1)
        process.kill()
        process.wait()

    def test_a_rotation_does_not_wait_for_what_no_block_takes(self):
        oracle = self.deployed(self.document("new"))
        wanted = self.document("wanted", ("ltv_max = 8_000", "ltv_max = 7_900"),
                               ("0x" + 40 * "5", "0x" + 40 * "c"))
        words = ["--oracle", oracle, "--document", wanted, "--yes", *self.owner.words]
        self.anvil.ask("evm_setAutomine", False)
        self.start_and_kill("limits", "--apply", *words)
        # Above the cap of a routine call, which therefore is in no block ever.
        self.anvil.ask("anvil_setNextBlockBaseFeePerGas", hex(300 * 10**9))
        self.anvil.ask("evm_mine")
        self.assertEqual(self.nonce(self.owner), 3)
        self.anvil.ask("anvil_setNextBlockBaseFeePerGas", hex(300 * 10**9))
        self.anvil.ask("evm_setAutomine", True)
        rotated = self.oracle("rotate", *words)
        self.assertIn("waiting for nonce 3 of an earlier command", rotated.stderr)
        self.assertIn("makes way for an urgent one", rotated.stderr)
        self.assertEqual(self.nonce(self.owner), 5, "a cancellation, and the rotation")
        self.assertIn("0x" + 40 * "c", [signer.lower() for signer in self.state(oracle)["signers"]])

    def test_an_interrupted_switch_is_gone_on_with(self):
        """Also where it was given while something else was under way."""
        oracle = self.deployed(self.document("new"))
        self.oracle("freeze", "--oracle", oracle, "--yes", *self.guardian.words)
        wanted = self.document("wanted", ("ltv_max = 8_000", "ltv_max = 7_900"))
        unfreeze = ["unfreeze", "--oracle", oracle, "--yes", *self.owner.words]
        self.anvil.ask("evm_setAutomine", False)
        self.start_and_kill("limits", "--apply", "--oracle", oracle, "--document", wanted, "--yes",
                            *self.owner.words)
        first = program.start("oracle", *unfreeze, "--rpc", self.anvil.url)
        self.addCleanup(first.communicate)
        self.addCleanup(first.kill)
        # It waits behind nonce 3, and takes nonce 4.
        time.sleep(3)
        self.anvil.ask("evm_mine")
        self.assertEqual(self.nonce(self.owner), 4)
        self.wait_for(lambda: int(self.anvil.ask("txpool_status")["pending"], 16) == 1)
        first.kill()
        first.wait()
        second = program.start("oracle", *unfreeze, "--rpc", self.anvil.url)
        self.addCleanup(second.kill)
        self.assertTrue(any("lift the freeze" in line for line in iter(second.stderr.readline, "")))
        self.anvil.ask("evm_setAutomine", True)
        self.anvil.ask("evm_mine")
        _, told = second.communicate(timeout=program.DEADLINE_SECONDS)
        self.assertEqual(second.returncode, 0, told)
        self.assertFalse(self.state(oracle)["frozen"])
        self.assertEqual(self.nonce(self.owner), 5, "it was sent once")

    def test_limits_wait_for_what_is_on_its_way(self):
        oracle = self.deployed(self.document("new"))
        wanted = self.document("wanted", ("ltv_max = 8_000", "ltv_max = 7_900"))
        words = ["oracle", "limits", "--rpc", self.anvil.url, "--oracle", oracle, "--document",
                 wanted, "--apply", "--yes", *self.owner.words]
        self.anvil.ask("evm_setAutomine", False)
        first = program.start(*words)
        self.addCleanup(first.communicate)
        self.addCleanup(first.kill)
        self.wait_for(lambda: int(self.anvil.ask("txpool_status")["pending"], 16) == 1)
        first.kill()
        first.wait()
        second = program.start(*words)
        self.addCleanup(second.kill)
        heard = iter(second.stderr.readline, "")
        self.assertTrue(any("waiting for nonce 3 of an earlier command" in line for line in heard))
        self.anvil.ask("evm_setAutomine", True)
        self.anvil.ask("evm_mine")
        _, told = second.communicate(timeout=program.DEADLINE_SECONDS)
        self.assertEqual(second.returncode, 0, told)
        self.assertIn("nothing to do", told)
        self.assertEqual(self.nonce(self.owner), 4, "it was sent once")

    def wait_for(self, condition):
        for _ in range(600):
            if condition():
                return
            time.sleep(0.1)
        self.fail("it did not come about")

    def as_owner(self, oracle, signature, *words):
        """Sends a call from the owner's account, past the program."""
        self.anvil.ask("anvil_impersonateAccount", self.owner.address)
        data = self.selector(signature) + "".join(word.rjust(64, "0") for word in words)
        sent = self.anvil.ask("eth_sendTransaction", {"from": self.owner.address, "to": oracle,
                                                      "data": data})
        self.wait_for(lambda: self.anvil.ask("eth_getTransactionReceipt", sent))
        receipt = self.anvil.ask("eth_getTransactionReceipt", sent)
        self.assertEqual(receipt["status"], "0x1", signature)

    def test_verify_finds_strangers(self):
        document = self.document("new")
        oracle = self.deployed(document)
        here = ["--oracle", oracle, "--document", document]
        self.oracle("verify", *here)
        self.as_owner(oracle, "transferOwnership(address)", 40 * "e")
        told = self.oracle("verify", *here, code=MISMATCH)
        self.assertEqual(told.stdout.count("DIFFERS"), 1)
        self.assertIn("differs  offer of the ownership: it is offered to 0x" + 40 * "e",
                      told.stdout.lower())
        self.as_owner(oracle, "transferOwnership(address)", "0")
        self.as_owner(oracle, "approvePolicy(bytes32,bool)", 64 * "a", "1")
        self.as_owner(oracle, "approveCode(bytes32,bool)", 64 * "b", "1")
        told = self.oracle("verify", *here, code=MISMATCH)
        self.assertEqual(told.stdout.count("DIFFERS"), 2)
        for words in (f"policy 0x{64 * 'a'}: it is approved", f"code 0x{64 * 'b'}: it is approved"):
            self.assertIn(words, told.stdout)
        self.as_owner(oracle, "approvePolicy(bytes32,bool)", 64 * "a", "0")
        self.as_owner(oracle, "approveCode(bytes32,bool)", 64 * "b", "0")
        self.oracle("verify", *here)

    def test_limits_and_rotation_bring_the_chain_to_the_document(self):
        oracle = self.deployed(self.document("new"))
        wanted = self.document("wanted", ("ltv_max = 8_000", "ltv_max = 7_900"),
                               ("0x" + 40 * "5", "0x" + 40 * "c"))
        here = ["--oracle", oracle, "--document", wanted]
        seen = self.oracle("limits", *here)
        self.assertIn("ltv_max: 8000 bps on chain, 7900 bps in the document", seen.stdout)
        self.oracle("limits", *here, "--apply", "--yes", *self.guardian.words)
        looser = self.document("looser")
        refused = self.oracle("limits", "--oracle", oracle, "--document", looser, "--apply",
                              "--yes", *self.guardian.words, code=PERMISSION)
        self.assertIn("the guardian may only shrink", refused.stderr)
        rotated = self.oracle("rotate", *here, "--yes", *self.owner.words)
        self.assertIn("+ third", rotated.stderr)
        self.oracle("verify", *here)
        self.oracle("limits", "--oracle", oracle, "--document", looser, "--apply", "--yes",
                    *self.owner.words)
        self.oracle("verify", "--oracle", oracle, "--document", looser, code=MISMATCH)

    def test_another_owner_is_offered_the_ownership(self):
        document = self.document("handed", owner=self.guardian.address)
        oracle = self.deployed(document)
        state = self.state(oracle)
        self.assertEqual(state["owner"], self.owner.address)
        self.assertEqual(state["pending_owner"], self.guardian.address)
        told = self.oracle("verify", "--oracle", oracle, "--document", document, code=MISMATCH)
        self.assertIn("DIFFERS  owner", told.stdout)

    def test_faults_name_the_place_and_the_remedy(self):
        bad = self.document("bad", ("threshold = 2", "threshold = 4"),
                            ("ltv_max = 8_000", "ltv_max = 4_000"))
        told = self.oracle("deploy", "--document", bad, "--yes", *self.owner.words,
                           code=BAD_DATA)
        self.assertIn("there are only 3 signers", told.stderr)
        self.assertIn("the contract refuses these limits", told.stderr)
        empty = self.oracle("show", "--oracle", "0x" + 40 * "e", code=MISMATCH)
        self.assertIn("there is no contract at", empty.stderr)
        self.assertEqual(self.nonce(self.owner), 0)
