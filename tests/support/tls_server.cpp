// SPDX-License-Identifier: MIT
#include "tests/support/tls_server.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace ballast::test {

Certificates::Certificates() {
    run("req -x509 -days 2 -subj /CN=authority -keyout $D/ca.key -out $D/ca.pem");
    std::ofstream(folder_ / "here") << "subjectAltName=DNS:localhost,IP:127.0.0.1\n";
    std::ofstream(folder_ / "elsewhere") << "subjectAltName=DNS:node.example,IP:127.0.0.2\n";
    given("good", "here", "2");
    given("expired", "here", "-1");
    given("other_host", "elsewhere", "2");
    run("req -x509 -days 2 -subj /CN=localhost -addext "
        "subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout $D/self.key -out $D/self.pem");
}

void Certificates::given(const std::string& name, const std::string& hosts,
                         const std::string& days) const {
    run("req -subj /CN=localhost -keyout $D/" + name + ".key -out $D/" + name + ".csr");
    run("x509 -req -in $D/" + name + ".csr -CA $D/ca.pem -CAkey $D/ca.key -CAcreateserial -days " +
        days + " -extfile $D/" + hosts + " -out $D/" + name + ".pem");
}

/// Runs openssl with a small key wherever it makes one.
void Certificates::run(std::string arguments) const {
    if (arguments.starts_with("req"))
        arguments.insert(3, " -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes");
    const std::string command = "D='" + folder_.path().string() + "'; " + BALLAST_OPENSSL + " " +
                                arguments + " > /dev/null 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0) << arguments;
}

const Certificates& certificates() {
    static const Certificates kOnes;
    return kOnes;
}

TlsServer::TlsServer(const std::string& certificate, const std::string& more) {
    const std::string wait = (folder_ / "wait").string();
    EXPECT_EQ(std::system(("mkfifo '" + wait + "'").c_str()), 0);
    const std::string command = std::string(BALLAST_PYTHON) + " -B tests/support/tls_server.py " +
                                certificates().files(certificate) + " " + more + " < '" + wait +
                                "'";
    output_ = ::popen(command.c_str(), "r");
    hold_.open(wait);
    EXPECT_EQ(std::fscanf(output_, "%d", &port_), 1);
}

TlsServer::~TlsServer() {
    if (output_ != nullptr) static_cast<void>(bodies_read());
}

int TlsServer::bodies_read() {
    int count = -1;
    hold_.close();
    EXPECT_EQ(std::fscanf(output_, "%d", &count), 1);
    ::pclose(output_);
    output_ = nullptr;
    return count;
}

}  // namespace ballast::test
