// The gapwire program running beside a test, until it ends or is told to.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "tests/app/program.hpp"

namespace gapwire::app::test {

using Clock = std::chrono::steady_clock;

/// `gapwire ARGUMENTS...` with its standard output read here and its standard error in a file.
/// Killed when this ends before it does.
class BackgroundProgram {
 public:
    explicit BackgroundProgram(std::vector<std::string> arguments)
        : err_(temporary("stderr" + std::to_string(++made_)))
    {
        int ends[2];
        EXPECT_EQ(pipe(ends), 0);
        arguments.insert(arguments.begin(), GAPWIRE_PROGRAM);
        std::vector<char*> argv;
        argv.reserve(arguments.size() + 1);
        for (std::string& argument : arguments) argv.push_back(argument.data());
        argv.push_back(nullptr);
        const int err = open(err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        pid_ = fork();
        if (pid_ == 0) {
            dup2(ends[1], STDOUT_FILENO);
            dup2(err, STDERR_FILENO);
            close(ends[0]);
            execv(GAPWIRE_PROGRAM, argv.data());
            _exit(127);
        }
        close(ends[1]);
        close(err);
        out_ = ends[0];
    }
    BackgroundProgram(const BackgroundProgram&) = delete;
    BackgroundProgram& operator=(const BackgroundProgram&) = delete;
    ~BackgroundProgram()
    {
        if (!code_) {
            kill(pid_, SIGKILL);
            waitpid(pid_, nullptr, 0);
        }
        close(out_);
    }

    /// The next line it prints; what there is of it when it takes longer than `patience`.
    std::string line(std::chrono::seconds patience = std::chrono::seconds(20))
    {
        const auto deadline = Clock::now() + patience;
        std::string text;
        for (char c = 0; Clock::now() < deadline;) {
            pollfd ready{out_, POLLIN, 0};
            if (poll(&ready, 1, 100) <= 0) continue;
            if (read(out_, &c, 1) != 1 || c == '\n') break;
            text.push_back(c);
        }
        return text;
    }
    /// Lets it print 4 KiB that are not read, and no more.
    void narrow_output() const { EXPECT_GT(fcntl(out_, F_SETPIPE_SZ, 4'096), 0); }
    pid_t process() const noexcept { return pid_; }
    void send_signal(int signal) const { kill(pid_, signal); }
    /// Its exit code; -1 when it does not end in time, or by a signal.
    int wait(std::chrono::seconds patience = std::chrono::seconds(20))
    {
        const auto deadline = Clock::now() + patience;
        int status = 0;
        while (!code_ && Clock::now() < deadline) {
            if (waitpid(pid_, &status, WNOHANG) == pid_)
                code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
            else
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        return code_.value_or(-1);
    }
    std::string err() const { return text_of(err_); }

 private:
    static inline int made_ = 0;

    std::string err_;
    pid_t pid_ = -1;
    int out_ = -1;
    std::optional<int> code_;
};

}  // namespace gapwire::app::test
