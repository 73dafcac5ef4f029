// SPDX-License-Identifier: MIT
#include "apps/harden.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace ballast::apps {

Status harden_process() {
    // The limit alone does not hold where core_pattern is a pipe; not being dumpable does.
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return fail(Errc::failed, "the system does not let this process forbid core dumps");
    ::umask(0077);
    return {};
}

}  // namespace ballast::apps
