// Merges captures on a heap of their next packets.
#include "feed/transport/merge.hpp"

#include <algorithm>

namespace gapwire::transport {

DatagramSource::DatagramSource(std::vector<CaptureReader> captures, Counters& counters)
    : captures_(std::move(captures)), heads_(captures_.size()), counters_(&counters)
{
    for (const CaptureReader& capture : captures_)
        reports_.push_back({capture.name(), capture.format(), 0, {}, {}, {}});
    for (std::size_t i = 0; i < heads_.size(); ++i) {
        heads_[i].capture = static_cast<std::uint32_t>(i);
        if (advance(heads_[i])) queue_.push_back(&heads_[i]);
    }
    std::make_heap(queue_.begin(), queue_.end(), comes_later);
}

bool DatagramSource::next(Datagram& datagram)
{
    while (next_packet())
        if (parse(datagram) == FrameStatus::datagram) return true;
    return false;
}

Given DatagramSource::next(Datagram& datagram, Segment& segment)
{
    while (next_packet()) {
        const FrameStatus status = parse(datagram);
        if (status == FrameStatus::datagram) return Given::datagram;
        if (status == FrameStatus::tcp && parse_segment(datagram, segment)) return Given::segment;
    }
    return Given::end;
}

/// Of the packet in front.
FrameStatus DatagramSource::parse(Datagram& datagram)
{
    const Head& head = *queue_.front();
    const Packet& packet = head.packet;
    const FrameStatus status =
        parse_frame(packet.link_type, packet.data, packet.original_length, datagram);
    counters_->add(counter_of(status));
    datagram.packet = packet.number;
    datagram.capture = head.capture;
    datagram.captured = head.time == INT64_MIN ? Timestamp::none() : Timestamp{head.time};
    return status;
}

bool DatagramSource::is_stable() const noexcept
{
    return std::all_of(captures_.begin(), captures_.end(),
                       [](const CaptureReader& capture) { return capture.is_stable(); });
}

bool DatagramSource::comes_later(const Head* a, const Head* b) noexcept
{
    return a->time != b->time ? a->time > b->time : a->capture > b->capture;
}

/// Brings the next packet to the front of the queue.
bool DatagramSource::next_packet()
{
    if (front_is_spent_) {
        Head* const head = queue_.front();
        const bool alone = queue_.size() == 1;
        if (!alone) std::pop_heap(queue_.begin(), queue_.end(), comes_later);
        if (!advance(*head))
            queue_.pop_back();
        else if (!alone)
            std::push_heap(queue_.begin(), queue_.end(), comes_later);
    }
    front_is_spent_ = !queue_.empty();
    return front_is_spent_;
}

bool DatagramSource::advance(Head& head)
{
    CaptureReader& capture = captures_[head.capture];
    if (capture.next(head.packet) != ReadStatus::packet) {
        reports_[head.capture].end = capture.ended();
        reports_[head.capture].warning = capture.warning();
        return false;
    }
    note(head);
    if (!head.packet.captured.is_none()) head.time = head.packet.captured.ns;
    return true;
}

void DatagramSource::note(const Head& head)
{
    CaptureReport& report = reports_[head.capture];
    report.packets = head.packet.number;
    std::vector<std::uint32_t>& seen = report.link_types;
    const std::uint32_t link_type = head.packet.link_type;
    if (std::find(seen.begin(), seen.end(), link_type) == seen.end() &&
        seen.size() < CaptureReport::link_types_max)
        seen.push_back(link_type);
}

}  // namespace gapwire::transport
