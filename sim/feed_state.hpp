// What a stream of ITCH 5.0 messages has led to: open orders, directory, trading states.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "feed/itch50/wire.hpp"
#include "sim/message_store.hpp"

namespace gapwire::sim {

/// What a message did to the state. Only `ok` and `zero_quantity` of a replacement change it.
enum class FeedChange : std::uint8_t {
    ok,
    ignored,  // a type that leaves no trace here
    unknown_type,
    too_short,
    bad_field,  // a side that is none, a time past the day
    unknown_order,
    duplicate_order,
    over_reduced,      // an execution or cancel of more than is open
    zero_quantity,     // an add of nothing; the old order of a replacement goes all the same
    wrong_instrument,  // names another instrument than its order has
};

/// Applies ITCH messages as the exchange's own systems would: written from the sheet, on the wire
/// layouts only, so that it can stand against the feed handler's decoder and books.
///
/// Input    messages without framing, in the order of their numbers. They may come from anywhere:
///          what contradicts the state is refused and counted, and changes nothing.
/// Output   the state as a snapshot of messages, and the books for comparison (book_csv.hpp).
/// Memory   about 150 bytes an open order, 300 an instrument; nothing before the first message.
/// Threads  one.
class FeedState {
 public:
    struct Level;
    /// In the queue of its level; stays where it is in memory until its end.
    struct Order {
        std::uint64_t reference = 0;
        std::uint64_t time_ns = 0;  // when it took its place in the queue
        std::uint32_t price = 0;    // 1e-4
        std::uint32_t quantity = 0;
        Level* level = nullptr;
        Order* before = nullptr;
        Order* after = nullptr;
        std::optional<Text<4>> mpid{};
        std::uint16_t locate = 0;
        Side side = Side::buy;
    };
    struct Level {
        std::uint64_t quantity = 0;
        std::uint32_t orders = 0;
        Order* first = nullptr;
        Order* last = nullptr;
    };
    using Levels = std::map<std::uint32_t, Level>;  // by price, rising

    struct Instrument {
        Text<8> symbol{};
        std::optional<itch50::StockDirectory> directory{};
        std::optional<itch50::StockTradingAction> trading{};
        std::optional<itch50::RegShoRestriction> reg_sho{};
        std::optional<itch50::RetailInterest> retail{};
        std::map<char, itch50::OperationalHalt> halts{};  // by market
        std::array<Levels, 2> sides{};                    // [index_of(side)]
    };

    FeedState() = default;
    FeedState(const FeedState&) = delete;
    FeedState& operator=(const FeedState&) = delete;

    /// Counts every message, whatever it is: the next number is one more.
    FeedChange apply(Bytes message);

    /// The number of the first message that is not contained. Messages are numbered from 1.
    std::uint64_t next() const noexcept { return applied_ + 1; }
    std::uint64_t refused() const noexcept { return refused_; }
    std::size_t open_orders() const noexcept { return orders_.size(); }
    /// By locate, rising.
    const std::map<std::uint16_t, Instrument>& instruments() const noexcept { return instruments_; }
    /// Nothing for an order that is not open. Valid until its end.
    const Order* find(std::uint64_t reference) const noexcept;

    /// The state as messages: system events, then for each instrument R, H, Y, h and N as far as
    /// they were said, then an A or F for every open order with what is left of it, in the order of
    /// locates, buys before sells, best price first, oldest first. False when `out` is full.
    [[nodiscard]] bool append_snapshot(MessageStore& out) const;

    static constexpr std::size_t system_events_max = 64;  // kept for snapshots

 private:
    FeedChange change(Bytes message);
    FeedChange on(const itch50::SystemEvent& message);
    FeedChange on(const itch50::StockDirectory& message);
    FeedChange on(const itch50::StockTradingAction& message);
    FeedChange on(const itch50::RegShoRestriction& message);
    FeedChange on(const itch50::RetailInterest& message);
    FeedChange on(const itch50::OperationalHalt& message);
    FeedChange on(const itch50::AddOrder& message);
    FeedChange on(const itch50::AddOrderWithMpid& message);
    FeedChange on(const itch50::OrderExecuted& message);
    FeedChange on(const itch50::OrderExecutedWithPrice& message);
    FeedChange on(const itch50::OrderCancel& message);
    FeedChange on(const itch50::OrderDelete& message);
    FeedChange on(const itch50::OrderReplace& message);
    template <class Other>
    FeedChange on(const Other&)
    {
        return FeedChange::ignored;
    }

    Instrument& meet(std::uint16_t locate, const Ascii<8>& stock);
    FeedChange add(const itch50::AddOrder& message, std::optional<Text<4>> mpid);
    FeedChange check(const itch50::Header& header, std::uint64_t reference, Order*& found);
    FeedChange reduce(const itch50::Header& header, std::uint64_t reference, std::uint32_t by);
    void insert(Order order);
    void take(Order& order, std::uint32_t by);
    void restart();

    std::uint64_t applied_ = 0;
    std::uint64_t refused_ = 0;
    bool opened_ = false;
    std::vector<itch50::SystemEvent> system_events_;
    std::map<std::uint16_t, Instrument> instruments_;
    std::unordered_map<std::uint64_t, Order> orders_;
};

}  // namespace gapwire::sim
