// SPDX-License-Identifier: MIT
#include "oracle/accepted_report.hpp"

#include "base/hash.hpp"
#include "chain/abi.hpp"
#include "oracle/abi_reader.hpp"

namespace ballast::oracle {

Hash32 report_accepted_topic() {
    return keccak256(as_bytes(
        "ReportAccepted(uint64,bytes32,bytes32,bytes32,bytes32,bytes32,uint40,uint40,uint32,"
        "address)"));
}

Result<AcceptedReport> read_accepted_report(const rpc::PlacedLog& placed) {
    static const chain::AbiType kType =
        *chain::parse_abi_type("(bytes32,bytes32,bytes32,bytes32,uint40,uint40,uint32,address)");
    const rpc::Log& log = placed.log;
    const auto wrong = [](const std::string& why) {
        return fail(Errc::bad_data, "a ReportAccepted event: " + why);
    };
    if (log.topics.size() != 3) return wrong("it has not three topics");
    const auto decoded = chain::abi_decode(kType, log.data);
    if (!decoded) return wrong(decoded.error().what);
    constexpr std::size_t kSeqBytes = 8;
    AcceptedReport report{.digest = log.topics[2],
                          .block_number = placed.block_number,
                          .block_hash = placed.block_hash};
    for (std::size_t i = 0; i < Hash32::kSize; ++i) {
        const std::uint8_t byte = log.topics[1].bytes[i];
        if (i + kSeqBytes < Hash32::kSize && byte != 0) return wrong("its seq has over 64 bits");
        report.seq = report.seq << 8U | byte;
    }
    report.previous = AbiReader(*decoded).hash();
    return report;
}

}  // namespace ballast::oracle
