// SPDX-License-Identifier: MIT
// A node of two methods on the loopback device, in a process of its own: the same for everybody who
// is timed.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace ballast::bench {

class RpcServer {
  public:
    /// Answers eth_getBlockByNumber with a block of 150 transactions and eth_call with 512 bytes,
    /// on kept connections. Errors: failed.
    [[nodiscard]] static Result<RpcServer> start();

    RpcServer(RpcServer&& other) noexcept;
    RpcServer& operator=(RpcServer&& other) = delete;
    /// Ends the process.
    ~RpcServer();

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  private:
    RpcServer(int process, std::uint16_t port) : process_(process), port_(port) {}

    int process_;
    std::uint16_t port_;
};

}  // namespace ballast::bench
