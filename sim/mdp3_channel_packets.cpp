// A simulated MDP 3.0 channel: its packets, its loops and what it remembers.
#include <algorithm>
#include <utility>

#include "core/assert.hpp"
#include "sim/mdp3_channel.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint32_t orders_a_chunk = 12;

template <class... Each>
struct Cases : Each... {
    using Each::operator()...;
};
template <class... Each>
Cases(Each...) -> Cases<Each...>;  // clang 14 does not find it by itself

std::vector<LevelEvent> as_inserts(const MdpBook& book, SecurityId security)
{
    std::vector<LevelEvent> events;
    for (const Side side : {Side::buy, Side::sell})
        for (const bool implied : {false, true})
            append_difference({}, book.levels[index_of(side)][implied], 15, false,
                              {.security = security, .side = side, .implied = implied}, events);
    return events;
}

std::vector<QueuedOrderEvent> as_adds(const MdpBook& book, SecurityId security)
{
    std::vector<QueuedOrderEvent> events;
    for (const Side side : {Side::buy, Side::sell})
        for (const MdpOrder& order : book.orders[index_of(side)])
            events.push_back({.order = order.order,
                              .priority = order.priority,
                              .price = order.price,
                              .quantity = order.quantity,
                              .security = security,
                              .side = side});
    return events;
}

}  // namespace

// ---- packets of the incremental feed

std::vector<ByteVector> Mdp3Channel::tell(std::uint64_t time_ns, std::vector<Message> messages)
{
    if (options_.remembers) events_.push_back({now_.week, now_.packet + 1});
    event_ = std::move(messages);
    for (const Message& message : event_) keep(message);
    return send(time_ns);
}

/// Keeps what snapshots tell beside the book.
void Mdp3Channel::keep(const Message& message)
{
    const auto keep_figure = [&](const StatisticEvent& figure) {
        auto& figures = market_of(figure.security).figures;
        std::erase_if(figures, [&](const auto& each) { return each.kind == figure.kind; });
        figures.push_back(figure);
    };
    if (const auto* limits = std::get_if<LimitsEvent>(&message))
        market_of(limits->security).limits = *limits;
    if (const auto* figure = std::get_if<StatisticEvent>(&message)) keep_figure(*figure);
    if (const auto* trade = std::get_if<FuturesTrade>(&message))
        keep_figure({.price = trade->price,
                     .quantity = trade->quantity,
                     .security = trade->security,
                     .kind = StatisticKind::last_trade});
}

