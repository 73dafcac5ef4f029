# SPDX-License-Identifier: MIT
"""The built programs, folders for one test, and the keystores of this suite."""

import hashlib
import json
import os
import pathlib
import re
import resource
import subprocess
import tempfile

SUPPORT = pathlib.Path(__file__).resolve().parents[2] / "support"
(PASSWORD, WRONG_PASSWORD, KEY, URL_USER, URL_PASSWORD, URL_PATH, URL_QUERY,
 NOT_A_KEY) = CANARIES = (SUPPORT / "canaries.txt").read_text(encoding="utf-8").split()

DEADLINE_SECONDS = 120

# Set once by the entry.
binary = None
key_holder = None


def new_folder():
    """Returns a folder that is removed with the object."""
    return tempfile.TemporaryDirectory(prefix="ballast-keys-")


def environment(**more):
    """The caller's environment without what would steer the program."""
    plain = {k: v for k, v in os.environ.items()
             if not k.startswith(("BALLAST_", "XDG_", "CREDENTIALS_"))}
    return {**plain, **more}


def start(*arguments, env=None, stdin=subprocess.DEVNULL, **options):
    return subprocess.Popen([binary, *map(str, arguments)], stdin=stdin, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env=env or environment(), start_new_session=True, **options)


def run(*arguments, text="", env=None):
    """Runs the program to its end, without a terminal. Returns the CompletedProcess."""
    return subprocess.run([binary, *map(str, arguments)], input=text, capture_output=True,
                          text=True, timeout=DEADLINE_SECONDS, env=env or environment(),
                          start_new_session=True, check=False)


def run_measured(*arguments):
    """Runs the program. Returns the CompletedProcess and its processor seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run(*arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def hold(keystore, password_file, how, text="", **options):
    """Runs key_holder to its end. Returns the CompletedProcess."""
    return subprocess.run([key_holder, str(keystore), str(password_file), how], input=text,
                          capture_output=True, text=True, timeout=DEADLINE_SECONDS,
                          env=environment(), check=False, **options)


def figures(text):
    """Returns the name=value words of an output, numbers as such."""
    return {name: int(value) if value.isdigit() else value
            for name, value in re.findall(r"(\w+)=(\S+)", text)}


def secret_file(path, text, mode=0o600):
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def altered(keystore, path, **changes):
    """Writes a copy of the keystore with other kdfparams. Returns its path."""
    document = json.loads(keystore.read_text(encoding="utf-8"))
    document["crypto"]["kdfparams"].update(changes)
    return secret_file(path, json.dumps(document))


def import_canary(folder):
    """Imports the canary key, at the full cost. Returns the keystore's path."""
    password = secret_file(folder / "password", PASSWORD + "\n")
    raw = secret_file(folder / "raw", KEY + "\n")
    done = run("keys", "import", raw, "--kind", "gas", "--dir", folder / "keys",
               "--password-file", password, "--json")
    if done.returncode != 0:
        raise RuntimeError(f"import ended with {done.returncode}")
    return pathlib.Path(json.loads(done.stdout)["file"])


def derived_key(document, password):
    """Returns what the keystore's scrypt makes of the password."""
    params = document["crypto"]["kdfparams"]
    return hashlib.scrypt(password.encode(), salt=bytes.fromhex(params["salt"]), n=params["n"],
                          r=params["r"], p=params["p"], dklen=params["dklen"], maxmem=1 << 30)
