// Snapshots of an MDP 3.0 channel.
#include "app/pipeline/mdp_snapshots.hpp"

#include <algorithm>
#include <utility>

namespace gapwire::pipeline {
namespace {

/// Applies what the kept packets say of one instrument behind a snapshot of it.
struct CatchUpBook {
    book::LevelBook& book;
    book::FuturesStatistics& statistics;
    const ContractDefinition& definition;
    SecurityId security;
    std::uint32_t sequence;  // the last that is contained
    bool is_broken = false;

    void on_message_begin(const mdp3::MessageContext&) noexcept {}
    void on_end_of_event(const mdp3::MessageContext&) noexcept {}
    bool takes(SecurityId of, std::uint32_t number) noexcept
    {
        if (of != security || number <= sequence) return false;
        is_broken |= number != sequence + 1;
        sequence = number;
        return !is_broken;
    }
    void on(const LevelEvent& event) noexcept
    {
        if (takes(event.security, event.sequence)) is_broken |= book.apply(event).is_suspect();
    }
    void on(const BookReset& event) noexcept
    {
        if (takes(event.security, event.sequence)) book.clear();
    }
    void on(const StatisticEvent& event) noexcept
    {
        if (takes(event.security, event.sequence)) static_cast<void>(statistics.apply(event));
    }
    void on(const FuturesTrade& event) noexcept
    {
        if (takes(event.security, event.sequence)) static_cast<void>(statistics.apply(event));
    }
    void on(const LimitsEvent& event) noexcept
    {
        if (takes(event.security, event.sequence)) statistics.apply(event);
    }
    void on(const FuturesStatus& event) noexcept
    {
        if (book::covers(event, security, definition.group, definition.asset))
            statistics.apply(event);
    }
    void on(const ChannelReset&) noexcept
    {
        book.clear();
        statistics.reset();
        sequence = 0;
    }
    void on(const SkippedEntry& event) noexcept
    {
        if (event.has_security && takes(event.security, event.sequence))
            is_broken |= event.is_bad && !event.of_orders;
    }
    void on(const auto&) noexcept {}
};

struct CatchUpOrders {
    book::QueuedOrders& orders;
    std::uint32_t place;
    SecurityId security;
    bool is_broken = false;

