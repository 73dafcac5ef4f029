// SPDX-License-Identifier: MIT
#include "telemetry/notify.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <system_error>

#include "base/json.hpp"

namespace ballast::telemetry {
namespace {

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int number() const { return number_; }

  private:
    int number_;
};

tl::unexpected<Error> broken(std::string_view act) {
    return fail(Errc::failed, "NOTIFY_SOCKET: cannot " + std::string(act) + ": " +
                                  std::generic_category().message(errno));
}

}  // namespace

Status Notifier::say(std::string_view sentence) const {
    return send("STATUS=" + std::string(sentence.substr(0, sentence.find('\n'))));
}

Status Notifier::send(std::string_view message) const {
    if (socket_.empty()) return {};
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const bool is_known_kind = socket_.front() == '/' || socket_.front() == '@';
    if (!is_known_kind || socket_.size() >= sizeof address.sun_path)
        return fail(Errc::failed, "NOTIFY_SOCKET: no path and no abstract socket");
    std::copy(socket_.begin(), socket_.end(), std::begin(address.sun_path));
    // An abstract name begins with a zero byte and counts its length; nothing ends it.
    if (socket_.front() == '@') address.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
    const Descriptor descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (descriptor.number() < 0) return broken("open a socket");
    // Never waits: a full queue must not hold the loop that the watchdog watches.
    const ssize_t sent =
        ::sendto(descriptor.number(), message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                 reinterpret_cast<const sockaddr*>(&address), length);
    if (sent != static_cast<ssize_t>(message.size())) return broken("send");
    return {};
}

Milliseconds watchdog_interval(std::string_view watchdog_usec, std::string_view watchdog_pid,
                               std::int64_t pid) {
    const auto span = parse_integer(watchdog_usec);
    if (!span || *span <= 0) return {0};
    const auto watched = parse_integer(watchdog_pid);
    if (!watchdog_pid.empty() && (!watched || *watched != pid)) return {0};
    return {std::max<std::int64_t>(*span / 2000, 1)};
}

}  // namespace ballast::telemetry
