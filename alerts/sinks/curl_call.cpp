// One call of libcurl at a time, which can be cut short.
#include "alerts/sinks/curl_call.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <mutex>

#include "core/assert.hpp"

namespace gapwire::alerts {
namespace {

constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr std::int64_t retry_after_max_s = 86'400;
constexpr std::size_t reply_max = 64 << 10;  // of more, the connection is given up

class List {
 public:
    explicit List(const std::vector<std::string>& texts)
    {
        for (const std::string& text : texts) list_ = curl_slist_append(list_, text.c_str());
    }
    List(const List&) = delete;
    ~List() { curl_slist_free_all(list_); }
    curl_slist* get() const noexcept { return list_; }

 private:
    curl_slist* list_ = nullptr;
};

int look(void* is_interrupted, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const std::atomic<bool>*>(is_interrupted)->load() ? 1 : 0;
}

/// Throws away what the peer says.
std::size_t ignore(char*, std::size_t size, std::size_t count, void* so_far)
{
    std::size_t& sum = *static_cast<std::size_t*>(so_far);
    sum += size * count;
    return sum <= reply_max ? size * count : 0;
}

std::size_t read_from(char* to, std::size_t size, std::size_t count, void* from)
{
    std::string_view& rest = *static_cast<std::string_view*>(from);
    const std::size_t taken = std::min(size * count, rest.size());
    std::memcpy(to, rest.data(), taken);
    rest.remove_prefix(taken);
    return taken;
}

}  // namespace

CurlCall::CurlCall()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    handle_ = curl_easy_init();
    GAPWIRE_ASSERT(handle_ != nullptr);
}

CurlCall::~CurlCall()
{
    curl_easy_cleanup(handle_);
}

void CurlCall::prepare(const CurlRequest& request)
{
    curl_easy_reset(handle_);  // connections stay
    curl_easy_setopt(handle_, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle_, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout_ms));
    curl_easy_setopt(handle_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.timeout_ms));
    curl_easy_setopt(handle_, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle_, CURLOPT_XFERINFOFUNCTION, look);
    curl_easy_setopt(handle_, CURLOPT_XFERINFODATA, &is_interrupted_);
    curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, ignore);
    if (!request.ca_file.empty())
        curl_easy_setopt(handle_, CURLOPT_CAINFO, request.ca_file.c_str());
    if (!request.username.empty())
        curl_easy_setopt(handle_, CURLOPT_USERNAME, request.username.c_str());
    if (!request.password.empty())
        curl_easy_setopt(handle_, CURLOPT_PASSWORD, request.password.c_str());
}

CurlReply CurlCall::post(const CurlRequest& request)
{
    const List headers(request.headers);
    prepare(request);
    curl_easy_setopt(handle_, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
    return perform();
}

CurlReply CurlCall::mail(const CurlRequest& request)
{
    const List to(request.mail_to);
    std::string_view rest = request.body;
    prepare(request);
    curl_easy_setopt(handle_, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(handle_, CURLOPT_MAIL_FROM, request.mail_from.c_str());
    curl_easy_setopt(handle_, CURLOPT_MAIL_RCPT, to.get());
    curl_easy_setopt(handle_, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle_, CURLOPT_READFUNCTION, read_from);
    curl_easy_setopt(handle_, CURLOPT_READDATA, &rest);
    if (request.needs_tls)
        curl_easy_setopt(handle_, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    return perform();
}

CurlReply CurlCall::perform()
{
    std::size_t so_far = 0;
    curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &so_far);
    CurlReply reply;
    const CURLcode code = curl_easy_perform(handle_);
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &reply.status);
    reply.is_answered = code == CURLE_OK;
    if (!reply.is_answered) reply.why = curl_easy_strerror(code);
    curl_off_t seconds = 0;
    if (curl_easy_getinfo(handle_, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0)
        reply.retry_after_ns = std::min<std::int64_t>(seconds, retry_after_max_s) * ns_per_s;
    return reply;
}

}  // namespace gapwire::alerts
