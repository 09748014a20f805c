// One message of CME MDP 3.0 as its decoder sees it: what it is, its blocks and groups, its values.
#pragma once

#include "core/futures_event.hpp"
#include "feed/mdp3/wire.hpp"

namespace gapwire::mdp3 {

/// What a handler learns of a message before its events.
struct MessageContext {
    std::uint64_t transact_time_ns = 0;  // UTC; 0: the template has none
    std::uint16_t template_id = 0;
    std::uint16_t version = 0;               // of the schema, as the sender has it
    std::uint8_t match_event_indicator = 0;  // as on the wire; 0: the template has none

    /// Closes the market event: between, books may be crossed.
    bool ends_event() const noexcept { return (match_event_indicator & 0x80) != 0; }
    /// Sent to restore what was there before a channel reset.
    bool is_recovery() const noexcept { return (match_event_indicator & 0x20) != 0; }
};

/// Takes every event of MDP 3.0.
template <class Handler>
concept EventHandler = requires(Handler& handler, const MessageContext& context,
                                const LevelEvent& level, const BookReset& reset,
                                const ChannelReset& channel, const SkippedEntry& skipped,
                                const QueuedOrderEvent& order, const FuturesTrade& trade,
                                const StatisticEvent& statistic, const LimitsEvent& limits,
                                const FuturesStatus& status, const ContractDefinition& definition,
                                const SnapshotHeader& snapshot, const SnapshotEnd& end)
{
    handler.on_message_begin(context);
    handler.on_end_of_event(context);
    handler.on(level);
    handler.on(reset);
    handler.on(channel);
    handler.on(skipped);
    handler.on(order);
    handler.on(trade);
    handler.on(statistic);
    handler.on(limits);
    handler.on(status);
    handler.on(definition);
    handler.on(snapshot);
    handler.on(end);
};

namespace detail {

/// A message of a packet that was accepted.
class Message {
 public:
    explicit Message(Bytes message) noexcept
        : start_(message.data()), end_(message.data() + message.size())
    {}

    const MessageHeader& header() const noexcept { return view_as<MessageHeader>(start_); }
    std::uint16_t version() const noexcept { return header().version; }
    const std::uint8_t* root() const noexcept { return start_ + sizeof(MessageHeader); }
    std::size_t root_length() const noexcept { return header().block_length; }
    template <class Layout>
    const Layout& root_as() const noexcept
    {
        return view_as<Layout>(root());
    }
    const std::uint8_t* groups() const noexcept { return root() + root_length(); }
    const std::uint8_t* end() const noexcept { return end_; }

 private:
    const std::uint8_t* start_;
    const std::uint8_t* end_;
};

/// The entries of a group; none where it is absent.
struct Entries {
    const std::uint8_t* first = nullptr;
    std::size_t block_length = 0;
    std::size_t count = 0;

    template <class Layout>
    const Layout& entry(std::size_t i) const noexcept
    {
        return view_as<Layout>(first + i * block_length);
    }
};

/// The groups of a message, one after the other. No check: check_messages has made them.
class Groups {
 public:
    explicit Groups(const Message& message) noexcept : at_(message.groups()), end_(message.end()) {}

    template <class Size = GroupSize>
    Entries take() noexcept
    {
        if (end_ - at_ < static_cast<std::ptrdiff_t>(sizeof(Size))) return {};
        const auto& size = view_as<Size>(at_);
        const Entries entries{at_ + sizeof(Size), size.block_length, size.num_in_group};
        at_ = entries.first + entries.block_length * entries.count;
        return entries;
    }
    bool is_at_end() const noexcept { return at_ == end_; }

 private:
    const std::uint8_t* at_;
    const std::uint8_t* end_;
};

/// What units prices are in: those of 1e-7 were given up with version 9.
enum class PriceScale : std::uint8_t { e7, e9 };

/// In units of 1e-9; none for null, and for what does not fit.
template <PriceScale scale>
std::int64_t price_of(std::int64_t mantissa) noexcept
{
    if (mantissa == price_null) return Price::none().units;
    if constexpr (scale == PriceScale::e7) {
        std::int64_t units = 0;
        return __builtin_mul_overflow(mantissa, 100, &units) ? Price::none().units : units;
    }
    return mantissa;
}

/// Whether a size or a number of orders is one: none may be negative.
constexpr bool is_count(std::int32_t value) noexcept
{
    return value >= 0;
}
constexpr bool is_count(std::uint64_t) noexcept
{
    return true;
}

/// The value of an optional size or number of orders. REQUIRES: is_count(value).
constexpr std::uint64_t count_or(std::int32_t value, std::uint64_t none) noexcept
{
    return value == int32_null ? none : static_cast<std::uint64_t>(value);
}
constexpr std::uint64_t count_or(std::uint64_t value, std::uint64_t none) noexcept
{
    return value == UINT64_MAX ? none : value;
}
constexpr std::uint32_t orders_of(std::int32_t value) noexcept
{
    return value == int32_null || value < 0 ? 0 : static_cast<std::uint32_t>(value);
}

/// What a MDEntryTypeBook means.
struct BookKind {
    enum class Is : std::uint8_t { unknown, level, reset, other } is = Is::unknown;
    Side side = Side::buy;
    bool implied = false;
};

constexpr std::array<BookKind, 256> book_kinds_by_type() noexcept
{
    using enum BookKind::Is;
    std::array<BookKind, 256> kinds{};
    kinds['0'] = {level, Side::buy, false};
    kinds['1'] = {level, Side::sell, false};
    kinds['E'] = {level, Side::buy, true};
    kinds['F'] = {level, Side::sell, true};
    kinds['J'] = {reset, Side::buy, false};
    kinds['w'] = kinds['x'] = {other, Side::buy, false};  // bests of a market, not levels
    return kinds;
}

inline constexpr std::array<BookKind, 256> book_kinds = book_kinds_by_type();

constexpr BookKind book_kind(char type) noexcept
{
    return book_kinds[static_cast<unsigned char>(type)];
}

}  // namespace detail
}  // namespace gapwire::mdp3
