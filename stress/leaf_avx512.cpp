// SPDX-License-Identifier: MIT
// Compiled with AVX-512 where the processor family has them (simulation/CMakeLists.txt).
#include "stress/leaf_kernel.hpp"
#include "stress/leaf_scan.hpp"

namespace ballast::stress {

void run_leaves_avx512(const LeafTask& task) {
    run_leaves(task);
}

void scan_leaves_avx512(LeafScan& scan) {
    scan_leaves(scan);
}

}  // namespace ballast::stress
