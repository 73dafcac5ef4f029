// SPDX-License-Identifier: MIT
// Fault 34: a remote signer is down, slow, has another key, alters the transaction, gives the other
// form of a signature, or garbage. Figure: nothing of it is accepted, so nothing of it is sent.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>

#include "base/hash.hpp"
#include "keys/local_signer.hpp"
#include "rpc/http.hpp"
#include "tests/keys/mock_signer.hpp"

namespace ballast::keys {
namespace {

constexpr std::uint64_t kChain = 5;

chain::SecretKey key_of(std::uint8_t byte) {
    return *chain::SecretKey::from_bytes(Bytes(32, byte));
}

chain::Transaction full_transaction() {
    chain::Transaction made;
    made.chain_id = kChain;
    made.nonce = 9;
    made.max_priority_fee_per_gas = U256(1'000'000'000);
    made.max_fee_per_gas = U256(30'000'000'000);
    made.gas_limit = 200'000;
    made.to = key_of(3).address();
    made.value = U256(17);
    made.data = Bytes{0xde, 0xad, 0xbe, 0xef};
    made.access_list = {{key_of(4).address(), {keccak256(Bytes{1}), keccak256(Bytes{2})}}};
    return made;
}

chain::Eip712Document document_on(std::uint64_t chain_id) {
    chain::Eip712Document made;
    made.types = {{"Report", {{"uint64", "seq"}, {"Row[]", "rows"}}},
                  {"Row", {{"bytes32", "market"}, {"uint16", "lt"}}}};
    made.primary = "Report";
    made.domain = {.name = "Ballast", .version = "1", .chain_id = U256(chain_id)};
    made.domain.verifying_contract = key_of(5).address();
    using chain::AbiValue;
    const auto row =
        AbiValue::list({AbiValue::bytes(keccak256(Bytes{7}).view()), AbiValue::uint(U256(7'800))});
    made.message = AbiValue::list({AbiValue::uint(U256(41)), AbiValue::list({row, row})});
    return made;
}

struct Case {
    std::string name;
    Lies lies;
};

void flip_s(chain::Signature& signature) {
    const U256 order =
        *U256::from_text("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    signature.s = (order - U256::from_big_endian(signature.s.view())).to_big_endian();
    signature.y_parity ^= 1U;
}

/// Every field, one by one; none of them is what full_transaction() has.
std::vector<Case> altered_fields() {
    using Tx = chain::Transaction;
    return {
        {"chain id", {.transaction = [](Tx& tx) { tx.chain_id = 1; }}},
        {"nonce", {.transaction = [](Tx& tx) { ++tx.nonce; }}},
        {"tip", {.transaction = [](Tx& tx) { tx.max_priority_fee_per_gas = U256(2); }}},
        {"fee", {.transaction = [](Tx& tx) { tx.max_fee_per_gas = U256(3); }}},
        {"gas limit", {.transaction = [](Tx& tx) { ++tx.gas_limit; }}},
        {"recipient", {.transaction = [](Tx& tx) { tx.to->bytes[0] ^= 1U; }}},
        {"no recipient", {.transaction = [](Tx& tx) { tx.to.reset(); }}},
        {"value", {.transaction = [](Tx& tx) { tx.value = U256(18); }}},
        {"data", {.transaction = [](Tx& tx) { tx.data.back() ^= 1U; }}},
        {"no data", {.transaction = [](Tx& tx) { tx.data.clear(); }}},
        {"access list", {.transaction = [](Tx& tx) { tx.access_list.clear(); }}},
        {"slot", {.transaction = [](Tx& tx) { tx.access_list[0].storage_keys.pop_back(); }}},
    };
}

std::vector<Case> altered_signatures(const chain::SecretKey& other) {
    using Signature = chain::Signature;
    return {
        {"wrong key", {.key = &other}},
        {"upper half", {.signature = flip_s}},
        {"parity", {.signature = [](Signature& s) { s.y_parity ^= 1U; }}},
        {"r", {.signature = [](Signature& s) { s.r.bytes[31] ^= 1U; }}},
        {"s", {.signature = [](Signature& s) { s.s.bytes[31] ^= 1U; }}},
        {"zero s", {.signature = [](Signature& s) { s.s = Hash32{}; }}},
        {"zero r", {.signature = [](Signature& s) { s.r = Hash32{}; }}},
    };
}

std::vector<Case> garbage() {
    std::vector<Case> cases;
    for (const std::string text :
         {"", "x", "{}", "[]", "null", "\"0x\"", "<html>502</html>", "{\"result\":\"0x02\"}",
          R"({"jsonrpc":"2.0","id":1,"result":null})", R"({"jsonrpc":"2.0","id":1,"result":{}})",
          R"({"jsonrpc":"2.0","id":1,"result":"0x"})",
          R"({"jsonrpc":"2.0","id":1,"result":"0x02c0"})",
          R"({"jsonrpc":"2.0","id":1,"result":{"raw":7}})",
          R"({"jsonrpc":"2.0","id":2,"result":"0x02"})",
          R"({"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"denied"}})"})
        cases.push_back(
            {"garbage " + text, {.answer = [text](const std::string&) { return text; }}});
    cases.push_back(
        {"cut", {.answer = [](const std::string& a) { return a.substr(0, a.size() - 9); }}});
    return cases;
}

struct Count {
    int lies = 0;
    int told = 0;  ///< the answer differed from the honest one
    int accepted = 0;
    int honest = 0;
};

template <class Sign>
void count(Count& into, RemoteKind kind, const std::vector<Case>& cases, Sign&& sign) {
    const chain::SecretKey key = key_of(7);
    for (const Case& one : cases) {
        MockSigner mock(kind, key);
        RemoteSigner signer(mock, kind, key.address(), kChain);
        ASSERT_TRUE(sign(signer)) << one.name;
        const std::string honest = mock.honest;
        ++into.honest;
        MockSigner liar(kind, key);
        liar.lies = one.lies;
        RemoteSigner believing(liar, kind, key.address(), kChain);
        const auto answer = sign(believing);
        ++into.lies;
        into.told += (one.lies.answer ? one.lies.answer(liar.honest) : liar.honest) != honest;
        into.accepted += answer.has_value();
        EXPECT_FALSE(answer) << one.name;
        if (answer) continue;
        EXPECT_TRUE(answer.error().code == Errc::mismatch ||
                    answer.error().code == Errc::permission)
            << one.name << ": " << answer.error().what;
    }
}

TEST(fault_34_remote_signer, NoLieIsAccepted) {
    const chain::SecretKey other = key_of(8);
    std::vector<Case> common = altered_signatures(other);
    for (Case& one : garbage())
        common.push_back(std::move(one));
    Count total;
    for (const RemoteKind kind : {RemoteKind::web3signer, RemoteKind::clef}) {
        const auto transaction = [](Signer& signer) {
            return signer.sign_transaction(full_transaction());
        };
        count(total, kind, altered_fields(), transaction);
        count(total, kind, common, transaction);
        count(total, kind, common,
              [](Signer& signer) { return signer.sign_typed_data(document_on(kChain)); });
    }
    EXPECT_EQ(total.told, total.lies);
    EXPECT_GE(total.lies, 100);
    EXPECT_EQ(total.accepted, 0);
    std::printf("lies=%d told=%d honest_accepted=%d accepted=%d\n", total.lies, total.told,
                total.honest, total.accepted);
}

TEST(fault_34_remote_signer, AnswersAreThoseOfTheLocalSigner) {
    LocalSigner local(key_of(7), kChain);
    const chain::SecretKey key = key_of(7);
    for (const RemoteKind kind : {RemoteKind::web3signer, RemoteKind::clef}) {
        MockSigner mock(kind, key);
        RemoteSigner remote(mock, kind, key.address(), kChain);
        EXPECT_EQ(*remote.sign_transaction(full_transaction()),
                  *local.sign_transaction(full_transaction()));
        EXPECT_EQ(mock.last_method,
                  kind == RemoteKind::clef ? "account_signTransaction" : "eth_signTransaction");
        chain::Transaction creation = full_transaction();
        creation.to.reset();
        EXPECT_EQ(*remote.sign_transaction(creation), *local.sign_transaction(creation));
        EXPECT_EQ(*remote.sign_typed_data(document_on(kChain)),
                  *local.sign_typed_data(document_on(kChain)));
        EXPECT_EQ(mock.last_method,
                  kind == RemoteKind::clef ? "account_signTypedData" : "eth_signTypedData");
    }
}

TEST(fault_34_remote_signer, AnotherChainIsNotEvenAskedFor) {
    const chain::SecretKey key = key_of(7);
    MockSigner mock(RemoteKind::clef, key);
    RemoteSigner signer(mock, RemoteKind::clef, key.address(), 1);
    EXPECT_EQ(signer.sign_transaction(full_transaction()).error().code, Errc::configuration);
    EXPECT_EQ(signer.sign_typed_data(document_on(kChain)).error().code, Errc::configuration);
    EXPECT_EQ(mock.asked, 0);
}

/// A socket that listens, takes connections and never answers.
class SilentServer {
  public:
    SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* plain = reinterpret_cast<sockaddr*>(&address);
        BALLAST_CHECK(::bind(socket_, plain, size) == 0 && ::listen(socket_, 8) == 0);
        BALLAST_CHECK(::getsockname(socket_, plain, &size) == 0);
        url = "http://127.0.0.1:" + std::to_string(::ntohs(address.sin_port));
    }
    SilentServer(const SilentServer&) = delete;
    SilentServer& operator=(const SilentServer&) = delete;
    ~SilentServer() { close(); }
    void close() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }
    std::string url;

  private:
    int socket_;
};

TEST(fault_34_remote_signer, DownAndSlowEndInsideTheDeadline) {
    SilentServer server;
    const auto try_it = [&] {
        auto transport = *rpc::HttpTransport::open(server.url + "/?key=secret",
                                                   {.total = std::chrono::milliseconds(300)});
        RemoteSigner signer(transport, RemoteKind::clef, key_of(7).address(), kChain);
        const auto start = std::chrono::steady_clock::now();
        const auto answer = signer.sign_transaction(full_transaction());
        EXPECT_EQ(answer.error().code, Errc::upstream_unavailable);
        EXPECT_EQ(answer.error().what.find("secret"), std::string::npos);
        return std::chrono::steady_clock::now() - start;
    };
    const auto slow = try_it();
    EXPECT_GE(slow, std::chrono::milliseconds(250));  // it was silence, not a refusal
    EXPECT_LE(slow, std::chrono::seconds(5));
    server.close();
    EXPECT_LE(try_it(), std::chrono::seconds(5));
}

}  // namespace
}  // namespace ballast::keys
