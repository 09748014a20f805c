// A small market in motion: order flow around scripted prices, as a scenario wants it.
#pragma once

#include "sim/day_cycle.hpp"
#include "sim/exchange.hpp"
#include "sim/order_flow.hpp"

namespace gapwire::sim {

/// Plays a scenario from the opening spin to its end. The same scenario gives the same messages on
/// every machine.
///
/// Output   as Exchange: messages in exchange-time order, never a crossed book.
/// Memory   the live orders.
class Market {
 public:
    /// `scenario` must outlive this.
    Market(const Scenario& scenario, Exchange::Output output);
    Market(const Market&) = delete;

    /// REQUIRES: not called before.
    void run();
    const Exchange& exchange() const noexcept { return exchange_; }
    std::uint64_t messages() const noexcept { return messages_; }

 private:
    struct Mid {
        std::int64_t noise = 0;  // 1e-4 dollars
        std::size_t knot = 0;    // the last one passed, or the first
    };

    void open_day();
    void trade(std::uint64_t now);
    std::uint16_t pick_instrument() noexcept;

    void make_noise(std::uint16_t locate) noexcept;
    std::uint32_t mid(std::uint16_t locate) noexcept;
    std::uint32_t mid_on_tick(std::uint16_t locate) noexcept;
    std::uint32_t scripted(std::uint16_t locate) noexcept;
    void follow(std::uint16_t locate, Side side);
    std::uint32_t price_for(std::uint16_t locate, Side side);
    std::uint32_t draw_distance(std::uint32_t price, std::uint32_t tick) noexcept;

    bool may_trade(std::uint16_t locate, std::uint32_t price) const noexcept;
    std::uint64_t behind_breaks(std::uint64_t now) const noexcept;

    void run_phases_until(std::uint64_t now);
    void run(const Phase& phase);
    void announce_crosses(char cross_type);
    void announce(std::uint16_t locate, char cross_type, std::uint32_t price);
    void cross_all(char cross_type);
    void fill_through(std::uint16_t locate, std::uint32_t price);

    // What a scenario puts into the day.
    void print_low(std::uint16_t locate);
    void print(std::size_t fault);
    void break_print(std::size_t fault);
    void pause(const PauseFault& fault);
    void resume(const PauseFault& fault);

    const InstrumentPlan& plan(std::uint16_t locate) const noexcept
    {
        return scenario_.instruments[locate - 1u];
    }

    const Scenario& scenario_;
    std::uint64_t messages_ = 0;
    Random random_;
    Exchange exchange_;
    OrderFlow flow_;
    std::vector<Mid> mids_;               // [locate - 1]
    std::vector<std::uint32_t> weights_;  // running sums
    std::vector<std::uint16_t> locates_;
    std::vector<Phase> day_;
    std::size_t next_phase_ = 0;
    std::vector<std::uint32_t> untraded_;  // [locate - 1]: so many reasons why it does not trade
    std::vector<std::uint64_t> fault_matches_;  // [print fault]
};

}  // namespace gapwire::sim
