// SPDX-License-Identifier: MIT
// Compiled with AVX2 and FMA where the processor family has them (simulation/CMakeLists.txt).
#include "simulation/stress_leaf_kernel.hpp"
#include "simulation/stress_leaf_scan.hpp"

namespace ballast::simulation {

void run_leaves_avx2(const LeafTask& task) {
    run_leaves(task);
}

void scan_leaves_avx2(LeafScan& scan) {
    scan_leaves(scan);
}

}  // namespace ballast::simulation
