// SPDX-License-Identifier: MIT
// compare_shadow JOURNAL POLICIES EVENT POLICY: plays the event against the oracle's mirror alone
// and compares every value in force with what the journal read back from the chain. Prints how many
// values were compared; exits 1 at the first difference.
#include <cstdio>

#include "apps/demo_documents.hpp"
#include "apps/demo_setup.hpp"
#include "apps/run_from_journal.hpp"
#include "apps/shadow.hpp"

namespace {

using namespace ballast;
using namespace ballast::apps;

int fault(const std::string& what) {
    std::fprintf(stderr, "compare_shadow: %s\n", what.c_str());
    return 1;
}

/// The last epoch is left out: only the chain knows what it left, and the journal has it from the
/// epoch after.
int compare(const JournaledRun& chain, const ShadowRun& shadow) {
    if (chain.epochs.size() != shadow.published.size()) return fault("other epochs");
    int compared = 0;
    for (std::size_t i = 0; i + 1 < chain.epochs.size(); ++i) {
        const auto& held = chain.epochs[i].published;
        const auto& told = shadow.published[i];
        if (held.size() != told.size()) return fault("other markets");
        for (std::size_t m = 0; m < held.size(); ++m, compared += 2) {
            if (held[m].ltv == told[m].ltv && held[m].lt_now == told[m].lt_now) continue;
            return fault("epoch " + std::to_string(i) + ", market " + std::to_string(m) +
                         ": the chain held " + std::to_string(held[m].ltv.count()) + " and " +
                         std::to_string(held[m].lt_now.count()) + ", the mirror " +
                         std::to_string(told[m].ltv.count()) + " and " +
                         std::to_string(told[m].lt_now.count()));
        }
    }
    std::printf("compared=%d\n", compared);
    return 0;
}

int run(const std::string& path, const DemoOptions& options) {
    const auto documents = load_documents(options);
    if (!documents) return fault(documents.error().what);
    const auto start = starting_markets(documents->scenario, documents->policy);
    if (!start) return fault(start.error().what);
    const auto shadow = run_shadow(documents->scenario, documents->policy, *start);
    if (!shadow) return fault(shadow.error().what);
    const auto journal = audit::Journal::open(path, audit::Journal::Mode::read);
    if (!journal) return fault(journal.error().what);
    const auto records = journal->records();
    if (!records) return fault(records.error().what);
    const auto chain = run_from_journal(*records, documents->policy, *start);
    if (!chain) return fault(chain.error().what);
    return compare(*chain, *shadow);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return fault("four arguments are needed");
    DemoOptions options;
    options.policies = argv[2];
    options.event = argv[3];
    options.policy = argv[4];
    return run(argv[1], options);
}
