// SPDX-License-Identifier: MIT
// An HTTPS server of our own whose certificate is as bad as told. The program that links it needs
// openssl and Python.
#pragma once

#include <cstdio>
#include <fstream>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace ballast::test {

/// A place with an authority of its own, and certificates that it gave or did not give: "good",
/// "expired" and "other_host" are its own, "self" is signed by itself.
class Certificates {
  public:
    Certificates();
    /// The file of the authority.
    [[nodiscard]] std::string authority() const { return (folder_ / "ca.pem").string(); }
    /// The files of a certificate and its key.
    [[nodiscard]] std::string files(const std::string& name) const {
        return (folder_ / (name + ".pem")).string() + " " + (folder_ / (name + ".key")).string();
    }

  private:
    void given(const std::string& name, const std::string& hosts, const std::string& days) const;
    void run(std::string arguments) const;

    TemporaryFolder folder_;
};

/// Made once in a program.
[[nodiscard]] const Certificates& certificates();

/// The server of tests/support/tls_server.py. Its input is a pipe from a shell that sleeps on ours.
class TlsServer {
  public:
    /// `more` is the status and the Location that it answers with.
    TlsServer(const std::string& certificate, const std::string& more);
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;
    ~TlsServer();

    [[nodiscard]] std::string url(const std::string& host) const {
        return "https://" + host + ":" + std::to_string(port_) + "/v2/secret-of-the-path";
    }
    /// Ends the server, and returns how many of our requests it read.
    int bodies_read();

  private:
    TemporaryFolder folder_;
    std::ofstream hold_;
    std::FILE* output_ = nullptr;
    int port_ = 0;
};

}  // namespace ballast::test
