// SPDX-License-Identifier: MIT
#include "audit/postgres_connection.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <map>

#include "audit/location.hpp"
#include "base/check.hpp"

namespace ballast::audit {
namespace {

using Settings = std::map<std::string, std::string, std::less<>>;

struct CloseConnection {
    void operator()(PGconn* connection) const { ::PQfinish(connection); }
};
struct FreeResult {
    void operator()(PGresult* result) const { ::PQclear(result); }
};
struct FreeOptions {
    void operator()(PQconninfoOption* options) const { ::PQconninfoFree(options); }
};
using Answer = std::unique_ptr<PGresult, FreeResult>;

// Types of columns by their numbers in pg_type, which never change.
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr int kBinary = 1;

/// What the URL says. libpq's own words about a URL that it cannot read may quote the password.
Result<Settings> read_url(const std::string& url) {
    if (auto sound = check_url(url); !sound) return fail(sound.error());
    char* complaint = nullptr;
    const std::unique_ptr<PQconninfoOption, FreeOptions> options(
        ::PQconninfoParse(url.c_str(), &complaint));
    ::PQfreemem(complaint);
    if (!options)
        return fail(Errc::configuration,
                    "the journal's URL cannot be read; it is postgresql://USER@HOST:PORT/DATABASE");
    Settings settings;
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option)
        if (option->val != nullptr) settings[option->keyword] = option->val;
    return settings;
}

bool all_local(std::string_view hosts) {
    while (true) {
        const std::size_t comma = hosts.find(',');
        if (!is_local_host(hosts.substr(0, comma))) return false;
        if (comma == std::string_view::npos) return true;
        hosts.remove_prefix(comma + 1);
    }
}

/// What the URL says of it, else the environment, as libpq has it.
std::string said_of(const Settings& settings, const char* keyword, const char* variable) {
    const auto found = settings.find(keyword);
    if (found != settings.end() && !found->second.empty()) return found->second;
    const char* said = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe)
    return said == nullptr ? "" : said;
}

Status demand_tls(Settings& settings) {
    const bool names_host = settings.contains("host") || settings.contains("hostaddr");
    // A service file may say any host, and it is read when the connection is made.
    const bool local = all_local(said_of(settings, "host", "PGHOST")) &&
                       all_local(said_of(settings, "hostaddr", "PGHOSTADDR")) &&
                       said_of(settings, "service", "PGSERVICE").empty();
    std::string& mode = settings["sslmode"];
    if (mode.empty()) mode = names_host && local ? "prefer" : "verify-full";
    if (local || mode == "require" || mode == "verify-ca" || mode == "verify-full") return {};
    return fail(Errc::configuration,
                "a journal on another host is written over TLS alone: sslmode "
                "must be verify-full (the default), verify-ca or require");
}

/// A lost peer is noticed within these; the URL may say otherwise.
void set_defaults(Settings& settings) {
    const std::array<std::pair<const char*, const char*>, 6> defaults = {
        {{"connect_timeout", "10"},
         {"tcp_user_timeout", "20000"},
         {"keepalives_idle", "10"},
         {"keepalives_interval", "5"},
         {"keepalives_count", "3"},
         {"application_name", "ballast"}}};
    for (const auto& [keyword, value] : defaults)
        settings.try_emplace(keyword, value);
}

