// SPDX-License-Identifier: MIT
// The tile kernels and which of them this processor can run.
#pragma once

#include <vector>

#include "stress/leaf_task.hpp"

namespace ballast::stress {

/// How the tiles are done. The results are the same.
enum class LeafWay {
    portable,
    avx2,
    avx512,
};

/// Returns the ways that this processor has, the fastest last.
[[nodiscard]] std::vector<LeafWay> leaf_ways();

struct LeafKernels {
    void (*run)(const LeafTask&);
    void (*scan)(LeafScan&);
};

/// Returns the kernels. Requires one of leaf_ways().
[[nodiscard]] LeafKernels leaf_kernels(LeafWay way);

}  // namespace ballast::stress
