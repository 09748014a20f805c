// How one side of a FIX session is to behave. Plain data, of C++14.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace gapwire {
namespace fix_session {

enum class Role { initiator, acceptor };

struct Settings {
    Role role = Role::initiator;
    std::string begin_string = "FIX.4.4";   // or "FIXT.1.1"
    std::string default_appl_ver_id = "9";  // of FIXT.1.1: 5.0 SP2
    std::string sender_comp_id;
    std::string target_comp_id;
    int heartbeat_s = 30;  // of an acceptor: what the initiator says
    int logon_wait_s = 10;
    int logout_wait_s = 2;
    bool reset_on_logon = false;
    bool reset_on_logout = false;
    bool reset_on_disconnect = false;
    /// Keep what was sent, to send it again when asked; else a gap fill answers.
    bool persist_messages = false;
    /// How far SendingTime may be from now; 0: as far as it likes.
    int latency_max_s = 120;
    /// Messages that wait for what is missing before them; of more, only their numbers count.
    std::size_t early_max = 65536;
    /// After so long without progress what is missing is asked for again.
    int resend_wait_s = 2;
    std::string username;  // of a Logon; empty: none
    std::string password;
    std::vector<std::pair<int, std::string>> logon_fields;  // more of them
    /// Where numbers and messages are kept; empty: in memory, until the end of the program.
    std::string store_directory;
};

/// Throws std::invalid_argument with the setting that is wrong.
void check(const Settings& settings);

}  // namespace fix_session
}  // namespace gapwire
