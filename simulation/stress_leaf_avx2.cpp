// SPDX-License-Identifier: MIT
// Compiled with AVX2 and FMA where the processor family has them (simulation/CMakeLists.txt).
#include "simulation/stress_leaf_kernel.hpp"

namespace ballast::simulation {

void run_leaves_avx2(const LeafTask& task) {
    run_leaves(task);
}

}  // namespace ballast::simulation
