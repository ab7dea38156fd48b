// SPDX-License-Identifier: EUPL-1.2
#include "roles/child_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kc::roles {

namespace {

using SteadyClock = std::chrono::steady_clock;

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {
        if (number < 0) throw std::system_error(errno, std::generic_category(), "child process");
    }
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    int number() const { return number_; }
    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }

private:
    int number_;
};

// A file without a name, gone with its last descriptor: unlike a pipe it can be read in any order, as PDF needs it, and never blocks.
void fill(const Descriptor& file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) throw std::system_error(errno, std::generic_category(), "child process input");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::lseek(file.number(), 0, SEEK_SET) != 0) throw std::system_error(errno, std::generic_category(), "child process input");
}

void limit(int resource, std::uint64_t value) {
    const rlimit both{value, value};
    ::setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

// In the child, between fork and exec: only calls that take no lock, because other threads of the server may have held one.
[[noreturn]] void become(const char* program, char* const* arguments, char* const* environment, int input, int output, int nowhere,
                         const ChildLimits& limits) {
    ::dup2(input, 0);
    ::dup2(output, 1);
    ::dup2(nowhere, 2);
    ::close_range(3, ~0U, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    limit(RLIMIT_CPU, static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::seconds>(limits.time).count()));
    limit(RLIMIT_AS, limits.memory_bytes);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, 64);
    if (::chdir("/") == 0) ::execve(program, arguments, environment);
    ::_exit(127);
}

// Until the end of what it says, or until it takes too long or says too much.
ChildEnd listen(int output, std::string& text, const ChildLimits& limits) {
    const auto end = SteadyClock::now() + limits.time;
    std::array<char, 64 * 1024> piece;
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - SteadyClock::now()).count();
        if (left <= 0) return ChildEnd::timed_out;
        pollfd waiting{output, POLLIN, 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(left));
        if (ready < 0 && errno != EINTR) return ChildEnd::killed;
        if (ready <= 0) continue;
        const auto read = ::read(output, piece.data(), piece.size());
        if (read < 0 && errno == EINTR) continue;
        if (read < 0) return ChildEnd::killed;
        if (read == 0) return ChildEnd::exited;
        text.append(piece.data(), static_cast<std::size_t>(read));
        if (text.size() > limits.output_bytes_max) return ChildEnd::too_much_output;
    }
}

int wait_for(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

}  // namespace

ChildResult run_child(const std::string& program, const std::vector<std::string>& arguments, std::string_view input, const ChildLimits& limits) {
    if (::access(program.c_str(), X_OK) != 0) return {ChildEnd::not_installed, 127, {}};
    Descriptor file(::memfd_create("input", MFD_CLOEXEC)), nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    fill(file, input);
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "child process");
    Descriptor reading(ends[0]), writing(ends[1]);

    // Everything the child needs is made before the fork.
    std::vector<char*> list{const_cast<char*>(program.c_str())};
    for (const auto& argument : arguments) list.push_back(const_cast<char*>(argument.c_str()));
    list.push_back(nullptr);
    char language[] = "LC_ALL=C.UTF-8";
    char* environment[] = {language, nullptr};

    const pid_t child = ::fork();
    if (child < 0) throw std::system_error(errno, std::generic_category(), "child process");
    if (child == 0) become(program.c_str(), list.data(), environment, file.number(), writing.number(), nowhere.number(), limits);
    writing.close();
    ChildResult result;
    result.end = listen(reading.number(), result.output, limits);
    if (result.end != ChildEnd::exited) ::kill(child, SIGKILL);
    const int status = wait_for(child);
    if (result.end == ChildEnd::exited) {
        if (WIFEXITED(status))
            result.exit_code = WEXITSTATUS(status);
        else
            result.end = ChildEnd::killed;  // out of memory or computing time
        if (result.exit_code == 127) result.end = ChildEnd::not_installed;
    }
    return result;
}

}  // namespace kc::roles
