// The derived id of an alert.
#include "strategies/alert_id.hpp"

namespace gapwire::strategies {
namespace {

/// FNV-1a, one byte after the other, so that neither byte order nor padding of a machine matters.
class Fnv1a {
 public:
    void byte(std::uint8_t value) noexcept { state_ = (state_ ^ value) * 0x100'0000'01b3; }
    void text(std::string_view text) noexcept
    {
        for (const char c : text) byte(static_cast<std::uint8_t>(c));
        byte(0);
    }
    void integer(std::uint32_t value, int bytes) noexcept
    {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
            byte(static_cast<std::uint8_t>(value >> shift));
    }
    std::uint64_t state() const noexcept { return state_; }

 private:
    std::uint64_t state_ = 0xcbf2'9ce4'8422'2325;
};

/// FNV leaves its high bits weak: every bit of the input should reach every bit of the id.
constexpr std::uint64_t mixed(std::uint64_t value) noexcept
{
    value = (value ^ value >> 33) * 0xff51'afd7'ed55'8ccd;
    value = (value ^ value >> 33) * 0xc4ce'b9fe'1a85'ec53;
    return value ^ value >> 33;
}

}  // namespace

std::uint64_t alert_id(const AlertIdentity& identity) noexcept
{
    Fnv1a hash;
    hash.text(identity.rule);
    hash.text(identity.venue);
    hash.text(identity.symbol);
    hash.byte(static_cast<std::uint8_t>(identity.direction));
    hash.integer(static_cast<std::uint16_t>(identity.trading_date.year), 2);
    hash.integer(static_cast<std::uint8_t>(identity.trading_date.month), 1);
    hash.integer(static_cast<std::uint8_t>(identity.trading_date.day), 1);
    hash.integer(static_cast<std::uint32_t>(identity.rung.value), 4);
    return mixed(hash.state());
}

}  // namespace gapwire::strategies
