// SPDX-License-Identifier: MIT
// What a dry run says in sentences, for Markdown and HTML alike: plain text, not yet escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "apps/dry_run/model.hpp"

namespace ballast::apps {

/// Returns `text`, what the current policy itself wants, where that policy is more than a hash.
[[nodiscard]] std::string own_text(const DryRun& run, const std::string& text);

/// Returns what the target itself said, a sentence a row, or nothing where none was asked.
[[nodiscard]] std::vector<std::string> simulation_sentences(const DryRun& run);

/// What stands in place of an impact where the book does not hold the asset.
constexpr std::string_view kNotInBook = "not in the book";

/// Returns the name, deceptive characters written out, cut to 60 characters with an ellipsis: what
/// others chose must not push the rest off the page.
[[nodiscard]] std::string short_name(std::string_view name);

/// Returns "carry_aware → sentinel, 2024-08-05".
[[nodiscard]] std::string dry_run_title(const DryRun& run);

/// Returns the answer in two or three sentences.
[[nodiscard]] std::vector<std::string> dry_run_summary(const DryRun& run);

/// Returns what the macro channels did to an asset, also where it was nothing.
[[nodiscard]] std::string macro_sentence(const DryRun& run, const AssetRow& row);

/// Returns what the vote itself calls, one a line; a sentence where there is nothing to vote on.
[[nodiscard]] std::vector<std::string> proposal_sentences(const DryRun& run);

/// Returns what a reader must know before believing a figure.
[[nodiscard]] std::vector<std::string> assumptions(const DryRun& run);

/// Returns "at once", "at −5 %" and so on.
[[nodiscard]] std::string fall_text(engine::Bps fall);

/// Returns the command that writes the files again, quoted for a POSIX shell.
[[nodiscard]] std::string command_text(const DryRun& run);

/// One part of a target: how a value comes about from 100 %.
struct AttributionPart {
    std::string name;
    engine::Bps value;
};

/// Returns the parts that are not 0, the play band last; start and parts add up to what is
/// recommended.
[[nodiscard]] std::vector<AttributionPart> attribution_parts(const engine::Target& target,
                                                             engine::Bps recommended);

/// A digest and what it is of.
struct DigestLine {
    std::string name;
    std::string value;
};

/// Returns every digest that the files depend on.
[[nodiscard]] std::vector<DigestLine> digests(const DryRun& run);

}  // namespace ballast::apps
