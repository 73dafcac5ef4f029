// SPDX-License-Identifier: MIT
// Fault 14: an endpoint that is not who it says, or sends us elsewhere. No body of ours reaches it,
// none of its own is read. Certificates are made here, by openssl.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "rpc/http.hpp"
#include "tests/support/http_server.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// A place with an authority of its own, and certificates that it gave or did not give.
class Certificates {
  public:
    Certificates() {
        run("req -x509 -days 2 -subj /CN=authority -keyout $D/ca.key -out $D/ca.pem");
        std::ofstream(folder_ / "here") << "subjectAltName=DNS:localhost,IP:127.0.0.1\n";
        std::ofstream(folder_ / "elsewhere") << "subjectAltName=DNS:node.example,IP:127.0.0.2\n";
        given("good", "here", "2");
        given("expired", "here", "-1");
        given("other_host", "elsewhere", "2");
        run("req -x509 -days 2 -subj /CN=localhost -addext "
            "subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout $D/self.key -out $D/self.pem");
    }
    [[nodiscard]] std::string authority() const { return (folder_ / "ca.pem").string(); }
    [[nodiscard]] std::string files(const std::string& name) const {
        return (folder_ / (name + ".pem")).string() + " " + (folder_ / (name + ".key")).string();
    }

  private:
    void given(const std::string& name, const std::string& hosts, const std::string& days) const {
        run("req -subj /CN=localhost -keyout $D/" + name + ".key -out $D/" + name + ".csr");
        run("x509 -req -in $D/" + name + ".csr -CA $D/ca.pem -CAkey $D/ca.key -CAcreateserial " +
            "-days " + days + " -extfile $D/" + hosts + " -out $D/" + name + ".pem");
    }
    /// Runs openssl with a small key wherever it makes one.
    void run(std::string arguments) const {
        if (arguments.starts_with("req"))
            arguments.insert(3, " -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes");
        const std::string command = "D='" + folder_.path().string() + "'; " + BALLAST_OPENSSL +
                                    " " + arguments + " > /dev/null 2>&1";
        ASSERT_EQ(std::system(command.c_str()), 0) << arguments;
    }
    test::TemporaryFolder folder_;
};

const Certificates& certificates() {
    static const Certificates kOnes;
    return kOnes;
}

/// The server of tests/rpc/tls_server.py. Its input is a pipe from a shell that sleeps on ours.
class TlsServer {
  public:
    TlsServer(const std::string& certificate, const std::string& more) {
        const std::string wait = (folder_ / "wait").string();
        EXPECT_EQ(std::system(("mkfifo '" + wait + "'").c_str()), 0);
        const std::string command = std::string(BALLAST_PYTHON) + " -B tests/rpc/tls_server.py " +
                                    certificates().files(certificate) + " " + more + " < '" + wait +
                                    "'";
        output_ = ::popen(command.c_str(), "r");
        hold_.open(wait);
        EXPECT_EQ(std::fscanf(output_, "%d", &port_), 1);
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;
    ~TlsServer() {
        if (output_ != nullptr) static_cast<void>(bodies_read());
    }
    [[nodiscard]] std::string url(const std::string& host) const {
        return "https://" + host + ":" + std::to_string(port_) + "/v2/secret-of-the-path";
    }
    /// Ends the server, and returns how many of our bodies it read.
    int bodies_read() {
        int count = -1;
        hold_.close();
        EXPECT_EQ(std::fscanf(output_, "%d", &count), 1);
        ::pclose(output_);
        output_ = nullptr;
        return count;
    }

  private:
    test::TemporaryFolder folder_;
    std::ofstream hold_;
    std::FILE* output_ = nullptr;
    int port_ = 0;
};

struct Heard {
    std::string body;
    std::string error;
    int bodies_read = 0;
};

Heard ask(const std::string& certificate, const std::string& host, bool trusting,
          const std::string& more = {}) {
    TlsServer server(certificate, more);
    HttpLimits limits;
    if (trusting) limits.authorities = certificates().authority();
    auto http = HttpTransport::open(server.url(host), limits);
    EXPECT_TRUE(http) << http.error().what;
    const auto body = http->post("{\"raw\":\"0x02\"}");
    Heard heard;
    if (body)
        heard.body = *body;
    else
        heard.error = body.error().what;
    EXPECT_THAT(heard.error, Not(HasSubstr("secret-of-the-path")));
    heard.bodies_read = server.bodies_read();
    return heard;
}

// Without this the refusals below would say nothing.
TEST(fault_14_tls, AGoodCertificateIsTaken) {
    for (const char* host : {"127.0.0.1", "localhost"}) {
        const Heard heard = ask("good", host, true);
        EXPECT_THAT(heard.body, HasSubstr("0x1")) << heard.error;
        EXPECT_EQ(heard.bodies_read, 1);
    }
}

TEST(fault_14_tls, BadCertificatesAreRefusedBeforeAnythingIsSaid) {
    struct Case {
        const char* certificate;
        const char* host;
        bool trusting;
        const char* says;
    };
    int bodies = 0;
    for (const Case& bad : {Case{"expired", "127.0.0.1", true, "certificate"},
                            Case{"other_host", "127.0.0.1", true, "certificate"},
                            Case{"other_host", "localhost", true, "certificate"},
                            Case{"self", "127.0.0.1", true, "certificate"},
                            Case{"self", "127.0.0.1", false, "certificate"},
                            Case{"good", "127.0.0.1", false, "certificate"}}) {
        const Heard heard = ask(bad.certificate, bad.host, bad.trusting);
        EXPECT_EQ(heard.body, "") << bad.certificate;
        EXPECT_THAT(heard.error, HasSubstr(bad.says)) << bad.certificate;
        bodies += heard.bodies_read + (heard.body.empty() ? 0 : 1);
    }
    EXPECT_EQ(bodies, 0);
    std::printf("certificates=6 bodies_read=%d\n", bodies);
}

TEST(fault_14_tls, RedirectsAreNotFollowedDownNorElsewhere) {
    int elsewhere = 0;
    test::HttpServer plain([&](int socket, const std::string&) {
        ++elsewhere;
        return test::write_all(socket, test::http_response("200 OK", "{\"result\":\"0x666\"}"));
    });
    for (const std::string status : {"301", "302", "303", "307", "308"}) {
        for (const std::string& to : {plain.url(), std::string("file:///etc/hostname"),
                                      std::string("http://169.254.169.254/latest/meta-data")}) {
            const Heard heard = ask("good", "127.0.0.1", true, status + " " + to);
            EXPECT_EQ(heard.body, "") << to;
            EXPECT_THAT(heard.error, HasSubstr("HTTP status " + status)) << to;
            EXPECT_EQ(heard.bodies_read, 1);  // the fault did occur
        }
    }
    EXPECT_EQ(elsewhere, 0);
    EXPECT_EQ(plain.connections, 0);
    std::printf("redirects=15 followed=%d\n", elsewhere);
}

}  // namespace
}  // namespace ballast::rpc
