// Order flow of a busy day: popularity, prices and lifetimes drawn, books kept by the Exchange.
#include "sim/day.hpp"

#include <algorithm>
#include <numeric>

#include "core/assert.hpp"
#include "sim/binary_file_writer.hpp"
#include "sim/book_csv.hpp"
#include "sim/order_flow.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::uint64_t spin_from_ns = 3 * 3'600 * second;
constexpr std::uint64_t system_hours_ns = 4 * 3'600 * second;
constexpr std::uint64_t open_ns = 34'200 * second;
constexpr std::uint64_t trading_ns = 23'400 * second;
constexpr std::uint64_t busy_step_ns = 62'000;  // between two messages of a busy market

// In a million.
constexpr std::uint32_t hidden_trade_share = 4'200;
constexpr std::uint32_t noii_share = 9'500;
constexpr std::uint32_t same_symbol_share = 350'000;

constexpr std::uint32_t price_min = 2'000;        // 0.20 dollars
constexpr std::uint32_t price_max = 35'000'000;   // 3,500 dollars
constexpr std::uint32_t dearest = 1'999'000'000;  // one instrument near the highest legal price
constexpr std::int64_t book_price_max = itch50::price_max;

/// Draws indices: the first are the most likely, with weights 1 / (i + flatness).
class Popularity {
 public:
    Popularity(std::size_t count, std::uint64_t flatness)
    {
        std::uint64_t sum = 0;
        for (std::uint64_t i = 0; i < count; ++i)
            sums_.push_back(sum += 1'000'000'000 / (i + flatness));
    }
    std::size_t draw(Random& random) const noexcept
    {
        const auto drawn =
            static_cast<std::uint64_t>(Wide{random.next() >> 1} * sums_.back() >> 63);
        return static_cast<std::size_t>(std::upper_bound(sums_.begin(), sums_.end(), drawn) -
                                        sums_.begin());
    }

 private:
    std::vector<std::uint64_t> sums_;
};

/// "AAAB" for number 1: all distinct, in byte order, four letters.
std::string symbol_text(std::uint32_t number)
{
    std::string letters(4, 'A');
    for (std::size_t i = letters.size(); i-- > 0; number /= 26)
        letters[i] = static_cast<char>('A' + number % 26);
    return letters;
}

std::vector<Listing> make_listings(std::uint16_t count)
{
    std::vector<Listing> listings;
    for (std::uint32_t i = 0; i < count; ++i) listings.push_back({symbol_text(i)});
    return listings;
}

class Day {
 public:
    Day(const DayPlan& plan, const std::filesystem::path& file);
    Day(const Day&) = delete;
    DayReport write();
    const Exchange& exchange() const noexcept { return exchange_; }

 private:
    struct Instrument {
        std::uint32_t fair = 0;  // 1e-4 dollars: where the first orders stand around
        std::uint32_t tick = 0;
        std::uint32_t spread = 0;  // half of a usual one, in ticks
    };

    static OrderFlow::Figures figures(const DayPlan& plan) noexcept;
    void make_instruments();
    void open();
    void rest_orders();
    void trade();
    void say_noii(std::uint16_t locate);
    void close();

    std::uint32_t price_for(std::uint16_t locate, Side side);
    std::uint32_t own_best(std::uint16_t locate, Side side) const noexcept;
    std::int64_t draw_ticks_away(std::int64_t gap_ticks) noexcept;
    std::uint16_t pick(const Popularity& popularity) noexcept
    {
        return by_rank_[popularity.draw(random_)];
    }
    Side pick_side() noexcept { return random_.below(2) == 0 ? Side::buy : Side::sell; }

