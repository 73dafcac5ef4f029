// SPDX-License-Identifier: MIT
#include "tests/killpoints/wire.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>

#include "audit/journal.hpp"
#include "rpc/pool.hpp"
#include "tests/support/sim_sender.hpp"

namespace ballast::test {
namespace {

using Header = std::array<std::uint32_t, 3>;

bool write_all(int socket, const void* from, std::size_t size) {
    const auto* at = static_cast<const char*>(from);
    while (size > 0) {
        const auto sent = ::send(socket, at, size, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        at += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

bool read_all(int socket, void* to, std::size_t size) {
    auto* at = static_cast<char*>(to);
    while (size > 0) {
        const auto got = ::read(socket, at, size);
        if (got <= 0) return false;
        at += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

/// Asks and waits for the answer; without a world there is nothing to keep.
Frame asked(int socket, const Frame& frame) {
    if (!write_frame(socket, frame)) ::_exit(3);
    auto answer = read_frame(socket);
    if (!answer) ::_exit(3);
    return std::move(*answer);
}

void submit_over_wire(int socket, SimJob& job, Outbox& outbox) {
    const auto before = job.accepted;
    submit_rest(job, outbox);
    for (const Hash32& key : job.accepted)
        if (!before.contains(key))
            if (!write_frame(socket, {Frame::Kind::accepted, 0, to_hex(key)})) ::_exit(3);
}

}  // namespace

bool write_frame(int socket, const Frame& frame) {
    const Header header{static_cast<std::uint32_t>(frame.kind), frame.endpoint,
                        static_cast<std::uint32_t>(frame.body.size())};
    return write_all(socket, header.data(), sizeof header) &&
           write_all(socket, frame.body.data(), frame.body.size());
}

std::optional<Frame> read_frame(int socket) {
    Header header{};
    if (!read_all(socket, header.data(), sizeof header)) return std::nullopt;
    Frame frame{static_cast<Frame::Kind>(header[0]), header[1], std::string(header[2], '\0')};
    if (!read_all(socket, frame.body.data(), frame.body.size())) return std::nullopt;
    return frame;
}

WireNetwork::WireNetwork(int socket, std::size_t endpoints) : socket_(socket) {
    for (std::size_t i = 0; i < endpoints; ++i)
        names_.push_back("wire " + std::to_string(i));
}

std::vector<Result<rpc::NetworkReply>> WireNetwork::post(
    const std::vector<rpc::NetworkRequest>& requests, Milliseconds) {
    std::vector<Result<rpc::NetworkReply>> replies;
    for (const rpc::NetworkRequest& request : requests) {
        const auto endpoint = static_cast<std::uint32_t>(request.endpoint);
        rpc::NetworkReply reply;
        reply.body = asked(socket_, {Frame::Kind::post, endpoint, request.body}).body;
        replies.emplace_back(std::move(reply));
    }
    return replies;
}

void WireClock::wait(Milliseconds span) {
    passed_.count += span.count;
    [[maybe_unused]] const Frame answer =
        asked(socket_, {Frame::Kind::wait, static_cast<std::uint32_t>(span.count), ""});
}

void keep_over_wire(int socket, SimJob job, const std::filesystem::path& path) {
    auto journal = audit::Journal::open(path, audit::Journal::Mode::write);
    WireNetwork network(socket, 3);
    WireClock clock(socket);
    const auto pool = rpc::Pool::make(network, clock, {.chain_id = kSimChain});
    if (!journal || !pool) ::_exit(4);
    SimProcess process;
    SimSigner signer(process);
    sender::TxStore& store = journal->transactions();
    const auto outbox = make_sender({**pool, store, signer, clock});
    for (;;) {
        submit_over_wire(socket, job, *outbox);
        [[maybe_unused]] const auto open = outbox->step();
        if (job.accepted.size() == job.requests && is_done(job, store)) break;
        clock.wait({9'000});
    }
    ::_exit(write_frame(socket, {Frame::Kind::done, 0, ""}) ? 0 : 3);
}

}  // namespace ballast::test
