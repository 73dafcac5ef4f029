// SPDX-License-Identifier: MIT
// What a person and an alert are told of a feed beside its value.
#pragma once

#include <vector>

#include "feeds/declaration.hpp"
#include "feeds/verdict.hpp"
#include "keeper/observatory.hpp"

namespace ballast::keeper {

/// Fills in the age of the value at `now`, its limit, and how many groups of sources have a vote of
/// how many that are needed. Where the limit counts sessions, each counts as a day, in both. Leaves
/// the view as it is where `feeds` has no feed of its name, and the age where the calendar does not
/// reach.
void describe_sources(FeedView& view, const feeds::Verdict& verdict,
                      const std::vector<feeds::FeedDeclaration>& feeds, UnixSeconds now);

}  // namespace ballast::keeper
