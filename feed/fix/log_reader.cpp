// FIX logs: finds where messages begin, and reads them with whatever separates their fields.
#include "feed/fix/log_reader.hpp"

#include <algorithm>
#include <array>

#include "feed/fix/values.hpp"
#include "feed/fix/wire.hpp"

namespace gapwire::fix {
namespace {

constexpr std::string_view begin = "8=FIX";
constexpr std::size_t prefix_max = 128;  // of the text in front of a message that is looked at

std::string_view text_of(Bytes bytes) noexcept
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

/// The time that `text` begins with, if it does: 20250127-13:30:00.0 or 2025-01-27T13:30:00,0.
bool time_at(std::string_view text, Timestamp& time) noexcept
{
    std::array<char, 27> plain{};
    std::size_t size = 0;
    std::size_t at = 0;
    const bool has_dashes = text.size() > 10 && text[4] == '-' && text[7] == '-';
    const std::size_t date_size = has_dashes ? 10 : 8;
    if (text.size() < date_size + 9) return false;
    for (; at < date_size; ++at)
        if (text[at] != '-') plain[size++] = text[at];
    const char between = text[at++];
    if (size != 8 || (between != '-' && between != 'T' && between != ' ')) return false;
    plain[size++] = '-';
    for (; at < text.size() && size < plain.size(); ++at) {
        const char c = text[at] == ',' ? '.' : text[at];
        if (!is_digit(c) && c != ':' && c != '.') break;
        plain[size++] = c;
    }
    return parse_timestamp({plain.data(), size}, time);
}

Timestamp time_in(std::string_view prefix) noexcept
{
    Timestamp time = Timestamp::none();
    for (std::size_t at = 0; at < prefix.size(); ++at) {
        const bool begins_number = is_digit(prefix[at]) && (at == 0 || !is_digit(prefix[at - 1]));
        if (begins_number && time_at(prefix.substr(at), time)) break;
    }
    return time;
}

}  // namespace

bool is_fix_log(Bytes front) noexcept
{
    const std::string_view text = text_of(front);
    for (std::size_t at = text.find(begin); at != text.npos; at = text.find(begin, at + 1)) {
        const std::string_view from = text.substr(at, begin_string_bytes_max + 4);
        for (const std::string_view length : {"\x01"
                                              "9=",
                                              "|9=", "^A9="})
            if (from.find(length) != from.npos) return true;
    }
    return false;
}

LogReader::Separator LogReader::separator_at(std::string_view text) noexcept
{
    const std::size_t at = text.substr(0, begin_string_bytes_max).find_first_of("\x01|^");
    if (at == text.npos) return Separator::none;
    if (text[at] == soh) return Separator::control;
    if (text[at] == '|') return Separator::bar;
    return text.substr(at, 2) == "^A" ? Separator::caret : Separator::none;
}

bool LogReader::next(LoggedMessage& logged)
{
    while (find_begin()) {
        std::size_t taken = 0;
        Scanned scanned;
        const Separator separator = separator_at(text_of(input_.window()));
        switch (separator) {
            case Separator::control: scanned = scan_raw(taken); break;
            case Separator::bar: scanned = scan_written("|", taken); break;
            case Separator::caret: scanned = scan_written("^A", taken); break;
            case Separator::none: taken = begin.size(); break;
        }
        if (scanned.status == ScanStatus::message) {
            const bool is_raw = separator == Separator::control;
            const Bytes bytes =
                is_raw ? input_.window()
                       : Bytes(reinterpret_cast<const std::uint8_t*>(rewritten_.data()),
                               rewritten_.size());
            logged = {Message::of(bytes, scanned), received_};
            input_.skip(taken);
            ++messages_;
            counters_->add(Counter::fix_messages);
            return true;
        }
        if (scanned.status == ScanStatus::incomplete && separator != Separator::none) {
            end();
            return false;
        }
        if (separator != Separator::none) counters_->add(Counter::fix_garbled);
        input_.skip(taken);
    }
    return false;
}

/// Goes to the next begin of a message, and reads the time in the text before it.
bool LogReader::find_begin()
{
    received_ = Timestamp::none();
    for (;;) {
        const Bytes window = input_.ahead(log_front_size);
        const std::string_view text = text_of(window);
        const std::size_t at = text.find(begin);
        if (at != text.npos) {
            std::string_view prefix = text.substr(0, at);
            if (const std::size_t line = prefix.rfind('\n'); line != prefix.npos)
                prefix.remove_prefix(line + 1);
            if (prefix.size() > prefix_max) prefix.remove_prefix(prefix.size() - prefix_max);
            received_ = time_in(prefix);
            input_.skip(at);
            // As much as a BeginString may take is in memory.
            static_cast<void>(input_.ahead(begin_string_bytes_max));
            return true;
        }
        if (text.size() < log_front_size) {
            input_.skip(text.size());
            end();
            return false;
        }
        input_.skip(text.size() - prefix_max - begin.size());
    }
}

/// REQUIRES: the message begins at the front of the input, with SOH behind its BeginString.
Scanned LogReader::scan_raw(std::size_t& taken)
{
    Bytes window = input_.window();
    Scanned scanned = scan(window);
    while (scanned.status == ScanStatus::incomplete) {
        const std::size_t before = window.size();
        window = input_.ahead(before * 2 + log_front_size);
        if (window.size() == before) break;
        scanned = scan(window);
    }
    taken = scanned.size;
    return scanned;
}

/// REQUIRES: the same, with another separator. The message ends with its line.
Scanned LogReader::scan_written(std::string_view separator, std::size_t& taken)
{
    Bytes window = input_.window();
    std::size_t line = text_of(window).find('\n');
    while (line == std::string_view::npos && window.size() < 2 * message_bytes_max) {
        const std::size_t before = window.size();
        window = input_.ahead(before * 2 + log_front_size);
        if (window.size() == before) break;
        line = text_of(window).find('\n');
    }
    std::string_view text = text_of(window).substr(0, line);
    if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    rewritten_.clear();
    for (std::size_t at = 0; at < text.size();) {
        const bool is_separator = text.substr(at, separator.size()) == separator;
        rewritten_.push_back(is_separator ? soh : text[at]);
        at += is_separator ? separator.size() : 1;
    }
    // Some tools leave the last separator out.
    const bool is_added = !rewritten_.empty() && rewritten_.back() != soh;
    if (is_added) rewritten_.push_back(soh);
    const Bytes bytes(reinterpret_cast<const std::uint8_t*>(rewritten_.data()), rewritten_.size());
    Scanned scanned = scan(bytes);
    const bool is_whole_line = line != std::string_view::npos;
    if (scanned.status == ScanStatus::incomplete && is_whole_line)
        scanned = {
            .status = ScanStatus::invalid, .fault = ScanFault::bad_length, .size = bytes.size()};
    const auto separators = static_cast<std::size_t>(std::count(
        rewritten_.begin(), rewritten_.begin() + static_cast<std::ptrdiff_t>(scanned.size), soh));
    taken = std::min(scanned.size + separators * (separator.size() - 1), text.size());
    return scanned;
}

void LogReader::end()
{
    if (ended_.status != transport::ReadStatus::packet) return;
    ended_ = transport::end_of_input(input_, "message");
    if (ended_.status == transport::ReadStatus::truncated)
        counters_->add(Counter::capture_truncated_files);
    else if (ended_.status == transport::ReadStatus::malformed)
        counters_->add(Counter::capture_malformed_files);
}

}  // namespace gapwire::fix
