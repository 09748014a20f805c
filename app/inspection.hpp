// What captures hold: files, streams by destination, sessions with their lines, times.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/pipeline/player.hpp"

namespace gapwire::app {

/// UDP traffic to one destination.
struct StreamFound {
    transport::Endpoint destination;
    std::uint64_t datagrams = 0;
    std::uint64_t bytes = 0;
    std::set<std::uint16_t> vlans{};
    std::string stack{};  // "moldudp64/itch50", "mdp3", ...; empty: not recognised
};

/// Reads captures once and describes them. Threads: one.
class Inspection {
 public:
    Inspection(Counters& counters, const pipeline::RouterOptions& options);

    /// Throws OperatorError for what cannot be opened.
    void read(const std::vector<std::string>& paths);

    std::string text() const;
    std::string json() const;
    const std::vector<pipeline::FileReport>& files() const noexcept { return files_; }
    std::uint64_t used() const noexcept { return used_; }

 private:
    void read_packets(std::vector<transport::CaptureReader> captures);
    void read_binary(transport::BinaryFile& file);
    void read_fix(fix::LogReader& log);
    void note(const transport::Datagram& datagram);
    void note_time(Timestamp captured);
    StreamFound& stream(const transport::Datagram& datagram);
    std::string files_text() const;
    std::string sessions_text() const;
    std::string soup_text() const;
    std::string times_text() const;
    std::string fragment() const;

    Counters& counters_;
    pipeline::RouterOptions options_;
    pipeline::Instruments instruments_;
    pipeline::StreamContext context_;
    pipeline::DatagramRouter router_;
    pipeline::SoupRouter soup_;
    pipeline::FixRouter fix_;
    std::vector<std::unique_ptr<pipeline::ItchStream>> binaries_;
    std::vector<std::string> paths_;
    std::vector<pipeline::FileReport> files_;
    std::vector<StreamFound> streams_;
    std::uint64_t used_ = 0;
    Timestamp first_ = Timestamp::none();
    Timestamp last_ = Timestamp::none();
};

}  // namespace gapwire::app
