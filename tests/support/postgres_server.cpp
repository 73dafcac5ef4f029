// SPDX-License-Identifier: MIT
#include "tests/support/postgres_server.hpp"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <thread>

#include "base/file.hpp"

namespace ballast::test {
namespace {

namespace fs = std::filesystem;
constexpr int kStartTriesMax = 600;
constexpr std::chrono::milliseconds kStartPause{100};
constexpr const char* kUser = "ballast";
constexpr const char* kSocketName = ".s.PGSQL.5432";

struct CloseConnection {
    void operator()(PGconn* connection) const { ::PQfinish(connection); }
};
struct FreeResult {
    void operator()(PGresult* result) const { ::PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, CloseConnection>;
using Answer = std::unique_ptr<PGresult, FreeResult>;

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "PostgreSQL: %s\n", why.c_str());
    std::abort();
}

/// What `command` prints, without the end of line; empty where it fails.
std::string output_of(const char* command) {
    std::string text;
    std::FILE* pipe = ::popen(command, "r");
    std::array<char, 256> part{};
    while (pipe != nullptr && std::fgets(part.data(), part.size(), pipe) != nullptr)
        text += part.data();
    if (pipe != nullptr) ::pclose(pipe);
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

/// Where initdb and postgres are: Debian keeps them out of PATH, one folder for each version.
fs::path programs() {
    std::vector<fs::path> folders = {output_of("pg_config --bindir 2> /dev/null")};
    std::error_code ignored;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", ignored))
        folders.push_back(version.path() / "bin");
    for (const fs::path& folder : folders)
        if (fs::exists(folder / "initdb") && fs::exists(folder / "postgres")) return folder;
    give_up("initdb is not installed; ./dev test installs what the tests need");
}

/// PostgreSQL refuses to run as root.
const passwd* unprivileged() {
    if (::geteuid() != 0) return nullptr;
    for (const char* name : {"postgres", "nobody"})
        if (const passwd* user = ::getpwnam(name)) return user;
    give_up("there is neither a user postgres nor nobody to run the server as");
}

void run_as(const passwd* user, const fs::path& log, const std::vector<std::string>& command) {
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(out, 1);
    ::dup2(out, 2);
    if (user != nullptr && (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 ||
                            ::setuid(user->pw_uid) != 0))
        ::_exit(126);
    // After the change of user, which would clear it.
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    std::vector<char*> words;
    for (const std::string& word : command)
        words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    ::execv(words.front(), words.data());
    ::_exit(127);
}

pid_t start(const passwd* user, const fs::path& log, const std::vector<std::string>& command) {
    const pid_t child = ::fork();
    if (child == 0) run_as(user, log, command);
    return child;
}

/// Runs in a process of its own until the test program closes its end of the pipe or dies.
[[noreturn]] void guard(int life, const fs::path& folder) {
    // Not with the terminal's Ctrl-C: the test program goes first.
    ::setsid();
    const fs::path bin = programs();
    const passwd* user = unprivileged();
    if (user != nullptr && ::chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0) ::_exit(125);
    const std::string data = folder / "data";
    const pid_t making = start(user, folder / "log",
                               {bin / "initdb", "-D", data, "-U", kUser, "--auth=trust",
                                "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"});
    int status = 0;
    ::waitpid(making, &status, 0);
    // fsync is on, as it is unless somebody says otherwise.
    const pid_t server =
        start(user, folder / "log",
              {bin / "postgres", "-D", data, "-c", "listen_addresses=", "-c",
               "unix_socket_directories=" + folder.string(), "-c", "shared_buffers=16MB", "-c",
               "max_connections=40", "-c", "autovacuum=off"});
    char byte = 0;
    while (::read(life, &byte, 1) > 0) {
    }
    ::kill(server, SIGQUIT);
    ::waitpid(server, &status, 0);
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    ::_exit(0);
}

Connection connected(const std::string& url) {
    return Connection(::PQconnectdb(url.c_str()));
}

Answer answer_to(PGconn* connection, const std::string& sql) {
    Answer answer(::PQexec(connection, sql.c_str()));
    const ExecStatusType status = ::PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        give_up(sql.substr(0, 200) + ": " + ::PQerrorMessage(connection));
    return answer;
}

}  // namespace

PostgresServer& PostgresServer::shared() {
    static PostgresServer server;
    return server;
}

PostgresServer::PostgresServer() {
    std::array<int, 2> ends{};
    BALLAST_CHECK(::pipe2(ends.data(), O_CLOEXEC) == 0);
    guardian_ = ::fork();
    if (guardian_ == 0) {
        ::close(ends[1]);
        guard(ends[0], folder_.path());
    }
    ::close(ends[0]);
    life_ = ends[1];
    for (int tries = 0; tries < kStartTriesMax; ++tries) {
        const Connection connection = connected(url_of("postgres"));
        if (::PQstatus(connection.get()) == CONNECTION_OK) return;
        if (::waitpid(guardian_, nullptr, WNOHANG) != 0) break;
        std::this_thread::sleep_for(kStartPause);
    }
    const auto log = read_file(folder_ / "log");
    give_up("does not start: " + (log ? *log : log.error().what));
}

PostgresServer::~PostgresServer() {
    ::close(life_);
    ::waitpid(guardian_, nullptr, 0);
}

std::string PostgresServer::socket() const {
    return folder_ / kSocketName;
}

std::string PostgresServer::url_of(const std::string& database) const {
    return "postgresql:///" + database + "?host=" + folder_.path().string() + "&user=" + kUser;
}

std::string PostgresServer::through(const std::string& url, const std::string& folder) const {
    std::string other = url;
    other.replace(other.find(folder_.path().string()), folder_.path().string().size(), folder);
    return other;
}

std::string PostgresServer::new_database() {
    const std::string name = "journal_" + std::to_string(++databases_);
    execute(url_of("postgres"), "CREATE DATABASE " + name);
    return url_of(name);
}

std::int64_t PostgresServer::execute(const std::string& url, const std::string& sql) {
    const Connection connection = connected(url);
    const Answer answer = answer_to(connection.get(), sql);
    return std::strtoll(::PQcmdTuples(answer.get()), nullptr, 10);
}

std::string PostgresServer::ask(const std::string& url, const std::string& sql) {
    const Connection connection = connected(url);
    const Answer answer = answer_to(connection.get(), sql);
    return ::PQntuples(answer.get()) == 0 ? "" : ::PQgetvalue(answer.get(), 0, 0);
}

}  // namespace ballast::test
