// SPDX-License-Identifier: MIT
// A program, mostly Python, that stays: it loads once and is timed when asked, in turns with ours.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace ballast::bench {

class PythonWorker {
  public:
    /// Starts `arguments` (a script first) under BALLAST_PYTHON, or the first of python3 and
    /// /usr/bin/python3 that has pandas, with one thread. Errors: failed where there is none.
    [[nodiscard]] static Result<PythonWorker> start(const std::vector<std::string>& arguments);

    /// Starts any program that speaks so, by its words. Errors: failed where nothing starts; a
    /// program that is not there ends at the first question.
    [[nodiscard]] static Result<PythonWorker> start_program(const std::vector<std::string>& words);

    PythonWorker(PythonWorker&& other) noexcept;
    PythonWorker& operator=(PythonWorker&& other) = delete;
    ~PythonWorker();

    /// Sends one line and returns the line that comes back. Errors: failed where the program ended.
    [[nodiscard]] Result<std::string> ask(const std::string& line);

  private:
    PythonWorker(std::FILE* to, std::FILE* from, int process)
        : to_(to), from_(from), process_(process) {}

    std::FILE* to_;
    std::FILE* from_;
    int process_;
};

}  // namespace ballast::bench