PGconn* connect(const Settings& settings) {
    std::vector<const char*> keywords;
    std::vector<const char*> values;
    for (const auto& [keyword, value] : settings) {
        keywords.push_back(keyword.c_str());
        values.push_back(value.c_str());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    return ::PQconnectdbParams(keywords.data(), values.data(), 0);
}

std::string one_line(std::string text) {
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    for (char& byte : text)
        if (byte == '\n' || byte == '\t') byte = ' ';
    return text;
}

/// `?` as $1, $2, ...: no statement of audit/ has one in a text.
std::string numbered(const std::string& sql) {
    std::string text;
    int number = 0;
    for (const char byte : sql)
        text += byte == '?' ? "$" + std::to_string(++number) : std::string(1, byte);
    return text;
}

std::string big_endian(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    std::string bytes;
    for (unsigned shift = 64; shift > 0; shift -= 8)
        bytes += static_cast<char>((bits >> (shift - 8)) & 0xffU);
    return bytes;
}

/// Of 4 or 8 bytes, with its sign.
std::int64_t from_big_endian(std::string_view bytes) {
    std::uint64_t bits = (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0 ? ~0ULL : 0;
    for (const char byte : bytes)
        bits = bits << 8U | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(bits);
}

Result<Cell> read_cell(const PGresult* answer, int row, int column) {
    const Oid type = ::PQftype(answer, column);
    if (::PQgetisnull(answer, row, column) == 0) {
        const std::string_view bytes(::PQgetvalue(answer, row, column),
                                     static_cast<std::size_t>(::PQgetlength(answer, row, column)));
        if (type == kInt8 || type == kInt4) return Cell::of(from_big_endian(bytes));
        if (type == kText || type == kBytea) return Cell::of(std::string(bytes));
    }
    return fail(Errc::mismatch, "a column is neither text nor integer");
}

Result<std::vector<Row>> read_rows(const PGresult* answer) {
    std::vector<Row> rows(static_cast<std::size_t>(::PQntuples(answer)));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (int column = 0; column < ::PQnfields(answer); ++column) {
            auto cell = read_cell(answer, static_cast<int>(i), column);
            if (!cell) return fail(cell.error());
            rows[i].push_back(std::move(*cell));
        }
    }
    return rows;
}

using Time = std::chrono::steady_clock;

/// Waits until there is something to read, or room to write where there is more to send. Returns
/// false at `until`.
bool wait_for(int socket, bool more_to_send, Time::time_point until) {
    while (true) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Time::now()).count();
        if (left <= 0) return false;
        const int events = more_to_send ? POLLIN | POLLOUT : POLLIN;
        pollfd wait{socket, static_cast<short>(events), 0};
        const int ready = ::poll(&wait, 1, static_cast<int>(left));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

bool succeeded(const PGresult* answer) {
    const ExecStatusType status = ::PQresultStatus(answer);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

struct PostgresConnection::State {
    Settings settings;
    std::string session;
    std::string place;
    Milliseconds patience;
    std::unique_ptr<PGconn, CloseConnection> connection;  ///< none: it was given up

    [[nodiscard]] Status connect_now();
    [[nodiscard]] tl::unexpected<Error> fault(Errc otherwise) const;
    [[nodiscard]] Answer ask(const std::string& sql);
    [[nodiscard]] Answer ask(const std::string& sql, const Row& parameters);
    [[nodiscard]] Answer read_answer();
};

Status PostgresConnection::State::connect_now() {
    connection.reset(connect(settings));
    if (::PQstatus(connection.get()) != CONNECTION_OK) return fault(Errc::upstream_unavailable);
    ::PQsetNoticeProcessor(
        connection.get(), [](void*, const char*) {}, nullptr);
    // A name may say less than its address: localhost is whatever the machine's files say.
    const char* host = ::PQhost(connection.get());
    const char* address = ::PQhostaddr(connection.get());
    const bool local = is_local_host(host == nullptr ? "" : host) &&
                       is_local_host(address == nullptr ? "" : address);
    if (::PQsslInUse(connection.get()) == 0 && !local)
        return fail(Errc::configuration, place + ": the connection to another host is not TLS");
    ::PQsetnonblocking(connection.get(), 1);
    const Answer begun = ask(session);
    return succeeded(begun.get()) ? Status{} : fault(Errc::cannot_write);
}

tl::unexpected<Error> PostgresConnection::State::fault(Errc otherwise) const {
    if (!connection)
        return fail(Errc::upstream_unavailable,
                    place + ": no answer within " + std::to_string(patience.count) + " ms");
    const bool lost = ::PQstatus(connection.get()) != CONNECTION_OK;
    return fail(lost ? Errc::upstream_unavailable : otherwise,
                place + ": " + one_line(::PQerrorMessage(connection.get())));
}

/// The last of the answers to what was sent. None where nothing could be sent, or where they are
/// not there in time: the connection is given up then.
Answer PostgresConnection::State::read_answer() {
    const auto until = Time::now() + std::chrono::milliseconds(patience.count);
    PGconn* const peer = connection.get();
    Answer last;
    while (true) {
        const bool more_to_send = ::PQflush(peer) == 1;
        // With the connection gone it says so at once.
        if (::PQisBusy(peer) == 0 || ::PQstatus(peer) != CONNECTION_OK) {
            Answer next(::PQgetResult(peer));
            if (!next) return last;
            last = std::move(next);
        } else if (!wait_for(::PQsocket(peer), more_to_send, until)) {
            connection.reset();
            return nullptr;
        } else {
            (void)::PQconsumeInput(peer);
        }
    }
}

Answer PostgresConnection::State::ask(const std::string& sql) {
    if (!connection || ::PQsendQuery(connection.get(), sql.c_str()) == 0) return nullptr;
    return read_answer();
}

Answer PostgresConnection::State::ask(const std::string& sql, const Row& parameters) {
    if (!connection) return nullptr;
    std::vector<std::string> texts;
    for (const Cell& cell : parameters)
        texts.push_back(cell.is_integer ? big_endian(cell.integer) : cell.text);
    std::vector<const char*> values;
    std::vector<int> lengths;
    for (const std::string& text : texts) {
        values.push_back(text.data());
        lengths.push_back(static_cast<int>(text.size()));
    }
    const std::vector<int> formats(texts.size(), kBinary);
    const int sent =
        ::PQsendQueryParams(connection.get(), numbered(sql).c_str(), static_cast<int>(texts.size()),
                            nullptr, values.data(), lengths.data(), formats.data(), kBinary);
    return sent == 0 ? nullptr : read_answer();
}

PostgresConnection::PostgresConnection(std::unique_ptr<State> state) noexcept
    : state_(std::move(state)) {}
PostgresConnection::PostgresConnection(PostgresConnection&&) noexcept = default;
PostgresConnection& PostgresConnection::operator=(PostgresConnection&&) noexcept = default;
PostgresConnection::~PostgresConnection() = default;

Result<PostgresConnection> PostgresConnection::open(const std::string& url, std::string session,
                                                    Milliseconds patience) {
    auto settings = read_url(url);
    if (!settings) return fail(settings.error());
    if (auto sound = demand_tls(*settings); !sound) return fail(sound.error());
    std::erase_if(*settings, [](const auto& setting) { return setting.second.empty(); });
    set_defaults(*settings);
    auto state = std::make_unique<State>();
    state->settings = std::move(*settings);
    state->session = std::move(session);
    state->place = shown(url);
    state->patience = patience;
    if (auto connected = state->connect_now(); !connected) return fail(connected.error());
    return PostgresConnection(std::move(state));
}

Result<std::vector<Row>> PostgresConnection::run(const std::string& sql, const Row& parameters,
                                                 Errc otherwise) {
    const Answer answer = state_->ask(sql, parameters);
    if (!succeeded(answer.get())) return state_->fault(otherwise);
    auto rows = read_rows(answer.get());
    if (!rows) return fail_in(state_->place, rows.error());
    return rows;
}

Status PostgresConnection::execute(const std::string& sql) {
    const Answer answer = state_->ask(sql);
    return succeeded(answer.get()) ? Status{} : state_->fault(Errc::cannot_write);
}

Status PostgresConnection::commit() {
    const Answer answer = state_->ask("COMMIT");
    if (!succeeded(answer.get())) return state_->fault(Errc::cannot_write);
    // To COMMIT a transaction in which a statement failed is answered with success and ROLLBACK.
    if (std::string_view(::PQcmdStatus(answer.get())) == "COMMIT") return {};
    return fail(Errc::cannot_write, state_->place + ": the server undid the transaction");
}

bool PostgresConnection::is_lost() const {
    return !state_->connection || ::PQstatus(state_->connection.get()) != CONNECTION_OK;
}

Status PostgresConnection::reconnect() {
    return state_->connect_now();
}

const std::string& PostgresConnection::place() const {
    return state_->place;
}

}  // namespace ballast::audit
