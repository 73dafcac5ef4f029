// SPDX-License-Identifier: MIT
// A client that says byte for byte what it is told, and hears all of the answer.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ballast::test {

/// A connection to a port of 127.0.0.1, closed with the object.
class ServerClient {
  public:
    explicit ServerClient(std::uint16_t port)
        : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
        address.sin_port = ::htons(port);
        const auto* generic = reinterpret_cast<const sockaddr*>(&address);
        connected_ = ::connect(socket_, generic, sizeof address) == 0;
        const timeval patience{10, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ServerClient(ServerClient&& other) noexcept
        : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_) {}
    ServerClient(const ServerClient&) = delete;
    ServerClient& operator=(const ServerClient&) = delete;
    ~ServerClient() {
        if (socket_ >= 0) ::close(socket_);
    }

    [[nodiscard]] bool connected() const { return connected_; }

    /// Returns false where the server takes no more.
    [[nodiscard]] bool say(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    /// Returns all until the server closes or resets.
    [[nodiscard]] std::string hear() const {
        std::string text;
        char buffer[16'384];
        ssize_t count = 0;
        while ((count = ::recv(socket_, buffer, sizeof buffer, 0)) > 0)
            text.append(buffer, static_cast<std::size_t>(count));
        return text;
    }

    /// The next close() resets the connection.
    void reset_on_close() const {
        const linger now{1, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }

  private:
    int socket_;
    bool connected_ = false;
};

/// Returns the answer to a whole request.
inline std::string ask(std::uint16_t port, std::string_view request) {
    const ServerClient client(port);
    return client.say(request) ? client.hear() : "";
}

inline std::string get(std::uint16_t port, const std::string& path) {
    return ask(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

}  // namespace ballast::test
