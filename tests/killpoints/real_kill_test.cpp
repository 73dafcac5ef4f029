// SPDX-License-Identifier: MIT
// kill -9 of a real process: real SQLite on a real disk, the pool and the sender, while the chain
// lives on in the test.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>

#include "audit/journal.hpp"
#include "base/check.hpp"
#include "tests/killpoints/wire.hpp"
#include "tests/support/nightly.hpp"
#include "tests/support/sim_stack.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::test {
namespace {

using Steady = std::chrono::steady_clock;

class RealKills {
  public:
    explicit RealKills(std::uint64_t seed) : random_(seed) {}

    std::uint64_t kills = 0;
    /// Those of a process that was taking up what the one before it left.
    std::uint64_t recovery_kills = 0;
    SimJob job;

    /// Starts the keeper; kills it after up to `most` where it is still alive then. Returns whether
    /// it came to its end.
    bool live(std::optional<std::chrono::microseconds> most) {
        std::array<int, 2> ends{};
        BALLAST_CHECK(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
        std::fflush(nullptr);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(ends[0]);
            keep_over_wire(ends[1], job, folder_.path() / "journal");
        }
        ::close(ends[1]);
        accepted_now_ = 0;
        const bool done = serve(ends[0], most);
        if (!done) ::kill(child, SIGKILL);
        int status = 0;
        BALLAST_CHECK(::waitpid(child, &status, 0) == child);
        EXPECT_TRUE(done || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)) << status;
        drain(ends[0]);
        ::close(ends[0]);
        if (!done) note_kill();
        was_killed_ = !done;
        return done;
    }

    std::chrono::microseconds some_time() {
        return std::chrono::microseconds(random_.below(120'000));
    }

    SimVerdict conclude() {
        auto journal =
            audit::Journal::open(folder_.path() / "journal", audit::Journal::Mode::write);
        EXPECT_TRUE(journal && is_done(job, journal->transactions()));
        for (std::size_t i = 0; i < stack_.nodes.size(); ++i)
            for (const Bytes& raw : stack_.nodes.node(i).sent())
                note_arrival(job, *read_transaction(raw));
        return judge(stack_.chain, job);
    }

  private:
    bool serve(int socket, std::optional<std::chrono::microseconds> most) {
        const auto end = Steady::now() + most.value_or(std::chrono::hours(1));
        for (;;) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Steady::now());
            pollfd readable{socket, POLLIN, 0};
            if (left.count() <= 0) return false;
            if (::poll(&readable, 1, static_cast<int>(left.count())) <= 0) return false;
            const auto frame = read_frame(socket);
            if (!frame) return false;
            if (frame->kind == Frame::Kind::done) return true;
            answer(socket, *frame);
        }
    }

    void answer(int socket, const Frame& frame) {
        Frame reply{frame.kind, 0, ""};
        if (frame.kind == Frame::Kind::accepted) {
            job.accepted.insert(*hash_from_hex(frame.body));
            ++accepted_now_;
            return;
        }
        if (frame.kind == Frame::Kind::wait) stack_.pass({frame.endpoint});
        if (frame.kind == Frame::Kind::post)
            reply.body = stack_.nodes.node(frame.endpoint).serve(frame.body)->body;
        [[maybe_unused]] const bool heard = write_frame(socket, reply);
    }

    /// What the dead process had posted before it died arrives all the same.
    void drain(int socket) {
        while (const auto frame = read_frame(socket))
            answer(socket, *frame);
    }

    void note_kill() {
        ++kills;
        recovery_kills += was_killed_ && accepted_now_ == 0 ? 1U : 0U;
        stack_.pass({static_cast<std::int64_t>(random_.below(30'000))});
    }

    SimRandom random_;
    SimStack stack_{3};
    TemporaryFolder folder_;
    std::uint64_t accepted_now_ = 0;
    bool was_killed_ = false;
};

TEST(fault_35_killed_by_the_system, nothing_is_doubled_or_lost) {
    const char* chosen = std::getenv("BALLAST_SEED");
    const std::uint64_t seed = chosen != nullptr ? std::strtoull(chosen, nullptr, 10) : 1;
    const auto kills = static_cast<std::uint64_t>(cases(50, 500));
    RealKills run(seed);
    run.job.requests = 0;
    while (run.kills < kills) {
        if (run.job.accepted.size() == run.job.requests) run.job.requests += 2;
        run.live(run.some_time());
    }
    EXPECT_TRUE(run.live(std::nullopt));
    const SimVerdict verdict = run.conclude();
    EXPECT_EQ(verdict.doubles, 0U);
    EXPECT_EQ(verdict.lost, 0U);
    EXPECT_EQ(verdict.wrong, 0U);
    EXPECT_GT(run.recovery_kills, 0U);
    EXPECT_GT(run.job.requests, 2U);
    std::printf("seed=%llu requests=%llu kills=%llu double=%llu lost=%llu recovery_kills=%llu\n",
                static_cast<unsigned long long>(seed),
                static_cast<unsigned long long>(run.job.requests),
                static_cast<unsigned long long>(run.kills),
                static_cast<unsigned long long>(verdict.doubles),
                static_cast<unsigned long long>(verdict.lost),
                static_cast<unsigned long long>(run.recovery_kills));
}

}  // namespace
}  // namespace ballast::test
