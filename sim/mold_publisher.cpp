// What is due: a full packet, one that waited long enough, an end of session, a heartbeat.
#include "sim/mold_publisher.hpp"

namespace gapwire::sim {

MoldPublisher::MoldPublisher(const MessageStore& store, const MoldPublisherOptions& options,
                             Timestamp now)
    : store_(store),
      options_(options),
      packets_(store.session().view(), 1, options.packet),
      opened_(now),
      sent_(now)
{}

bool MoldPublisher::poll(Timestamp now, ByteVector& packet)
{
    const bool is_full = fill(now);
    const bool waited = now >= after(opened_, options_.packing_ns) || store_.ended();
    if (is_full || (!packets_.empty() && waited)) return send(packet, packets_.take(), now);
    const bool silent = packets_.empty() && now >= after(sent_, options_.heartbeat_ns);
    if (store_.ended() && (silent || !end_sent_)) {
        end_sent_ = true;
        return send(packet, packets_.end_of_session(), now);
    }
    return silent && send(packet, packets_.heartbeat(), now);
}

/// True when the next message finds no room.
bool MoldPublisher::fill(Timestamp now)
{
    while (store_.has(packets_.next_sequence())) {
        const Bytes message = store_[packets_.next_sequence()];
        if (!packets_.fits(message.size())) {
            GAPWIRE_ASSERT(!packets_.empty());
            return true;
        }
        if (packets_.empty()) opened_ = now;
        packets_.add(message);
    }
    return false;
}

bool MoldPublisher::send(ByteVector& out, ByteVector packet, Timestamp now)
{
    out = std::move(packet);
    sent_ = now;
    return true;
}

Timestamp MoldPublisher::next_time() const noexcept
{
    if (!packets_.empty()) return after(opened_, options_.packing_ns);
    return after(sent_, options_.heartbeat_ns);
}

}  // namespace gapwire::sim
