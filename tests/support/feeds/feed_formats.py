# SPDX-License-Identifier: MIT
"""The bodies of the published formats, out of invented markets.

Every function takes a Market, the moment (seconds since 1970) and the query, and returns status,
content type and body. docs/providers.md describes the formats. Holidays are not kept: every weekday
has its row.
"""
import json
import math
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

NEW_YORK, TOKYO, FRANKFURT = (ZoneInfo(name) for name in
                              ("America/New_York", "Asia/Tokyo", "Europe/Berlin"))
JSON, CSV = "application/json", "text/csv"
BAR = 60

START = {
    "BTC": 65000.0, "ETH": 3200.0, "SOL": 150.0, "LINK": 14.0, "USDC": 1.0,
    "VIX": 16.5, "VVIX": 88.0, "DVOL_BTC": 52.0, "DVOL_ETH": 60.0, "MOVE": 98.0,
    "USDJPY": 150.2, "EURJPY": 163.1, "EURUSD": 1.0859, "USDJPY_VOL": 9.4,
    "BTC_DEPTH": 1.0, "ETH_DEPTH": 1.0,  # how much of the usual can be sold; 0 is a drained venue
    "JGB1Y": 0.12, "JGB2Y": 0.35, "JGB5Y": 0.6, "JGB10Y": 1.05, "JGB40Y": 2.4,
}
PYTH = {
    "e62df6c8b4a85fe1a67db44dc12de5db330f7ac66b72dc658afedf0f4a415b43": "BTC",
    "ff61491a931112ddf1bd8147cd1b641375f79f5825126d665480874634fd0ace": "ETH",
    "ef2c98c804ba503c6a707e38be4dfbb16683775f195b091252bf24693042fd52": "USDJPY",
}
MATURITIES = {"1": "JGB1Y", "2": "JGB2Y", "5": "JGB5Y", "10": "JGB10Y", "40": "JGB40Y"}
CURRENCIES = {"RXI$US_N.B.EU": "EURUSD", "RXI_N.B.JA": "USDJPY"}


class Market:
    """Named levels that swing by two parts in a thousand, once in five hours and a half."""

    def __init__(self):
        self.levels = dict(START)
        self.factor = 1.0  # what a spike or a slip of the unit makes of every number

    def scaled(self, factor):
        other = Market()
        other.levels, other.factor = self.levels, factor
        return other

    def at(self, name, moment):
        phase = sum(map(ord, name))
        swing = 1 + 0.002 * math.sin(2 * math.pi * moment / 19800 + phase)
        return self.levels[name] * swing * self.factor


def local(moment, zone):
    return datetime.fromtimestamp(moment, zone)


def seconds(day, at, zone):
    return datetime.combine(day, at, zone).timestamp()


def weekdays(last, count):
    """Returns the newest `count` weekdays up to `last`, ascending."""
    days = []
    while len(days) < count:
        if last.weekday() < 5:
            days.append(last)
        last -= timedelta(days=1)
    return days[::-1]


def next_weekday(day):
    day += timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


def cboe(market, moment, name):
    if name not in ("VIX", "VVIX"):
        return 403, "application/xml", "<Error><Code>AccessDenied</Code></Error>"
    here = local(moment, NEW_YORK)
    last = here.date() if here.time() >= time(16, 20) else here.date() - timedelta(days=1)
    lines = ["DATE,OPEN,HIGH,LOW,CLOSE" if name == "VIX" else f"DATE,{name}"]
    for day in weekdays(last, 300):
        close = market.at(name, seconds(day, time(16, 15), NEW_YORK))
        bar = [close * 1.01, close * 1.05, close * 0.97, close] if name == "VIX" else [close]
        lines.append(day.strftime("%m/%d/%Y,") + ",".join(f"{value:.6f}" for value in bar))
    return 200, CSV, "\n".join(lines) + "\n"


def era(day):
    if day >= date(2019, 5, 1):
        return f"R{day.year - 2018}.{day.month}.{day.day}"
    first, letter = (1988, "H") if day >= date(1989, 1, 8) else (1925, "S")
    return f"{letter}{day.year - first}.{day.month}.{day.day}"