    DayPlan plan_;
    BinaryFileWriter writer_;
    std::uint64_t messages_ = 0;
    Random random_;
    Exchange exchange_;
    OrderFlow flow_;
    Popularity active_;
    Popularity held_;                      // resting orders are spread more evenly than activity
    std::vector<Instrument> instruments_;  // [locate - 1]
    std::vector<std::uint16_t> by_rank_;   // locates, the most popular first
    bool resting_ = false;
    std::uint16_t last_locate_ = 1;
    std::uint64_t live_orders_max_ = 0;
};

Day::Day(const DayPlan& plan, const std::filesystem::path& file)
    : plan_(plan),
      writer_(file),
      random_(plan.seed),
      exchange_(make_listings(plan.symbols), plan.reference_streams, random_.next(),
                [this](std::uint64_t, Bytes message) {
                    ++messages_;
                    writer_.message(message);
                }),
      flow_(exchange_, random_, figures(plan),
            [this](std::uint16_t locate, Side side) { return price_for(locate, side); }),
      active_(plan.symbols, 15),
      held_(plan.symbols, 200)
{
    GAPWIRE_ASSERT(plan.symbols > 0 && plan.messages >= day_messages_min(plan));
    make_instruments();
}

/// Lifetimes count messages.
OrderFlow::Figures Day::figures(const DayPlan& plan) noexcept
{
    return {.lifetime_log2_median = 122 * 65'536 / 10,
            .lifetime_log2_deviation = 39 * 65'536 / 10,
            .step_ns = std::min(busy_step_ns, trading_ns / (plan.messages + 1))};
}

void Day::make_instruments()
{
    for (std::uint32_t i = 0; i < plan_.symbols; ++i) {
        const std::uint64_t drawn = random_.log_normal(18 * 65'536, 17 * 65'536 / 10);
        const auto fair =
            static_cast<std::uint32_t>(std::clamp<std::uint64_t>(drawn, price_min, price_max));
        instruments_.push_back({.fair = fair});
    }
    instruments_[random_.below(plan_.symbols)].fair = dearest;
    for (Instrument& instrument : instruments_) {
        instrument.tick = instrument.fair < 10'000 ? 1 : 100;
        instrument.spread = 1 + instrument.fair / instrument.tick / 2'500;
    }
    by_rank_.resize(plan_.symbols);
    std::iota(by_rank_.begin(), by_rank_.end(), std::uint16_t{1});
    for (std::uint32_t i = plan_.symbols - 1u; i > 0; --i)
        std::swap(by_rank_[i], by_rank_[random_.below(i + 1)]);
}

DayReport Day::write()
{
    open();
    rest_orders();
    while (messages_ < plan_.messages) trade();
    close();
    return {.messages = messages_,
            .bytes = writer_.close(),
            .live_orders = exchange_.books().live_orders(),
            .live_orders_max = live_orders_max_};
}

void Day::open()
{
    exchange_.advance_to(spin_from_ns);
    exchange_.system_event('O');
    exchange_.opening_spin(20'000);
    exchange_.advance_to(system_hours_ns);
    exchange_.system_event('S');
}

/// Orders that came before the open, patient ones.
void Day::rest_orders()
{
    constexpr int patience = 15;
    resting_ = true;
    const std::uint64_t hours = open_ns - system_hours_ns;
    const std::uint64_t pause =
        std::min(hours / (std::uint64_t{plan_.resting} + 1) / 2, 60 * second);
    for (std::uint32_t i = 0; i < plan_.resting; ++i) {
        exchange_.advance_by(random_.waiting(pause));
        flow_.add(pick(held_), pick_side(), messages_, patience);
    }
    resting_ = false;
    exchange_.advance_to(open_ns);
    exchange_.system_event('Q');
}

void Day::trade()
{
    const std::uint32_t lot = random_.below(1'000'000);
    if (lot < hidden_trade_share) {
        const std::uint16_t locate = pick(active_);
        flow_.step();
        exchange_.trade_hidden(locate, instruments_[locate - 1u].fair, flow_.draw_quantity());
    } else if (lot < hidden_trade_share + noii_share) {
        say_noii(pick(active_));
    } else if (flow_.is_due(messages_)) {
        flow_.end_next(messages_);
    } else {
        if (!random_.chance(same_symbol_share)) last_locate_ = pick(active_);
        flow_.add(last_locate_, pick_side(), messages_);
    }
    live_orders_max_ = std::max<std::uint64_t>(live_orders_max_, exchange_.books().live_orders());
}

void Day::say_noii(std::uint16_t locate)
{
    const std::uint32_t price = instruments_[locate - 1u].fair;
    flow_.step();
    exchange_.say(itch::Noii{.at = exchange_.now(locate),
                             .paired = 100u * random_.between(1, 500),
                             .imbalance = 100u * random_.between(1, 50),
                             .direction = 'B',
                             .stock = exchange_.symbol(locate),
                             .far_price = price,
                             .near_price = price,
                             .reference_price = price,
                             .cross_type = 'C'});
}

void Day::close()
{
    exchange_.advance_to(open_ns + trading_ns);
    for (const char event : {'M', 'E', 'C'}) {
        flow_.step();
        exchange_.system_event(event);
    }
}

/// Relative to the best price of its own side: on it, inside the spread, or away.
std::uint32_t Day::price_for(std::uint16_t locate, Side side)
{
    const std::int64_t tick = instruments_[locate - 1u].tick;
    const LiveBooks::Level* const other = exchange_.books().best(locate, opposite(side));
    const std::int64_t best = own_best(locate, side);
    const std::int64_t inward = side == Side::buy ? tick : -tick;
    const std::int64_t gap = other == nullptr ? 2 : std::abs(other->price - best) / tick;
    std::int64_t price = best - inward * draw_ticks_away(gap);
    const std::int64_t room = side == Side::buy ? 0 : tick;  // for the other side to stand
    price = std::clamp(price, tick + room, book_price_max - tick + room);
    if (other == nullptr) return static_cast<std::uint32_t>(price);
    const std::int64_t nearest = std::int64_t{other->price} - inward;
    price = side == Side::buy ? std::min(price, nearest) : std::max(price, nearest);
    return static_cast<std::uint32_t>(price);
}

/// The best price of a side; where it is empty, half a spread from the other side or from fair.
std::uint32_t Day::own_best(std::uint16_t locate, Side side) const noexcept
{
    const LiveBooks& books = exchange_.books();
    if (const auto* own = books.best(locate, side)) return own->price;
    const Instrument& instrument = instruments_[locate - 1u];
    const std::uint32_t fair = instrument.fair / instrument.tick * instrument.tick;
    const std::uint32_t half = instrument.spread * instrument.tick;
    return side == Side::buy ? (fair > half ? fair - half : instrument.tick) : fair + half;
}

/// Ticks away from the own best price; below 0: inside the spread of `gap_ticks`.
std::int64_t Day::draw_ticks_away(std::int64_t gap_ticks) noexcept
{
    const std::uint32_t lot = resting_ ? random_.between(40, 99) : random_.below(100);
    if (lot < 30) return 0;
    if (lot < 40) {
        const auto room = std::clamp<std::int64_t>(gap_ticks / 2, 1, 1'000'000);
        return gap_ticks < 2 ? 0
                             : -std::int64_t{random_.between(1, static_cast<std::uint32_t>(room))};
    }
    const std::uint64_t mean = lot < 88 ? 3 : lot < 98 ? 16 : 150;
    return static_cast<std::int64_t>(1 + random_.waiting(mean));
}

}  // namespace

std::uint64_t day_messages_min(const DayPlan& plan) noexcept
{
    constexpr std::uint64_t spin_messages = 4;  // an instrument
    constexpr std::uint64_t system_events = 3;  // up to the open
    return system_events + spin_messages * plan.symbols + plan.resting;
}

DayReport write_day(const DayPlan& plan, const std::filesystem::path& file,
                    const std::optional<std::filesystem::path>& truth)
{
    Day day(plan, file);
    const DayReport report = day.write();
    if (truth) write_text(*truth, book_csv(day.exchange()));
    return report;
}

}  // namespace gapwire::sim
