// SPDX-License-Identifier: MIT
// Fault 47, of the network: no file descriptors, interrupted calls, short writes, resets. A request
// is answered rightly or reported failed; nothing crashes and the next one works.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <cstdio>

#include "rpc/http.hpp"
#include "tests/support/http_server.hpp"
#include "tests/support/syscall_faults.hpp"

namespace ballast::rpc {
namespace {

using test::HttpServer;
using test::SyscallFault;

bool echo(int socket, const std::string& request) {
    return test::write_all(socket,
                           test::http_response("200 OK", std::string(test::body_of(request))));
}

struct Figures {
    int points = 0;
    int failed = 0;
    int wrong = 0;
};

/// Three posts on a new network, the k-th call of which fails, for every k that occurs.
Figures sweep(const HttpServer& server, SyscallFault fault) {
    Figures figures;
    for (std::uint64_t k = 1; k < 1'000; ++k) {
        auto network = HttpNetwork::open({server.url()});
        test::arm_syscall_fault(fault, k);
        for (int i = 0; i < 3; ++i) {
            const std::string body = std::string(30'000, 'x') + std::to_string(i);
            const auto reply = (*network)->post({{0, body}}, Milliseconds{5'000}).front();
            if (!reply) ++figures.failed;
            if (reply && reply->body != body) ++figures.wrong;
            EXPECT_TRUE(reply || reply.error().code == Errc::upstream_unavailable);
        }
        if (!test::disarm_syscall_fault()) return figures;
        ++figures.points;
        EXPECT_EQ((*network)->post({{0, "after"}}, Milliseconds{5'000}).front().value().body,
                  "after");
    }
    return figures;
}

TEST(fault_47_file_descriptors_and_signals, EachFailingCallIsBorneOrReported) {
    HttpServer server(echo);
    const std::pair<SyscallFault, const char*> faults[] = {
        {SyscallFault::too_many_files, "emfile"},
        {SyscallFault::interrupted, "eintr"},
        {SyscallFault::short_write, "short_write"},
        {SyscallFault::reset, "reset"}};
    for (const auto& [fault, name] : faults) {
        const Figures figures = sweep(server, fault);
        EXPECT_GT(figures.points, 0) << name;
        EXPECT_EQ(figures.wrong, 0) << name;
        // An interrupted call and a short write are no reason to fail.
        const bool harmless =
            fault == SyscallFault::interrupted || fault == SyscallFault::short_write;
        const bool fatal = fault == SyscallFault::too_many_files;
        EXPECT_TRUE(!harmless || figures.failed == 0) << name;
        EXPECT_TRUE(!fatal || figures.failed == figures.points) << name;
        std::printf("%s_points=%d %s_failed=%d %s_wrong=%d\n", name, figures.points, name,
                    figures.failed, name, figures.wrong);
    }
}

/// With no descriptor left at all: every request fails and says so, and all is well afterwards.
TEST(fault_47_file_descriptors_and_signals, WithoutAnyDescriptorEveryRequestFailsClosed) {
    HttpServer server(echo);
    auto network = HttpNetwork::open({server.url()});
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 3;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    int failed = 0;
    for (int i = 0; i < 10; ++i)
        failed += (*network)->post({{0, "x"}}, Milliseconds{1'000}).front() ? 0 : 1;
    auto second = HttpNetwork::open({server.url()});
    failed += second && (*second)->post({{0, "x"}}, Milliseconds{1'000}).front() ? 0 : 1;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_EQ(failed, 11);
    EXPECT_EQ((*network)->post({{0, "x"}}, Milliseconds{1'000}).front().value().body, "x");
    std::printf("failed_without_descriptors=%d\n", failed);
}

}  // namespace
}  // namespace ballast::rpc
