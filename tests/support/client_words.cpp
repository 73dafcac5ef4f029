// SPDX-License-Identifier: MIT
#include "tests/support/client_words.hpp"

namespace ballast::test {
namespace {

// go-ethereum: core/error.go, core/txpool/errors.go, core/txpool/validation.go (which adds
// figures).
Words geth(Refusal refusal) {
    switch (refusal) {
        case Refusal::already_known:
            return {-32000, "already known"};
        case Refusal::nonce_too_low:
            return {-32000, "nonce too low: next nonce 8, tx nonce 7"};
        case Refusal::replacement_underpriced:
            return {-32000, "replacement transaction underpriced"};
        case Refusal::tip_too_low:
            return {-32000, "transaction underpriced: gas tip cap 0, minimum needed 1"};
        case Refusal::fee_below_base:
            return {-32000,
                    "max fee per gas less than block base fee: maxFeePerGas: 1, baseFee: 7"};
        case Refusal::insufficient_funds:
            return {-32000,
                    "insufficient funds for gas * price + value: balance 0, tx cost 21000, "
                    "overshot 21000"};
        case Refusal::pool_full:
            return {-32000, "txpool is full"};
        case Refusal::gas_limit_exceeded:
            return {-32000, "exceeds block gas limit"};
        case Refusal::intrinsic_gas:
            return {-32000, "intrinsic gas too low: gas 1, minimum needed 21000"};
        case Refusal::wrong_chain:
            return {-32000, "invalid sender: invalid chain id for signer: have 1 want 2"};
    }
    return {};
}

// Erigon: txnprovider/txpool/txpoolcfg (discard reasons), behind a prefix of its gRPC.
Words erigon(Refusal refusal) {
    switch (refusal) {
        case Refusal::already_known:
            return {-32000, "ALREADY_EXISTS: already known"};
        case Refusal::nonce_too_low:
            return {-32000, "INTERNAL_ERROR: nonce too low"};
        case Refusal::replacement_underpriced:
            return {-32000, "INTERNAL_ERROR: could not replace existing tx"};
        case Refusal::tip_too_low:
            return {-32000, "FEE_TOO_LOW: underpriced"};
        case Refusal::fee_below_base:
            return {-32000, "FEE_TOO_LOW: fee too low"};
        case Refusal::insufficient_funds:
            return {-32000, "INTERNAL_ERROR: insufficient funds"};
        case Refusal::pool_full:
            return {-32000, "INTERNAL_ERROR: pending sub-pool is full"};
        case Refusal::gas_limit_exceeded:
            return {-32000, "INTERNAL_ERROR: gas limit is too high"};
        case Refusal::intrinsic_gas:
            return {-32000, "INTERNAL_ERROR: IntrinsicGas"};
        case Refusal::wrong_chain:
            return {-32000, "invalid chain id, expected: 2 got: 1"};
    }
    return {};
}

// Nethermind: Nethermind.TxPool/AcceptTxResult.cs and Filters, as released until 2025.
Words nethermind(Refusal refusal) {
    switch (refusal) {
        case Refusal::already_known:
            return {-32010, "AlreadyKnown"};
        case Refusal::nonce_too_low:
            return {-32010, "OldNonce, Current nonce: 8, nonce of rejected tx: 7"};
        case Refusal::replacement_underpriced:
            return {-32010, "ReplacementNotAllowed"};
        case Refusal::tip_too_low:
            return {-32010, "FeeTooLow, EffectivePriorityFeePerGas too low 0 < 1, BaseFee: 7"};
        case Refusal::fee_below_base:
            return {-32010,
                    "FeeTooLow, MaxFeePerGas too low. MaxFeePerGas: 1, BaseFee: 7, "
                    "MaxPriorityFeePerGas:1, Block number: 9"};
        case Refusal::insufficient_funds:
            return {-32010, "InsufficientFunds, Account balance: 0, cumulative cost: 21000"};
        case Refusal::pool_full:
            return {-32010, "FeeTooLowToCompete"};
        case Refusal::gas_limit_exceeded:
            return {-32010, "GasLimitExceeded, Gas limit: 30000000, gas limit of rejected tx: 1"};
        case Refusal::intrinsic_gas:
            return {-32010, "Invalid, intrinsic gas too low"};
        case Refusal::wrong_chain:
            return {-32010, "Invalid, InvalidTxChainId: Expected 2, got 1"};
    }
    return {};
}

// Besu: ethereum/api .../response/RpcErrorType.java, as released until 2025.
Words besu(Refusal refusal) {
    switch (refusal) {
        case Refusal::already_known:
            return {-32000, "Known transaction"};
        case Refusal::nonce_too_low:
            return {-32001, "Nonce too low"};
        case Refusal::replacement_underpriced:
            return {-32000, "Replacement transaction underpriced"};
        case Refusal::tip_too_low:
            return {-32009, "Gas price below configured minimum gas price"};
        case Refusal::fee_below_base:
            return {-32009, "Gas price below current base fee"};
        case Refusal::insufficient_funds:
            return {-32004, "Upfront cost exceeds account balance"};
        case Refusal::pool_full:
            return {-32000, "Transaction nonce is too distant from current sender nonce"};
        case Refusal::gas_limit_exceeded:
            return {-32005, "Transaction gas limit exceeds block gas limit"};
        case Refusal::intrinsic_gas:
            return {-32003, "Intrinsic gas exceeds gas limit"};
        case Refusal::wrong_chain:
            return {-32000, "Wrong chainId"};
    }
    return {};
}

// reth: crates/rpc/rpc-eth-types/src/error (RpcPoolError, RpcInvalidTransactionError).
Words reth(Refusal refusal) {
    switch (refusal) {
        case Refusal::already_known:
            return {-32603, "already known"};
        case Refusal::nonce_too_low:
            return {-32003, "nonce too low: next nonce 8, tx nonce 7"};
        case Refusal::replacement_underpriced:
            return {-32603, "replacement transaction underpriced"};
        case Refusal::tip_too_low:
            return {-32603, "transaction underpriced"};
        case Refusal::fee_below_base:
            return {-32003, "max fee per gas less than block base fee"};
        case Refusal::insufficient_funds:
            return {-32003, "insufficient funds for gas * price + value: have 0 want 21000"};
        case Refusal::pool_full:
            return {-32603, "txpool is full"};
        case Refusal::gas_limit_exceeded:
            return {-32603, "exceeds block gas limit"};
        case Refusal::intrinsic_gas:
            return {-32000, "intrinsic gas too low"};
        case Refusal::wrong_chain:
            return {-32000, "invalid chain ID"};
    }
    return {};
}

// anvil: crates/anvil/src/eth/error.rs, and what 1.7.1 was seen to say.
Words anvil(Refusal refusal) {
    switch (refusal) {
        case Refusal::already_known:
            return {-32003, "transaction already imported"};
        case Refusal::nonce_too_low:
            return {-32003, "nonce too low"};
        case Refusal::replacement_underpriced:
            return {-32003, "replacement transaction underpriced"};
        case Refusal::tip_too_low:
            return {-32003, "transaction underpriced"};
        case Refusal::fee_below_base:
            return {-32003, "max fee per gas less than block base fee"};
        case Refusal::insufficient_funds:
            return {-32003, "Insufficient funds for gas * price + value"};
        case Refusal::pool_full:
            return {-32003, "Internal error: pool is full"};
        case Refusal::gas_limit_exceeded:
            return {-32003,
                    "Transaction gas limit is greater than the block gas limit, gas_limit: 2, "
                    "cap: 1"};
        case Refusal::intrinsic_gas:
            return {-32003, "intrinsic gas too low"};
        case Refusal::wrong_chain:
            return {-32003, "invalid chain id for signer"};
    }
    return {};
}

}  // namespace

Words words(ClientKind kind, Refusal refusal) {
    switch (kind) {
        case ClientKind::geth:
            return geth(refusal);
        case ClientKind::erigon:
            return erigon(refusal);
        case ClientKind::nethermind:
            return nethermind(refusal);
        case ClientKind::besu:
            return besu(refusal);
        case ClientKind::reth:
            return reth(refusal);
        case ClientKind::anvil:
            return anvil(refusal);
    }
    return {};
}

std::string to_string(ClientKind kind) {
    constexpr const char* kNames[] = {"geth", "erigon", "nethermind", "besu", "reth", "anvil"};
    return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace ballast::test
