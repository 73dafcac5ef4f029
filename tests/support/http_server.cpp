// SPDX-License-Identifier: MIT
#include "tests/support/http_server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace ballast::test {
namespace {

/// Reads one request with its body. Returns nothing where the client went.
std::string read_request(int socket) {
    std::string text;
    char buffer[16'384];
    while (true) {
        const std::size_t end = text.find("\r\n\r\n");
        const std::size_t at = text.find("ontent-Length: ");  // node writes the name its own way
        const std::size_t low = text.find("ontent-length: ");
        const std::size_t length_at = at == std::string::npos ? low : at;
        if (end != std::string::npos && length_at != std::string::npos) {
            const auto length = std::stoul(text.substr(length_at + 15));
            if (text.size() >= end + 4 + length) return text;
        }
        if (end != std::string::npos && text.starts_with("GET ")) return text;
        const ssize_t count = ::recv(socket, buffer, sizeof buffer, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return {};
        text.append(buffer, static_cast<std::size_t>(count));
    }
}

}  // namespace

bool write_all(int socket, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

std::string http_response(const std::string& status, const std::string& body) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

std::string_view body_of(std::string_view request) {
    const std::size_t end = request.find("\r\n\r\n");
    return end == std::string_view::npos ? std::string_view() : request.substr(end + 4);
}

HttpServer::HttpServer(Serve serve) : serve_(std::move(serve)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_, generic, size), 0);
    EXPECT_EQ(::listen(listener_, 64), 0);
    EXPECT_EQ(::getsockname(listener_, generic, &size), 0);
    port_ = ::ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
}

HttpServer::~HttpServer() {
    stopping = true;
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    {
        const std::lock_guard lock(mutex_);
        for (const int socket : open_)
            ::shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& worker : workers_)
        worker.join();
    ::close(listener_);
}

void HttpServer::accept_all() {
    while (!stopping) {
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0 && !stopping && (errno == EINTR || errno == EMFILE)) continue;
        if (socket < 0) return;
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ++connections;
        const std::lock_guard lock(mutex_);
        open_.push_back(socket);
        workers_.emplace_back([this, socket] { serve_one(socket); });
    }
}

void HttpServer::serve_one(int socket) {
    std::string request;
    do
        request = read_request(socket);
    while (!request.empty() && serve_(socket, request));
    const std::lock_guard lock(mutex_);
    open_.remove(socket);
    ::close(socket);
}

}  // namespace ballast::test
