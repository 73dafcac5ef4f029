// SPDX-License-Identifier: MIT
// What a source's name meant when its numbers were written down.
#pragma once

#include "base/json.hpp"
#include "feeds/declaration.hpp"

namespace ballast::feeds {

/// Returns {"source": digest...}: of what decides which number, in which unit, a source gives. Not
/// of how often it is asked, by which key, or over which mirror. A source of `noted` that is not
/// declared keeps what it meant: its numbers are still there, should the name come back.
[[nodiscard]] Json meanings_of(const FeedDeclaration& feed, const Json& noted = JsonObject{});

/// Tells whether a source that is in both stood for another number in `noted`: what it said then
/// is no past of what it says now.
[[nodiscard]] bool means_another(const FeedDeclaration& feed, const Json& noted);

}  // namespace ballast::feeds
