// SPDX-License-Identifier: MIT
// Whatever a remote signer answers: nothing is accepted that the account has not signed, and no
// input can hold that.
#include "keys/remote_signer.hpp"

#include "chain/signer.hpp"
#include "tests/fuzz/property.hpp"

namespace {

using namespace ballast;

class Answering final : public rpc::Transport {
  public:
    explicit Answering(std::string_view answer) : answer_(answer) {}
    Result<std::string> post(std::string_view) override { return answer_; }
    const std::string& name() const override { return name_; }

  private:
    std::string answer_;
    std::string name_ = "signer";
};

chain::Eip712Document document() {
    chain::Eip712Document made;
    made.types = {{"Note", {{"uint256", "value"}}}};
    made.primary = "Note";
    made.domain.chain_id = U256(1);
    made.message = chain::AbiValue::list({chain::AbiValue::uint(U256(5))});
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Answering transport(fuzz::as_text({data, size}));
    chain::Address account;
    account.bytes.fill(0x11);
    chain::Transaction transaction;
    transaction.chain_id = 1;
    for (const auto kind : {keys::RemoteKind::web3signer, keys::RemoteKind::clef}) {
        keys::RemoteSigner transactions(transport, kind, account, 1);
        BALLAST_HOLDS(!transactions.sign_transaction(transaction));
        keys::RemoteSigner documents(transport, kind, account, 1);
        BALLAST_HOLDS(!documents.sign_typed_data(document()));
    }
    return 0;
}
