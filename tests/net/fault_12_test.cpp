// SPDX-License-Identifier: MIT
// Fault 12: answers without an end. What they cost is bounded in memory and in time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <fstream>

#include "net/http_client.hpp"
#include "tests/support/http_server.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using test::HttpServer;
using test::write_all;
using ::testing::HasSubstr;

constexpr Milliseconds kDeadline{1'000};
constexpr long kGrowthKibMax = 8 * 1024;
constexpr milliseconds kOverrunMax{100};

/// Returns a figure of the process in KiB, as /proc/self/status names it.
long status_kib(const std::string& name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name + ":")) return std::stol(line.substr(name.size() + 1));
    return -1;
}

struct Cost {
    Result<HttpResponse> response = fail(Errc::failed, "not asked");
    long growth_kib = 0;
    milliseconds overrun{0};
};

/// Asks once on a client that is warm, and measures the peak of the memory while it does.
Cost ask(const HttpServer& server) {
    HttpServer kind([](int socket, const std::string&) {
        return write_all(socket, test::http_response("200 OK", "x"));
    });
    const auto client = open_http_client();
    EXPECT_TRUE(client->fetch({{kind.url()}}, kDeadline).front());
    std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew: proc(5)
    const long before = status_kib("VmRSS");
    EXPECT_LT(status_kib("VmHWM") - before, 512);
    const auto start = steady_clock::now();
    Cost cost;
    cost.response = client->fetch({{server.url("/secret")}}, kDeadline).front();
    const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
    cost.growth_kib = status_kib("VmHWM") - before;
    cost.overrun = took - milliseconds{kDeadline.count};
    EXPECT_LT(cost.growth_kib, kGrowthKibMax);
    EXPECT_LE(cost.overrun, kOverrunMax);
    return cost;
}

void print(const char* name, const Cost& cost) {
    std::printf("%s_rss_growth_kib=%ld %s_overrun_ms=%lld\n", name, cost.growth_kib, name,
                static_cast<long long>(std::max(cost.overrun, milliseconds{0}).count()));
}

TEST(fault_12_endless_answers, AGibibyteInChunks) {
    std::atomic<std::size_t> sent{0};
    const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
    HttpServer server([&](int socket, const std::string&) {
        bool open = write_all(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; open && i < 16'384; ++i) {
            open = write_all(socket, chunk);
            if (open) sent += chunk.size();
        }
        return false;
    });
    const Cost cost = ask(server);
    EXPECT_THAT(cost.response.error().what, HasSubstr("larger than 1048576 bytes"));
    // The fault happened: of the chunk in which it was refused only a part may have been taken.
    EXPECT_GT(sent + chunk.size(), 1U << 20U);
    EXPECT_LT(sent, 64U << 20U);  // the rest stood in socket buffers
    print("chunked", cost);
}

/// gzip of a zero and `runs` times 258 more: a block of fixed codes in which each run is the same
/// thirteen bits (RFC 1951, 3.2.6: length 258 is 11000101, distance 1 is 00000).
std::string gzip_bomb(std::size_t runs) {
    std::string packed("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
    unsigned bits = 0;
    unsigned count = 0;
    const auto put = [&](const char* code) {
        for (; *code != '\0'; ++code) {
            bits |= static_cast<unsigned>(*code - '0') << count;
            if (++count < 8) continue;
            packed += static_cast<char>(bits);
            bits = count = 0;
        }
    };
    put("1"
        "10"
        "00110000");  // the last block, fixed codes, a zero
    for (std::size_t i = 0; i < runs; ++i)
        put("11000101"
            "00000");
    put("0000000"
        "0000000");  // its end, and the byte filled up
    return packed + std::string(8, '\0');
}

/// Returns how much gzip makes of it.
std::size_t unpacked_size(const std::string& packed) {
    const test::TemporaryFolder folder;
    const std::string path = (folder / "bomb.gz").string();
    std::ofstream(path) << packed;
    std::FILE* pipe = ::popen(("gzip -dc '" + path + "' 2> /dev/null | wc -c").c_str(), "r");
    std::size_t size = 0;
    EXPECT_EQ(std::fscanf(pipe, "%zu", &size), 1);
    ::pclose(pipe);
    return size;
}

const std::string& bomb() {
    static const std::string kBomb = gzip_bomb(600'000);
    return kBomb;
}

TEST(fault_12_endless_answers, AGzipBombStaysPacked) {
    EXPECT_LT(bomb().size(), 1U << 20U);
    const std::size_t unpacked = unpacked_size(bomb());
    EXPECT_GT(unpacked, 128U << 20U);  // it is one
    HttpServer server([](int socket, const std::string&) {
        return write_all(socket, test::http_response("200 OK\r\nContent-Encoding: gzip", bomb()));
    });
    const Cost cost = ask(server);
    ASSERT_TRUE(cost.response) << cost.response.error().what;
    EXPECT_EQ(cost.response->content_encoding, "gzip");
    EXPECT_EQ(cost.response->body, bomb());
    std::printf("bomb_bytes=%zu unpacked_bytes=%zu\n", bomb().size(), unpacked);
    print("gzip", cost);
}

/// libcurl undoes this one unasked.
TEST(fault_12_endless_answers, AGzipBombAsATransferIsRefused) {
    HttpServer server([](int socket, const std::string&) {
        write_all(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n" + bomb());
        return false;
    });
    const Cost cost = ask(server);
    EXPECT_THAT(cost.response.error().what, HasSubstr("the transfer is compressed"));
    print("transfer_gzip", cost);
}

TEST(fault_12_endless_answers, ASlowDrip) {
    std::atomic<int> drops{0};
    HttpServer server([&](int socket, const std::string&) {
        bool open = write_all(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        while (open && !server.stopping) {
            open = write_all(socket, "x");
            ++drops;
            std::this_thread::sleep_for(milliseconds{10});
        }
        return false;
    });
    const Cost cost = ask(server);
    EXPECT_THAT(cost.response.error().what, HasSubstr("Timeout"));
    EXPECT_GT(drops, 10);
    EXPECT_GE(cost.overrun, milliseconds{-50});  // it held us as long as it could
    print("drip", cost);
}

TEST(fault_12_endless_answers, EndlessHeaders) {
    std::atomic<std::size_t> sent{0};
    HttpServer server([&](int socket, const std::string&) {
        bool open = write_all(socket, "HTTP/1.1 200 OK\r\n");
        const std::string line = "X-Header: " + std::string(1'000, 'x') + "\r\n";
        while (open && !server.stopping) {
            open = write_all(socket, line);
            if (open) sent += line.size();
        }
        return false;
    });
    const Cost cost = ask(server);
    EXPECT_FALSE(cost.response);
    EXPECT_GE(sent, 100'000U);
    EXPECT_LT(sent, 64U << 20U);
    print("headers", cost);
}

TEST(fault_12_endless_answers, HeadersThatDrip) {
    HttpServer server([&](int socket, const std::string&) {
        bool open = write_all(socket, "HTTP/1.1 200 OK\r\n");
        while (open && !server.stopping) {
            open = write_all(socket, "X: y\r\n");
            std::this_thread::sleep_for(milliseconds{10});
        }
        return false;
    });
    const Cost cost = ask(server);
    EXPECT_THAT(cost.response.error().what, HasSubstr("Timeout"));
    print("header_drip", cost);
}

}  // namespace
}  // namespace ballast::net
