// FIX bytes: as a stream in two pieces, as a log, and decoded with and without a memory.
#include <cstdlib>
#include <string>

#include "feed/fix/fields.hpp"
#include "feed/fix/framer.hpp"
#include "feed/fix/log_reader.hpp"

namespace {

using namespace gapwire;

struct Events {
    std::size_t entries = 0;
    std::size_t told = 0;
    std::size_t bytes = 0;  // of texts: each must lie inside the message

    void read(std::string_view text) noexcept
    {
        for (const char c : text) bytes += static_cast<unsigned char>(c);
    }
    void on_message_begin(const QuoteMessage& m) noexcept
    {
        told = m.entries;
        read(m.symbol);
        read(m.request_id);
    }
    void on(const QuoteEntry& e) noexcept
    {
        ++entries;
        for (const auto text : {e.symbol, e.security_id, e.id, e.reference, e.maker, e.text})
            read(text);
    }
    void on_message_end(const QuoteMessage&) noexcept
    {
        if (entries != told) std::abort();
        entries = 0;
    }
    void on(const QuoteReject& r) noexcept { read(r.text); }
    void on(const QuoteStatus& s) noexcept { read(s.text); }
    void on(const QuoteInstrument& i) noexcept { read(i.symbol); }
    void on(const QuoteNews& n) noexcept { read(n.headline); }
};

void decode(const fix::Message& message)
{
    static fix::Decoder remembers;
    static fix::Decoder other(1 << 20);
    Events events;
    Events again;
    if (remembers.decode(message, events) != other.decode(message, again)) std::abort();
    if (events.bytes != again.bytes) std::abort();
    std::size_t fields = 0;
    fix::for_each_field(message, [&](std::string_view, std::string_view) { ++fields; });
    if (fields > message.bytes.size()) std::abort();
}

struct Frames {
    std::size_t messages = 0;
    void on_message(const fix::Message& message) noexcept
    {
        ++messages;
        decode(message);
    }
    void on_garbled(fix::ScanFault) noexcept {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Bytes bytes(data, size);
    fix::Framer whole;
    Frames at_once;
    whole.on_bytes(bytes, at_once);

    Counters counters;
    fix::LogReader log(transport::Input::of_bytes(bytes, "fuzz"), counters);
    std::size_t logged_messages = 0;
    for (fix::LoggedMessage logged; log.next(logged); ++logged_messages) decode(logged.message);
    if (logged_messages != log.messages()) std::abort();

    // A body of any bytes with a right length and checksum.
    std::string body(reinterpret_cast<const char*>(data), size);
    body += '\x01';
    std::string text =
        "8=FIX.4.4\x01"
        "9=" +
        std::to_string(body.size()) + '\x01' + body;
    unsigned sum = 0;
    for (const char c : text) sum += static_cast<unsigned char>(c);
    const std::string digits = std::to_string(1'000 + sum % 256);
    text += "10=" + digits.substr(1) + '\x01';
    fix::Framer framer;
    Frames one;
    framer.on_bytes({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, one);
    if (one.messages != 1) std::abort();
    return 0;
}
