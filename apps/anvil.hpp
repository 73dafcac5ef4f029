// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace ballast::apps {

/// A local EVM node of our own: started here, stopped when this object goes, and killed by the
/// system should this process die without saying so.
class Anvil {
  public:
    /// Starts anvil on a free port of the loopback, its chain beginning at `genesis`; its output
    /// goes to `log`. Errors: input_missing where npm has not installed it, upstream_unavailable
    /// where it does not answer within 20 seconds.
    [[nodiscard]] static Result<Anvil> start(UnixSeconds genesis, const std::filesystem::path& log);

    /// The same on top of another chain, as it is at that block: whatever is done to it stays
    /// here. What the node there says is kept in memory alone. Its address stands in the list of
    /// this machine's processes while the fork runs: use one without a key in it where others work
    /// on the machine. Errors: those of start.
    [[nodiscard]] static Result<Anvil> fork(const std::string& url, std::uint64_t block,
                                            const std::filesystem::path& log);

    Anvil(Anvil&& other) noexcept;
    Anvil& operator=(Anvil&& other) noexcept;
    Anvil(const Anvil&) = delete;
    Anvil& operator=(const Anvil&) = delete;
    ~Anvil();

    [[nodiscard]] const std::string& url() const noexcept { return url_; }

  private:
    Anvil(int process, std::string url) noexcept : process_(process), url_(std::move(url)) {}
    [[nodiscard]] static Result<Anvil> run(const std::vector<std::string>& options,
                                           const std::filesystem::path& log);
    void stop() noexcept;

    int process_ = -1;
    std::string url_;
};

}  // namespace ballast::apps
