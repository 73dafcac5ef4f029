// SPDX-License-Identifier: MIT
#include "keeper/direct_sources.hpp"

#include <gtest/gtest.h>

#include "tests/books/mock_aave.hpp"

namespace ballast::keeper {
namespace {

using test::MockAave;

/// Takes all the time it is given, and answers nothing.
class HungNodes final : public rpc::Network {
  public:
    explicit HungNodes(test::SimulatedClock& clock) : clock_(clock) {}
    [[nodiscard]] std::size_t size() const override { return 1; }
    [[nodiscard]] const std::string& name(std::size_t) const override { return name_; }
    std::vector<Result<rpc::NetworkReply>> post(const std::vector<rpc::NetworkRequest>& requests,
                                                Milliseconds total) override {
        clock_.wait(total);
        std::vector<Result<rpc::NetworkReply>> replies;
        for (std::size_t i = 0; i < requests.size(); ++i)
            replies.emplace_back(fail(Errc::upstream_unavailable, "Timeout was reached"));
        return replies;
    }

  private:
    test::SimulatedClock& clock_;
    std::string name_ = "hung";
};

/// The hung one is asked first: they are asked in the order of their addresses.
TEST(DirectSources, AChainThatHangsLeavesTheOthersTheirShare) {
    test::SimulatedClock clock;
    HungNodes hung(clock);
    MockAave well(clock);
    const chain::Address contract = MockAave::address(0xB0);
    well.aggregators[contract] = {8, 99'990'000, well.head_at};
    std::vector<books::ChainReader> readers;
    readers.push_back(books::ChainReader::make(hung, clock, {1, 1, 100, {10'000}}).value());
    readers.push_back(books::ChainReader::make(well, clock, {1, 1, 100, {10'000}}).value());
    DirectSources sources(clock);
    for (books::ChainReader& reader : readers)
        sources.add({{}, &reader, contract, {}});
    const Milliseconds begun = clock.monotonic();
    const auto outcomes = sources.step({begun.count + 6'000});
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_TRUE(std::holds_alternative<feeds::Missed>(outcomes[0].what));
    EXPECT_TRUE(std::holds_alternative<feeds::Captured>(outcomes[1].what));
    EXPECT_LE(clock.monotonic().count - begun.count, 6'000);
}

}  // namespace
}  // namespace ballast::keeper
