// One live channel of ITCH over MoldUDP64.
#include "app/pipeline/itch_channel.hpp"

#include <algorithm>
#include <utility>

namespace gapwire::pipeline {

ItchChannel::ItchChannel(StreamContext& context, std::uint32_t feed, std::string name,
                         const ChannelOptions& options, const ChannelOutput& output)
    : context_(context),
      options_(options),
      output_(output),
      stream_(context, feed, std::move(name)),
      present_(std::make_unique<Numbered>(options.session, *context.counters)),
      other_(std::make_unique<Numbered>(options.session, *context.counters)),
      snapshot_backoff_(options.snapshot_backoff)
{
    GAPWIRE_ASSERT(!options.lines.empty() && options.lines.size() <= lines_max);
    for (const std::string& line : options.lines) {
        lines_.push_back(std::make_unique<LineHealth>());
        lines_.back()->name = line;
    }
    stream_.set_line_count(lines_.size());
    if (!options.snapshot) return;
    snapshot_.emplace(*options.snapshot, *context.counters);
    book::OrderBooksLimits limits = context.limits;
    limits.prefault = false;  // each snapshot begins with fresh books
    splice_ = std::make_unique<SnapshotSplice>(options.splice, limits, *context.counters);
}

// ---- datagrams

void ItchChannel::on_datagram(std::size_t line, Bytes payload, Timestamp now) noexcept
{
    moldudp64::Packet packet;
    const moldudp64::PacketStatus status = moldudp64::parse_packet(payload, packet);
    if (status != moldudp64::PacketStatus::ok) {
        context_.counters->add(counter_of(status));
        return;
    }
    Numbered* const numbered = session_of(packet, now);
    if (numbered == nullptr) return;
    if (line < lines_.size()) lines_[line]->heard = now;
    if (numbered != present_.get())
        numbered->heard = now;
    else if (line < lines_.size())
        on_line(line, packet, now);
    numbered->session.add(packet, now, *this);
    if (silence_.is_silent) watch_silence(now);
    send_requests();
}

/// A packet of the present session, on a line, before it is delivered.
void ItchChannel::on_line(std::size_t index, const moldudp64::Packet& packet,
                          Timestamp now) noexcept
{
    LineHealth& line = *lines_[index];
    const std::uint64_t next = present_->session.next_sequence();
    const std::uint64_t end = packet.sequence + packet.count;
    const bool goes_back = end < line.next;
    note_arrival(line, first_arrivals_, index, packet.sequence, packet.count, next, now);
    if (end < next) {
        if (goes_back) collect_aside(packet, now);
        return;
    }
    present_->heard = now;
    if (is_aside_namesake()) other_->is_known = false;  // only a packet that came late
    // After a silence the books are up to date again only if nothing was missed meanwhile.
    if (silence_.is_silent && packet.sequence <= next && !present_->session.is_waiting())
        watch_silence(now);
}

/// Keeps what may be the begin of another session under the same name: see change_session().
void ItchChannel::collect_aside(const moldudp64::Packet& packet, Timestamp now) noexcept
{
    if (other_->is_known && !is_aside_namesake() && !is_over(*other_, now)) return;
    if (!is_aside_namesake() || is_over(*other_, now)) {
        begin(*other_, packet.session);
        other_->session.hold_back();
    }
    other_->heard = now;
    other_->session.add(packet, now, *this);
}

/// The session that a packet belongs to; nullptr for one that is past or one too many.
ItchChannel::Numbered* ItchChannel::session_of(const moldudp64::Packet& packet,
                                               Timestamp now) noexcept
{
    if (present_->id == packet.session && present_->is_known) [[likely]]
        return present_.get();
    if (!present_->is_known) {
        context_.counters->add(Counter::mold_sessions);
        begin(*present_, packet.session);
        return present_.get();
    }
    if (has_former_ && former_ == packet.session) {
        context_.counters->add(Counter::mold_former_session);
        return nullptr;
    }
    if (other_->is_known && other_->id == packet.session) return other_.get();
    if (other_->is_known && !is_aside_namesake() && !is_over(*other_, now)) {
        context_.counters->add(Counter::mold_sessions_refused);
        return nullptr;
    }
    context_.counters->add(Counter::mold_sessions);
    begin(*other_, packet.session);
    other_->session.hold_back();
    return other_.get();
}

void ItchChannel::begin(Numbered& numbered, const moldudp64::SessionId& id) noexcept
{
    numbered.session.reset();
    numbered.session.set_line_count(lines_.size());
    numbered.id = id;
    numbered.is_known = true;
    numbered.has_ended = false;
    numbered.heard = Timestamp::none();
}

bool ItchChannel::is_over(const Numbered& numbered, Timestamp now) const noexcept
{
    return numbered.has_ended ||
           (!numbered.heard.is_none() && now.ns - numbered.heard.ns >= options_.silence_max);
}

/// The session that was collected aside becomes the present one, once that is over.
void ItchChannel::change_session(Timestamp now) noexcept
{
    if (!other_->is_known || !is_over(*present_, now) || is_over(*other_, now)) return;
    // A stray packet from before an outage is no new session: it has to be heard in the silence.
    const bool outlives = other_->heard.ns - present_->heard.ns >= options_.silence_max;
    const bool is_namesake = is_aside_namesake();
    if (!outlives && (is_namesake || !present_->has_ended)) return;
    context_.counters->add(is_namesake ? Counter::mold_begun_anew : Counter::mold_session_changes);
    former_ = present_->id;
    has_former_ = present_->has_ended && !is_namesake;  // one only silent may come back
    std::swap(present_, other_);
    other_->is_known = false;
    if (is_snapshot_running_) end_snapshot(now, false);
    first_arrivals_.forget();
    for (const auto& line : lines_) line->next = 0;
    stream_.on_new_session();
    present_->session.release(now, *this);
}

void ItchChannel::on_time(Timestamp now) noexcept
{
    present_->session.on_time(now, *this);
    change_session(now);
    send_requests();
    watch_silence(now);
    if (snapshot_) drive_snapshot(now);
    stream_.look_for_interest();
}

void ItchChannel::send_requests() noexcept
{
    const auto request = present_->session.next_request();
    if (!request) return;
    const moldudp64::RequestPacket packet = moldudp64::packet_of(*request, present_->id);
    output_.send_request(output_.context, request->server, bytes_of(packet));
}

// ---- lines

void ItchChannel::on_kernel_drops(std::size_t line, std::uint64_t count) noexcept
{
    if (line < lines_.size()) lines_[line]->counters.add(Counter::line_kernel_drops, count);
}

void ItchChannel::watch_silence(Timestamp now) noexcept
{
    std::size_t alive = 0;
    for (const auto& line : lines_) alive += line->follow_silence(now, options_.silence_max);
    stream_.set_line_count(alive);
    const Timestamp heard = present_->heard;
    const bool is_late = heard.is_none() || now.ns - heard.ns >= options_.silence_max;
    const bool is_behind =
        silence_.is_silent && present_->session.is_waiting();  // of what was missed
    const bool silent = (is_late || is_behind) && !present_->has_ended;
    if (silence_.follow(silent, !heard.is_none(), *context_.counters)) stream_.set_silent(silent);
}

// ---- messages

void ItchChannel::on_messages(std::uint64_t first_sequence, std::span<const Bytes> messages,
                              Timestamp received) noexcept
{
    present_->has_ended = false;  // whatever was said before: it goes on
    stream_.on_messages(first_sequence, messages, received);
    if (splice_) splice_->on_live(first_sequence, messages);
    const std::int64_t age =
        received.ns - context_.midnight.ns - static_cast<std::int64_t>(stream_.time_ns());
    constexpr std::int64_t day_ns = 86'400'000'000'000;
    if (age >= 0 && age < day_ns) age_ns_.add(static_cast<std::uint64_t>(age));
}

void ItchChannel::on_loss(std::uint64_t first_sequence, std::uint64_t count) noexcept
{
    stream_.on_loss(first_sequence, count);
    if (splice_) splice_->on_live_loss(first_sequence, count);
}

void ItchChannel::on_disagreement(moldudp64::LinePrefix delivered, Bytes other) noexcept
{
    stream_.on_disagreement(delivered, other);
}

// ---- snapshots

void ItchChannel::on_snapshot_connected(Timestamp now) noexcept
{
    if (!snapshot_) return;
    snapshot_->on_connected(now, *this);
    follow_wish(now);
}

void ItchChannel::on_snapshot_bytes(Bytes bytes, Timestamp now) noexcept
{
    if (!snapshot_) return;
    snapshot_->on_bytes(bytes, now, *this);
    follow_wish(now);
}

void ItchChannel::on_snapshot_disconnected(Timestamp now) noexcept
{
    if (!snapshot_) return;
    is_connection_open_ = is_close_asked_ = false;
    snapshot_->on_disconnected(now, *this);
    follow_wish(now);
}

void ItchChannel::on_snapshot_messages(std::span<const Bytes> messages) noexcept
{
    for (const Bytes message : messages) stream_.introduce(message);
    splice_->on_snapshot(messages);
}

void ItchChannel::on_snapshot_failed(glimpse::Failure failure) noexcept
{
    splice_->abandon();
    if (failure == glimpse::Failure::login_rejected) is_snapshot_refused_ = true;
}

/// Starts a snapshot where one is needed, lets one catch up that has come, and ends it.
void ItchChannel::drive_snapshot(Timestamp now) noexcept
{
    snapshot_->on_time(now, *this);
    if (is_snapshot_running_)
        follow_snapshot(now);
    else if (stream_.needs_snapshot() && snapshot_->is_idle() && !is_connection_open_ &&
             !is_snapshot_refused_ && now >= snapshot_from_)
        start_snapshot(now);
    follow_wish(now);
}

void ItchChannel::follow_snapshot(Timestamp now) noexcept
{
    switch (splice_->step()) {
        case SnapshotSplice::Status::ready:
            stream_.adopt(*splice_);
            end_snapshot(now, true);
            return;
        case SnapshotSplice::Status::loading:
        case SnapshotSplice::Status::catching_up:
            if (stream_.needs_snapshot() && now < snapshot_until_) return;
            [[fallthrough]];  // the feed began anew, or never gets to the snapshot's number
        default: end_snapshot(now, false);
    }
}

void ItchChannel::start_snapshot(Timestamp now) noexcept
{
    is_snapshot_running_ = true;
    snapshot_until_ = {now.ns + 2 * options_.snapshot->limits.snapshot_wait_max};
    splice_->begin(present_->session.next_sequence());
    stream_.set_snapshot_due(true);
    if (!options_.snapshot_any_session)
        snapshot_->set_session(soupbintcp::session_of(present_->id.view()));
    snapshot_->start(now);
}

void ItchChannel::end_snapshot(Timestamp now, bool went_well) noexcept
{
    is_snapshot_running_ = false;
    splice_->abandon();
    snapshot_->abandon(now, *this);
    const bool is_cured = went_well && !stream_.needs_snapshot();
    if (is_cured) snapshot_backoff_.reset();
    const std::int64_t least = went_well ? options_.snapshot_interval_min : 0;
    const std::int64_t wait = is_cured ? least : std::max(least, snapshot_backoff_.next());
    snapshot_from_ = {now.ns + wait};
    stream_.set_snapshot_due(false);
}

void ItchChannel::follow_wish(Timestamp now) noexcept
{
    const bool is_left_over = snapshot_->is_idle() && is_connection_open_;
    switch (is_left_over ? soupbintcp::Wish::close : snapshot_->wish(now)) {
        case soupbintcp::Wish::connect:
            if (std::exchange(is_connection_open_, true)) return;
            output_.connect_snapshot(output_.context);
            return;
        case soupbintcp::Wish::close:
        case soupbintcp::Wish::stop:
            if (!is_connection_open_ || std::exchange(is_close_asked_, true)) return;
            output_.close_snapshot(output_.context);
            return;
        case soupbintcp::Wish::wait: return;
    }
}

}  // namespace gapwire::pipeline