    void on_message_begin(const mdp3::MessageContext&) noexcept {}
    void on_end_of_event(const mdp3::MessageContext&) noexcept {}
    void on(const QueuedOrderEvent& event) noexcept
    {
        if (event.security == security)
            is_broken |= orders.apply(place, event) != book::QueueStatus::ok;
    }
    void on(const BookReset& event) noexcept
    {
        if (event.security == security) orders.clear(place);
    }
    void on(const ChannelReset&) noexcept { orders.clear(place); }
    void on(const SkippedEntry& event) noexcept
    {
        is_broken |=
            event.is_bad && event.of_orders && (!event.has_security || event.security == security);
    }
    void on(const auto&) noexcept {}
};

template <class Handler>
void replay(const PacketLog& log, std::uint32_t from, Handler& handler)
{
    log.for_each_from(from, [&](Bytes datagram) {
        Bytes messages = datagram.subspan(sizeof(mdp3::PacketHeader));
        while (!messages.empty())
            static_cast<void>(mdp3::decode(mdp3::take_message(messages), handler));
    });
}

/// Whether a packet is one of a loop of orders, which is numbered on its own.
bool is_of_orders(const mdp3::Packet& packet) noexcept
{
    Bytes messages = packet.messages;
    const Bytes first = mdp3::take_message(messages);
    const std::uint16_t id = view_as<mdp3::MessageHeader>(first.data()).template_id;
    return id == 44 || id == 53;
}

}  // namespace

void MdpSnapshots::on_packet(const mdp3::Packet& packet) noexcept
{
    stream_.keep_packets();
    if (!is_of_orders(packet)) follow_loop(packet);
    mdp3::decode_messages(packet.messages, counters_, *this);
}

// ---- one snapshot

void MdpSnapshots::on(const SnapshotHeader& header) noexcept
{
    counters_.add(Counter::mdp_snapshots);
    header_ = header;
    is_bad_ = false;
    place_ = stream_.find_or_add(header.security);
    if (place_ == MdpStream::no_place) return;
    if (!header.of_orders) note_in_loop(header);
    if (header.of_orders) {
        const bool goes_on = header.chunk == next_chunk_ && header.chunk > 1 &&
                             header.security == orders_header_.security &&
                             header.last_packet == orders_header_.last_packet;
        if (!goes_on) {
            orders_.clear();
            next_chunk_ = header.chunk == 1 ? 1 : 0;
        }
        orders_header_ = header;
        if (stream_.contract(place_).orders_are_right) next_chunk_ = 0;
        return;
    }
    if (!stream_.needs_book(place_)) {
        place_ = MdpStream::no_place;
        return;
    }
    *book_ = stream_.book(place_);  // its depths
    book_->clear();
    statistics_ = stream_.details(place_).statistics;
    statistics_.begin(header);
}

void MdpSnapshots::on(const LevelEvent& event) noexcept
{
    if (place_ != MdpStream::no_place) is_bad_ |= book_->refresh(event).is_suspect();
}

void MdpSnapshots::on(const StatisticEvent& event) noexcept
{
    if (place_ != MdpStream::no_place) static_cast<void>(statistics_.apply(event));
}

void MdpSnapshots::on(const LimitsEvent& event) noexcept
{
    if (place_ != MdpStream::no_place) statistics_.apply(event);
}

void MdpSnapshots::on(const QueuedOrderEvent& event) noexcept
{
    if (next_chunk_ != 0) orders_.push_back(event);
}

void MdpSnapshots::on(const SkippedEntry& event) noexcept
{
    is_bad_ |= event.is_bad;
}

void MdpSnapshots::on(const SnapshotEnd&) noexcept
{
    if (header_.of_orders)
        end_of_orders();
    else if (place_ != MdpStream::no_place)
        end_of_book();
}

void MdpSnapshots::end_of_book() noexcept
{
    if (is_bad_) return;
    const std::uint32_t place = std::exchange(place_, MdpStream::no_place);
    const Contract& contract = stream_.contract(place);
    std::uint32_t sequence = header_.sequence;
    const bool has_all = has_all_behind(header_.last_packet);
    if (has_all && header_.last_packet < stream_.last_packet()) {
        CatchUpBook behind{*book_, statistics_, stream_.details(place).definition, header_.security,
                           sequence};
        replay(stream_.log(), header_.last_packet + 1, behind);
        if (behind.is_broken || contract.held_until > stream_.last_packet())
            return counters_.add(Counter::mdp_snapshots_too_old);
        sequence = behind.sequence;
        if (sequence < contract.sequence) stream_.begin_unknown();  // it was reset meanwhile
    }
    // Without the packets behind it, only what nothing has touched since is of use.
    if (!has_all && (sequence < contract.sequence || header_.last_packet < stream_.begun_at()))
        return counters_.add(Counter::mdp_snapshots_too_old);
    // What was lost behind the snapshot may have touched the book, unless its number says no.
    stream_.adopt(place, *book_, statistics_, sequence, header_.last_packet,
                  header_.last_packet >= stream_.lost_until());
}

/// Whether the stream has kept every packet behind that one, or has not come as far.
bool MdpSnapshots::has_all_behind(std::uint32_t packet) const noexcept
{
    return packet >= stream_.last_packet() || stream_.log().reaches_back_to(packet + 1);
}

void MdpSnapshots::end_of_orders() noexcept
{
    if (next_chunk_ == 0 || is_bad_) return;
    if (next_chunk_++ != header_.chunks) return;
    next_chunk_ = 0;
    const bool has_all = has_all_behind(header_.last_packet);
    if (!has_all || header_.last_packet < stream_.lost_until()) {
        counters_.add(Counter::mdp_snapshots_too_old);
        return;
    }
    book::QueuedOrders& orders = stream_.orders();
    orders.clear(place_);
    CatchUpOrders behind{orders, place_, header_.security};
    for (const QueuedOrderEvent& event : orders_)
        behind.is_broken |= orders.apply(place_, event) != book::QueueStatus::ok;
    if (header_.last_packet < stream_.last_packet())
        replay(stream_.log(), header_.last_packet + 1, behind);
    if (behind.is_broken) return;
    stream_.adopt_orders(place_, header_.last_packet);
    counters_.add(Counter::mdp_snapshots_loaded);
}

// ---- the loop

/// Packets of the snapshot feed are numbered from 1 in each loop.
void MdpSnapshots::follow_loop(const mdp3::Packet& packet) noexcept
{
    if (packet.sequence == 1) {
        end_loop();
        next_packet_ = 2;
        loop_reports_ = 0;
        loop_last_packet_ = UINT32_MAX;
        std::fill(in_loop_.begin(), in_loop_.end(), false);
    } else if (packet.sequence == next_packet_) {
        ++next_packet_;
    } else if (packet.sequence >= next_packet_) {
        next_packet_ = 0;  // cut: it does not say what it has not
    }
}

void MdpSnapshots::note_in_loop(const SnapshotHeader& header) noexcept
{
    if (place_ >= in_loop_.size()) in_loop_.resize(place_ + 1);
    in_loop_[place_] = true;
    loop_reports_ = header.reports_in_loop;
    loop_last_packet_ = std::min(loop_last_packet_, header.last_packet);
}

void MdpSnapshots::end_loop() noexcept
{
    const auto seen =
        static_cast<std::uint32_t>(std::count(in_loop_.begin(), in_loop_.end(), true));
    const bool is_whole = next_packet_ != 0 && seen > 0 && seen == loop_reports_;
    if (!is_whole || loop_last_packet_ < stream_.lost_until()) return;
    for (std::uint32_t place = 0; place < stream_.places(); ++place) {
        const bool is_in = place < in_loop_.size() && in_loop_[place];
        const Contract& contract = stream_.contract(place);
        if (!is_in && contract.sequence == 0 && stream_.needs_book(place))
            stream_.adopt_empty(place);
    }
}

}  // namespace gapwire::pipeline
