// FIX messages out of a stream of bytes.
#include "feed/fix/scanner.hpp"

#include <algorithm>
#include <cstring>

#include "feed/fix/split.hpp"
#include "feed/fix/wire.hpp"

namespace gapwire::fix {
namespace {

constexpr std::string_view begin = "8=FIX";
constexpr std::size_t checksum_size = 7;      // "10=123" and SOH
constexpr std::size_t length_digits_max = 9;  // more are no length that anybody means

std::string_view text_of(Bytes bytes) noexcept
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

/// To the next place where a message could begin.
Scanned invalid(std::string_view text, ScanFault fault) noexcept
{
    std::size_t next = text.find(begin, 1);
    if (next == text.npos) {
        // The end may be the first bytes of one.
        next = text.size();
        for (std::size_t size = std::min(begin.size() - 1, text.size() - 1); size > 0; --size)
            if (text.substr(text.size() - size) == begin.substr(0, size)) {
                next = text.size() - size;
                break;
            }
    }
    return {.status = ScanStatus::invalid, .fault = fault, .size = next};
}

/// "10=123" and SOH.
bool is_checksum(std::string_view text) noexcept
{
    return text.size() == checksum_size && text.substr(0, 3) == "10=" && is_digit(text[3]) &&
           is_digit(text[4]) && is_digit(text[5]) && text[6] == soh;
}

/// Whether a message ends and another begins in what should be the inside of one: its length lies,
/// and waiting for the rest of it would hold back all that follows.
bool holds_another(std::string_view inside) noexcept
{
    for (std::size_t at = inside.find(begin); at != inside.npos; at = inside.find(begin, at + 1))
        if (at >= checksum_size && is_checksum(inside.substr(at - checksum_size, checksum_size)))
            return true;
    return false;
}

}  // namespace

std::string_view to_text(ScanFault fault) noexcept
{
    switch (fault) {
        case ScanFault::none: return "no fault";
        case ScanFault::no_begin: return "does not begin with 8=FIX";
        case ScanFault::bad_begin: return "BeginString (8) has no end";
        case ScanFault::bad_length: return "BodyLength (9) is missing or no number";
        case ScanFault::too_long: return "BodyLength (9) is more than is allowed";
        case ScanFault::no_checksum: return "no CheckSum (10) where the body ends";
        case ScanFault::bad_checksum: return "CheckSum (10) differs";
    }
    return "?";
}

Scanned scan(Bytes bytes, std::size_t bytes_max) noexcept
{
    const std::string_view text = text_of(bytes);
    const std::string_view front = text.substr(0, begin.size());
    if (front != begin.substr(0, front.size())) return invalid(text, ScanFault::no_begin);
    const std::size_t begin_end = text.substr(0, begin_string_bytes_max).find(soh);
    if (begin_end == text.npos)
        return text.size() < begin_string_bytes_max ? Scanned{}
                                                    : invalid(text, ScanFault::bad_begin);

    std::size_t at = begin_end + 1;
    for (const char wanted : {'9', '='}) {
        if (at == text.size()) return {};
        if (text[at++] != wanted) return invalid(text, ScanFault::bad_length);
    }
    std::size_t length = 0;
    const std::size_t digits_from = at;
    for (; at < text.size() && is_digit(text[at]) && at - digits_from <= length_digits_max; ++at)
        length = length * 10 + static_cast<std::size_t>(text[at] - '0');
    if (at - digits_from > length_digits_max) return invalid(text, ScanFault::bad_length);
    if (at == text.size()) return {};
    if (text[at] != soh || at == digits_from) return invalid(text, ScanFault::bad_length);

    const std::size_t body = at + 1;
    const std::size_t end = body + length;
    if (end + checksum_size > bytes_max) return invalid(text, ScanFault::too_long);
    if (text.size() < end + checksum_size)
        return holds_another(text.substr(body)) ? invalid(text, ScanFault::bad_length) : Scanned{};
    const std::string_view sum = text.substr(end, checksum_size);
    if (!is_checksum(sum) || text[end - 1] != soh) return invalid(text, ScanFault::no_checksum);
    const int told = (sum[3] - '0') * 100 + (sum[4] - '0') * 10 + (sum[5] - '0');
    Scanned scanned{.status = ScanStatus::message,
                    .size = end + checksum_size,
                    .body = static_cast<std::uint32_t>(body),
                    .end = static_cast<std::uint32_t>(end)};
    if (told != sum_of(bytes.first(end))) {
        scanned.status = ScanStatus::invalid;
        scanned.fault = ScanFault::bad_checksum;
    }
    return scanned;
}

}  // namespace gapwire::fix
