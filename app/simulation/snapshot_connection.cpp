// The TCP connection between the channel and the snapshot server, in virtual time.
#include "app/simulation/snapshot_connection.hpp"

#include <algorithm>
#include <utility>

namespace gapwire::app {

bool SnapshotConnection::is_down(Timestamp now) const noexcept
{
    return std::any_of(plan_.snapshot_down.begin(), plan_.snapshot_down.end(),
                       [&](const sim::TimeWindow& window) { return window.contains(now); });
}

void SnapshotConnection::step(const ExchangeSite& site, pipeline::ItchChannel& channel,
                              Timestamp now)
{
    if (std::exchange(connect_asked_, false)) connect(site, channel, now);
    if (!open_) return;
    if (is_down(now)) {
        ++count_.cut;
        drop(channel, now);
        return;
    }
    serve(now);
    sim::ByteVector bytes;
    while (open_->down.pop_until(now, bytes)) {
        channel.on_snapshot_bytes(bytes, now);
        bytes.clear();
    }
    if (close_asked_ || open_->down.is_at_end()) drop(channel, now);
}

void SnapshotConnection::connect(const ExchangeSite& site, pipeline::ItchChannel& channel,
                                 Timestamp now)
{
    GAPWIRE_ASSERT(!open_);
    if (is_down(now)) {
        ++count_.refused;
        channel.on_snapshot_disconnected(now);
        return;
    }
    ++count_.connections;
    sim::GlimpseOptions options{.seed = random_.next()};
    const sim::ServerFault* const fault = sim::fault_at(plan_.snapshot_server, now);
    options.fault = sim::glimpse_fault(fault, random_);
    if (fault != nullptr) options.delay_ns = fault->delay_ns;
    open_.emplace(site, plan_.stream, random_.next(), options, now);
    channel.on_snapshot_connected(now);
}

/// Both directions of the connection, up to the server and back.
void SnapshotConnection::serve(Timestamp now)
{
    constexpr std::size_t socket_bytes = 65'536;
    open_->up.send(std::exchange(to_send_, {}), now);
    sim::ByteVector bytes;
    while (open_->up.pop_until(now, bytes)) {
        open_->server.on_bytes(bytes, now);
        bytes.clear();
    }
    open_->server.produce(socket_bytes, now, bytes);
    if (!bytes.empty()) open_->down.send(bytes, now);
    if (open_->server.is_over()) open_->down.close();
    if (open_->server.fault_happened() && !std::exchange(open_->fault_counted, true))
        ++count_.faults;
}

void SnapshotConnection::drop(pipeline::ItchChannel& channel, Timestamp now)
{
    open_.reset();
    close_asked_ = false;
    to_send_.clear();
    channel.on_snapshot_disconnected(now);
}

Timestamp SnapshotConnection::next_time() const noexcept
{
    if (!open_) return sim::never;
    return std::min({open_->up.next_time(), open_->down.next_time(), open_->server.next_time()});
}

}  // namespace gapwire::app
