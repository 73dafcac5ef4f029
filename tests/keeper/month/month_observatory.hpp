// SPDX-License-Identifier: MIT
// What the keeper of the month sees: the first markets and the indicator through the feeds that
// ship, from scripted servers on; the others as a script says, because twenty times the feeds would
// cost twenty times the time and show nothing more.
#pragma once

#include "keeper/live_observatory.hpp"
#include "tests/keeper/month/month_world.hpp"
#include "tests/support/scripted_http.hpp"

namespace ballast::month {

class MonthObservatory final : public keeper::Observatory {
  public:
    /// Keeps the references.
    MonthObservatory(MonthWorld& world, Clock& clock);

    void poll(UnixSeconds now, Milliseconds total) override { live_->poll(now, total); }
    [[nodiscard]] Result<engine::Snapshot> observe(const std::string& chain, UnixSeconds at,
                                                   const std::vector<engine::Bps>& lt_now) override;
    [[nodiscard]] std::map<std::string, engine::Price> prices(UnixSeconds now) const override {
        return live_->prices(now);
    }
    [[nodiscard]] std::vector<UnixSeconds> server_dates() const override {
        return live_->server_dates();
    }
    [[nodiscard]] std::vector<keeper::FeedView> feeds(UnixSeconds) const override { return {}; }

    /// Planted: whatever the sources say is called confirmed and of this moment.
    bool calls_all_live = false;

  private:
    [[nodiscard]] test::ScriptedAnswer answer(const net::HttpRequest& request);
    [[nodiscard]] test::ScriptedAnswer answer_price(std::size_t market, std::size_t source);
    [[nodiscard]] test::ScriptedAnswer answer_vix();
    [[nodiscard]] engine::MarketObservation scripted(std::size_t market, UnixSeconds at);
    void put_book(std::size_t market, UnixSeconds at, engine::MarketObservation& seen) const;

    MonthWorld& world_;
    engine::Policy live_policy_;
    test::ScriptedHttp http_;
    std::unique_ptr<keeper::LiveObservatory> live_;
    /// Of the last moment: the lanes ask one after the other.
    std::optional<engine::Snapshot> seen_;
};

}  // namespace ballast::month
