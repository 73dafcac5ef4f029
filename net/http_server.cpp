// SPDX-License-Identifier: MIT
// The door of Boost.Asio and Boost.Beast.
#include "net/http_server.hpp"

#include <utility>
// Asio 1.74 uses std::exchange without including <utility>: that stands first.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <chrono>
#include <csignal>
#include <limits>
#include <list>
#include <thread>

#include "net/http_server_address.hpp"

namespace ballast::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr const char* kNothingAllowed =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
constexpr std::chrono::milliseconds kAcceptPause{50};

HttpPage plain(int status, std::string sentence) {
    return {status, "text/plain; charset=utf-8", std::move(sentence) + '\n'};
}

/// What is common to all connections; it outlives them.
struct Service {
    HttpServer::Handler handler;
    HttpServerLimits limits;
    bool is_loopback = true;
};

using Request = http::request<http::empty_body>;
using Response = http::response<http::string_body>;

HttpPage page_of(const Service& service, const Request& request) {
    if (request.method() != http::verb::get && request.method() != http::verb::head)
        return plain(405, "only GET and HEAD are answered here");
    const auto host = request[http::field::host];
    if (service.is_loopback && !names_loopback({host.data(), host.size()}))
        return plain(421, "this server answers to localhost alone");
    std::string_view path(request.target().data(), request.target().size());
    path = path.substr(0, path.find('?'));
    if (!path.starts_with('/')) return plain(400, "the target is no path");
    auto page = service.handler(path);
    return page ? std::move(*page) : plain(404, "no such page");
}

HttpPage page_of(const ErrorCode& error) {
    const bool is_long =
        error == http::error::header_limit || error == http::error::buffer_overflow;
    return is_long ? plain(431, "the request's header is too long") : plain(400, "no HTTP request");
}

Response response_of(HttpPage page, bool head_alone) {
    Response response;
    response.result(static_cast<unsigned>(page.status));
    response.keep_alive(false);
    response.set(http::field::content_type, page.content_type);
    response.set(http::field::cache_control, "no-store");
    response.set("Content-Security-Policy",
                 page.content_policy.empty() ? kNothingAllowed : page.content_policy);
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Referrer-Policy", "no-referrer");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
    if (page.status == 405) response.set(http::field::allow, "GET, HEAD");
    response.content_length(page.body.size());
    if (!head_alone) response.body() = std::move(page.body);
    return response;
}

/// One client, from its acceptance to the deadline at the latest.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(Tcp::socket socket, const Service& service)
        : stream_(std::move(socket)),
          service_(&service),
          buffer_(2 * service.limits.header_bytes) {}

    /// `when_done` is called once, perhaps within close().
    void run(std::function<void()> when_done) {
        when_done_ = std::move(when_done);
        // Set once: every act below shares it, so that a byte now and then buys no time.
        stream_.expires_after(std::chrono::milliseconds(service_->limits.deadline.count));
        parser_.header_limit(static_cast<std::uint32_t>(service_->limits.header_bytes));
        // A body is announced at most, never read. (To Beast 1.74 no limit means a limit of 0.)
        parser_.body_limit(std::numeric_limits<std::uint64_t>::max());
        http::async_read_header(
            stream_, buffer_, parser_,
            [self = shared_from_this()](ErrorCode error, std::size_t) { self->answer(error); });
    }

    void close() {
        ErrorCode ignored;
        stream_.socket().close(ignored);
        if (auto done = std::exchange(when_done_, nullptr)) done();
    }

  private:
    void answer(const ErrorCode& error) {
        const bool is_gone = error && error.category() != http::make_error_code({}).category();
        if (is_gone || error == http::error::end_of_stream) return close();
        const bool head_alone = !error && parser_.get().method() == http::verb::head;
        response_ =
            response_of(error ? page_of(error) : page_of(*service_, parser_.get()), head_alone);
        http::async_write(stream_, response_,
                          [self = shared_from_this()](ErrorCode fault, std::size_t) {
                              if (fault) return self->close();
                              ErrorCode ignored;
                              self->stream_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
                              self->drain();
                          });
    }

    /// Reads until the client has closed: to close over what it still sends would reset the
    /// connection, and the answer could be lost with it.
    void drain() {
        stream_.async_read_some(asio::buffer(discarded_),
                                [self = shared_from_this()](ErrorCode error, std::size_t) {
                                    if (error) return self->close();
                                    self->drain();
                                });
    }

    beast::tcp_stream stream_;
    const Service* service_;
    beast::flat_buffer buffer_;
    http::request_parser<http::empty_body> parser_;
    Response response_;
    std::array<char, 4096> discarded_{};
    std::function<void()> when_done_;
};

