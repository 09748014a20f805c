// Captured FIX to sessions.
#include "app/pipeline/fix_router.hpp"

#include <algorithm>

namespace gapwire::pipeline {
namespace {

/// Feeds of other protocols are numbered below, those of BinaryFILEs from 1 << 16.
constexpr std::uint32_t first_fix_feed = 3u << 14;

bool holds_fix(Bytes payload) noexcept
{
    constexpr std::string_view begin = "8=FIX";
    return std::search(payload.begin(), payload.end(), begin.begin(), begin.end()) != payload.end();
}

}  // namespace

bool FixRouter::take(Timestamp received, std::string_view source)
{
    count();
    const fix::Header& header = decoder_.header();
    FixFeed* feed = find(header.sender, header.target);
    const bool opens = status_ == fix::DecodeStatus::market_data;
    if (feed == nullptr && opens) feed = find_or_open(source);
    // Of what has no header nobody knows whose it is.
    if (feed == nullptr && is_refused(status_) && feeds_.size() == 1) feed = feeds_.front().get();
    last_ = feed;
    if (feed == nullptr || !deliver(*feed, received)) return false;
    context_.counters->add(Counter::messages_delivered);
    return true;
}

bool FixRouter::deliver(FixFeed& feed, Timestamp received) noexcept
{
    const fix::DecodeStatus status = status_;
    const fix::Header& header = decoder_.header();
    feed.stream.on_received(received);
    const char type = header.type.size() == 1 ? header.type.front() : '\0';
    if (status == fix::DecodeStatus::session && type == '4') {
        const std::uint64_t lost =
            feed.numbering.on_reset(header.sequence, header.new_sequence, header.is_gap_fill);
        if (lost > 0) feed.stream.on_loss(lost);
        return true;
    }
    if (status == fix::DecodeStatus::session && type == 'A') feed.numbering.forget();
    if (!is_in_turn(feed)) return false;
    if (status == fix::DecodeStatus::session && (type == 'A' || type == '5')) {
        feed.applications.clear();
        feed.stream.on_session_over();
    }
    if (is_refused(status)) feed.stream.on_loss(1);
    if (status == fix::DecodeStatus::market_data) decoder_.deliver(feed.stream);
    return !is_refused(status);
}

/// Looks at the numbers of the message that was read. False: it was delivered before.
bool FixRouter::is_in_turn(FixFeed& feed) noexcept
{
    const fix::Header& header = decoder_.header();
    fix::Numbering::Verdict verdict =
        feed.numbering.on_message(header.sequence, header.is_possible_duplicate);
    if (!verdict.is_duplicate && header.appl_sequence != 0) {
        auto& all = feed.applications;
        auto found = std::find_if(all.begin(), all.end(), [&](const auto& application) {
            return application.first == header.appl_id;
        });
        if (found == all.end() && all.size() < applications_max)
            found = all.emplace(all.end(), std::string(header.appl_id), fix::Numbering{});
        if (found != all.end()) {
            const auto of_application = found->second.on_message(header.appl_sequence, false);
            verdict.is_duplicate = of_application.is_duplicate;
            verdict.is_restart |= of_application.is_restart;
            verdict.lost += of_application.lost;
        }
    }
    if (verdict.is_duplicate) context_.counters->add(Counter::messages_duplicate);
    if (verdict.is_restart) feed.stream.on_session_over();
    if (verdict.lost > 0) feed.stream.on_loss(verdict.lost);
    return !verdict.is_duplicate;
}

FixFeed* FixRouter::find(std::string_view sender, std::string_view target) noexcept
{
    if (last_ != nullptr && last_->sender == sender && last_->target == target) return last_;
    for (const auto& feed : feeds_)
        if (feed->sender == sender && feed->target == target) return feed.get();
    return nullptr;
}

/// For the message that was read.
FixFeed* FixRouter::find_or_open(std::string_view source)
{
    if (feeds_.size() == feeds_max) {
        context_.counters->add(Counter::fix_sessions_refused);
        return nullptr;
    }
    context_.counters->add(Counter::fix_sessions);
    const fix::Header& header = decoder_.header();
    const bool has_ids = !header.sender.empty();
    std::string name(source);
    if (has_ids) name = std::string(header.sender) + '>' + std::string(header.target);
    feeds_.push_back(std::make_unique<FixFeed>(
        context_, first_fix_feed + static_cast<std::uint32_t>(feeds_.size()), std::move(name),
        std::string(header.sender), std::string(header.target), context_.quotes));
    return feeds_.back().get();
}

void FixRouter::count() noexcept
{
    const fix::DecodeStatus status = status_;
    Counters& counters = *context_.counters;
    if (is_refused(status))
        counters.add(Counter::fix_malformed);
    else if (status == fix::DecodeStatus::unknown_type)
        counters.add(Counter::fix_unknown_type);
    else if (status == fix::DecodeStatus::unsupported_quotes)
        counters.add(Counter::fix_unsupported_quotes);
    else if (status == fix::DecodeStatus::ignored)
        counters.add(Counter::fix_ignored);
}

// ---- TCP

/// The messages of a direction, on their way to their sessions.
struct FixRouter::Frames {
    FixRouter& self;
    Direction& direction;
    std::string_view name;
    Timestamp captured;

    void on_message(const fix::Message& message) noexcept
    {
        self.context_.counters->add(Counter::fix_messages);
        direction.is_fix = true;
        self.read(message);
        self.is_used_ |= self.take(captured, name);
        direction.feed = self.last_;
    }
    void on_garbled(fix::ScanFault fault) noexcept
    {
        // What was captured from the middle on begins inside a message.
        if (!direction.is_fix || fault == fix::ScanFault::no_begin) return;
        self.context_.counters->add(Counter::fix_garbled);
    }
};

bool FixRouter::on_segment(const transport::Segment& segment) noexcept
{
    has_met_fix_ = has_met_fix_ || holds_fix(segment.payload);
    if (!has_met_fix_) return false;
    is_used_ = false;
    reassembly_.on_segment(segment, *this);
    return is_used_;
}

void FixRouter::on_opened(std::uint32_t slot, const transport::TcpConnection& tcp) noexcept
{
    connections_[slot] = std::make_unique<Connection>();
    connections_[slot]->name = to_text(tcp.server);
}

void FixRouter::on_bytes(std::uint32_t slot, transport::TcpSide side, Bytes bytes,
                         const transport::Segment& cause) noexcept
{
    if (connections_[slot] == nullptr) return;
    Connection& connection = *connections_[slot];
    Direction& direction = connection.sides[static_cast<std::size_t>(side)];
    Frames frames{*this, direction, connection.name, cause.captured};
    direction.framer.on_bytes(bytes, frames);
}

void FixRouter::on_lost(std::uint32_t slot, transport::TcpSide side, std::uint64_t) noexcept
{
    if (connections_[slot] == nullptr) return;
    Direction& direction = connections_[slot]->sides[static_cast<std::size_t>(side)];
    direction.framer.forget();
    if (direction.feed != nullptr) direction.feed->stream.make_stale(std::string_view());
}

void FixRouter::on_closed(std::uint32_t slot) noexcept
{
    if (connections_[slot] == nullptr) return;
    // At the end of a capture nothing is known of what follows.
    for (const Direction& direction : connections_[slot]->sides)
        if (direction.feed != nullptr && !is_over_) direction.feed->stream.on_session_over();
    connections_[slot].reset();
}

}  // namespace gapwire::pipeline
