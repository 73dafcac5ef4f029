// SPDX-License-Identifier: MIT
#include "apps/live_log.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

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

/// One market's part of an outcome.
struct Shown {
    std::string time;
    std::string asset;
    std::string price;
    std::string sigma;
    std::string regime;
    std::string ltv;
    std::string lt;
    std::string action;
    std::string why;
    std::string transaction;
    bool moves = false;
};

bool moves(const engine::MarketDecision& decision) {
    return decision.action == engine::Action::tighten ||
           decision.action == engine::Action::loosen || decision.execute_pending;
}

std::string why(const engine::MarketDecision& decision) {
    std::string text(name(decision.ltv_target.binding));
    for (std::size_t i = 0; i < decision.holds.size(); ++i)
        text += (i == 0 ? ", held by " : " ") + std::string(name(decision.holds[i]));
    if (decision.liquidity.alarm != engine::Alarm::none)
        text += ", cascade " + std::string(name(decision.liquidity.alarm)) + " at a gain of " +
                percent(decision.liquidity.gain) + "%";
    if (decision.caps.debt_cap.count() > 0)
        text += ", debt cap " + std::to_string(decision.caps.debt_cap.count()) + " USD";
    return text;
}

Shown show(const keeper::TickOutcome& outcome, std::size_t market) {
    const engine::MarketDecision& decision = outcome.report.markets[market];
    const engine::PublishedMarket& held = outcome.after.markets[market];
    // Of an execution the outcome does not tell the transaction; the journal does.
    const bool speaks = decision.action != engine::Action::none && !decision.execute_pending;
    return {.time = format_utc(outcome.snapshot.at).substr(0, 16) + "Z",
            .asset = decision.asset,
            .price = decimals(outcome.snapshot.markets[market].price.count(), 8, 0),
            .sigma = decimals(decision.volatility_fast.count(), 16, 2),
            .regime = decimals(outcome.report.regime.score.count(), 18, 2),
            .ltv = percent(held.ltv),
            .lt = percent(engine::lt_now(held, outcome.snapshot.at)),
            .action = decision.execute_pending ? "execute" : std::string(name(decision.action)),
            .why = why(decision),
            .transaction =
                outcome.receipt && speaks ? to_hex(outcome.receipt->tx_hash).substr(0, 10) : "",
            .moves = moves(decision)};
}

/// Every market that moves; where none does, the one that is followed.
std::vector<Shown> rows_of(const keeper::TickOutcome& outcome, const std::string& asset) {
    std::vector<Shown> moving;
    std::vector<Shown> followed;
    for (std::size_t i = 0; i < outcome.report.markets.size(); ++i) {
        if (moves(outcome.report.markets[i])) moving.push_back(show(outcome, i));
        if (outcome.report.markets[i].asset == asset) followed.push_back(show(outcome, i));
    }
    return moving.empty() ? followed : moving;
}

/// Columns of the terminal; 80 where it does not tell.
std::size_t terminal_columns() {
    winsize size{};
    const bool told = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return told ? size.ws_col : 80;
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

void LiveLog::tell(std::size_t index, const keeper::TickOutcome& outcome) {
    if (terminal_) return table_rows(index, outcome);
    for (const Shown& s : rows_of(outcome, asset_))
        say(std::to_string(index + 1) + "/" + std::to_string(epochs_) + " " + s.time + " " +
            s.asset + " " + s.price + " USD, sigma " + s.sigma + "%/day, regime " + s.regime +
            ", LTV " + s.ltv + "%, LT " + s.lt + "%: " + s.action + " (" + s.why + ")" +
            (s.transaction.empty() ? "" : " tx " + s.transaction));
}

void LiveLog::table_rows(std::size_t index, const keeper::TickOutcome& outcome) {
    if (!begun_) {
        begun_ = true;
        say(pad("epoch", 9, false) + pad("time (UTC)", 18, false) + pad("", 5) + pad("USD", 8) +
            pad("sigma %/d", 11) + pad("regime", 8) + pad("LTV %", 8) + pad("LT %", 8) + "  " +
            pad("action", 10, false) + pad("tx", 11, false) + "why");
    }
    const std::string epoch = std::to_string(index + 1) + "/" + std::to_string(epochs_);
    for (const Shown& s : rows_of(outcome, asset_)) {
        std::string row = pad(epoch, 9, false) + pad(s.time, 18, false) + pad(s.asset, 5, false) +
                          pad(s.price, 8) + pad(s.sigma, 11) + pad(s.regime, 8) + pad(s.ltv, 8) +
                          pad(s.lt, 8) + "  " + pad(s.action, 10, false) +
                          pad(s.transaction, 11, false) + s.why;
        // Moves stay; what only confirms is overwritten by the next row, so it must not wrap.
        const bool stays = s.moves || index + 1 == epochs_;
        if (!stays) row.resize(std::min(row.size(), terminal_columns() - 1));
        const bool tightens = colour_ && s.action == "tighten";
        std::fprintf(stderr, "\r\x1b[K%s%s%s%s", tightens ? "\x1b[33m" : "", row.c_str(),
                     tightens ? "\x1b[0m" : "", stays ? "\n" : "");
    }
    std::fflush(stderr);
}

LiveLog::~LiveLog() {
    if (terminal_ && begun_) std::fputs("\r\x1b[K", stderr);
}

}  // namespace ballast::apps
