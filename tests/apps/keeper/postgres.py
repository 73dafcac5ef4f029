# SPDX-License-Identifier: MIT
"""A PostgreSQL server of the test's own, and a tap on a client's way to it."""

import ctypes
import os
import pathlib
import pwd
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time

USER = "ballast"
SOCKET = ".s.PGSQL.5432"
PR_SET_PDEATHSIG = 1


def programs():
    """Where initdb and postgres are: Debian keeps them out of PATH, a folder for each version."""
    for folder in sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RuntimeError("initdb is not installed; ./dev test installs what the tests need")


def unprivileged():
    """PostgreSQL refuses to run as root."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


class Server:
    """In a temporary folder, reached by a socket in it; `environment` is added to the server's."""

    def __init__(self, environment=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ballast-postgres-"))
        self.user = unprivileged()
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        data = str(self.folder / "data")
        made = self._start("initdb", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8",
                           "--locale=C", "--no-sync", "--no-instructions").wait()
        assert made == 0, self.log()
        self.environment = environment or {}
        # fsync is on, as it is unless somebody says otherwise.
        self.process = self._start("postgres", "-D", data, "-c", "listen_addresses=", "-c",
                                   f"unix_socket_directories={self.folder}", "-c",
                                   "shared_buffers=16MB", "-c", "autovacuum=off",
                                   **self.environment)
        for _ in range(600):
            if self._psql("postgres", "SELECT 1").returncode == 0:
                break
            assert self.process.poll() is None, self.log()
            time.sleep(0.1)
        self.ask("CREATE DATABASE journal", "postgres")

    def _start(self, program, *words, **environment):
        owner = {"user": self.user.pw_uid, "group": self.user.pw_gid,
                 "extra_groups": []} if self.user else {}
        with (self.folder / "log").open("a", encoding="utf-8") as log:
            return subprocess.Popen([programs() / program, *words], stdout=log, stderr=log,
                                    stdin=subprocess.DEVNULL, cwd=self.folder,
                                    env=os.environ | environment, preexec_fn=die_with_parent,
                                    **owner)

    def log(self):
        return (self.folder / "log").read_text(encoding="utf-8")

    def _psql(self, database, sql):
        return subprocess.run([programs() / "psql", "-XAt", "-h", self.folder, "-U", USER, "-d",
                               database, "-c", sql], capture_output=True, text=True, check=False)

    def ask(self, sql, database="journal"):
        """Returns the rows as text, one a line, columns parted by |."""
        answer = self._psql(database, sql)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout.strip()

    def url(self, folder=None):
        """Of the database, through the socket in `folder` or the server's own."""
        return f"postgresql:///journal?host={folder or self.folder}&user={USER}"

    def close(self):
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Tap:
    """A socket of its own before the server's. `strike` is called at a chosen request.

    A request is a message that carries a statement. It is struck at before the server has it; then
    it is passed on or not, as armed, and the client's end is gone either way.
    """

    def __init__(self, server):
        self.server = str(server.folder / SOCKET)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ballast-tap-"))
        self.lock = threading.Lock()
        self.requests = self.commits = 0
        self.plan = None
        self.struck = threading.Event()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.folder / SOCKET))
        self.listener.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def arm(self, kind, number, passes_on, strike):
        """`kind`: "request" or "commit"; the number-th of that kind from now on is struck at."""
        with self.lock:
            self.requests = self.commits = 0
            self.struck.clear()
            self.plan = (kind, number, passes_on, strike)

    def disarm(self):
        with self.lock:
            self.plan = None

    def _serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.server)
            threading.Thread(target=self._answers, args=(server, client), daemon=True).start()
            threading.Thread(target=self._asks, args=(client, server), daemon=True).start()

    @staticmethod
    def _answers(server, client):
        try:
            while part := server.recv(65536):
                client.sendall(part)
        except OSError:
            pass
        client.close()

    def _asks(self, client, server):
        try:
            with client.makefile("rb") as stream:
                size = stream.read(4)
                server.sendall(size + stream.read(struct.unpack("!I", size)[0] - 4))
                while kind := stream.read(1):
                    size = stream.read(4)
                    body = stream.read(struct.unpack("!I", size)[0] - 4)
                    if self._passes(kind, body):
                        server.sendall(kind + size + body)
        except (OSError, struct.error):
            pass
        # The server goes on with what it has, and finds the end of the connection after that.
        try:
            server.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def _passes(self, kind, body):
        if kind not in (b"Q", b"P"):
            return True
        with self.lock:
            is_commit = kind == b"Q" and body == b"COMMIT\0"
            self.requests += 1
            self.commits += is_commit
            if self.plan is None:
                return True
            what, number, passes_on, strike = self.plan
            if (self.requests if what == "request" else self.commits * is_commit) != number:
                return True
            self.plan = None
        strike(is_commit)
        self.struck.set()
        return passes_on

    def close(self):
        self.listener.close()
        shutil.rmtree(self.folder, ignore_errors=True)
