// An HTTP server in the test: keeps every request, and answers as it is told.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <vector>

#include "tests/sinks/listening.hpp"

namespace gapwire::alerts::test {

struct HttpRequest {
    std::string line;
    std::map<std::string, std::string> headers;  // names in small letters
    std::string body;
};

struct HttpAnswer {
    int status = 200;
    std::string headers{};  // each with its CR LF
    bool never = false;     // no answer at all
};

class HttpServer {
 public:
    /// On the server's thread, for each request; `number` counts from 1.
    using Answer = std::function<HttpAnswer(const HttpRequest& request, int number)>;

    explicit HttpServer(
        Answer answer = [](const HttpRequest&, int) { return HttpAnswer{}; },
        std::uint16_t port = 0)
        : answer_(std::move(answer)),
          listening_([this](Connection& connection) { serve(connection); }, port)
    {}

    std::uint16_t port() const noexcept { return listening_.port(); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port()) + "/hook"; }
    std::vector<HttpRequest> requests() const
    {
        const std::lock_guard lock(mutex_);
        return requests_;
    }
    /// The values of one header, in the order of requests.
    std::vector<std::string> values(const std::string& header) const
    {
        std::vector<std::string> all;
        for (const HttpRequest& request : requests()) {
            const auto found = request.headers.find(header);
            all.push_back(found == request.headers.end() ? "" : found->second);
        }
        return all;
    }
    /// Until there were so many requests; false when that takes too long.
    bool wait_for(std::size_t count, std::chrono::seconds patience = std::chrono::seconds(20))
    {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, patience, [&] { return requests_.size() >= count; });
    }

 private:
    void serve(Connection& connection)
    {
        while (!connection.is_ending()) {
            const std::string head = connection.until("\r\n\r\n");
            if (head.empty()) return;
            HttpRequest request = parse(head);
            const auto length = request.headers.find("content-length");
            if (length != request.headers.end() && length->second != "0")
                request.body = connection.exactly(std::stoul(length->second));
            int number = 0;
            {
                const std::lock_guard lock(mutex_);
                requests_.push_back(request);
                number = static_cast<int>(requests_.size());
            }
            const HttpAnswer answer = answer_(request, number);
            changed_.notify_all();
            if (answer.never) {
                connection.hang();
                return;
            }
            connection.say("HTTP/1.1 " + std::to_string(answer.status) + " Said\r\n" +
                           answer.headers + "Content-Length: 2\r\n\r\nok");
        }
    }
    static HttpRequest parse(const std::string& head)
    {
        HttpRequest request;
        request.line = head.substr(0, head.find("\r\n"));
        for (std::size_t at = request.line.size() + 2; at < head.size();) {
            const std::size_t end = head.find("\r\n", at);
            const std::string line = head.substr(at, end - at);
            at = end + 2;
            const std::size_t colon = line.find(": ");
            if (colon == std::string::npos) continue;
            std::string name = line.substr(0, colon);
            std::transform(name.begin(), name.end(), name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            request.headers[name] = line.substr(colon + 2);
        }
        return request;
    }

    Answer answer_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<HttpRequest> requests_;
    Listening listening_;
};

}  // namespace gapwire::alerts::test
