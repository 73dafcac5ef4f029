// SPDX-License-Identifier: MIT
// Writes an operator's journal up to the first report that he proposes, for the tests of cosign:
//
//     ballast_cosign_world JOURNAL POLICY PRICE_BPS THRESHOLD MEMORY HELD SIGNER...
//
// PRICE_BPS: what he sees of each price in the last epoch, 10000 for all of it. MEMORY: what he
// remembers of each variance at the start, in percent of the truth. HELD: why he sent nothing;
// "draft" where the same is, after it, on its way once more.
#include <cstdio>
#include <cstdlib>

#include "base/check.hpp"
#include "tests/audit/played.hpp"

namespace {

using namespace ballast;

/// The entries up to the first epoch with an update, which held it instead.
std::vector<audit::Entry> proposed(const audit::test::Play& how) {
    auto entries = audit::test::play(how);
    const std::size_t last = audit::test::updates(entries).front();
    entries.resize(last + 1);
    for (const char* field :
         {audit::kCalldata, audit::kKey, audit::kTo, audit::kReceipt, audit::kOutcomes})
        entries.back().fields.erase(field);
    entries.back().fields[audit::kHeld] = "shadow";
    return entries;
}

}  // namespace

int main(int argc, char** argv) {
    BALLAST_CHECK(argc > 7);
    const std::int64_t bps = std::strtoll(argv[3], nullptr, 10);
    audit::test::Play how{.policy = argv[2]};
    const std::int64_t percent = std::strtoll(argv[5], nullptr, 10);
    const std::string held = argv[6];
    how.remember = [percent](engine::State& state) {
        for (auto& market : state.markets)
            for (engine::Wad* each :
                 {&market.variances.fast, &market.variances.mid, &market.variances.slow})
                *each = engine::Wad::of(each->count() * percent / 100);
    };
    // The number of the last epoch: those before it are seen as they were.
    std::size_t epochs = 0;
    for (const audit::Entry& entry : proposed(how))
        epochs += entry.kind == audit::RecordKind::epoch ? 1 : 0;
    how.edit = [&](std::size_t number, engine::Snapshot& snapshot) {
        if (number + 1 != epochs) return;
        for (auto& market : snapshot.markets)
            market.price = engine::Price::of(market.price.count() / 10'000 * bps);
    };
    auto entries = proposed(how);
    auto setup = *audit::read_setup(entries.front().fields[audit::kSetup]);
    setup.signers.clear();
    for (int i = 7; i < argc; ++i)
        setup.signers.push_back(*chain::parse_address(argv[i]));
    setup.threshold = static_cast<std::uint8_t>(std::strtol(argv[4], nullptr, 10));
    entries.front().fields[audit::kSetup] = audit::write_setup(setup);
    if (held != "draft") entries.back().fields[audit::kHeld] = held;
    audit::test::write_journal(argv[1], entries);
    if (held != "draft") return 0;
    auto journal = audit::Journal::open(argv[1], audit::Journal::Mode::existing);
    BALLAST_CHECK(journal.has_value() && journal->store_draft(entries.back()).has_value());
    return 0;
}
