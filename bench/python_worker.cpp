// SPDX-License-Identifier: MIT
#include "bench/python_worker.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>

namespace ballast::bench {
namespace {

std::string find_python() {
    if (const char* said = std::getenv("BALLAST_PYTHON")) return said;
    for (const char* candidate : {"python3", "/usr/bin/python3"}) {
        const std::string probe = std::string(candidate) + " -c 'import pandas' 2> /dev/null";
        if (std::system(probe.c_str()) == 0) return candidate;
    }
    return {};
}

[[noreturn]] void become(const std::vector<std::string>& words, int in, int out) {
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    // Per core means one thread on both sides.
    for (const char* name : {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_MAX_THREADS"})
        setenv(name, "1", 1);
    std::vector<char*> pointers;
    std::vector<std::string> copies = words;
    for (std::string& word : copies)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    execvp(pointers.front(), pointers.data());
    _exit(127);
}

}  // namespace

Result<PythonWorker> PythonWorker::start(const std::vector<std::string>& arguments) {
    std::vector<std::string> words{find_python()};
    if (words.front().empty())
        return fail(Errc::failed, "no python3 with pandas: install python3-pandas");
    words.insert(words.end(), arguments.begin(), arguments.end());
    return start_program(words);
}

Result<PythonWorker> PythonWorker::start_program(const std::vector<std::string>& words) {
    std::array<int, 2> down{};
    std::array<int, 2> up{};
    if (pipe(down.data()) != 0 || pipe(up.data()) != 0) return fail(Errc::failed, "no pipe");
    const int process = fork();
    if (process < 0) return fail(Errc::failed, "cannot start " + words.front());
    if (process == 0) {
        close(down[1]);
        close(up[0]);
        become(words, down[0], up[1]);
    }
    close(down[0]);
    close(up[1]);
    return PythonWorker(fdopen(down[1], "w"), fdopen(up[0], "r"), process);
}

PythonWorker::PythonWorker(PythonWorker&& other) noexcept
    : to_(std::exchange(other.to_, nullptr)),
      from_(std::exchange(other.from_, nullptr)),
      process_(other.process_) {}

PythonWorker::~PythonWorker() {
    if (to_ == nullptr) return;
    std::fclose(to_);  // The program reads its end of input and leaves.
    std::fclose(from_);
    waitpid(process_, nullptr, 0);
}

Result<std::string> PythonWorker::ask(const std::string& line) {
    std::fprintf(to_, "%s\n", line.c_str());
    std::fflush(to_);
    std::array<char, 256> answer{};
    if (std::fgets(answer.data(), static_cast<int>(answer.size()), from_) == nullptr)
        return fail(Errc::failed, "the other program ended at: " + line);
    std::string text(answer.data());
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

}  // namespace ballast::bench
