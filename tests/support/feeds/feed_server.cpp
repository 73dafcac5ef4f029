// SPDX-License-Identifier: MIT
#include "tests/support/feeds/feed_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "base/check.hpp"

namespace ballast::test {
namespace {

/// A pipe of which a child gets one end alone.
std::array<int, 2> private_pipe() {
    std::array<int, 2> ends{};
    BALLAST_CHECK(::pipe2(ends.data(), O_CLOEXEC) == 0);
    return ends;
}

[[noreturn]] void become(std::vector<std::string> arguments, int input, int output) {
    std::vector<char*> raw;
    for (std::string& argument : arguments)
        raw.push_back(argument.data());
    raw.push_back(nullptr);
    ::dup2(input, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::execv(raw[0], raw.data());
    ::_exit(127);
}

/// Reads "port=N" and its line's end.
std::uint16_t read_port(int from) {
    std::string line;
    char c = 0;
    while (::read(from, &c, 1) == 1 && c != '\n')
        line += c;
    BALLAST_CHECK(line.starts_with("port="));
    return static_cast<std::uint16_t>(std::stoi(line.substr(5)));
}

int connected(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    BALLAST_CHECK(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    return socket;
}

std::string header_of(const std::string& headers, std::string_view name) {
    const std::size_t at = headers.find("\r\n" + std::string(name) + ": ");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + name.size() + 4;
    return headers.substr(begin, headers.find("\r\n", begin) - begin);
}

FeedAnswer parsed(const std::string& text) {
    FeedAnswer answer;
    const std::size_t end = text.find("\r\n\r\n");
    if (end == std::string::npos) return answer;
    answer.headers = text.substr(0, end + 2);
    answer.body = text.substr(end + 4);
    answer.status = std::stoi(answer.headers.substr(9, 3));
    const std::string type = header_of(answer.headers, "Content-Type");
    answer.content_type = type.substr(0, type.find(';'));
    return answer;
}

}  // namespace

FeedServer::FeedServer(const std::vector<std::string>& arguments) {
    std::vector<std::string> command = {BALLAST_PYTHON, "-B", "tests/support/feeds/feed_server.py",
                                        "--until-eof"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const auto input = private_pipe();
    const auto output = private_pipe();
    child_ = ::fork();
    BALLAST_CHECK(child_ >= 0);
    if (child_ == 0) become(command, input[0], output[1]);
    ::close(input[0]);
    ::close(output[1]);
    input_ = input[1];
    port_ = read_port(output[0]);
    ::close(output[0]);
}

FeedServer::~FeedServer() {
    ::close(input_);
    int status = 0;
    ::waitpid(child_, &status, 0);
    EXPECT_EQ(status, 0) << "feed_server.py did not end by itself";
}

FeedAnswer FeedServer::get(std::string_view url) const {
    if (url.starts_with(this->url())) url.remove_prefix(this->url().size());
    const std::string request =
        "GET " + std::string(url) + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    const int socket = connected(port_);
    BALLAST_CHECK(::send(socket, request.data(), request.size(), MSG_NOSIGNAL) ==
                  static_cast<ssize_t>(request.size()));
    std::string text;
    std::array<char, 16'384> buffer{};
    for (ssize_t count = 0; (count = ::recv(socket, buffer.data(), buffer.size(), 0)) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(count));
    ::close(socket);
    return parsed(text);
}

std::string FeedServer::control(std::string_view command) const {
    const FeedAnswer answer = get("/control/" + std::string(command));
    EXPECT_EQ(answer.status, 200) << command << ": " << answer.body;
    return answer.body;
}

}  // namespace ballast::test
