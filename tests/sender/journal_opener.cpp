// SPDX-License-Identifier: MIT
// A keeper that does nothing: it opens the journal for writing and ends with the exit code for how
// that went.
#include "audit/journal.hpp"

int main(int argc, char** argv) {
    if (argc != 2) return ballast::exit_code(ballast::Errc::usage);
    const auto journal =
        ballast::audit::Journal::open(argv[1], ballast::audit::Journal::Mode::write);
    return journal ? 0 : ballast::exit_code(journal.error().code);
}
