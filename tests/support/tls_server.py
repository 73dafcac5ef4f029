# SPDX-License-Identifier: MIT
"""An HTTPS server for one test. Usage: tls_server.py CERTIFICATE KEY [STATUS LOCATION]

Prints its port; lives until its standard input ends; then prints how many requests it read, which
is how many of ours it got to see.
"""

import http.server
import ssl
import sys
import threading

BODY = b'{"jsonrpc":"2.0","id":1,"result":"0x1"}'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def do_GET(self):
        self.server.read += 1
        self.send_response(int(sys.argv[3]) if len(sys.argv) > 3 else 200)
        if len(sys.argv) > 4:
            self.send_header("Location", sys.argv[4])
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    read = 0

    def handle_error(self, *_):
        """A client that goes away is what most of the tests want to see."""


def main():
    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    # The handshake is made by the thread of its connection, so that one that fails hurts no other.
    server.socket = context.wrap_socket(server.socket, server_side=True,
                                        do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
    print(server.read, flush=True)


main()
