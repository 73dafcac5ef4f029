// SPDX-License-Identifier: MIT
// Whatever a node answers, the readers of JSON-RPC end with a value or an error.
#include "rpc/json_rpc.hpp"

#include "rpc/questions.hpp"
#include "rpc/read.hpp"
#include "tests/fuzz/property.hpp"

namespace ballast::rpc {
namespace {

/// Tries every reader on one answer.
void read_all(const RpcAnswer& answer) {
    static_cast<void>(read_result(answer, read_quantity));
    static_cast<void>(read_result(answer, read_quantity64));
    static_cast<void>(read_result(answer, read_bytes));
    static_cast<void>(read_result(answer, read_hash));
    static_cast<void>(read_result(answer, read_block));
    static_cast<void>(read_call(answer));
    static_cast<void>(read_send(answer, Hash32{}));
    const auto receipt = read_result(answer, read_receipt);
    if (!receipt) return;
    const auto again = read_receipt_of(answer, receipt->tx_hash);
    BALLAST_HOLDS(again.has_value() && *again == *receipt);
}

}  // namespace
}  // namespace ballast::rpc

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = ballast::fuzz::as_text({data, size});
    if (const auto answer = ballast::rpc::read_answer(text, 1)) ballast::rpc::read_all(*answer);
    for (const std::size_t count : {std::size_t{1}, std::size_t{3}}) {
        const auto answers = ballast::rpc::read_batch(text, 1, count);
        if (!answers) continue;
        BALLAST_HOLDS(answers->size() == count);
        for (const ballast::rpc::RpcAnswer& answer : *answers)
            ballast::rpc::read_all(answer);
    }
    return 0;
}
