// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/http_client.hpp"

namespace ballast::net {

/// What an answer's header lines say of it.
class AnswerHead {
  public:
    /// Takes the next line, with or without its end. A status line begins anew: what came before it
    /// was an interim answer's, or a proxy's. What comes behind the empty line is a trailer and
    /// says nothing. The first of two lines of one name counts.
    void take(std::string_view line);

    /// True where the transfer itself is compressed, which nobody had asked for. libcurl would undo
    /// it.
    [[nodiscard]] bool transfer_is_packed() const { return said_.transfer_is_packed; }

    /// Writes content type and encoding, the wait that was asked for and the server's time.
    void tell(HttpResponse& response) const;

  private:
    struct Said {
        std::optional<std::string> content_type;
        std::optional<std::string> content_encoding;
        std::optional<std::string> retry_after;
        std::optional<std::string> date;
        bool is_old = false;
        bool transfer_is_packed = false;
        bool complete = false;
    };
    void take_field(std::string_view name, std::string_view value);

    Said said_;
};

}  // namespace ballast::net
