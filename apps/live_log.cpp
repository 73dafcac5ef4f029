// SPDX-License-Identifier: MIT
#include "apps/live_log.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "apps/say.hpp"

namespace ballast::apps {
namespace {

/// `count` units of 10^-digits with `shown` decimals, cut, not rounded.
std::string decimals(Int128 count, int digits, int shown) {
    std::string text = engine::format_decimal(count, digits);
    const std::size_t point = text.find('.');
    std::string whole = text.substr(0, point);
    std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
    fraction.resize(static_cast<std::size_t>(shown), '0');
    return shown == 0 ? whole : whole + "." + fraction;
}

std::string percent(engine::Bps value) {
    return decimals(value.count(), 2, 2);
}

std::string pad(std::string text, std::size_t width, bool right = true) {
    if (text.size() >= width) return text;
    const std::string space(width - text.size(), ' ');
    return right ? space + text : text + space;
}

/// The one market's part of an outcome.
struct Shown {
    std::string time;
    std::string price;
    std::string sigma;
    std::string regime;
    std::string ltv;
    std::string lt;
    std::string action;
    std::string reason;
    std::string transaction;
};

Shown show(const TickOutcome& outcome, const std::string& asset) {
    Shown shown;
    shown.time = format_utc(outcome.snapshot.at).substr(0, 16) + "Z";
    shown.regime = decimals(outcome.report.regime.score.count(), 18, 2);
    if (outcome.transaction) shown.transaction = to_hex(*outcome.transaction).substr(0, 10);
    for (std::size_t i = 0; i < outcome.report.markets.size(); ++i) {
        const engine::MarketDecision& decision = outcome.report.markets[i];
        if (decision.asset != asset) continue;
        const engine::PublishedMarket& held = outcome.after.markets[i];
        shown.price = decimals(outcome.snapshot.markets[i].price.count(), 8, 0);
        shown.sigma = decimals(decision.volatility_fast.count(), 16, 2);
        shown.ltv = percent(held.ltv);
        shown.lt = percent(engine::lt_now(held, outcome.snapshot.at));
        shown.action = name(decision.action);
        shown.reason = name(decision.ltv_target.binding);
        if (!decision.holds.empty()) shown.reason += "," + std::string(name(decision.holds[0]));
    }
    return shown;
}

bool wants_colour() {
    const char* no_colour = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    return (no_colour == nullptr || *no_colour == '\0') && term != nullptr &&
           std::string_view(term) != "dumb";
}

}  // namespace

LiveLog::LiveLog(std::string asset, std::size_t epochs)
    : asset_(std::move(asset)),
      epochs_(epochs),
      terminal_(::isatty(STDERR_FILENO) == 1),
      colour_(terminal_ && wants_colour()) {}

void LiveLog::tell(std::size_t index, const TickOutcome& outcome) {
    if (terminal_) return table_row(index, outcome);
    const Shown s = show(outcome, asset_);
    say(s.time + " " + asset_ + " " + s.price + " sigma " + s.sigma + "% regime " + s.regime +
        " ltv " + s.ltv + " lt " + s.lt + " " + s.action + " (" + s.reason + ")" +
        (s.transaction.empty() ? "" : " tx " + s.transaction));
}

void LiveLog::table_row(std::size_t index, const TickOutcome& outcome) {
    if (!begun_) {
        begun_ = true;
        say(pad("time (UTC)", 17, false) + pad(asset_, 10) + pad("sigma %", 9) + pad("regime", 8) +
            pad("LTV %", 8) + pad("LT %", 8) + "  " + pad("action", 10, false) +
            pad("tx", 12, false) + "why");
    }
    const Shown s = show(outcome, asset_);
    const std::string row = pad(s.time, 17, false) + pad(s.price, 10) + pad(s.sigma, 9) +
                            pad(s.regime, 8) + pad(s.ltv, 8) + pad(s.lt, 8) + "  " +
                            pad(s.action, 10, false) + pad(s.transaction, 12, false) + s.reason;
    const bool tightened = s.action == "tighten";
    const std::string shown = colour_ && tightened ? "\x1b[33m" + row + "\x1b[0m" : row;
    // Rows with something to say stay; quiet ones are overwritten by the next.
    const bool stays = s.action != "none" || index + 1 == epochs_;
    std::fprintf(stderr, "\r\x1b[K%s%s", shown.c_str(), stays ? "\n" : "");
    std::fflush(stderr);
}

LiveLog::~LiveLog() {
    if (terminal_ && begun_) std::fputs("\r\x1b[K", stderr);
}

}  // namespace ballast::apps