def mof(market, moment, whole_history):
    here = local(moment, TOKYO)
    days = [day for day in weekdays(here.date(), 300)
            if seconds(next_weekday(day), time(9, 30), TOKYO) <= moment]
    if not whole_history:
        days = [day for day in days if (day.year, day.month) == (days[-1].year, days[-1].month)]
    commas = "," * len(MATURITIES)
    lines = [f"国債金利情報{commas}(単位 : %)",
             "基準日," + ",".join(f"{years}年" for years in MATURITIES)]
    for day in days:
        at = seconds(day, time(15), TOKYO)
        yields = [f"{market.at(name, at):.3f}" for name in MATURITIES.values()]
        if day.year < 2008:
            yields[-1] = "-"
        lines.append(era(day) + "," + ",".join(yields))
    lines += [commas, f"※最新のcsvデータがダウンロードできない場合は{commas}"]
    return 200, "application/octet-stream", ("\r\n".join(lines) + "\r\n").encode("cp932")


def fred(market, moment, query):
    if not query.get("api_key"):
        return 400, JSON, json.dumps({"error_code": 400, "error_message":
                                      "Bad Request.  Variable api_key is not set."})
    if query.get("series_id") != "DEXJPUS":
        return 400, JSON, json.dumps({"error_code": 400, "error_message":
                                      "Bad Request.  The series does not exist."})
    here = local(moment, NEW_YORK)
    begin = date.fromisoformat(query.get("observation_start", "1776-07-04"))
    rows = [{"realtime_start": max(next_weekday(day), begin).isoformat(),
             "realtime_end": "9999-12-31", "date": day.isoformat(),
             "value": f"{market.at('USDJPY', seconds(day, time(12), NEW_YORK)):.4f}"}
            for day in weekdays(here.date(), 300)
            if day >= begin and next_weekday(day) <= here.date()]
    if len(rows) > 2:
        rows[1]["value"] = "."
    return 200, JSON, json.dumps({"realtime_start": begin.isoformat(),
                                  "realtime_end": "9999-12-31", "file_type": "json",
                                  "count": len(rows), "observations": rows})


def frb(market, moment, query):
    here = local(moment, NEW_YORK)
    release = here.date() - timedelta(days=here.weekday())
    if here.weekday() == 0 and here.time() < time(16, 15):
        release -= timedelta(days=7)
    days = weekdays(release - timedelta(days=1), 300)
    if query.get("from"):
        begin = datetime.strptime(query["from"], "%m/%d/%Y").date()
        days = [day for day in days if day >= begin]
    else:
        days = days[-int(query.get("lastobs") or 10):]

    def row(label, values):
        return f'"{label}",' + ",".join(f'"{value}"' for value in values)

    lines = [row("Series Description", [f"SPOT EXCHANGE RATE {name}"
                                        for name in CURRENCIES.values()]),
             row("Unit:", ["Currency:_Per_Euro", "Currency:_Per_USD"]),
             row("Multiplier:", ["1", "1"]), row("Currency:", ["USD", "JPY"]),
             row("Unique Identifier: ", [f"H10/H10/{name}" for name in CURRENCIES]),
             row("Time Period", CURRENCIES)]
    for day in days:
        at = seconds(day, time(12), NEW_YORK)
        values = [f"{market.at(name, at):.4f}" for name in CURRENCIES.values()]
        if day == days[0]:
            values = ["ND"] * len(values)
        lines.append(f"{day.isoformat()}," + ",".join(values))
    return 200, CSV, "\r\n".join(lines) + "\r\n"


