// SPDX-License-Identifier: MIT
#include "base/result.hpp"

namespace ballast {

int exit_code(Errc code) noexcept {
    switch (code) {
        case Errc::failed:
            return 1;
        case Errc::mismatch:
            return 2;
        case Errc::usage:
            return 64;
        case Errc::bad_data:
            return 65;
        case Errc::input_missing:
            return 66;
        case Errc::upstream_unavailable:
            return 69;
        case Errc::our_bug:
            return 70;
        case Errc::cannot_write:
            return 73;
        case Errc::lock_held:
            return 75;
        case Errc::permission:
            return 77;
        case Errc::configuration:
            return 78;
    }
    return 70;
}

}  // namespace ballast
