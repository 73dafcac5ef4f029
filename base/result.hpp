// SPDX-License-Identifier: MIT
// The door of tl::expected, and the one error type of the house.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace ballast {

/// What kind of failure it was. Closed list; each kind has one exit code (see `exit_code`).
enum class Errc {
    failed,                ///< 1: it was tried and did not work
    mismatch,              ///< 2: it ran, and the answer is no
    usage,                 ///< 64: the command line is wrong
    bad_data,              ///< 65: a document or a response is not what it must be
    input_missing,         ///< 66: a named file does not exist
    upstream_unavailable,  ///< 69: a node or a feed does not answer
    our_bug,               ///< 70: an invariant of ours is broken
    cannot_write,          ///< 73: the disk refused
    lock_held,             ///< 75: another keeper holds the lock
    permission,            ///< 77: a file's mode or owner is unsafe
    configuration,         ///< 78: the configuration contradicts itself or the machine
};

/// Returns the process exit code that stands for `code` (docs/architecture.md, "Exit codes").
[[nodiscard]] int exit_code(Errc code) noexcept;

/// An expected failure: a kind to branch on, and a sentence that names the place and the remedy.
struct Error {
    Errc code = Errc::failed;
    std::string what;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// Returns an unexpected Error, ready to be returned from a function giving any Result<T>.
[[nodiscard]] inline tl::unexpected<Error> fail(Errc code, std::string what) {
    return tl::unexpected<Error>(Error{code, std::move(what)});
}

/// Passes `error` on unchanged to a caller whose Result has another value type.
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

/// Passes `error` on with `place` written before its sentence: "place: sentence".
[[nodiscard]] inline tl::unexpected<Error> fail_in(std::string_view place, const Error& error) {
    return fail(error.code, std::string(place) + ": " + error.what);
}

}  // namespace ballast
