# SPDX-License-Identifier: MIT
"""A proxy before a node that can be cut at a chosen request, while the node lives on."""

import http.client
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Cut:
    """Where to cut: at the `nth` request of `method` (any method where it is None), counted once
    `sends` transactions have passed.

    `moment` is "before" the request is forwarded, "after" the node has answered but before the
    answer is passed on, or "inside" the answer, of which one half is passed on.
    """

    def __init__(self, moment, method, nth, sends=0):
        self.moment, self.method, self.nth, self.sends = moment, method, nth, sends

    def __str__(self):
        return (f"{self.moment} request {self.nth} of {self.method or 'any method'} "
                f"after {self.sends} transactions")


class CutProxy:
    """Forwards to the node on `upstream_port`; one port of its own for all its lives."""

    def __init__(self, upstream_port):
        self.upstream_port = upstream_port
        self.port = 0
        self._lock = threading.Lock()
        self._server = None
        self._plan = None
        self._seen = 0
        self._sends = 0
        self.was_cut = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def open(self, plan=None):
        """Serves until `plan` cuts it, or for good where there is none."""
        self.close()
        self.was_cut.clear()
        self._plan, self._seen, self._sends = plan, 0, 0
        handler = type("Handler", (_Handler,), {"proxy": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def moment_of(self, methods):
        """Counts a request, which is one call or a batch of them. Returns the moment of the cut
        where it falls on this one."""
        with self._lock:
            plan = self._plan
            sends = self._sends
            self._sends += methods.count("eth_sendRawTransaction")
            if plan is None or sends < plan.sends or plan.method not in (None, *methods):
                return None
            self._seen += 1
            return plan.moment if self._seen == plan.nth else None

    def cut(self):
        self.was_cut.set()

    def pass_on(self, _body, answer):
        """Returns what the program is to read of the node's answer: all of it."""
        return answer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    proxy = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.proxy.was_cut.is_set():
            return self._hang_up()
        calls = json.loads(body)
        calls = calls if isinstance(calls, list) else [calls]
        moment = self.proxy.moment_of([call["method"] for call in calls])
        if moment == "before":
            return self._cut(b"")
        answer = self.proxy.pass_on(body, self._forward(body))
        if moment == "after":
            return self._cut(b"")
        head = (f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(answer)}\r\n\r\n").encode()
        if moment == "inside":
            return self._cut(head + answer[:len(answer) // 2])
        self.wfile.write(head + answer)
        return None

    def _forward(self, body):
        upstream = http.client.HTTPConnection("127.0.0.1", self.proxy.upstream_port, timeout=30)
        try:
            upstream.request("POST", "/", body, {"Content-Type": "application/json"})
            return upstream.getresponse().read()
        finally:
            upstream.close()

    def _cut(self, last_bytes):
        self.proxy.cut()
        self.wfile.write(last_bytes)
        self._hang_up()

    def _hang_up(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the other side was faster

    def log_message(self, *_):
        pass
