// One MDP 3.0 channel: packets, numbers, books, and the end of an event.
#include "app/pipeline/mdp_stream.hpp"

#include <fmt/format.h>

#include <utility>

#include "feed/mdp3/packet.hpp"

namespace gapwire::pipeline {
namespace {

constexpr std::uint64_t day_ns = 86'400'000'000'000;

/// Of what the instrument feed says, only this.
struct Definitions {
    MdpStream& stream;
    void on_message_begin(const mdp3::MessageContext&) noexcept {}
    void on_end_of_event(const mdp3::MessageContext&) noexcept {}
    void on(const ContractDefinition& event) noexcept { stream.on(event); }
    void on(const auto&) noexcept {}
};

}  // namespace

MdpStream::MdpStream(StreamContext& context, std::uint32_t feed, std::string name)
    : context_(context), feed_(feed), name_(std::move(name)), books_(contracts_max)
{
    contracts_.reserve(contracts_max);
    details_.reserve(contracts_max);
    places_.reserve(contracts_max);
    touched_.reserve(contracts_max);
}

// ---- packets

void MdpStream::on_messages(std::uint64_t, std::span<const Bytes> packets,
                            Timestamp received) noexcept
{
    received_ = received;
    look_for_interest();
    for (const Bytes datagram : packets) {
        mdp3::Packet packet;
        if (mdp3::parse_header(datagram, packet) != mdp3::PacketStatus::ok) continue;
        last_packet_ = packet.sequence;
        log_.add(packet.sequence, datagram);
        mdp3::decode_messages(packet.messages, *context_.counters, *this);
    }
}

/// Packets are missing: each book may have been touched.
void MdpStream::on_loss(std::uint64_t first_sequence, std::uint64_t count) noexcept
{
    lost_ += count;
    doubt_all(first_sequence, count);
}

/// Books that what is missing may have changed.
void MdpStream::doubt_all(std::uint64_t first_sequence, std::uint64_t count) noexcept
{
    end_event();  // what would have closed it is perhaps among them
    lost_until_ = static_cast<std::uint32_t>(first_sequence + count - 1);
    for (Contract& contract : contracts_) {
        if (contract.orders_held_until < lost_until_) contract.orders_are_right = false;
        if (contract.held_until >= lost_until_) continue;  // its snapshot held what was lost
        if (std::exchange(contract.is_doubtful, true)) continue;
        context_.counters->add(Counter::books_stale);
        status_changed(contract);
    }
}

/// What came before was not heard: the same as a loss.
void MdpStream::on_joined(std::uint64_t first_sequence) noexcept
{
    if (first_sequence > 1) doubt_all(1, first_sequence - 1);
}

/// The lines contradict one another, which never happens to a sound feed: what was delivered may be
/// wrong, about any instrument. Only snapshots say what is right.
void MdpStream::on_disagreement(arbitration::LinePrefix, Bytes) noexcept
{
    for (Contract& contract : contracts_) {
        contract.orders_are_right = false;
        make_suspect(contract);
        settle(contract);
    }
}

void MdpStream::on_definitions(Bytes packet) noexcept
{
    Definitions definitions{*this};
    mdp3::decode_messages(packet, *context_.counters, definitions);
}

void MdpStream::on_new_session() noexcept
{
    context_.counters->add(Counter::mdp_begun_anew);
    log_.clear();
    last_packet_ = lost_until_ = 0;
    for (Contract& contract : contracts_) contract.held_until = contract.orders_held_until = 0;
    on(ChannelReset{});
    begun_at_ = 0;
}

void MdpStream::set_silent(bool silent) noexcept
{
    if (std::exchange(is_silent_, silent) == silent) return;
    for (Contract& contract : contracts_) status_changed(contract);
}

void MdpStream::on_message_begin(const mdp3::MessageContext& message) noexcept
{
    ++messages_;
    if (message.template_id < by_template_.size()) ++by_template_[message.template_id];
    if (message.transact_time_ns == 0) return;
    // All messages of an event have one time: another one begins another event.
    if (message.transact_time_ns != event_time_ns_) [[unlikely]] {
        if (!touched_.empty()) {
            context_.counters->add(Counter::mdp_events_unclosed);
            end_event();
        }
        event_time_ns_ = message.transact_time_ns;
    }
    is_frozen_ = context_.until_ns != UINT64_MAX &&
                 (is_frozen_ || message.transact_time_ns % day_ns > context_.until_ns);
    if (is_frozen_) return;
    time_ns_ = message.transact_time_ns;
    if (time_ns_ >= day_ends_ns_) [[unlikely]]
        follow_day();
}

void MdpStream::on_end_of_event(const mdp3::MessageContext&) noexcept
{
    end_event();
}

// ---- contracts and their numbers

Contract* MdpStream::find(SecurityId security) noexcept
{
    if (last_found_ < contracts_.size() && contracts_[last_found_].security == security) [[likely]]
        return &contracts_[last_found_];
    const std::uint32_t place = find_or_add(security);
    if (place == no_place) return nullptr;
    last_found_ = place;
    return &contracts_[place];
}

std::uint32_t MdpStream::find_or_add(SecurityId security) noexcept
{
    const auto found = places_.find(security);
    if (found != places_.end()) return found->second;
    if (contracts_.size() == contracts_max) {
        context_.counters->add(Counter::mdp_instruments_refused);
        return no_place;
    }
    const auto place = static_cast<std::uint32_t>(contracts_.size());
    places_.emplace(security, place);
    contracts_.push_back({.security = security});
    details_.emplace_back();
    name(contracts_.back());
    return place;
}

Contract* MdpStream::take(SecurityId security, std::uint32_t sequence) noexcept
{
    if (is_frozen_) [[unlikely]]
        return nullptr;
    Contract* const contract = find(security);
    if (contract == nullptr) return nullptr;
    if (last_packet_ <= contract->held_until) [[unlikely]] {
        context_.counters->add(Counter::mdp_entries_known);
        return nullptr;
    }
    if (sequence == contract->sequence + 1) [[likely]] {
        contract->sequence = sequence;
        if (contract->is_doubtful || sequence == 1) [[unlikely]] {
            contract->is_doubtful = false;  // the loss did not touch it
            if (sequence == 1) {            // it begins here: nothing is missing
                contract->trust = BookState::valid;
                contract->is_partial = false;
                contract->orders_are_right |= lost_until_ == 0;
            }
            touch(*contract, update_status);
        }
        return contract;
    }
    return sequence == 0 ? contract : take_out_of_turn(*contract, sequence);
}

Contract* MdpStream::take_out_of_turn(Contract& contract, std::uint32_t sequence) noexcept
{
    // Only a channel reset, which was lost, lets numbers begin anew.
    if (sequence <= contract.sequence) begin_unknown();
    const bool is_met_in_the_middle =
        contract.sequence == 0 && contract.trust == BookState::unknown;
    if (!is_met_in_the_middle) lose_entries(contract, sequence - contract.sequence - 1);
    contract.sequence = sequence;
    return &contract;
}

void MdpStream::begin_unknown() noexcept
{
    lost_until_ = begun_at_ = last_packet_;
    for (Contract& contract : contracts_) {
        if (contract.held_until >= last_packet_) continue;
        refresh_from_nothing(contract);
        contract.sequence = 0;
        contract.is_doubtful = false;
        contract.trust = BookState::unknown;
        context_.counters->add(Counter::books_stale);
        touch(contract, update_quote | update_status);
    }
}

void MdpStream::lose_entries(Contract& contract, std::uint32_t count) noexcept
{
    context_.counters->add(Counter::mdp_entries_missing, count);
    contract.is_doubtful = false;
    if (contract.trust != BookState::unknown) contract.trust = BookState::stale;
    refresh_from_nothing(contract);
    touch(contract, update_status | update_quote);
}

/// Nothing is known of the levels; what comes fills them.
void MdpStream::refresh_from_nothing(Contract& contract) noexcept
{
    contract.is_partial = true;
    contract.orders_are_right = false;
    books_[index_of(contract)].clear();
}

void MdpStream::make_suspect(Contract& contract) noexcept
{
    if (contract.trust == BookState::suspect) return;
    contract.trust = BookState::suspect;
    context_.counters->add(Counter::books_suspect);
    touch(contract, update_status);
}

// ---- books

void MdpStream::on(const LevelEvent& event) noexcept
{
    Contract* const contract = take(event.security, event.sequence);
    if (contract == nullptr) return;
    if (contract->is_partial && !refreshes_) [[unlikely]]
        return;
    book::LevelBook& book = books_[index_of(*contract)];
    const book::LevelChange change = contract->is_partial ? book.refresh(event) : book.apply(event);
    if (change.is_suspect()) [[unlikely]] {
        if (!change.is_applied()) context_.counters->add(Counter::level_refused);
        make_suspect(*contract);
    }
    touch(*contract, change.top_changed ? update_quote : 0);
}

void MdpStream::on(const BookReset& event) noexcept
{
    if (Contract* const found = is_frozen_ ? nullptr : find(event.security); found != nullptr)
        empty_orders(*found);
    Contract* const contract = take(event.security, event.sequence);
    if (contract == nullptr) return;
    books_[index_of(*contract)].clear();
    contract->trust = BookState::valid;  // it is empty, and known to be
    contract->is_partial = false;
    touch(*contract, update_quote | update_status);
}

void MdpStream::on(const ChannelReset&) noexcept
{
    if (is_frozen_) return;
    context_.counters->add(Counter::mdp_channel_resets);
    begun_at_ = last_packet_;
    for (Contract& contract : contracts_) {
        empty_orders(contract);
        if (last_packet_ != 0 && contract.held_until >= last_packet_) continue;
        const std::uint32_t place = index_of(contract);
        books_[place].clear();
        details_[place].statistics.reset();
        contract.sequence = 0;
        contract.trust = BookState::valid;  // all of it will be told again
        contract.is_partial = contract.is_doubtful = false;
        touch(contract, update_quote | update_status);
    }
}

/// All orders of an instrument are gone, and known to be.
void MdpStream::empty_orders(Contract& contract) noexcept
{
    if (last_packet_ != 0 && last_packet_ <= contract.orders_held_until) return;
    if (orders_ != nullptr) orders_->clear(index_of(contract));
    contract.orders_are_right = true;
}

void MdpStream::on(const SkippedEntry& event) noexcept
{
    context_.counters->add(mdp3::counter_of(event));
    if (!event.has_security) {
        if (event.is_bad) on_loss(last_packet_, 1);
        return;
    }
    Contract* const contract = take(event.security, event.sequence);
    if (contract == nullptr || !event.is_bad) return;
    if (event.of_orders)
        contract->orders_are_right = false;
    else
        make_suspect(*contract);
}

void MdpStream::on(const QueuedOrderEvent& event) noexcept
{
    Contract* const contract = is_frozen_ ? nullptr : find(event.security);
    if (contract == nullptr || last_packet_ <= contract->orders_held_until) return;
    const book::QueueStatus status = orders().apply(index_of(*contract), event);
    if (status == book::QueueStatus::ok || !contract->orders_are_right) return;
    context_.counters->add(Counter::queued_order_refused);
    contract->orders_are_right = false;
}

book::QueuedOrders& MdpStream::orders() noexcept
{
    if (orders_ == nullptr) orders_ = std::make_unique<book::QueuedOrders>(contracts_max);
    return *orders_;
}

// ---- snapshots

void MdpStream::adopt(std::uint32_t place, const book::LevelBook& book,
                      const book::FuturesStatistics& statistics, std::uint32_t sequence,
                      std::uint32_t last_packet, bool is_certain) noexcept
{
    Contract& contract = contracts_[place];
    books_[place] = book;
    details_[place].statistics = statistics;
    contract.sequence = sequence;
    contract.held_until = last_packet;
    contract.trust = BookState::valid;
    contract.is_partial = false;
    contract.is_doubtful = !is_certain;
    context_.counters->add(Counter::mdp_snapshots_loaded);
    touch(contract, update_quote | update_status);
    settle(contract);  // and no other one, whose event may still be open
    tell_settlement(contract);
}

void MdpStream::adopt_empty(std::uint32_t place) noexcept
{
    Contract& contract = contracts_[place];
    books_[place].clear();
    contract.trust = BookState::valid;
    contract.is_partial = contract.is_doubtful = false;
    contract.orders_are_right = true;
    touch(contract, update_status);
    settle(contract);
}

// ---- the end of an event

void MdpStream::touch(Contract& contract, int kinds) noexcept
{
    contract.kinds = static_cast<std::uint8_t>(contract.kinds | kinds);
    if (contract.is_touched) return;
    contract.is_touched = true;
    touched_.push_back(index_of(contract));
}

void MdpStream::end_event() noexcept
{
    for (std::size_t i = 0; i < touched_.size(); ++i) settle(contracts_[touched_[i]]);
    touched_.clear();
}

/// Looks at what the event has made of one book, and tells.
void MdpStream::settle(Contract& contract) noexcept
{
    const std::uint32_t place = index_of(contract);
    if (contract.trust == BookState::valid && !contract.is_doubtful) {
        const bool trades = details_[place].statistics.trading() == TradingState::trading;
        const book::LevelCheck check = books_[place].check(trades);
        if (check == book::LevelCheck::unordered || check == book::LevelCheck::crossed)
            [[unlikely]] {
            context_.counters->add(Counter::level_book_crossed);
            make_suspect(contract);
        }
    }
    contract.is_touched = false;
    const std::uint8_t kinds = std::exchange(contract.kinds, std::uint8_t{0});
    publish(contract);
    if ((kinds & contract.wanted) != 0) [[unlikely]]
        tell(contract, kinds);
}

}  // namespace gapwire::pipeline
