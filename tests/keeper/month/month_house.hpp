// SPDX-License-Identifier: MIT
// One life of the keeper's process, from opening its journals to its end.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "keeper/keeper.hpp"
#include "tests/keeper/month/month_observatory.hpp"
#include "tests/keeper/month/month_venue.hpp"

namespace ballast::month {

/// What outlives the process.
struct HouseParts {
    MonthWorld& world;
    const engine::Policy& policy;
    telemetry::Log& log;
    telemetry::Metrics& metrics;
    std::filesystem::path folder;  ///< of the journals' locks; the journals are on the world's disk
};

class House {
  public:
    /// Opens the journals. Errors: those of Journal and Lane.
    [[nodiscard]] static Result<std::unique_ptr<House>> open(const HouseParts& parts,
                                                             test::SimProcess& process);
    /// Keeps the references.
    House(const HouseParts& parts, test::SimProcess& process);

    [[nodiscard]] keeper::Keeper& keeper() { return *keeper_; }
    [[nodiscard]] MonthObservatory& observatory() { return observatory_; }
    [[nodiscard]] HostClock& clock() { return clock_; }
    /// Where the journal of a lane is.
    [[nodiscard]] static std::string journal_path(const std::filesystem::path& folder,
                                                  std::size_t lane);

  private:
    /// How one lane reaches its chain.
    struct Line {
        MonthSigner signer;
        MonthNodes nodes;
        std::unique_ptr<sender::Sender> sender;
        std::unique_ptr<MonthVenue> venue;
    };
    [[nodiscard]] Status add_lane(std::size_t index,
                                  std::vector<std::unique_ptr<keeper::Lane>>& lanes);
    [[nodiscard]] keeper::LaneParts connect(Line& line, keeper::Lane& lane);

    HouseParts parts_;
    test::SimProcess& process_;
    HostClock clock_;
    MonthObservatory observatory_;
    std::vector<std::unique_ptr<Line>> lines_;
    std::unique_ptr<keeper::Keeper> keeper_;
};

/// The options of a keeper that publishes each hour.
[[nodiscard]] keeper::KeeperOptions month_options(const engine::Policy& policy);

}  // namespace ballast::month
