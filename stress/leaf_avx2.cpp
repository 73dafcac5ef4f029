// SPDX-License-Identifier: MIT
// Compiled with AVX2 and FMA where the processor family has them (simulation/CMakeLists.txt).
#include "stress/leaf_kernel.hpp"
#include "stress/leaf_scan.hpp"

namespace ballast::stress {

void run_leaves_avx2(const LeafTask& task) {
    run_leaves(task);
}

void scan_leaves_avx2(LeafScan& scan) {
    scan_leaves(scan);
}

}  // namespace ballast::stress
