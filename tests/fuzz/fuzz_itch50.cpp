// Any bytes as an ITCH message: the decoder against a plain one that reads byte by byte.
#include "core/assert.hpp"
#include "feed/itch50/fields.hpp"
#include "tests/itch50/event_text.hpp"

using namespace gapwire;
using itch50::DecodeStatus;
using itch50::test::Decoded;

namespace {

/// The message of the sheet, read as its table says and in no other way.
class Plain {
 public:
    explicit Plain(Bytes message) : message_(message) {}

    Decoded decode() const
    {
        if (message_.empty()) return {DecodeStatus::too_short};
        const std::size_t length = sheet_length(type());
        if (length == 0) return {DecodeStatus::unknown_type};
        if (message_.size() < length) return {DecodeStatus::too_short};
        if (std::string_view("YLVWKNO").find(type()) != std::string_view::npos)
            return {DecodeStatus::ignored_type};
        const bool has_side = type() == 'A' || type() == 'F';
        const bool bad_side = has_side && letter(19) != 'B' && letter(19) != 'S';
        if (number(5, 6) > 90'000'000'000'000 || bad_side) return {DecodeStatus::bad_field};
        return {DecodeStatus::ok, std::string_view("AFECXDU").find(type()) == std::string_view::npos
                                      ? other()
                                      : order()};
    }

 private:
    char type() const { return letter(0); }
    char letter(std::size_t at) const { return static_cast<char>(message_[at]); }
    std::uint64_t number(std::size_t at, std::size_t size) const
    {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i) value = value * 256 + message_[at + i];
        return value;
    }
    std::string text(std::size_t at, std::size_t size) const
    {
        std::string value;
        for (std::size_t i = 0; i < size; ++i) value += letter(at + i);
        while (!value.empty() && (value.back() == ' ' || value.back() == '\0')) value.pop_back();
        return value;
    }

    static std::size_t sheet_length(char type)
    {
        static constexpr std::string_view types = "SRHYLVWKJhAFECXDUPQBINO";
        static constexpr std::size_t lengths[] = {12, 39, 25, 20, 26, 35, 12, 28, 35, 21, 36, 40,
                                                  31, 36, 23, 19, 35, 44, 40, 19, 50, 20, 48};
        const std::size_t at = types.find(type);
        return at == std::string_view::npos ? 0 : lengths[at];
    }

    static int state(char code)
    {
        return code == 'H' ? 1 : code == 'P' ? 2 : code == 'Q' ? 3 : code == 'T' ? 4 : 0;
    }

    std::string begin(std::string_view name) const
    {
        return fmt::format("{} {} at={}", name, number(1, 2), number(5, 6));
    }

    std::string order() const
    {
        const std::uint64_t reference = number(11, 8);
        switch (type()) {
            case 'E':
                return fmt::format("{} reference={} quantity={} match={}", begin("order execute"),
                                   reference, number(19, 4), number(23, 8));
            case 'C':
                return fmt::format("{} reference={} quantity={} match={} price={} printable={:d}",
                                   begin("order execute_at_price"), reference, number(19, 4),
                                   number(23, 8), number(32, 4), letter(31) != 'N');
            case 'X':
                return fmt::format("{} reference={} quantity={}", begin("order reduce"), reference,
                                   number(19, 4));
            case 'D': return fmt::format("{} reference={}", begin("order remove"), reference);
            case 'U':
                return fmt::format("{} reference={} new={} quantity={} price={}",
                                   begin("order replace"), reference, number(19, 8), number(27, 4),
                                   number(31, 4));
            default:
                return fmt::format("{} reference={} side={} quantity={} price={}",
                                   begin("order add"), reference, letter(19), number(20, 4),
                                   number(32, 4));
        }
    }

    std::string other() const
    {
        switch (type()) {
            case 'S': return fmt::format("system at={} code={}", number(5, 6), letter(11));
            case 'R':
                return fmt::format("{} symbol={} lot={} test={:d}", begin("definition"),
                                   text(11, 8), number(21, 4), letter(29) == 'T');
            case 'H':
                return fmt::format("{} symbol={} state={} reason={}", begin("status"), text(11, 8),
                                   state(letter(19)), text(21, 4));
            case 'h':
                return fmt::format("{} symbol={} market={} halted={:d}", begin("halt"), text(11, 8),
                                   letter(19), letter(20) == 'H');
            case 'P':
                return fmt::format("{} symbol={} price={} quantity={} match={}", begin("hidden"),
                                   text(24, 8), number(32, 4), number(20, 4), number(36, 8));
            case 'Q':
                return fmt::format("{} symbol={} price={} quantity={} match={} type={}",
                                   begin("cross"), text(19, 8), number(27, 4), number(11, 8),
                                   number(31, 8), letter(39));
            case 'B': return fmt::format("{} match={}", begin("break"), number(11, 8));
            case 'J':
                return fmt::format("{} symbol={} reference={} upper={} lower={} extension={}",
                                   begin("collar"), text(11, 8), number(19, 4), number(23, 4),
                                   number(27, 4), number(31, 4));
            default:
                return fmt::format(
                    "{} symbol={} paired={} imbalance={} far={} near={} reference={} direction={} "
                    "type={}",
                    begin("imbalance"), text(28, 8), number(11, 8), number(19, 8), number(36, 4),
                    number(40, 4), number(44, 4), letter(27), letter(48));
        }
    }

    Bytes message_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Bytes message{data, size};
    const Decoded expected = Plain(message).decode();
    GAPWIRE_ASSERT(itch50::test::decode(message) == expected);
    const bool is_whole =
        expected.status != DecodeStatus::too_short && expected.status != DecodeStatus::unknown_type;
    if (!is_whole) {
        GAPWIRE_ASSERT(itch50::stock_of(message).empty());
        return 0;
    }
    std::size_t end = 1;
    for (const itch50::Field& field : itch50::fields_of(static_cast<char>(data[0]))) {
        GAPWIRE_ASSERT(field.offset == end);
        end += field.size;
        static_cast<void>(itch50::value_text(field, message));
    }
    GAPWIRE_ASSERT(end == itch50::length_of(static_cast<char>(data[0])));
    return 0;
}
