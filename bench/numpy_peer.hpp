// SPDX-License-Identifier: MIT
// bench/stress_numpy.py in a process of its own, which waits for its turn.
#pragma once

#include <filesystem>
#include <vector>

#include "base/result.hpp"
#include "bench/python_worker.hpp"
#include "stress/stress.hpp"

namespace ballast::bench {

/// What numpy finds in one scenario, in doubles.
struct NumpyRow {
    std::int64_t liquidatable = 0;
    double debt = 0;      ///< 1e-16 USD
    double bad_debt = 0;  ///< 1e-16 USD
};

/// Seconds of one round.
struct NumpyRound {
    double prepare = 0;  ///< dense matrices from the positions
    double run = 0;      ///< every scenario
};

class NumpyPeer {
  public:
    /// Starts it with a book and scenarios, handed over as files in `folder`. Requires the
    /// project's root as working folder. Errors: failed, cannot_write.
    [[nodiscard]] static Result<NumpyPeer> start(const stress::Book& book,
                                                 const stress::PriceTable& prices,
                                                 const std::filesystem::path& folder);

    /// Returns a row a scenario. Errors: failed.
    [[nodiscard]] Result<std::vector<NumpyRow>> rows();
    /// Does all of it once more. Errors: failed.
    [[nodiscard]] Result<NumpyRound> round();

  private:
    NumpyPeer(PythonWorker worker, std::filesystem::path folder)
        : worker_(std::move(worker)), folder_(std::move(folder)) {}

    PythonWorker worker_;
    std::filesystem::path folder_;
};

}  // namespace ballast::bench
