// SPDX-License-Identifier: MIT
#include "bench/rpc_server.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::bench {
namespace {

std::string hash_of(int number) {
    std::string digits = std::to_string(number);
    return "\"0x" + std::string(64 - digits.size(), 'a') + digits + "\"";
}

std::string block_json() {
    std::string text = R"({"number":"0x14e3a2f","timestamp":"0x66b04e40","hash":)" + hash_of(1);
    text += R"(,"parentHash":)" + hash_of(2) + R"(,"baseFeePerGas":"0x3b9aca00")";
    for (const char* name : {"stateRoot", "transactionsRoot", "receiptsRoot", "sha3Uncles",
                             "mixHash", "withdrawalsRoot", "parentBeaconBlockRoot"})
        text += std::string(",\"") + name + "\":" + hash_of(3);
    text += R"(,"gasUsed":"0xe4e1c0","gasLimit":"0x1c9c380","size":"0x1a2b3","difficulty":"0x0")";
    text += R"(,"nonce":"0x0000000000000000","extraData":"0x","uncles":[],"withdrawals":[])";
    text += R"(,"miner":"0x7e5f4552091a69125d5dfcb7b8c2659029395bdf","logsBloom":"0x)" +
            std::string(512, '0') + "\",\"transactions\":[";
    for (int i = 0; i < 150; ++i)
        text += (i == 0 ? "" : ",") + hash_of(100 + i);
    return text + "]}";
}

std::string respond(std::string_view request) {
    static const std::string kBlock = block_json();
    static const std::string kOutput = "\"0x" + std::string(1024, '7') + "\"";
    const std::size_t at = request.find("\"id\":") + 5;
    const std::string_view id = request.substr(at, request.find_first_of(",}", at) - at);
    const bool block = request.find("eth_getBlockByNumber") != std::string_view::npos;
    const std::string body = R"({"jsonrpc":"2.0","id":)" + std::string(id) +
                             ",\"result\":" + (block ? kBlock : kOutput) + "}";
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// Returns how many bytes the first request in `text` has; 0 where it is not whole.
std::size_t request_size(std::string_view text) {
    const std::size_t end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) return 0;
    std::size_t at = text.find("ontent-Length: ");
    if (at == std::string_view::npos) at = text.find("ontent-length: ");
    const std::size_t size = end + 4 + std::stoul(std::string(text.substr(at + 15, 12)));
    return text.size() >= size ? size : 0;
}

/// Returns false where the client went.
bool serve(int socket, std::string& waiting) {
    char buffer[16'384];
    const ssize_t count = ::recv(socket, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    waiting.append(buffer, static_cast<std::size_t>(count));
    while (const std::size_t size = request_size(waiting)) {
        const std::string answer = respond(std::string_view(waiting).substr(0, size));
        waiting.erase(0, size);
        if (::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) return false;
    }
    return true;
}

[[noreturn]] void run(int listener) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::map<int, std::string> clients;
    while (true) {
        std::vector<pollfd> watched{{listener, POLLIN, 0}};
        for (const auto& [socket, waiting] : clients)
            watched.push_back({socket, POLLIN, 0});
        if (::poll(watched.data(), watched.size(), -1) < 0) continue;
        for (const pollfd& one : watched) {
            if (one.revents == 0) continue;
            if (one.fd == listener) {
                const int socket = ::accept(listener, nullptr, nullptr);
                const int on = 1;
                ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                clients.emplace(socket, std::string());
            } else if (!serve(one.fd, clients[one.fd])) {
                ::close(one.fd);
                clients.erase(one.fd);
            }
        }
    }
}

}  // namespace

Result<RpcServer> RpcServer::start() {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    const bool listens = listener >= 0 && ::bind(listener, generic, size) == 0 &&
                         ::listen(listener, 16) == 0 &&
                         ::getsockname(listener, generic, &size) == 0;
    const int process = listens ? ::fork() : -1;
    if (process == 0) run(listener);
    if (listener >= 0) ::close(listener);
    if (process < 0) return fail(Errc::failed, "cannot listen on the loopback device");
    return RpcServer(process, ::ntohs(address.sin_port));
}

RpcServer::RpcServer(RpcServer&& other) noexcept
    : process_(std::exchange(other.process_, -1)), port_(other.port_) {}

RpcServer::~RpcServer() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

}  // namespace ballast::bench