Result<Tcp::endpoint> endpoint_of(std::string_view listen) {
    const auto address = parse_listen(listen);
    if (!address) return fail(address.error());
    ErrorCode error;
    const auto ip = asio::ip::make_address(address->host, error);
    if (error)
        return fail(Errc::configuration, "listen address: \"" + address->host + "\" is no address");
    return Tcp::endpoint(ip, address->port);
}

}  // namespace

class HttpServer::Loop {
  public:
    Loop(Handler handler, HttpServerLimits limits)
        : service_{std::move(handler), limits, true}, acceptor_(io_), pause_(io_) {}
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    ~Loop() {
        io_.stop();
        if (thread_.joinable()) thread_.join();
        while (!open_.empty())
            open_.front()->close();
    }

    Status listen(const Tcp::endpoint& endpoint) {
        service_.is_loopback = endpoint.address().is_loopback();
        ErrorCode error;
        acceptor_.open(endpoint.protocol(), error);
        if (!error) acceptor_.set_option(Tcp::acceptor::reuse_address(true), error);
        if (!error) acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(Tcp::acceptor::max_listen_connections, error);
        if (!error) port_ = acceptor_.local_endpoint(error).port();
        if (error) return fail(Errc::configuration, "listen address: " + error.message());
        accept_next();
        start_thread();
        return {};
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }

  private:
    /// Signals are the main thread's: this one is born with all of them blocked.
    void start_thread() {
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before);
        thread_ = std::thread([this] { run(); });
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }

    /// What throws (memory is out) costs its connection; the others are served on.
    void run() {
        while (!io_.stopped()) {
            try {
                io_.run();
            } catch (const std::exception&) {
                continue;
            }
        }
    }

    void accept_next() {
        acceptor_.async_accept([this](ErrorCode error, Tcp::socket socket) {
            if (error) return accept_later();
            accept_next();
            admit(std::move(socket));
        });
    }

    /// Descriptors are out, most likely: to ask at once again would only burn the processor.
    void accept_later() {
        pause_.expires_after(kAcceptPause);
        pause_.async_wait([this](ErrorCode) { accept_next(); });
    }

    void admit(Tcp::socket socket) {
        // The oldest has had the most time. To refuse the newest instead would let slow clients
        // keep everybody else out.
        if (open_.size() >= service_.limits.connections_max) open_.front()->close();
        const auto connection = std::make_shared<Connection>(std::move(socket), service_);
        const auto place = open_.insert(open_.end(), connection);
        connection->run([this, place] { open_.erase(place); });
    }

    Service service_;
    asio::io_context io_{1};
    Tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    std::list<std::shared_ptr<Connection>> open_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

HttpServer::HttpServer(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const {
    return loop_->port();
}

Result<std::unique_ptr<HttpServer>> HttpServer::start(std::string_view listen, Handler handler,
                                                      HttpServerLimits limits) {
    const auto endpoint = endpoint_of(listen);
    if (!endpoint) return fail(endpoint.error());
    try {
        auto loop = std::make_unique<Loop>(std::move(handler), limits);
        if (const Status listening = loop->listen(*endpoint); !listening)
            return fail(listening.error());
        return std::unique_ptr<HttpServer>(new HttpServer(std::move(loop)));
    } catch (const std::exception& error) {
        return fail(Errc::configuration, std::string("HTTP server: ") + error.what());
    }
}

}  // namespace ballast::net
