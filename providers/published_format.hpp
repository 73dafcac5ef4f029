// SPDX-License-Identifier: MIT
// What all providers share: the last checks of what was read, and URLs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "providers/provider.hpp"

namespace ballast::providers {

/// A provider that leaves to this class what holds for every format. Names live for ever.
class PublishedFormat : public Provider {
  public:
    explicit PublishedFormat(std::string_view name) : name_(name) {}

    [[nodiscard]] std::string_view name() const final { return name_; }

    /// Reads, sorts, and drops exact duplicates. What is in our hands is known, so that no
    /// `known_at` is later than the answer, nor earlier than its event. Errors: bad_data; also for
    /// an event over 120 s ahead of the answer, and for two values of one event that became known
    /// at once. No error repeats the source's key, even where the server did.
    [[nodiscard]] Result<std::vector<Observation>> read(const Source& source,
                                                        const Answer& answer) const final;

  private:
    /// Reads the format, in any order; `known_at` may be the published schedule.
    [[nodiscard]] virtual Result<std::vector<Observation>> read_body(
        const Source& source, const Answer& answer) const = 0;

    /// A server may repeat the key, and an error what the server said. Returns the error of the
    /// same answer with the key blotted out: of a message that is cut, no part remains.
    [[nodiscard]] Error error_without_key(const Source& source, const Answer& answer,
                                          const Error& error) const;

    std::string_view name_;
};

/// Returns where the source is: its own URL without the last slash, or the publisher's. Errors:
/// configuration for a URL that is not http or https, or has characters that no URL has.
[[nodiscard]] Result<std::string> base_url(const Source& source, std::string_view published);

/// Returns text as a part of a path or query: all but letters, digits and -._~ as %XX.
[[nodiscard]] std::string url_part(std::string_view text);

/// Returns the source's series, or `usual` where it names none. Errors: configuration for one that
/// has other characters than letters, digits and "._-$", or begins with one of these four.
[[nodiscard]] Result<std::string> series_of(const Source& source, std::string_view usual = {});

/// Returns "Name: value". Errors: configuration for a key that is not printable ASCII.
[[nodiscard]] Result<std::string> key_header(std::string_view name, const Source& source);

}  // namespace ballast::providers
