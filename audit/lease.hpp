// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/time.hpp"

namespace ballast::audit {

/// How a writer of a PostgreSQL journal holds it against other keepers. A SQLite file has the
/// system's lock instead and takes no notice of this.
struct LeaseOptions {
    /// Shown to whoever finds the journal taken. Empty: host name and process id.
    std::string holder;
    /// So long after its last sign of life, by the database's clock, another may take the journal
    /// over. Every change is a sign of life, and keep_lease(), which is due each third of this.
    Milliseconds lasts{120'000};
    /// So long a writer waits for the answer to one request, before it takes the connection for
    /// lost. The server lets go of what hangs in it after `lasts`.
    Milliseconds patience{30'000};
    /// For so long a writer goes on asking, a connection after the other, what became of a change
    /// whose answer was lost: a server that starts again takes some seconds.
    Milliseconds outcome_wait{10'000};
};

}  // namespace ballast::audit
