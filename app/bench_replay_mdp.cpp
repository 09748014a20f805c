// The stages of the line for MDP 3.0, timed.
#include "app/bench_replay_mdp.hpp"

#include <array>
#include <set>

#include "app/bench_line.hpp"
#include "app/bench_timing.hpp"
#include "app/pipeline/mdp_stream.hpp"
#include "feed/transport/merge.hpp"
#include "feed/transport/open_capture.hpp"

namespace gapwire::app {
namespace {

/// The packets of the first channel of a capture, each once.
class Packets {
 public:
    explicit Packets(const std::string& path)
    {
        Counters counters;
        transport::Capture capture = transport::open_capture(path, counters);
        auto* const reader = std::get_if<transport::CaptureReader>(&capture);
        if (reader == nullptr) return;
        std::vector<transport::CaptureReader> readers;
        readers.push_back(std::move(*reader));
        transport::DatagramSource source(std::move(readers), counters);
        transport::Datagram datagram;
        transport::Segment segment;
        std::set<std::uint32_t> seen;
        for (transport::Given given;
             (given = source.next(datagram, segment)) != transport::Given::end;) {
            mdp3::Packet packet;
            if (given != transport::Given::datagram ||
                mdp3::parse_packet(datagram.payload, packet) != mdp3::PacketStatus::ok ||
                !seen.insert(packet.sequence).second)
                continue;
            places_.push_back({bytes_.size(), datagram.payload.size()});
            bytes_.insert(bytes_.end(), datagram.payload.begin(), datagram.payload.end());
        }
        for (const auto& [at, size] : places_) all_.emplace_back(bytes_.data() + at, size);
    }
    const std::vector<Bytes>& all() const noexcept { return all_; }

 private:
    std::vector<std::uint8_t> bytes_;
    std::vector<std::pair<std::size_t, std::size_t>> places_;
    std::vector<Bytes> all_;
};

struct Ignore {
    void on_message_begin(const mdp3::MessageContext& context) noexcept { keep(context); }
    void on_end_of_event(const mdp3::MessageContext& context) noexcept { keep(context); }
    void on(const auto& event) noexcept { keep(event); }
};

using Line = BenchLine<pipeline::MdpStream>;

/// A channel runs for a week: numbers begin with 1 again, and all books are empty.
void begin_anew(Line& line)
{
    line.stream->on_new_session();
}

template <class Use>
std::int64_t time_packets(const std::vector<Bytes>& packets, Use use)
{
    const auto start = BenchClock::now();
    for (const Bytes& datagram : packets) {
        mdp3::Packet packet;
        if (mdp3::parse_packet(datagram, packet) != mdp3::PacketStatus::ok) continue;
        use(packet, datagram);
    }
    return (BenchClock::now() - start).count();
}

std::int64_t time_line(Line& line, const std::vector<Bytes>& packets)
{
    begin_anew(line);
    return time_packets(packets, [&](const mdp3::Packet& packet, const Bytes& datagram) {
        line.stream->on_messages(packet.sequence, {&datagram, 1}, Timestamp::none());
    });
}

Latency time_each(const std::vector<Bytes>& packets, int runs)
{
    EachTimer timer;
    Line line(true);
    time_line(line, packets);
    for (int run = 0; run < runs; ++run) {
        begin_anew(line);
        for (const Bytes& datagram : packets)
            timer.time([&] {
                mdp3::Packet packet;
                if (mdp3::parse_packet(datagram, packet) == mdp3::PacketStatus::ok)
                    line.stream->on_messages(packet.sequence, {&datagram, 1}, Timestamp::none());
            });
    }
    return timer.latency();
}

}  // namespace

std::optional<BenchReport> bench_replay_mdp(const std::string& path, const BenchPlan& plan)
{
    const Packets packets(path);
    const std::vector<Bytes>& all = packets.all();
    if (all.empty()) return std::nullopt;
    // A capture of few packets is played so often that a run takes long enough to be timed.
    constexpr std::size_t packets_min = 200'000;
    const auto rounds = static_cast<int>((packets_min + all.size() - 1) / all.size());
    std::array<std::vector<std::int64_t>, 4> times;
    Line books(false);
    Line line(true);
    time_line(books, all);
    time_line(line, all);
    for (int run = 0; run < plan.runs; ++run) {
        std::array<std::int64_t, 4> sum{};
        for (int round = 0; round < rounds; ++round) {
            sum[0] += time_packets(all, [](const mdp3::Packet& packet, Bytes) { keep(packet); });
            Counters counters;
            Ignore ignore;
            sum[1] += time_packets(all, [&](const mdp3::Packet& packet, Bytes) {
                mdp3::decode_messages(packet.messages, counters, ignore);
            });
            sum[2] += time_line(books, all);
            sum[3] += time_line(line, all);
        }
        for (std::size_t i = 0; i < times.size(); ++i) times[i].push_back(sum[i]);
    }
    BenchReport report{path, all.size(), "packet", 1, "any", {}, {}};
    constexpr const char* names[] = {"walk", "decode", "books", "rules"};
    for (std::size_t i = 0; i < times.size(); ++i)
        report.stages.push_back(
            stage_result(names[i], times[i], all.size() * static_cast<std::size_t>(rounds)));
    report.latency = time_each(all, rounds);
    return report;
}

}  // namespace gapwire::app
