// Whole FIX messages out of a stream of bytes, and their fields.
#include "sim/fix_reader.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "feed/fix/wire.hpp"

namespace gapwire::sim {
namespace {

constexpr std::string_view begin_mark = "8=FIX";
constexpr std::string_view length_mark =
    "\x01"
    "9=";
constexpr std::size_t trailer_size = 7;  // "10=123|"
constexpr std::size_t header_max = 40;   // "8=FIXT.1.1|9=65536|" and more

int number_in(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number >= 0 ? number : 0;
}

enum class Found : std::uint8_t { message, incomplete, garbled };

/// Whether `bytes` begin with a message, and how long it is.
Found find(std::string_view bytes, std::size_t& size)
{
    const std::size_t common = std::min(bytes.size(), begin_mark.size());
    if (bytes.substr(0, common) != begin_mark.substr(0, common)) return Found::garbled;
    const Found not_yet = bytes.size() < header_max ? Found::incomplete : Found::garbled;
    const std::size_t mark = bytes.find(fix::soh);
    if (mark == std::string_view::npos) return not_yet;
    const std::size_t end = bytes.find(fix::soh, mark + 1);
    if (end == std::string_view::npos) return not_yet;
    if (bytes.substr(mark, length_mark.size()) != length_mark) return Found::garbled;
    const std::size_t digits = mark + length_mark.size();
    const int length = number_in(bytes.substr(digits, end - digits));
    if (length <= 0 || static_cast<std::size_t>(length) > FixReader::message_bytes_max)
        return Found::garbled;
    const std::size_t trailer = end + 1 + static_cast<std::size_t>(length);
    if (bytes.size() < trailer + trailer_size) return Found::incomplete;
    const int sum = std::accumulate(
        bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(trailer), 0,
        [](int total, char c) { return (total + static_cast<unsigned char>(c)) % 256; });
    const std::string_view last = bytes.substr(trailer, trailer_size);
    const bool is_right =
        last.starts_with("10=") && last.back() == fix::soh && number_in(last.substr(3, 3)) == sum;
    size = trailer + trailer_size;
    return is_right ? Found::message : Found::garbled;
}

}  // namespace

std::vector<FixField> fix_fields(std::string_view message)
{
    std::vector<FixField> fields;
    while (!message.empty()) {
        const std::string_view field = message.substr(0, message.find(fix::soh));
        message.remove_prefix(std::min(message.size(), field.size() + 1));
        const std::size_t equals = field.find('=');
        if (equals == std::string_view::npos) continue;
        fields.push_back({number_in(field.substr(0, equals)), field.substr(equals + 1)});
    }
    return fields;
}

std::string_view fix_value(std::string_view message, int tag)
{
    for (const FixField& field : fix_fields(message))
        if (field.tag == tag) return field.value;
    return {};
}

bool FixReader::next(std::string& message)
{
    while (!buffer_.empty()) {
        std::size_t size = 0;
        const Found found = find(buffer_, size);
        if (found == Found::incomplete) return false;
        if (found == Found::garbled) {
            pass_over();
            continue;
        }
        message = buffer_.substr(0, size);
        buffer_.erase(0, size);
        return true;
    }
    return false;
}

/// To where another message might begin.
void FixReader::pass_over()
{
    ++garbled_;
    const std::size_t next = buffer_.find(begin_mark, 1);
    // The last bytes may be the begin of a mark.
    const std::size_t kept = std::min(buffer_.size() - 1, begin_mark.size() - 1);
    buffer_.erase(0, next != std::string::npos ? next : buffer_.size() - kept);
    while (!buffer_.empty() && !begin_mark.starts_with(std::string_view(buffer_).substr(
                                   0, std::min(buffer_.size(), begin_mark.size()))))
        buffer_.erase(0, 1);
}

}  // namespace gapwire::sim