/// Puts the messages of event_ into packets: a new one wherever chance wants it.
std::vector<ByteVector> Mdp3Channel::send(std::uint64_t time_ns)
{
    std::vector<ByteVector> packets;
    for (std::size_t i = 0; i < event_.size();) {
        MdpPacket packet(++now_.packet, time_ns);
        do {
            write(packet, event_[i], time_ns, i + 1 == event_.size());
            ++i;
        } while (i < event_.size() && !random_.chance(250'000));
        remember();
        packets.push_back(packet.bytes());
    }
    return packets;
}

ByteVector Mdp3Channel::heartbeat(std::uint64_t time_ns)
{
    if (options_.remembers) events_.push_back({now_.week, now_.packet + 1});
    MdpPacket packet(++now_.packet, time_ns);
    packet.heartbeat();
    return packet.bytes();
}

Mdp3Channel::Market& Mdp3Channel::market_of(SecurityId security)
{
    const auto found = std::ranges::find(markets_, security, &Market::security);
    GAPWIRE_ASSERT(found != markets_.end());
    return *found;
}

/// Gives an entry its number, and notes whose it is.
std::uint32_t Mdp3Channel::number_entry(SecurityId security)
{
    Market& market = market_of(security);
    market.is_active = true;
    changed_.push_back(static_cast<std::size_t>(&market - markets_.data()));
    return ++market.told.sequence;
}

void Mdp3Channel::write(MdpPacket& packet, Message& message, std::uint64_t time_ns, bool ends_event)
{
    const auto levels = [&](std::vector<LevelEvent>& events) {
        for (LevelEvent& event : events) {
            event.sequence = number_entry(event.security);
            Market& market = market_of(event.security);
            market.told.apply(event, event.implied ? 2 : market.depth);
        }
        packet.levels(time_ns, events, ends_event);
    };
    const auto orders = [&](std::vector<QueuedOrderEvent>& events) {
        for (const QueuedOrderEvent& event : events) {
            Market& market = market_of(event.security);
            changed_.push_back(static_cast<std::size_t>(&market - markets_.data()));
            market.told.apply(event);
        }
        packet.orders(time_ns, events, ends_event);
    };
    const auto figure = [&](StatisticEvent& event) {
        event.sequence = number_entry(event.security);
        if (event.kind == StatisticKind::volume) {
            packet.volume(time_ns, event);
        } else if (event.kind == StatisticKind::settlement) {
            packet.daily(time_ns, event);
        } else {
            packet.session(time_ns, event);
        }
    };
    const auto status = [&](FuturesStatus& event) {
        event.time_ns = time_ns;
        note_status(event);
        packet.status(event);
    };
    const auto reset = [&](BookReset& event) {
        event.sequence = number_entry(event.security);
        market_of(event.security).told.clear();
        packet.reset_book(time_ns, event);
    };
    const auto reset_all = [&](ChannelReset& event) {
        for (std::size_t i = 0; i < markets_.size(); ++i) {
            changed_.push_back(i);
            markets_[i].told.clear();
            markets_[i].told.sequence = 0;
        }
        has_reset_ = true;
        packet.channel_reset(time_ns, static_cast<std::int16_t>(event.channel));
    };
    std::visit(Cases{levels, orders, figure, status, reset, reset_all,
                     [&](FuturesTrade& event) {
                         event.sequence = number_entry(event.security);
                         packet.trade(time_ns, event, ends_event);
                     },
                     [&](LimitsEvent& event) {
                         event.sequence = number_entry(event.security);
                         packet.limits(time_ns, event);
                     },
                     [&](ContractDefinition& event) { packet.definition(event); }},
               message);
}

void Mdp3Channel::note_status(const FuturesStatus& status)
{
    for (Market& market : markets_) {
        const bool is_of_group = market.is_defined && market.definition.group == status.group;
        if (status.for_group ? !is_of_group : market.security != status.security) continue;
        changed_.push_back(static_cast<std::size_t>(&market - markets_.data()));
        market.told.status = status.status;
    }
}

void Mdp3Channel::remember()
{
    for (const std::size_t instrument : changed_) {
        Market& market = markets_[instrument];
        if (!options_.remembers) market.past.clear();
        market.past[now_] = market.told;
    }
    changed_.clear();
    if (std::exchange(has_reset_, false)) resets_.push_back(now_);
}

const MdpBook& Mdp3Channel::book_at(std::size_t instrument, MdpMoment moment) const
{
    const auto& past = markets_[instrument].past;
    const auto behind = past.upper_bound(moment);
    GAPWIRE_ASSERT(behind != past.begin());
    return std::prev(behind)->second;
}

std::uint32_t Mdp3Channel::reset_before(MdpMoment moment) const
{
    const auto behind = std::ranges::upper_bound(resets_, moment);
    if (behind == resets_.begin() || std::prev(behind)->week != moment.week) return 0;
    return std::prev(behind)->packet;
}

MdpMoment Mdp3Channel::event_begin(MdpMoment moment) const
{
    const auto behind = std::ranges::upper_bound(events_, moment);
    if (behind == events_.begin() || std::prev(behind)->week != moment.week) return moment;
    return *std::prev(behind);
}

// ---- loops

std::uint32_t Mdp3Channel::some_packet(std::uint32_t lag_max)
{
    GAPWIRE_ASSERT(options_.remembers || lag_max == 0);
    return now_.packet - std::min(now_.packet, random_.below(lag_max + 1));
}

std::vector<ByteVector> Mdp3Channel::book_loop(std::uint64_t time_ns, std::uint32_t lag_max)
{
    const auto reports =
        static_cast<std::uint32_t>(std::ranges::count(markets_, true, &Market::is_active));
    std::vector<ByteVector> packets;
    for (std::size_t i = 0; i < markets_.size(); ++i) {
        if (!markets_[i].is_active) continue;
        const MdpMoment moment{now_.week, some_packet(lag_max)};
        const MdpBook& book = book_at(i, moment);
        MdpPacket packet(static_cast<std::uint32_t>(packets.size() + 1), time_ns);
        packet.snapshot({.last_packet = moment.packet,
                         .reports_in_loop = reports,
                         .sequence = book.sequence,
                         .security = markets_[i].security,
                         .time_ns = time_ns,
                         .date = markets_[i].listing ? date_none : std::uint16_t{20'500},
                         .status = book.status},
                        markets_[i].limits, as_inserts(book, markets_[i].security),
                        markets_[i].figures);
        packets.push_back(packet.bytes());
    }
    return packets;
}

std::vector<ByteVector> Mdp3Channel::order_loop(std::uint64_t time_ns, std::uint32_t lag_max)
{
    std::vector<ByteVector> packets;
    if (!options_.has_orders) return packets;
    for (std::size_t i = 0; i < markets_.size(); ++i) {
        if (!markets_[i].is_active) continue;
        const MdpMoment moment{now_.week, some_packet(lag_max)};
        const auto orders = as_adds(book_at(i, moment), markets_[i].security);
        const auto count = static_cast<std::uint32_t>(orders.size());
        const std::uint32_t chunks = std::max(1u, (count + orders_a_chunk - 1) / orders_a_chunk);
        for (std::uint32_t chunk = 0; chunk < chunks; ++chunk) {
            const std::uint32_t from = chunk * orders_a_chunk;
            const std::uint32_t size = std::min(orders_a_chunk, count - from);
            MdpPacket packet(static_cast<std::uint32_t>(packets.size() + 1), time_ns);
            packet.order_snapshot({.last_packet = moment.packet,
                                   .reports_in_loop = static_cast<std::uint32_t>(markets_.size()),
                                   .security = markets_[i].security,
                                   .time_ns = time_ns,
                                   .chunks = chunks,
                                   .chunk = chunk + 1,
                                   .of_orders = true},
                                  std::span(orders).subspan(from, size));
            packets.push_back(packet.bytes());
        }
    }
    return packets;
}

std::vector<ByteVector> Mdp3Channel::definition_loop(std::uint64_t time_ns)
{
    const auto reports =
        static_cast<std::uint32_t>(std::ranges::count(markets_, true, &Market::is_defined));
    std::vector<ByteVector> packets;
    for (const Market& market : markets_) {
        if (!market.is_defined) continue;
        ContractDefinition definition = market.definition;
        definition.reports_in_loop = reports;
        MdpPacket packet(static_cast<std::uint32_t>(packets.size() + 1), time_ns);
        packet.definition(definition);
        packets.push_back(packet.bytes());
    }
    return packets;
}

}  // namespace gapwire::sim
