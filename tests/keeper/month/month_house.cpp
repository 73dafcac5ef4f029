// SPDX-License-Identifier: MIT
#include "tests/keeper/month/month_house.hpp"

#include "oracle/risk_report.hpp"

namespace ballast::month {
namespace {

sender::SenderPolicy sender_policy() {
    sender::SenderPolicy policy;
    // As often as there are blocks; and patient, for each price of a transaction that nobody mines
    // is one more to be read at every look: tests/sender is about prices.
    policy.poll = {kBlockTime.count * 1'000};
    policy.stuck_blocks = 100;
    policy.stuck_after = {100 * kBlockTime.count * 1'000};
    return policy;
}

}  // namespace

keeper::KeeperOptions month_options(const engine::Policy& policy) {
    keeper::KeeperOptions options;
    options.mode = keeper::Mode::publish;
    options.plan = {policy.epoch, Seconds{0}};
    options.heartbeat = policy.publication.heartbeat;
    for (std::size_t lane = 0; lane < kLanes; ++lane)
        options.terms[chain_identity(lane).name].fee_cap = sender::FeePolicy().urgent_cap;
    return options;
}

std::string House::journal_path(const std::filesystem::path& folder, std::size_t lane) {
    return (folder / (chain_identity(lane).name + ".journal")).string();
}

House::House(const HouseParts& parts, test::SimProcess& process)
    : parts_(parts), process_(process), clock_(parts.world), observatory_(parts.world, clock_) {}

Result<std::unique_ptr<House>> House::open(const HouseParts& parts, test::SimProcess& process) {
    auto house = std::make_unique<House>(parts, process);
    std::vector<std::unique_ptr<keeper::Lane>> lanes;
    for (std::size_t lane = 0; lane < kLanes; ++lane)
        if (auto added = house->add_lane(lane, lanes); !added) return fail(added.error());
    keeper::KeeperParts needs{.observatory = &house->observatory_,
                              .clock = &house->clock_,
                              .log = &parts.log,
                              .metrics = &parts.metrics,
                              .kill_switch = [&world = parts.world] {
                                  return world.active(FaultKind::kill_switch, world.now()) !=
                                         nullptr;
                              }};
    house->keeper_ = std::make_unique<keeper::Keeper>(month_options(parts.policy), std::move(needs),
                                                      std::move(lanes));
    return house;
}

Status House::add_lane(std::size_t index, std::vector<std::unique_ptr<keeper::Lane>>& lanes) {
    auto journal =
        audit::Journal::open(journal_path(parts_.folder, index), audit::Journal::Mode::write);
    if (!journal) return fail(journal.error());
    auto lane = keeper::Lane::open(chain_identity(index).name, month_setup(index, parts_.policy),
                                   parts_.policy, Hash32(), std::move(*journal), clock_.now());
    if (!lane) return fail(lane.error());
    MonthChain& chain = *parts_.world.chains[index];
    lines_.push_back(std::unique_ptr<Line>(
        new Line{MonthSigner(chain.chain_id(), process_),
                 MonthNodes(
                     chain, clock_, [&world = parts_.world] { return world.now(); }, process_),
                 nullptr, nullptr}));
    (*lane)->connect(connect(*lines_.back(), **lane));
    lanes.push_back(std::move(*lane));
    return {};
}

keeper::LaneParts House::connect(Line& line, keeper::Lane& lane) {
    sender::TxStore& store = lane.journal().transactions();
    line.sender =
        std::make_unique<sender::Sender>(line.nodes, store, line.signer, clock_, sender_policy());
    line.venue = std::make_unique<MonthVenue>(line.nodes, *line.sender, lane.setup().markets);
    keeper::LaneParts parts;
    parts.venue = line.venue.get();
    parts.attest = [this](const oracle::RiskReport&, const Hash32& digest) -> Result<Bytes> {
        if (!process_.does(test::Act::sign))
            return fail(Errc::upstream_unavailable, "simulated: dead");
        return oracle::attest(digest, {{0, &report_key()}});
    };
    parts.settle = [&line, &store]() -> Status {
        const auto open = store.unfinished(line.nodes.chain_id(), line.signer.address());
        if (!open) return fail(open.error());
        if (open->empty()) return {};
        const auto stepped = line.sender->step();
        return stepped ? Status() : fail(stepped.error());
    };
    return parts;
}

}  // namespace ballast::month