def ecb(market, moment, key, query):
    name = {"D.JPY.EUR.SP00.A": "EURJPY", "D.USD.EUR.SP00.A": "EURUSD"}.get(key)
    if name is None:
        return 404, "text/plain", "No results found."
    here = local(moment, FRANKFURT)
    last = here.date() if here.time() >= time(16) else here.date() - timedelta(days=1)
    days = weekdays(last, 300)
    if query.get("startPeriod"):
        days = [day for day in days if day.isoformat() >= query["startPeriod"]]
    else:
        days = days[-int(query.get("lastNObservations") or 300):]
    rates = [f"{market.at(name, seconds(day, time(14, 15), FRANKFURT)):.4f}" for day in days]
    if query.get("format") == "jsondata":
        ids = dict(zip(("FREQ", "CURRENCY", "CURRENCY_DENOM", "EXR_TYPE", "EXR_SUFFIX"),
                       key.split(".")))
        return 200, "application/vnd.sdmx.data+json", json.dumps({
            "header": {"id": "invented"},
            "dataSets": [{"action": "Replace", "series": {"0:0:0:0:0": {"observations": {
                str(i): [float(rate), 0, 0] for i, rate in enumerate(rates)}}}}],
            "structure": {"dimensions": {
                "series": [{"id": name, "values": [{"id": value}]} for name, value in ids.items()],
                "observation": [{"id": "TIME_PERIOD",
                                 "values": [{"id": day.isoformat()} for day in days]}]}}})
    lines = ["KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,"
             "OBS_STATUS,TITLE_COMPL"]
    lines += [f"EXR.{key},{key.replace('.', ',')},{day.isoformat()},{rate},A,"
              '"ECB reference exchange rate, 2:15 pm (C.E.T.)"' for day, rate in zip(days, rates)]
    return 200, "application/vnd.sdmx.data+csv", "\r\n".join(lines) + "\r\n"


def bars(market, moment, name, count, length=BAR):
    """Returns start, open, high, low, close; the newest bar is still open."""
    newest = int(moment) // length * length
    for start in range(newest - (count - 1) * length, newest + 1, length):
        first = market.at(name, start)
        last = market.at(name, min(moment, start + length))
        yield start, first, max(first, last) * 1.0002, min(first, last) * 0.9998, last


def deribit(moment, result):
    micros = int(moment * 1_000_000)
    return 200, JSON, json.dumps({"jsonrpc": "2.0", "result": result, "usIn": micros - 871,
                                  "usOut": micros, "usDiff": 871, "testnet": False})


def deribit_error(moment, words):
    micros = int(moment * 1_000_000)
    return 400, JSON, json.dumps({"jsonrpc": "2.0", "error": {"message": words, "code": -32602},
                                  "usIn": micros, "usOut": micros, "testnet": False})


def deribit_dvol(market, moment, query):
    name = f"DVOL_{query.get('currency')}"
    if name not in market.levels:
        return deribit_error(moment, "Invalid params")
    rows = [[start * 1000, *(round(value, 2) for value in values)]
            for start, *values in bars(market, moment, name, 25, 3600)]
    return deribit(moment, {"data": rows, "continuation": None})


def deribit_index(market, moment, query):
    name = query.get("index_name", "").partition("_")[0].upper()
    if name not in market.levels:
        return deribit_error(moment, "Invalid params")
    price = round(market.at(name, moment), 2)
    return deribit(moment, {"index_price": price, "estimated_delivery_price": price})


def binance(market, moment, query):
    name = query.get("symbol", "").removesuffix("USDT")
    if name not in market.levels:
        return 400, JSON, json.dumps({"code": -1121, "msg": "Invalid symbol."})
    rows = [[start * 1000, *(f"{value:.2f}" for value in values), "12.5",
             (start + BAR) * 1000 - 1, "810000.0", 930, "6.1", "400000.0", "0"]
            for start, *values in bars(market, moment, name, int(query.get("limit") or 500))]
    return 200, JSON, json.dumps(rows)


def coinbase(market, moment, product):
    name = product.removesuffix("-USD")
    if name not in market.levels:
        return 404, JSON, json.dumps({"message": "NotFound"})
    rows = [[start, *(round(value, 2) for value in (low, high, first, last)), 3.25]
            for start, first, high, low, last in bars(market, moment, name, 300)]
    return 200, JSON, json.dumps(rows[::-1])


def kraken(market, moment, query):
    name = query.get("pair", "").removesuffix("USD").replace("XBT", "BTC")
    if name not in market.levels:
        return 200, JSON, json.dumps({"error": ["EQuery:Unknown asset pair"]})
    rows = [[start, *(f"{value:.1f}" for value in values), f"{values[0]:.1f}", "1.25", 40]
            for start, *values in bars(market, moment, name, 720)
            if start > int(query.get("since") or 0)]
    pair = f"X{name.replace('BTC', 'XBT')}ZUSD"
    return 200, JSON, json.dumps({"error": [], "result": {
        pair: rows, "last": rows[-2][0] if len(rows) > 1 else rows[-1][0]}})


