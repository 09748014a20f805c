// One call of libcurl at a time, which can be cut short.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gapwire::alerts {

/// A POST, or a mail. Texts need to live until the call returns.
struct CurlRequest {
    std::string url;  // never shown: it may hold a secret
    std::int64_t timeout_ms = 10'000;
    std::string ca_file{};
    std::vector<std::string> headers{};  // of a POST
    std::string body{};

    // Of a mail.
    std::string mail_from{};
    std::vector<std::string> mail_to{};
    std::string username{};
    std::string password{};
    bool needs_tls = false;
};

struct CurlReply {
    bool is_answered = false;  // there is a status; of a mail: it was taken
    long status = 0;           // of HTTP or SMTP; 0: none came
    std::int64_t retry_after_ns = 0;
    std::string why{};  // it is not answered; without the URL
};

/// Keeps its connection from call to call. Threads  one; interrupt() from any other.
class CurlCall {
 public:
    CurlCall();
    ~CurlCall();
    CurlCall(const CurlCall&) = delete;
    CurlCall& operator=(const CurlCall&) = delete;

    CurlReply post(const CurlRequest& request);
    CurlReply mail(const CurlRequest& request);

    /// The call that runs fails within a second, later ones at once.
    void interrupt() noexcept { is_interrupted_.store(true); }

 private:
    void prepare(const CurlRequest& request);
    CurlReply perform();

    void* handle_;  // CURL
    std::atomic<bool> is_interrupted_{false};
};

}  // namespace gapwire::alerts
