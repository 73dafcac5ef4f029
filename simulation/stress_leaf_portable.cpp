// SPDX-License-Identifier: MIT
#include "simulation/stress_leaf_kernel.hpp"

namespace ballast::simulation {

void run_leaves_portable(const LeafTask& task) {
    run_leaves(task);
}

}  // namespace ballast::simulation
