// SPDX-License-Identifier: MIT
// Two keepers on one PostgreSQL journal, one of them killed again and again.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "audit/check_journal.hpp"
#include "tests/base/seeded.hpp"
#include "tests/support/nightly.hpp"
#include "tests/support/postgres_server.hpp"

namespace ballast::audit {
namespace {

using ballast::test::PostgresServer;
using Time = std::chrono::steady_clock;

const int kKills = ballast::test::cases(200, 1000);
constexpr Milliseconds kLease{400};
/// Beyond the lease: to connect and to look at the journal, on a machine that does other things.
constexpr std::chrono::milliseconds kSlack{5'000};
constexpr int kSilenceMilliseconds = 30'000;

/// One writer program with the pipe that it tells its steps on.
class Writer {
  public:
    Writer(const std::string& url, const std::string& sent, int fee) {
        std::array<int, 2> ends{};
        EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
        pid_ = ::fork();
        if (pid_ == 0) {
            ::dup2(ends[1], 1);
            const std::string name = std::to_string(fee);
            const std::string lease = std::to_string(kLease.count);
            ::execl(BALLAST_JOURNAL_WRITER, BALLAST_JOURNAL_WRITER, url.c_str(), sent.c_str(),
                    name.c_str(), lease.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
        pipe_ = ends[0];
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() {
        ::kill(pid_, SIGKILL);
        int status = 0;
        ::waitpid(pid_, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "it ended by itself";
        ::close(pipe_);
    }

    [[nodiscard]] int pipe() const { return pipe_; }
    [[nodiscard]] char heard() const {
        char byte = 0;
        return ::read(pipe_, &byte, 1) == 1 ? byte : '\0';
    }

  private:
    pid_t pid_ = -1;
    int pipe_ = -1;
};

struct Pair {
    std::string url;
    std::string sent;
    int born = 0;
    std::array<std::unique_ptr<Writer>, 2> writers;

    void spawn(std::size_t which) {
        writers[which].reset();
        writers[which] = std::make_unique<Writer>(url, sent, 100 + born++);
    }

    /// Waits for the next record. Returns who wrote it.
    std::size_t next_record() {
        while (true) {
            std::array<pollfd, 2> ends = {pollfd{writers[0]->pipe(), POLLIN, 0},
                                          pollfd{writers[1]->pipe(), POLLIN, 0}};
            if (::poll(ends.data(), 2, kSilenceMilliseconds) <= 0) break;
            for (std::size_t i = 0; i < 2; ++i)
                if (ends[i].revents != 0 && writers[i]->heard() == 'r') return i;
        }
        ADD_FAILURE() << "nobody writes any more";
        return 2;
    }
};

struct Sent {
    std::uint64_t slots = 0;
    std::uint64_t gaps = 0;
    std::uint64_t doubles = 0;  ///< slots that were signed twice
    std::uint64_t resent = 0;   ///< slots whose bytes went out again, as they were
};

Sent read_sent(const std::string& path) {
    std::map<std::uint64_t, std::set<std::string>> hashes;
    std::map<std::uint64_t, int> times;
    std::ifstream file(path);
    std::uint64_t slot = 0;
    std::string hash;
    while (file >> slot >> hash) {
        hashes[slot].insert(hash);
        ++times[slot];
    }
    Sent sent{.slots = hashes.size()};
    for (std::uint64_t i = 0; i < hashes.size(); ++i)
        sent.gaps += hashes.contains(i) ? 0U : 1U;
    for (const auto& [at, all] : hashes)
        sent.doubles += all.size() - 1;
    for (const auto& [at, count] : times)
        sent.resent += count > 1 ? 1U : 0U;
    return sent;
}

std::uint64_t records_out_of_order(Journal& journal) {
    std::uint64_t wrong = 0;
    const auto records = journal.records();
    if (!records) return 1;
    for (const StoredRecord& record : *records)
        wrong += record.fields.at("what").first == "slot " + std::to_string(record.index) ? 0U : 1U;
    return wrong;
}

TEST(two_keepers, killed_at_random_leave_no_gap_and_send_nothing_twice) {
    auto random = ballast::test::seeded_generator();
    PostgresServer& server = PostgresServer::shared();
    const ballast::test::TemporaryFolder folder;
    Pair pair{.url = server.new_database(), .sent = folder / "sent", .writers = {}};
    pair.spawn(0);
    pair.spawn(1);
    std::vector<std::int64_t> takeovers;
    std::size_t leader = pair.next_record();
    for (int i = 0; i < kKills && !::testing::Test::HasFailure(); ++i) {
        for (std::uint64_t skip = random() % 4; skip > 0; --skip)
            leader = pair.next_record();
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
        pair.spawn(leader);
        const auto killed = Time::now();
        leader = pair.next_record();
        takeovers.push_back(
            std::chrono::duration_cast<std::chrono::milliseconds>(Time::now() - killed).count());
    }
    pair.writers = {};
    std::sort(takeovers.begin(), takeovers.end());
    const Sent sent = read_sent(pair.sent);
    auto journal = Journal::open(pair.url, Journal::Mode::read);
    ASSERT_TRUE(journal.has_value());
    const auto check = check_journal(*journal);
    ASSERT_TRUE(check.has_value()) << check.error().what;
    EXPECT_FALSE(check->first_difference.has_value());
    EXPECT_EQ(records_out_of_order(*journal), 0U);
    EXPECT_LE(sent.slots - check->records, 1U) << "at most the one that was under way";
    EXPECT_EQ(sent.gaps, 0U);
    EXPECT_EQ(sent.doubles, 0U);
    EXPECT_GT(sent.resent, 0U) << "nobody was killed between storing and recording";
    EXPECT_GE(std::stoll(server.ask(pair.url, "SELECT term FROM ballast.lease")), kKills);
    EXPECT_LE(takeovers.back(), kLease.count + kSlack.count());
    std::printf(
        "kills=%zu records=%llu resent=%llu lease_ms=%lld takeover_median_ms=%lld "
        "takeover_max_ms=%lld gaps=%llu double=%llu\n",
        takeovers.size(), static_cast<unsigned long long>(check->records),
        static_cast<unsigned long long>(sent.resent), static_cast<long long>(kLease.count),
        static_cast<long long>(takeovers[takeovers.size() / 2]),
        static_cast<long long>(takeovers.back()), static_cast<unsigned long long>(sent.gaps),
        static_cast<unsigned long long>(sent.doubles));
}

}  // namespace
}  // namespace ballast::audit
