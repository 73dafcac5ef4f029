// SPDX-License-Identifier: MIT
#include "stress/leaf_kernel.hpp"
#include "stress/leaf_scan.hpp"

namespace ballast::stress {

void run_leaves_portable(const LeafTask& task) {
    run_leaves(task);
}

void scan_leaves_portable(LeafScan& scan) {
    scan_leaves(scan);
}

}  // namespace ballast::stress
