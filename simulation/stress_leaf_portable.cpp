// SPDX-License-Identifier: MIT
#include "simulation/stress_leaf_kernel.hpp"
#include "simulation/stress_leaf_scan.hpp"

namespace ballast::simulation {

void run_leaves_portable(const LeafTask& task) {
    run_leaves(task);
}

void scan_leaves_portable(LeafScan& scan) {
    scan_leaves(scan);
}

}  // namespace ballast::simulation
