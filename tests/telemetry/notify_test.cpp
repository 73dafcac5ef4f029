// SPDX-License-Identifier: MIT
#include "telemetry/notify.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>

#include "tests/support/temporary_folder.hpp"

namespace ballast::telemetry {
namespace {

/// systemd's side. `name` is a path, or @ and an abstract name.
class Listener {
  public:
    explicit Listener(const std::string& name) : socket_(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::copy(name.begin(), name.end(), std::begin(address.sun_path));
        if (name.front() == '@') address.sun_path[0] = '\0';
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
        EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size), 0);
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener() { ::close(socket_); }

    std::string heard() {
        char buffer[256];
        const ssize_t count = ::recv(socket_, buffer, sizeof buffer, MSG_DONTWAIT);
        return count < 0 ? "nothing" : std::string(buffer, static_cast<std::size_t>(count));
    }

  private:
    int socket_;
};

void speaks_to(const std::string& name) {
    Listener listener(name);
    const Notifier notifier(name);
    EXPECT_TRUE(notifier.ready());
    EXPECT_EQ(listener.heard(), "READY=1");
    EXPECT_TRUE(notifier.alive());
    EXPECT_EQ(listener.heard(), "WATCHDOG=1");
    EXPECT_TRUE(notifier.say("epoch 7 confirmed\nREADY=1"));
    EXPECT_EQ(listener.heard(), "STATUS=epoch 7 confirmed");
    EXPECT_TRUE(notifier.stopping());
    EXPECT_EQ(listener.heard(), "STOPPING=1");
    EXPECT_EQ(listener.heard(), "nothing");
}

TEST(Notifier, SpeaksToASocketOfTheFileSystem) {
    const test::TemporaryFolder folder;
    speaks_to((folder / "notify").string());
}

TEST(Notifier, SpeaksToAnAbstractSocket) {
    speaks_to("@ballast/notify/" + std::to_string(::getpid()));
}

TEST(Notifier, WithoutASocketNothingHappens) {
    EXPECT_TRUE(Notifier("").ready());
}

TEST(Notifier, ASocketThatIsNotThereIsAnErrorAndNoEnd) {
    const test::TemporaryFolder folder;
    EXPECT_EQ(Notifier((folder / "none").string()).ready().error().code, Errc::failed);
    EXPECT_EQ(Notifier("vsock:2:1234").ready().error().code, Errc::failed);
    EXPECT_EQ(Notifier('/' + std::string(200, 'x')).ready().error().code, Errc::failed);
}

TEST(Notifier, AFullQueueDoesNotHoldTheProgram) {
    const test::TemporaryFolder folder;
    const std::string name = (folder / "notify").string();
    const Listener listener(name);
    const Notifier notifier(name);
    int taken = 0;
    while (taken < 100'000 && notifier.alive())
        ++taken;
    EXPECT_GT(taken, 0);
    EXPECT_LT(taken, 100'000);
}

TEST(Notifier, HalfTheWatchdogsTime) {
    EXPECT_EQ(watchdog_interval("30000000", "", 42).count, 15'000);
    EXPECT_EQ(watchdog_interval("30000000", "42", 42).count, 15'000);
    EXPECT_EQ(watchdog_interval("30000000", "43", 42).count, 0);
    EXPECT_EQ(watchdog_interval("30000000", "x", 42).count, 0);
    EXPECT_EQ(watchdog_interval("", "", 42).count, 0);
    EXPECT_EQ(watchdog_interval("-5", "", 42).count, 0);
    EXPECT_EQ(watchdog_interval("1", "", 42).count, 1);
}

}  // namespace
}  // namespace ballast::telemetry
