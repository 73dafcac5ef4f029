// SPDX-License-Identifier: MIT
// Reads a market's book through a real node, and puts changes of thresholds to it: our own figure
// and the target's, by each way that is asked for. One JSON document in, one out.
//
//   ballast_aave_simulation < {url, pool, chainId, index, log, now, thresholds, runs}
//
// `thresholds` are {asset, bps}; a run is {way, falls, calls, planted}, its falls being {asset,
// bps} and `planted` what is added to the thresholds that our own side takes: a difference to be
// found.
#include <chrono>
#include <iostream>
#include <iterator>
#include <string>

#include "apps/forked_node.hpp"
#include "base/check.hpp"
#include "base/json.hpp"
#include "books/aave_market.hpp"
#include "books/target_simulation.hpp"
#include "rpc/http.hpp"

namespace {

using namespace ballast;

class ToolClock final : public Clock {
  public:
    explicit ToolClock(std::int64_t now) : now_(now) {}
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

std::int64_t number(const Json& object, std::string_view key) {
    return parse_integer(text(object, key)).value();
}

std::map<std::uint16_t, std::uint16_t> by_reserve(const Json& list,
                                                  const books::MarketState& market) {
    std::map<std::uint16_t, std::uint16_t> made;
    for (const Json& one : *list.as_array()) {
        const auto asset = chain::parse_address(text(one, "asset")).value();
        made[market.find(asset)->id] = static_cast<std::uint16_t>(number(one, "bps"));
    }
    return made;
}

books::SimulationWay way_of(const std::string& word) {
    for (const auto way : {books::SimulationWay::simulate_v1, books::SimulationWay::call_overrides,
                           books::SimulationWay::fork})
        if (name(way) == word) return way;
    BALLAST_CHECK(false);
    return books::SimulationWay::fork;
}

/// Of a Safe, say: {from, to, data}; none where the configurator's are to be made.
std::vector<rpc::CallMessage> calls_of(const Json& run) {
    std::vector<rpc::CallMessage> calls;
    for (const Json& call : *run.find("calls")->as_array())
        calls.push_back({chain::parse_address(text(call, "from")).value(),
                         chain::parse_address(text(call, "to")).value(),
                         from_hex(text(call, "data")).value(), U256()});
    return calls;
}

Json outcome_json(const books::ChangeOutcome& outcome) {
    JsonArray fallen;
    for (const books::AccountFate& fate : outcome.accounts)
        if (books::falls_by_change(fate)) fallen.emplace_back(to_hex(fate.who));
    return JsonObject{{"accounts", std::to_string(outcome.by_change.accounts)},
                      {"debt", outcome.by_change.debt.to_decimal()},
                      {"anyway", std::to_string(outcome.anyway.accounts)},
                      {"anywayDebt", outcome.anyway.debt.to_decimal()},
                      {"who", std::move(fallen)}};
}

JsonObject run_one(const Json& in, const Json& run, const books::AaveBook& book,
                   rpc::Transport& node) {
    books::MarketChange change;
    change.thresholds = by_reserve(*in.find("thresholds"), book.market);
    change.falls = by_reserve(*run.find("falls"), book.market);
    books::SimulationOptions options;
    options.calls = calls_of(run);
    options.ways = {way_of(text(run, "way"))};
    options.fork = apps::fork_of(text(in, "url"), text(in, "log"));
    const auto start = std::chrono::steady_clock::now();
    const auto simulation = books::simulate_change(node, book, change, options);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - start);
    JsonObject out{{"way", text(run, "way")}, {"milliseconds", std::to_string(took.count())}};
    if (!simulation) {
        out.emplace("error", simulation.error().what);
        return out;
    }
    books::MarketChange own = change;
    for (auto& [id, threshold] : own.thresholds)
        threshold = static_cast<std::uint16_t>(threshold + number(run, "planted"));
    out.emplace("ours", outcome_json(books::judge_change(book, own).value()));
    out.emplace("theirs", outcome_json(simulation->outcome));
    const auto checked = books::check_simulation(book, own, *simulation);
    out.emplace("difference", checked ? std::string() : checked.error().what);
    bool later = false;
    for (const books::ReserveState& reserve : book.market.reserves) {
        const books::ReserveIndices indices{reserve.income_index, reserve.debt_index};
        later = later || !(simulation->indices.at(reserve.id) == indices);
    }
    out.emplace("interest", later);
    return out;
}

}  // namespace

int main() {
    const std::string text_in((std::istreambuf_iterator<char>(std::cin)), {});
    const Json in = parse_json(text_in).value();
    auto network = rpc::HttpNetwork::open({text(in, "url")}).value();
    const ToolClock clock(number(in, "now"));
    books::ChainReaderOptions reading;
    reading.chain_id = static_cast<std::uint64_t>(number(in, "chainId"));
    auto reader = books::ChainReader::make(*network, clock, reading).value();
    books::AaveMarketOptions options;
    options.key = {reading.chain_id, chain::parse_address(text(in, "pool")).value(), 0};
    options.index_file = text(in, "index");
    options.walk = {0, 2'000, 2'000};
    auto market = books::AaveMarket::open(reader, clock, options).value();
    const auto progress = market->step({clock.monotonic().count + 120'000});
    const auto book = market->book();
    if (!book) {
        std::cerr << name(progress.phase) << ": " << progress.what << ": " << book.error().what
                  << std::endl;
        return 1;
    }
    auto node = rpc::HttpTransport::open(text(in, "url"), {std::chrono::seconds(60)}).value();
    JsonArray runs;
    for (const Json& run : *in.find("runs")->as_array())
        runs.emplace_back(run_one(in, run, **book, node));
    JsonObject out{{"accounts", std::to_string((*book)->accounts.size())},
                   {"block", std::to_string((*book)->market.block.number)},
                   {"runs", std::move(runs)}};
    std::cout << write_json(Json(std::move(out))) << std::endl;
    return 0;
}
