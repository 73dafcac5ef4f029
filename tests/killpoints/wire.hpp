// SPDX-License-Identifier: MIT
// A keeper in a real process of its own, and the world in the test's, with a socket between them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "rpc/network.hpp"
#include "tests/support/sim_keeper.hpp"

namespace ballast::test {

/// What goes over the socket.
struct Frame {
    enum class Kind : std::uint32_t {
        post,      ///< a JSON-RPC body for `endpoint`; answered by one frame
        wait,      ///< let `endpoint` milliseconds pass; answered by one frame
        accepted,  ///< submit() returned for the key in the body; no answer
        done,      ///< every request is final; no answer
    };
    Kind kind = Kind::post;
    std::uint32_t endpoint = 0;
    std::string body;
};

/// Return false, or nothing, where the other side is gone.
[[nodiscard]] bool write_frame(int socket, const Frame& frame);
[[nodiscard]] std::optional<Frame> read_frame(int socket);

class WireNetwork final : public rpc::Network {
  public:
    WireNetwork(int socket, std::size_t endpoints);
    [[nodiscard]] std::vector<Result<rpc::NetworkReply>> post(
        const std::vector<rpc::NetworkRequest>& requests, Milliseconds total) override;
    [[nodiscard]] std::size_t size() const override { return names_.size(); }
    [[nodiscard]] const std::string& name(std::size_t endpoint) const override {
        return names_[endpoint];
    }

  private:
    int socket_;
    std::vector<std::string> names_;
};

class WireClock final : public Clock {
  public:
    explicit WireClock(int socket) : socket_(socket) {}
    [[nodiscard]] UnixSeconds now() const override { return {1'700'000'000}; }
    [[nodiscard]] Milliseconds monotonic() const override { return passed_; }
    void wait(Milliseconds span) override;

  private:
    int socket_;
    Milliseconds passed_;
};

/// The keeper: real SQLite on the real disk, the pool, the sender. Ends the process, if nobody ends
/// it before.
[[noreturn]] void keep_over_wire(int socket, SimJob job, const std::filesystem::path& journal);

}  // namespace ballast::test
