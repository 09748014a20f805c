// Counts what all captures have in common.
#include "feed/transport/capture.hpp"

namespace gapwire::transport {

ReadStatus CaptureReader::next(Packet& packet)
{
    PcapReader* const pcap = std::get_if<PcapReader>(&reader_);
    const ReadStatus status =
        pcap != nullptr ? pcap->next(packet) : std::get<PcapngReader>(reader_).next(packet);
    if (status == ReadStatus::packet)
        count(packet);
    else
        count_end(status);
    return status;
}

void CaptureReader::count(const Packet& packet) noexcept
{
    counters_->add(Counter::capture_packets);
    counters_->add(Counter::capture_bytes, packet.data.size());
    if (packet.captured.is_none()) {
        counters_->add(Counter::capture_no_timestamp);
        return;
    }
    if (packet.captured < last_) counters_->add(Counter::capture_time_reversed);
    last_ = packet.captured;
}

void CaptureReader::count_end(ReadStatus status) noexcept
{
    if (std::exchange(end_counted_, true)) return;
    if (status == ReadStatus::truncated) counters_->add(Counter::capture_truncated_files);
    if (status == ReadStatus::malformed) counters_->add(Counter::capture_malformed_files);
}

}  // namespace gapwire::transport
