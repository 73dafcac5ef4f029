#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Speaks the published formats of all providers on one loopback port, under the real paths.

    feed_server.py [--port N] [--at UNIX] [--speed N] [--until-eof]

Prints port=N once it listens. The clock is the machine's, or starts at UNIX and runs N times as
fast. With --until-eof it ends when its standard input does. Markets are invented (feed_formats.py).

While it runs, GET http://127.0.0.1:PORT/control/...
    set?name=VIX&value=30              a level, from now on
    clock?at=UNIX[&speed=N]            the clock
    fault?provider=NAME&kind=KIND[&times=N][&seconds=N][&factor=F]
                                       the next N answers (without N: all) of a provider, or of
                                       "all", go wrong
    clear[?provider=NAME]              no more faults
    state                              levels, faults and how often each provider was asked
Kinds: html, captcha, empty, truncated, schema, 429 (Retry-After: seconds), 500, slow (by seconds),
drop (the connection closes without an answer), stale (data stand still), spike and unit (every
number times factor; 3 and 100 where none is given).
"""
import argparse
import json
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent))
import feed_formats as formats  # noqa: E402

HTML = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body></body></html>"
CAPTCHA = "<html><body><h1>Just a moment...</h1><p>Please solve this CAPTCHA.</p></body></html>"
KINDS = ("html", "captcha", "empty", "truncated", "schema", "429", "500", "slow", "drop", "stale",
         "spike", "unit")
FACTORS = {"spike": 3.0, "unit": 100.0}

# provider: how its paths begin, and its format with the rest of the path; the first that fits
ROUTES = {
    "binance_depth": (r"/api/v3/(?=depth|ticker/)", formats.binance_depth),
    "coinbase_depth": (r"/products/(?=.*/(?:book|stats)$)",
                       lambda m, t, rest, q: formats.coinbase_depth(m, t, *rest.split("/"))),
    "kraken_depth": (r"/0/public/(?=Depth|Ticker)", formats.kraken_depth),
    "cboe_vix": ("/api/global/us_indices/daily_prices/",
                 lambda m, t, rest, q: formats.cboe(m, t, rest.removesuffix("_History.csv"))),
    "mof_jgb": ("/jgbs/reference/interest_rate/",
                lambda m, t, rest, q: formats.mof(m, t, rest == "data/jgbcm_all.csv")),
    "fred": ("/fred/series/observations", lambda m, t, rest, q: formats.fred(m, t, q)),
    "frb_h10": ("/datadownload/Output.aspx", lambda m, t, rest, q: formats.frb(m, t, q)),
    "ecb": ("/service/data/EXR/", formats.ecb),
    "deribit_dvol": ("/api/v2/public/get_volatility_index_data",
                     lambda m, t, rest, q: formats.deribit_dvol(m, t, q)),
    "deribit_index": ("/api/v2/public/get_index_price",
                      lambda m, t, rest, q: formats.deribit_index(m, t, q)),
    "binance": ("/api/v3/klines", lambda m, t, rest, q: formats.binance(m, t, q)),
    "coinbase": ("/products/",
                 lambda m, t, rest, q: formats.coinbase(m, t, rest.removesuffix("/candles"))),
    "kraken": ("/0/public/OHLC", lambda m, t, rest, q: formats.kraken(m, t, q)),
    "pyth_hermes": ("/v2/updates/price/latest", lambda m, t, rest, q: formats.pyth(m, t, q)),
    "licensed": ("/licensed/", lambda m, t, rest, q: formats.licensed(m, t, rest)),
}


class World:
    """The markets, the clock and what goes wrong. One lock guards all of it."""

    def __init__(self, at, speed):
        self.lock = threading.Lock()
        self.market = formats.Market()
        self.faults = {}
        self.asked = dict.fromkeys(ROUTES, 0)
        self.set_clock(time.time() if at is None else at, speed)

    def set_clock(self, at, speed):
        self.start, self.zero, self.speed = float(at), time.monotonic(), float(speed)

    def now(self):
        return self.start + (time.monotonic() - self.zero) * self.speed

    def add_fault(self, query):
        kind = query["kind"]
        if kind not in KINDS:
            raise KeyError(kind)
        names = list(ROUTES) if query["provider"] == "all" else [query["provider"]]
        for name in names:
            if name not in ROUTES:
                raise KeyError(name)
            self.faults[name] = {"kind": kind, "times": int(query.get("times", 0)) or None,
                                 "seconds": float(query.get("seconds", 5)), "since": self.now(),
                                 "factor": float(query.get("factor", FACTORS.get(kind, 1)))}

    def next_fault(self, provider):
        fault = self.faults.get(provider)
        if fault and fault["times"] is not None:
            fault["times"] -= 1
            if fault["times"] == 0:
                del self.faults[provider]
        return fault

    def control(self, command, query):
        if command == "set":
            if query["name"] not in self.market.levels:
                raise KeyError(query["name"])
            self.market.levels[query["name"]] = float(query["value"])
        elif command == "clock":
            self.set_clock(query["at"], query.get("speed", self.speed))
        elif command == "fault":
            self.add_fault(query)
        elif command == "clear":
            names = [query["provider"]] if "provider" in query else list(self.faults)
            for name in names:
                self.faults.pop(name, None)
        elif command != "state":
            raise KeyError(command)
        return {"now": self.now(), "levels": self.market.levels, "faults": self.faults,
                "asked": self.asked}


def damaged(answer, fault):
    """Returns status, type, body and headers of an answer after a fault, or None for no answer."""
    status, kind, body = answer
    body = body if isinstance(body, bytes) else body.encode()
    if fault is None:
        return status, kind, body, {}
    if fault["kind"] in ("html", "captcha"):
        return 200, "text/html", (HTML if fault["kind"] == "html" else CAPTCHA).encode(), {}
    if fault["kind"] == "429":
        return 429, "text/plain", b"Too many requests", {"Retry-After": f"{fault['seconds']:.0f}"}
    if fault["kind"] == "500":
        return 500, "text/plain", b"Internal Server Error", {}
    if fault["kind"] == "empty":
        body = b""
    if fault["kind"] == "truncated":
        body = body[:len(body) * 2 // 3].rstrip(b"\r\n")
    if fault["kind"] == "schema":
        body = b'{"version":2,"payload":' + json.dumps(body.hex()).encode() + b"}"
    return status, kind, body, {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: no wait for an acknowledgement between them
    world = None

    def do_GET(self):
        url = urlsplit(self.path)
        query = {key: values[0]
                 for key, values in parse_qs(url.query, keep_blank_values=True).items()}
        path = unquote(url.path)
        if path.startswith("/control/"):
            self.serve_control(path.removeprefix("/control/"), query)
            return
        for provider, (prefix, body) in ROUTES.items():
            begin = re.match(prefix, path)
            if begin:
                self.serve_feed(provider, body, path[begin.end():], query)
                return
        self.reply(404, "text/plain", b"nothing here", {})

    def serve_control(self, command, query):
        try:
            with self.world.lock:
                state = self.world.control(command, query)
        except (KeyError, ValueError) as fault:
            self.reply(400, "text/plain", f"what is {fault}?\n".encode(), {})
            return
        self.reply(200, "application/json", json.dumps(state).encode(), {})

    def serve_feed(self, provider, body, rest, query):
        with self.world.lock:
            self.world.asked[provider] += 1
            fault = self.world.next_fault(provider)
            kind = fault["kind"] if fault else ""
            moment = fault["since"] if kind == "stale" else self.world.now()
            market = self.world.market
            if kind in FACTORS:
                market = market.scaled(fault["factor"])
            answer = body(market, moment, rest, query)
        if kind == "drop":
            self.close_connection = True
            return
        if kind == "slow":
            time.sleep(fault["seconds"])
        self.reply(*damaged(answer, fault))

    def reply(self, status, kind, body, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "json" in kind else kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def date_time_string(self, timestamp=None):
        """The header Date, by the server's clock and not the machine's."""
        return super().date_time_string(self.world.now() if timestamp is None else timestamp)

    def log_message(self, *_):
        pass


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--at", type=float)
    parser.add_argument("--speed", type=float, default=1)
    parser.add_argument("--until-eof", action="store_true")
    options = parser.parse_args(arguments)
    Handler.world = World(options.at, options.speed)
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
    server.daemon_threads = True
    print(f"port={server.server_address[1]}", flush=True)
    if not options.until_eof:
        server.serve_forever()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
