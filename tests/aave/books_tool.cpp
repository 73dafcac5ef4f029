// SPDX-License-Identifier: MIT
// Reads a market's book through a real node, with books/: one JSON document in, one out.
//
//   ballast_aave_books < {url, pool, chainId, first, depth, range, index, now, steps}
//
// `steps` is how often a step of 1 ms is done at most: then the process ends in the middle of what
// it was at, without any destructor, as if it were killed.
#include <unistd.h>

#include <chrono>
#include <iostream>
#include <iterator>
#include <string>

#include "base/check.hpp"
#include "base/json.hpp"
#include "books/aave_market.hpp"
#include "rpc/http.hpp"

namespace {

using namespace ballast;

class SteadyClock final : public Clock {
  public:
    explicit SteadyClock(std::int64_t now) : now_(now) {}
    [[nodiscard]] UnixSeconds now() const override { return {now_}; }
    [[nodiscard]] Milliseconds monotonic() const override {
        const auto since = std::chrono::steady_clock::now().time_since_epoch();
        return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
    }
    void wait(Milliseconds) override {}

  private:
    std::int64_t now_;
};

const std::string& text(const Json& object, std::string_view key) {
    const Json* found = object.find(key);
    BALLAST_CHECK(found != nullptr && found->as_string() != nullptr);
    return *found->as_string();
}

std::uint64_t number(const Json& object, std::string_view key) {
    return static_cast<std::uint64_t>(parse_integer(text(object, key)).value());
}

Json accounts_json(const books::AaveBook& book) {
    JsonArray all;
    for (const books::Account& account : book.accounts)
        all.emplace_back(JsonObject{{"collateral", account.collateral.to_decimal()},
                                    {"debt", account.debt.to_decimal()},
                                    {"health", account.health.to_decimal()},
                                    {"mode", std::to_string(account.mode)},
                                    {"who", to_hex(account.who)}});
    return all;
}

Json walls_json(const books::AaveBook& book) {
    JsonArray all;
    for (const books::ReserveState& reserve : book.market.reserves) {
        const auto wall = books::book_against(book, reserve.asset).value();
        all.emplace_back(JsonObject{{"asset", to_hex(reserve.asset)},
                                    {"debt", std::to_string(wall.debt.count())},
                                    {"points", std::to_string(wall.wall.size())}});
    }
    return all;
}

Json result(const books::AaveMarket& market, const books::MarketProgress& progress) {
    JsonObject out{{"phase", name(progress.phase)},
                   {"fault", name(progress.fault)},
                   {"what", progress.what},
                   {"known", std::to_string(progress.accounts)},
                   {"rewinds", std::to_string(progress.rewinds)},
                   {"requests", std::to_string(progress.requests)},
                   {"indexed", std::to_string(progress.indexed.value_or(0))},
                   {"owing", std::to_string(market.index().owing().size())},
                   {"digest", to_hex(market.index().digest())}};
    const auto book = market.book();
    if (!book) {
        out.emplace("none", book.error().what);
        return out;
    }
    out.emplace("block", std::to_string((*book)->market.block.number));
    out.emplace("accounts", accounts_json(**book));
    out.emplace("books", walls_json(**book));
    return out;
}

}  // namespace

int main() {
    const std::string text_in((std::istreambuf_iterator<char>(std::cin)), {});
    const Json in = parse_json(text_in).value();
    auto network = rpc::HttpNetwork::open({text(in, "url")}).value();
    const SteadyClock clock(static_cast<std::int64_t>(number(in, "now")));
    books::ChainReaderOptions reading;
    reading.chain_id = number(in, "chainId");
    auto reader = books::ChainReader::make(*network, clock, reading).value();
    books::AaveMarketOptions options;
    options.key = {reading.chain_id, chain::parse_address(text(in, "pool")).value(),
                   number(in, "first")};
    options.index_file = text(in, "index");
    options.walk = {number(in, "depth"), number(in, "range"), number(in, "range")};
    auto market = books::AaveMarket::open(reader, clock, options).value();
    const std::uint64_t steps = number(in, "steps");
    books::MarketProgress progress;
    for (std::uint64_t i = 0; i < steps; ++i) {
        const Milliseconds span{steps == 1'000'000 ? 60'000 : 15};
        progress = market->step({clock.monotonic().count + span.count});
        const bool failed = progress.fault != books::MarketFault::none;
        if (progress.phase == books::MarketPhase::idle || failed) break;
    }
    std::cout << write_json(result(*market, progress)) << std::endl;
    ::_exit(0);
}
