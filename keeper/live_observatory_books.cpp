// SPDX-License-Identifier: MIT
#include "keeper/live_observatory_books.hpp"

#include <algorithm>
#include <system_error>

#include "base/file.hpp"
#include "engine/canonical.hpp"

namespace ballast::keeper {
namespace {

/// In the engine's own words: a snapshot that knows nothing but books.
Json document_of(const Hash32& of, const LastBooks::Books& books) {
    engine::Snapshot snapshot;
    for (const auto& [asset, seen] : books) {
        engine::MarketObservation market;
        market.asset = asset;
        market.observed_at = seen.observed_at;
        market.book = seen.book;
        snapshot.at = std::max(snapshot.at, seen.observed_at);
        snapshot.markets.push_back(std::move(market));
    }
    return JsonObject{{"markets", to_hex(of)}, {"snapshot", engine::to_json(snapshot)}};
}

Result<LastBooks::Books> books_in(const std::string& text, const Hash32& wanted) {
    const auto document = parse_json(text);
    if (!document) return fail(document.error());
    const auto of = string_member(*document, "markets");
    if (!of) return fail(of.error());
    if (*of != to_hex(wanted)) return fail(Errc::mismatch, "it is of other markets");
    const Json* told = document->find("snapshot");
    if (told == nullptr) return fail(Errc::bad_data, "snapshot is missing");
    const auto snapshot = engine::snapshot_from_json(*told);
    if (!snapshot) return fail(snapshot.error());
    LastBooks::Books books;
    for (const engine::MarketObservation& market : snapshot->markets)
        books[market.asset] = {market.book, market.observed_at, true};
    return books;
}

}  // namespace

void LastBooks::restore(const std::string& chain, const Hash32& of) {
    const std::filesystem::path path = path_of(chain);
    std::error_code code;
    if (folder_.empty() || !std::filesystem::exists(path, code)) return;
    const auto text = read_file(path);
    auto books = text ? books_in(*text, of) : Result<Books>(fail(text.error()));
    if (!books) return warn("book_lost", chain, books.error().what);
    known_[chain].books = std::move(*books);
}

bool LastBooks::is_news(const std::string& chain, const rpc::Block& block) const {
    const auto known = known_.find(chain);
    return known == known_.end() || !(known->second.block == block);
}

void LastBooks::note(const std::string& chain, const Hash32& of, const rpc::Block& block,
                     const Books& books) {
    Known& known = known_[chain];
    known.block = block;
    for (const auto& [asset, seen] : books)
        known.books[asset] = seen;
    if (folder_.empty()) return;
    const Json document = document_of(of, known.books);
    if (const Status written = write_file(path_of(chain), write_json(document) + "\n"); !written)
        warn("book_not_saved", chain, written.error().what);
}

std::optional<feeds::SeenBook> LastBooks::find(const std::string& chain,
                                               const std::string& asset) const {
    const auto known = known_.find(chain);
    if (known == known_.end()) return std::nullopt;
    const auto seen = known->second.books.find(asset);
    if (seen == known->second.books.end()) return std::nullopt;
    return seen->second;
}

std::filesystem::path LastBooks::path_of(const std::string& chain) const {
    return folder_ / (chain + ".json");
}

void LastBooks::warn(std::string_view event, const std::string& chain,
                     const std::string& reason) const {
    if (log_ == nullptr) return;
    log_->write(telemetry::LogLevel::warning, event,
                "the borrowers that were read last are not kept; until they are read anew nothing "
                "is cut for their sake",
                {{"chain", chain}, {"reason", reason}});
}

}  // namespace ballast::keeper