def levels(market, moment, name):
    """Returns bids and asks, best first: 120 a side, 20 bp apart, 4 million USD each."""
    middle = market.at(name, moment)
    depth = market.levels.get(f"{name}_DEPTH", 1.0)
    size = f"{max(4_000_000 * depth / market.levels[name], 1e-8):.8f}"
    return [[[f"{middle * (1 + side * 0.002 * (i + 0.5)):.2f}", size] for i in range(120)]
            for side in (-1, 1)]


def binance_depth(market, moment, rest, query):
    name = query.get("symbol", "").removesuffix("USDT")
    if name not in market.levels:
        return 400, JSON, json.dumps({"code": -1121, "msg": "Invalid symbol."})
    if rest == "ticker/24hr":
        return 200, JSON, json.dumps({"symbol": query["symbol"], "volume": "9000.0",
                                      "quoteVolume": "900000000.00"})
    bids, asks = levels(market, moment, name)
    return 200, JSON, json.dumps({"lastUpdateId": round(moment), "bids": bids, "asks": asks})


def coinbase_depth(market, moment, product, what):
    name = product.removesuffix("-USD")
    if name not in market.levels:
        return 404, JSON, json.dumps({"message": "NotFound"})
    if what == "stats":
        last = market.at(name, moment)
        return 200, JSON, json.dumps({"last": f"{last:.2f}", "volume": f"{6e8 / last:.4f}"})
    bids, asks = ([[*level, 3] for level in side] for side in levels(market, moment, name))
    return 200, JSON, json.dumps({"bids": bids, "asks": asks, "sequence": round(moment),
                                  "auction_mode": False})


def kraken_depth(market, moment, rest, query):
    name = query.get("pair", "").removesuffix("USD").replace("XBT", "BTC")
    if name not in market.levels:
        return 200, JSON, json.dumps({"error": ["EQuery:Unknown asset pair"]})
    last = market.at(name, moment)
    if rest == "Ticker":
        body = {"c": [f"{last:.1f}", "0.1"], "v": ["100.0", f"{5e8 / last:.4f}"],
                "p": [f"{last:.1f}", f"{last:.1f}"]}
    else:
        bids, asks = ([[*level, round(moment)] for level in side]
                      for side in levels(market, moment, name))
        body = {"bids": bids, "asks": asks}
    pair = f"X{name.replace('BTC', 'XBT')}ZUSD"
    return 200, JSON, json.dumps({"error": [], "result": {pair: body}})


def pyth(market, moment, query):
    price_id = query.get("ids[]", "").removeprefix("0x")
    name = PYTH.get(price_id)
    if name is None:
        return 404, "text/plain", f"Price ids not found: {price_id}"
    expo = -3 if name == "USDJPY" else -8
    count = round(market.at(name, moment) * 10 ** -expo)
    price = {"price": str(count), "conf": str(count // 2000), "expo": expo,
             "publish_time": int(moment)}
    return 200, JSON, json.dumps({
        "binary": {"encoding": "hex", "data": ["504e4155"]},
        "parsed": [{"id": price_id, "price": price, "ema_price": price,
                    "metadata": {"slot": int(moment), "proof_available_time": int(moment)}}]})


def licensed(market, moment, file):
    """A vendor's files: NAME.json with one value, NAME.csv with the last hours."""
    name, _, kind = file.partition(".")
    if name not in market.levels or kind not in ("json", "csv"):
        return 404, JSON, json.dumps({"error": "no such file"})
    hours = [int(moment) // 3600 * 3600 - 3600 * back for back in range(9, -1, -1)]
    stamps = [datetime.fromtimestamp(hour, timezone.utc).isoformat() for hour in hours]
    values = [f"{market.at(name, hour):.4f}" for hour in hours]
    if kind == "json":
        return 200, JSON, json.dumps({"name": name, "data": [{"at": stamps[-1],
                                                              "value": values[-1]}]})
    rows = "".join(f"{stamp},{value}\n" for stamp, value in zip(stamps, values))
    return 200, CSV, "Time,Value\n" + rows
