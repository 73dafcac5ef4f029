# SPDX-License-Identifier: MIT
"""`ballast keys` as people use it: with files, a terminal, systemd's credentials."""

import json
import os
import pathlib
import pty
import time
import unittest

from . import program

NO_TERMINAL = "no password: name a file"


class KeysCommands(unittest.TestCase):
    def setUp(self):
        self.scratch = program.new_folder()
        self.addCleanup(self.scratch.cleanup)
        self.folder = pathlib.Path(self.scratch.name)
        self.password = program.secret_file(self.folder / "password", "correct horse\r\n")

    def check(self, *arguments, code=0, says="", **options):
        done = program.run("keys", *arguments, **options)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertIn(says, done.stderr)
        return done.stdout

    def new(self, kind="gas"):
        return json.loads(self.check("new", "--kind", kind, "--dir", self.folder / "keys",
                                     "--password-file", self.password, "--json"))

    def test_new_list_address(self):
        made = [self.new("gas"), self.new("report")]
        self.assertNotEqual(made[0]["address"], made[1]["address"])
        listed = json.loads(self.check("list", "--dir", self.folder / "keys", "--json"))
        self.assertEqual([(row["kind"], row["address"]) for row in listed],
                         [("gas", made[0]["address"]), ("report", made[1]["address"])])
        self.assertEqual({row["kdf"] for row in listed}, {"scrypt n=262144 r=8 p=1"})
        lines = self.check("list", "--dir", self.folder / "keys").splitlines()
        self.assertTrue(lines[0].startswith(made[0]["address"] + "  gas"))
        for key in made:
            file = pathlib.Path(key["file"])
            self.assertEqual(file.stat().st_mode & 0o7777, 0o600)
            self.assertEqual(file.parent.stat().st_mode & 0o7777, 0o700)
            self.assertEqual(file.name, f"{key['kind']}-{key['address'].lower()}.json")
            self.assertEqual(self.check("address", file), key["address"] + "\n")
        self.assertEqual(self.check("address", made[0]["file"], "--unlock",
                                    "--password-file", self.password), made[0]["address"] + "\n")

    def test_a_key_is_taken_over_once_and_for_one_kind(self):
        raw = program.secret_file(self.folder / "raw", "0x" + "07" * 32)
        arguments = ["import", "--dir", self.folder / "keys", "--password-file", self.password]
        made = self.check(*arguments, "--kind", "gas", raw)
        self.assertTrue(made.startswith("0x"))
        for kind in ("gas", "report"):
            self.check(*arguments, "--kind", kind, raw, code=73, says="is there already")
        self.assertEqual(len(list((self.folder / "keys").iterdir())), 1)

    def test_a_key_comes_by_standard_input_and_from_another_keystore(self):
        arguments = ["import", "--kind", "gas", "--password-file", self.password, "--json"]
        first = json.loads(self.check(*arguments, "--dir", self.folder / "a", text="07" * 32))
        second = json.loads(self.check(*arguments, "--dir", self.folder / "b", "--keystore",
                                       first["file"]))
        self.assertEqual(first["address"], second["address"])
        other = program.secret_file(self.folder / "other", "another")
        third = json.loads(self.check(*arguments, "--dir", self.folder / "c", "--keystore",
                                      first["file"], "--new-password-file", other))
        self.check("address", third["file"], "--unlock", "--password-file", self.password, code=77)
        self.check("address", third["file"], "--unlock", "--password-file", other)

    def test_an_empty_password_keeps_no_key(self):
        arguments = ["import", "--kind", "gas", "--dir", self.folder / "keys"]
        empty = program.secret_file(self.folder / "empty", "\n")
        keystore = self.new()["file"]
        before = sorted((self.folder / "keys").iterdir())
        self.check(*arguments, "--password-file", empty, text="07" * 32, code=65, says="not empty")
        take = [*arguments, "--keystore", keystore, "--password-file", empty]
        self.check(*take, code=65, says="--new-password-file")
        self.check(*take, "--new-password-file", empty, code=77)  # it is not this keystore's
        self.check(*arguments, "--keystore", keystore, "--password-file", self.password,
                   "--new-password-file", empty, code=65, says="not empty")
        self.assertEqual(sorted((self.folder / "keys").iterdir()), before)

    def test_a_folder_where_others_may_write_gets_no_key(self):
        folder = self.folder / "open"
        folder.mkdir()
        arguments = ["new", "--kind", "gas", "--dir", folder, "--password-file", self.password]
        for mode in (0o777, 0o770, 0o1777):
            folder.chmod(mode)
            self.check(*arguments, code=77, says=f"chmod go-w '{folder}'")
            self.assertEqual(list(folder.iterdir()), [])
        folder.chmod(0o755)
        self.check(*arguments)

    def test_what_is_no_key(self):
        arguments = ["import", "--kind", "gas", "--dir", self.folder / "keys", "--password-file",
                     self.password]
        for text in ("", "07" * 31, "07" * 33, "0g" * 32, "00" * 32, "ff" * 32):
            self.check(*arguments, code=65, says="key", text=text)
        self.check(*arguments, self.folder / "none", code=66, says="none")
        self.check(*arguments, "07" * 32, code=64, says="must not stand on the command line")
        self.assertFalse((self.folder / "keys").exists())

    def test_wrong_words(self):
        self.check(code=64)
        self.check("new", code=64, says="--kind")
        self.check("new", "--kind", "both", code=64, says="--kind")
        self.check("address", code=64)
        self.check("list", "--dir", self.folder / "none", code=66, says="keys new")
        self.check("new", "--kind", "gas", "--dir", self.folder / "keys", code=78, says=NO_TERMINAL)
        empty = program.secret_file(self.folder / "empty", "\n")
        self.check("new", "--kind", "gas", "--dir", self.folder / "keys", "--password-file", empty,
                   code=65, says="not empty")

    def test_a_bad_file_does_not_hide_the_others(self):
        made = self.new()
        program.secret_file(self.folder / "keys" / "aaa.json", "{}")
        shown = self.check("list", "--dir", self.folder / "keys", code=65, says="aaa.json")
        self.assertIn(made["address"], shown)

    def test_places_of_the_environment(self):
        env = program.environment(BALLAST_PASSWORD_FILE=str(self.password),
                                  XDG_DATA_HOME=str(self.folder / "data"))
        made = self.check("new", "--kind", "gas", env=env)
        self.assertIn(str(self.folder / "data/ballast/keys/gas-0x"), made)
        env["BALLAST_KEYS_DIR"] = str(self.folder / "named")
        self.assertIn(str(self.folder / "named/gas-0x"),
                      self.check("new", "--kind", "gas", env=env))

    def test_the_credential_of_systemd(self):
        made = self.new()
        program.secret_file(self.folder / "ballast-password", "correct horse", 0o440)
        env = program.environment(CREDENTIALS_DIRECTORY=str(self.folder))
        self.check("address", made["file"], "--unlock", env=env)
        (self.folder / "ballast-password").chmod(0o444)
        self.check("address", made["file"], "--unlock", env=env, code=77, says="ballast-password")

    def type_in(self, entries, *arguments):
        """Runs the program on a terminal and types an entry at each question. Returns its code and
        what the terminal showed."""
        child, terminal = pty.fork()
        if child == 0:
            os.execve(program.binary, [program.binary, "keys", *map(str, arguments)],
                      program.environment())
        shown, typed = b"", 0
        while True:
            try:
                part = os.read(terminal, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
            # The answer waits for the question: what is typed before is thrown away.
            if typed < len(entries) and shown.rstrip(b" ").count(b":") > typed:
                time.sleep(0.1)
                os.write(terminal, entries[typed].encode())
                typed += 1
        os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()

    def test_a_terminal_is_asked_and_shows_nothing(self):
        secret = "battery staple"
        new = ["new", "--kind", "gas", "--dir", self.folder / "typed"]
        code, shown = self.type_in([secret + "x\x7f\n", "gone\x15" + secret + "\n"], *new)
        self.assertEqual(code, 0, shown)
        self.assertNotIn("battery", shown)
        (made,) = (self.folder / "typed").iterdir()
        code, _ = self.type_in([secret + "\n"], "address", made, "--unlock")
        self.assertEqual(code, 0)
        self.assertEqual(self.type_in(["wrong\n"], "address", made, "--unlock")[0], 77)
        self.assertEqual(self.type_in([secret + "\n", "other\n"], *new)[0], 1)
        code, shown = self.type_in([secret + "\x03"], *new)
        self.assertEqual(code, 1)
        self.assertIn("cancelled", shown)
        code, shown = self.type_in(["07" * 32 + "\n", secret + "\n", secret + "\n"], "import",
                                   "--kind", "report", "--dir", self.folder / "raw")
        self.assertEqual(code, 0, shown)
        self.assertNotIn("0707", shown)
