// SPDX-License-Identifier: MIT
#include "keeper/head_check.hpp"

#include <string_view>

#include "audit/documents.hpp"
#include "base/json.hpp"

namespace ballast::keeper {
namespace {

/// Where the oracle's hash chain stands at least. By no number: any report may be the newest.
struct Floor {
    std::uint64_t seq = 0;
    std::optional<Hash32> last_report;
};

std::string_view text_of(const audit::StoredRecord& record, std::string_view field) {
    const auto found = record.fields.find(field);
    return found == record.fields.end() ? std::string_view()
                                        : std::string_view(found->second.first);
}

/// Whether the record's own update is in a block and was accepted.
bool was_accepted(const audit::StoredRecord& record) {
    const auto receipt = parse_json(text_of(record, audit::kReceipt));
    if (!receipt) return false;
    const auto succeeded = bool_member(*receipt, "succeeded");
    return succeeded && *succeeded;
}

/// As replay moves it: an update that was accepted is the next report (audit/replay.cpp).
Result<Floor> floor_of(const audit::StoredRecord& record) {
    if (!record.fields.contains(audit::kHead)) return Floor();
    const auto head = audit::read_head(text_of(record, audit::kHead));
    if (!head) return fail_in("the journal's last epoch", head.error());
    if (!was_accepted(record)) return Floor{head->seq, head->last_report};
    const auto digest = hash_from_hex(text_of(record, audit::kKey));
    if (!digest) return fail_in("the journal's last epoch", digest.error());
    return Floor{head->seq + 1, *digest};
}

/// Of the newest epoch; executions and other records may follow it. A journal of years is not read
/// for the sake of its end.
Result<Floor> last_floor(const audit::Journal& journal) {
    for (std::uint64_t index = journal.size(); index > 0; --index) {
        const auto records = journal.records_from(index - 1, 1);
        if (!records) return fail(records.error());
        if (records->empty()) return fail(Errc::mismatch, "the journal has a gap at its end");
        if (records->front().kind == name(audit::RecordKind::epoch))
            return floor_of(records->front());
    }
    return Floor();
}

}  // namespace

Status check_not_behind(const audit::Journal& journal, const oracle::Head& head) {
    const auto floor = last_floor(journal);
    if (!floor) return fail(floor.error());
    if (head.seq < floor->seq)
        return fail(Errc::failed, "the nodes are behind: they show the oracle at report " +
                                      std::to_string(head.seq) + ", and the journal knows report " +
                                      std::to_string(floor->seq));
    // The contract has none at 0.
    const bool differs = floor->last_report && head.last_report != *floor->last_report;
    if (head.seq == 0 || head.seq > floor->seq || !differs) return {};
    return fail(Errc::failed, "the nodes show another report " + std::to_string(head.seq) +
                                  " than the journal knows: they are on another fork, or a "
                                  "reorganisation is not over");
}

}  // namespace ballast::keeper
