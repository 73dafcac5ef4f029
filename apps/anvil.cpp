// SPDX-License-Identifier: MIT
#include "apps/anvil.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>
#include <utility>

#include "rpc/http.hpp"
#include "rpc/node.hpp"

namespace ballast::apps {
namespace {

// The native binary: the shim in node_modules/.bin loses exit codes and leaves orphans.
constexpr const char* kBinary = "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil";
constexpr int kTries = 200;
constexpr std::chrono::milliseconds kPause{100};

/// A port that was free a moment ago. Another program may take it before anvil does; anvil then
/// ends at once, and start() says so.
int free_port() {
    const int socket_fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const bool bound = socket_fd >= 0 && ::bind(socket_fd, generic, size) == 0 &&
                       ::getsockname(socket_fd, generic, &size) == 0;
    if (socket_fd >= 0) ::close(socket_fd);
    return bound ? ntohs(address.sin_port) : -1;
}

/// Becomes anvil. Only calls that are safe between fork and exec.
[[noreturn]] void become_anvil(char* const* arguments, int log, pid_t parent) {
    // In a process group of its own: Ctrl-C is ours to handle, anvil is stopped afterwards.
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::execv(kBinary, arguments);
    ::_exit(127);
}

pid_t spawn(int port, const std::vector<std::string>& options, int log) {
    std::vector<std::string> words = {kBinary, "--host", "127.0.0.1", "--port",
                                      std::to_string(port)};
    words.insert(words.end(), options.begin(), options.end());
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) become_anvil(arguments.data(), log, parent);
    return child;
}

bool answers(const std::string& url) {
    auto transport = rpc::HttpTransport::open(url);
    if (!transport) return false;
    return rpc::Node(*transport).chain_id().has_value();
}

}  // namespace

Anvil::Anvil(Anvil&& other) noexcept
    : process_(std::exchange(other.process_, -1)), url_(std::move(other.url_)) {}

Anvil& Anvil::operator=(Anvil&& other) noexcept {
    std::swap(process_, other.process_);
    std::swap(url_, other.url_);
    return *this;
}

Anvil::~Anvil() {
    stop();
}

void Anvil::stop() noexcept {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
}

Result<Anvil> Anvil::start(UnixSeconds genesis, const std::filesystem::path& log) {
    // A block is final two blocks later, so that no transaction stays open for the whole run.
    return run({"--timestamp", std::to_string(genesis.count), "--accounts", "1",
                "--slots-in-an-epoch", "1"},
               log);
}

Result<Anvil> Anvil::fork(const std::string& url, std::uint64_t block,
                          const std::filesystem::path& log) {
    return run({"--accounts", "1", "--fork-url", url, "--fork-block-number", std::to_string(block),
                "--no-storage-caching"},
               log);
}

Result<Anvil> Anvil::run(const std::vector<std::string>& options,
                         const std::filesystem::path& log) {
    if (!std::filesystem::exists(kBinary))
        return fail(Errc::input_missing, std::string("there is no ") + kBinary +
                                             " under this folder; run ./dev run once, or "
                                             "npm ci --ignore-scripts");
    const int log_file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (log_file < 0) return fail(Errc::cannot_write, "cannot write " + log.string());
    const int port = free_port();
    const pid_t child = port < 0 ? -1 : spawn(port, options, log_file);
    ::close(log_file);
    if (child < 0) return fail(Errc::failed, "cannot start the local chain");

    Anvil anvil(child, "http://127.0.0.1:" + std::to_string(port));
    for (int i = 0; i < kTries; ++i) {
        if (answers(anvil.url_)) return anvil;
        if (::waitpid(child, nullptr, WNOHANG) == child) {
            anvil.process_ = -1;
            return fail(Errc::upstream_unavailable,
                        "the local chain ended at once; it says why in " + log.string());
        }
        std::this_thread::sleep_for(kPause);
    }
    return fail(Errc::upstream_unavailable,
                "the local chain does not answer; it says why in " + log.string());
}

}  // namespace ballast::apps
