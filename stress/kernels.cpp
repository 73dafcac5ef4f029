// SPDX-License-Identifier: MIT
#include "stress/kernels.hpp"

namespace ballast::stress {

std::vector<LeafWay> leaf_ways() {
    std::vector<LeafWay> ways = {LeafWay::portable};
#if defined(BALLAST_X86_KERNELS)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        ways.push_back(LeafWay::avx2);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        ways.push_back(LeafWay::avx512);
#endif
    return ways;
}

LeafKernels leaf_kernels(LeafWay way) {
    switch (way) {
        case LeafWay::avx512:
            return {run_leaves_avx512, scan_leaves_avx512};
        case LeafWay::avx2:
            return {run_leaves_avx2, scan_leaves_avx2};
        case LeafWay::portable:
            break;
    }
    return {run_leaves_portable, scan_leaves_portable};
}

}  // namespace ballast::stress
