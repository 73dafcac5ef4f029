#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads every #include of the shipped folders and fails on one that goes up, or round a door.

    check_layers.py [ROOT]

The two tables below are the architecture; docs/architecture.md gives the reasons.
"""
import re
import sys
from fnmatch import fnmatch
from pathlib import Path

# Folder: the other folders it may include. Level 0 stands first; an include goes down, except
# where two folders of level 2 are named here.
MAY_INCLUDE = {
    # 0
    "base": [],
    # 1: the model knows no chain, the chain knows no model, and statistics knows neither
    "engine": ["base"],
    "chain": ["base"],
    #    of the four that know Ethereum, chain is bytes alone; rpc asks nodes; keys signs, here or
    #    over a remote signer's RPC; sender puts one nonce after the other on the chain
    "rpc": ["base", "chain", "net"],
    "keys": ["base", "chain", "rpc"],
    "sender": ["base", "chain", "rpc", "keys"],
    "statistics": ["base"],
    #    net is HTTP, asked and answered; telemetry is what a running program says of itself
    "net": ["base"],
    "telemetry": ["base"],
    # 2: feeds read recorded events, which are scenario documents; audit replays documents and
    #    reports; feeds and oracle never see each other
    "policies": ["base", "engine"],
    "calendar": ["base", "engine", "policies"],
    #    providers read the bytes of a source; feeds judges what several sources say
    "providers": ["base", "engine", "chain", "rpc", "net", "calendar"],
    "feeds": ["base", "engine", "chain", "rpc", "net", "policies", "calendar", "providers"],
    "oracle": ["base", "engine", "chain", "rpc"],
    #    adapters write what other protocols' governance signs; they know neither nodes nor oracle
    "adapters": ["base", "engine", "chain"],
    #    books tells who has borrowed on a market, and what can be sold
    "books": ["base", "engine", "chain", "rpc", "net", "adapters"],
    "audit": ["base", "engine", "chain", "rpc", "sender", "policies", "oracle"],
    #    history reads market files; validation and simulation judge the model on them and on
    #    invented paths, through the mirror of the contract's effects in oracle
    "history": ["base", "engine", "policies"],
    "validation": ["base", "engine", "statistics", "policies", "oracle", "history"],
    "simulation": ["base", "engine", "statistics", "policies", "oracle", "history"],
    #    stress puts a book under scenarios: nobody publishes anything there
    "stress": ["base", "engine", "statistics", "policies"],
    # 3: keeper is what runs for months; apps are the commands
    "keeper": ["base", "engine", "chain", "rpc", "net", "telemetry", "keys", "sender", "policies",
               "calendar", "providers", "feeds", "books", "oracle", "adapters", "audit"],
    "apps": ["base", "engine", "chain", "net", "telemetry", "rpc", "keys", "sender", "statistics",
             "policies", "calendar", "providers", "feeds", "oracle", "adapters", "books", "audit",
             "history", "validation", "simulation", "stress", "keeper"],
}

# How a third-party header begins: the only files that may include it. The first match counts.
DOORS = {
    "tl/expected.hpp": ["base/result.hpp"],
    "boost/multiprecision/": ["base/u256.cpp"],
    "boost/asio": ["net/http_server*.cpp"],
    "boost/beast": ["net/http_server*.cpp"],
    "boost/": [],
    "simdjson.h": ["base/parse_json.cpp"],
    "nlohmann/": [],
    "cryptopp/": ["base/hash.cpp", "keys/keystore_crypto.cpp"],
    "curl/": ["net/http_client.cpp"],
    "date/": ["calendar/time_zone.cpp"],
    "libpq-fe.h": ["audit/*postgres*.cpp"],
    "prometheus/": ["telemetry/metrics.cpp"],
    "iconv.h": ["providers/shift_jis.cpp"],
    "secp256k1": ["chain/signer.cpp"],
    "sqlite3.h": ["audit/*sqlite*.cpp"],
    "SQLiteCpp/": ["audit/*sqlite*.cpp"],
    "zlib.h": ["audit/deflate.cpp"],
    "toml++/": ["policies/toml_document.cpp"],
    "CLI/": ["apps/command_line*.cpp"],
    "fmt/": [],
    "spdlog/": [],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*(<[^>]+>|"[^"]+")')


def is_door(path: str) -> bool:
    """Tells whether a library of another house, with its exceptions, lives in this file."""
    return any(fnmatch(path, door) for doors in DOORS.values() for door in doors)


def fault_of_door(path: str, header: str) -> str | None:
    library = next((begin for begin in DOORS if header.startswith(begin)), None)
    if library is None or any(fnmatch(path, door) for door in DOORS[library]):
        return None
    doors = " or ".join(DOORS[library]) or "no file yet (DOORS in tools/check_layers.py names them)"
    return f"<{header}> has its door in {doors}: call what that file offers"


def fault_of_layer(path: str, header: str) -> str | None:
    here, there = path.split("/")[0], header.split("/")[0]
    if "/" not in header or header.startswith("."):
        return f'"{header}": write the path from the root, as in "{here}/{Path(header).name}"'
    if there == here or there in MAY_INCLUDE[here]:
        return None
    if there not in MAY_INCLUDE:
        return f'"{header}": shipped code includes only {", ".join(MAY_INCLUDE)}'
    allowed = ", ".join([here, *MAY_INCLUDE[here]])
    return (
        f'"{header}": {here}/ may include only {allowed}; move what is shared down, or hand it in '
        "as data or an interface"
    )


def faults_of(path: str, text: str) -> list[str]:
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        quoted, header = found[1].startswith('"'), found[1][1:-1]
        third_party = any(header.startswith(begin) for begin in DOORS)
        fault = fault_of_door(path, header)
        if quoted and not third_party:
            fault = fault_of_layer(path, header)
        elif not quoted and header.split("/")[0] in MAY_INCLUDE:
            fault = f"<{header}> is ours: write it in quotes"
        if fault:
            faults.append(f"{path}:{number}: {fault}")
    return faults


def main(arguments: list[str]) -> int:
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    files = [
        file
        for folder in MAY_INCLUDE
        for file in sorted((root / folder).rglob("*"))
        if file.suffix in (".cpp", ".hpp")
    ]
    faults = []
    for file in files:
        path = file.relative_to(root).as_posix()
        faults += faults_of(path, file.read_text(encoding="utf-8", errors="replace"))
    for fault in faults:
        print(fault)
    print(f"executed={len(files)}")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
