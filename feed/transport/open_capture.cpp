// Looks at the first bytes and chooses the reader, or says what the file is instead.
#include "feed/transport/open_capture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/error.hpp"

namespace gapwire::transport {
namespace {

using namespace std::string_view_literals;

struct Foreign {
    std::string_view magic;
    std::string_view name;
};
constexpr std::array foreign_kinds{
    Foreign{"\xa1\xb2\xcd\x34"sv, "a modified pcap (Kuznetzov's)"},
    Foreign{"\x34\xcd\xb2\xa1"sv, "a modified pcap (Kuznetzov's)"},
    Foreign{"\xa1\xe2\xcb\x12"sv, "a NAVTEL pcap"},
    Foreign{"\x12\xcb\xe2\xa1"sv, "a NAVTEL pcap"},
    Foreign{"snoop\0"sv, "a snoop capture"},
    Foreign{"GMBU"sv, "a Network Monitor capture"},
    Foreign{"PK\x03\x04"sv, "a zip archive"},
};

constexpr std::size_t shown_size = 8;

/// `12 34 41 42 ("..AB")`
std::string shown(Bytes front)
{
    front = front.first(std::min(front.size(), shown_size));
    std::string text;
    for (const std::uint8_t byte : front) text += byte >= 0x20 && byte < 0x7f ? char(byte) : '.';
    return fmt::format("{:02x} (\"{}\")", fmt::join(front, " "), text);
}

[[noreturn]] void refuse(const std::string& name, Bytes front)
{
    if (front.empty())
        throw OperatorError(ExitCode::bad_input, fmt::format("{}: the file is empty", name));
    std::string_view guess = "neither pcap, pcapng, BinaryFILE nor a FIX log";
    for (const Foreign& kind : foreign_kinds) {
        const std::size_t size = kind.magic.size();
        if (front.size() >= size &&
            std::equal(kind.magic.begin(), kind.magic.end(), front.begin(),
                       [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }))
            guess = kind.name;
    }
    throw OperatorError(ExitCode::bad_input,
                        fmt::format("{}: {}: it starts with {}", name, guess, shown(front)));
}

}  // namespace

Capture open_capture(const std::string& path, Counters& counters, Access access)
{
    return open_capture(Input::open(path, access), counters);
}

Capture open_capture(Input input, Counters& counters)
{
    const Bytes front = input.ahead(binary_file_front_size);
    if (is_pcap(front)) return CaptureReader(PcapReader(std::move(input), counters), counters);
    if (is_pcapng(front)) return CaptureReader(PcapngReader(std::move(input), counters), counters);
    if (is_binary_file(front)) return BinaryFile(std::move(input), counters);
    if (fix::is_fix_log(input.ahead(fix::log_front_size)))
        return fix::LogReader(std::move(input), counters);
    if (input.failure()) {
        throw OperatorError(ExitCode::bad_input,
                            fmt::format("{}: {}", input.name(), input.failure().reason));
    }
    refuse(input.name(), front);
}

}  // namespace gapwire::transport
