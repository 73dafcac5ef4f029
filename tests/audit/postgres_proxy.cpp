// SPDX-License-Identifier: MIT
#include "tests/audit/postgres_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "base/check.hpp"

namespace ballast::audit::test {
namespace {

constexpr int kPollMilliseconds = 20;
constexpr std::size_t kLengthBytes = 4;

int unix_socket(const std::string& path, bool listens) {
    const int file = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    BALLAST_CHECK(path.size() < sizeof(address.sun_path));
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (!listens) return ::connect(file, generic, sizeof address) == 0 ? file : -1;
    BALLAST_CHECK(::bind(file, generic, sizeof address) == 0 && ::listen(file, 8) == 0);
    return file;
}

bool read_exactly(int file, char* to, std::size_t amount) {
    while (amount > 0) {
        const ssize_t count = ::recv(file, to, amount, 0);
        if (count <= 0) return false;
        to += count;
        amount -= static_cast<std::size_t>(count);
    }
    return true;
}

bool write_all(int file, const std::string& bytes) {
    return ::send(file, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
}

/// One message of the protocol: a type (but for the first of a client), a length, a body.
bool read_message(int file, bool has_type, std::string& message) {
    const std::size_t head = kLengthBytes + (has_type ? 1 : 0);
    message.assign(head, '\0');
    if (!read_exactly(file, message.data(), head)) return false;
    std::size_t length = 0;
    for (std::size_t i = head - kLengthBytes; i < head; ++i)
        length = length << 8U | static_cast<unsigned char>(message[i]);
    message.resize(head - kLengthBytes + length);
    return read_exactly(file, message.data() + head, message.size() - head);
}

int backend_of(const std::string& key_data) {
    int pid = 0;
    for (std::size_t i = 5; i < 9; ++i)
        pid = pid << 8 | static_cast<unsigned char>(key_data[i]);
    return pid;
}

}  // namespace

struct PostgresProxy::Session {
    int client = -1;
    int server = -1;
    int backend = 0;
    bool terminates = false;
    bool deaf = false;  ///< the answer is not passed on

    explicit Session(int accepted) : client(accepted) {}
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() {
        ::close(client);
        if (server >= 0) ::close(server);
    }
};

PostgresProxy::PostgresProxy(std::string server_socket, std::function<void(int)> terminate)
    : server_socket_(std::move(server_socket)),
      terminate_(std::move(terminate)),
      listener_(unix_socket(folder_ / ".s.PGSQL.5432", true)),
      thread_([this] { serve(); }) {}

PostgresProxy::~PostgresProxy() {
    done_ = true;
    thread_.join();
    ::close(listener_);
}

void PostgresProxy::plan(int number, Cut cut) {
    requests_ = 0;
    cut_ = cut;
    cut_a_commit_ = false;
    has_cut_ = false;
    at_ = number;
}

// One connection at a time: a journal has one.
void PostgresProxy::serve() {
    while (!done_) {
        pollfd wait{listener_, POLLIN, 0};
        if (::poll(&wait, 1, kPollMilliseconds) <= 0) continue;
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0) pass(client);
    }
}

void PostgresProxy::pass(int client) {
    Session session(client);
    if (closed_ || !startup(session)) return;
    while (!done_) {
        std::array<pollfd, 2> ends = {pollfd{session.client, POLLIN, 0},
                                      pollfd{session.server, POLLIN, 0}};
        if (::poll(ends.data(), 2, kPollMilliseconds) <= 0) continue;
        if (ends[1].revents != 0 && !answer(session)) return;
        if (ends[0].revents != 0 && !request(session)) return;
    }
}

bool PostgresProxy::startup(Session& session) {
    session.server = unix_socket(server_socket_, false);
    std::string first;
    return session.server >= 0 && read_message(session.client, false, first) &&
           write_all(session.server, first);
}

/// Passes one message of the client on. Returns false where the connection is to end.
bool PostgresProxy::request(Session& session) {
    std::string message;
    if (!read_message(session.client, true, message)) return false;
    const bool ends_request = message.front() == 'Q' || message.front() == 'S';
    const bool chosen = ends_request && ++requests_ == at_;
    if (!chosen) return write_all(session.server, message);
    has_cut_ = true;
    cut_a_commit_ = message.find("COMMIT") != std::string::npos;
    if (cut_ == Cut::before) return false;
    if (cut_ == Cut::for_good) closed_ = true;
    session.deaf = true;
    if (!write_all(session.server, message)) return false;
    if (cut_ == Cut::terminated) terminate_(session.backend);
    return true;
}

bool PostgresProxy::answer(Session& session) {
    std::string message;
    if (!read_message(session.server, true, message)) return false;
    if (message.front() == 'K') session.backend = backend_of(message);
    if (session.deaf) return cut_ == Cut::silent || message.front() != 'Z';
    return write_all(session.client, message);
}

}  // namespace ballast::audit::test
