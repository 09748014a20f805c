// Plays captures through the line: files in, streams with their books out.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/pipeline/datagram_router.hpp"
#include "app/pipeline/fix_router.hpp"
#include "app/pipeline/soup_router.hpp"
#include "feed/transport/merge.hpp"
#include "feed/transport/open_capture.hpp"
#include "feed/transport/pacer.hpp"

namespace gapwire::pipeline {

struct PlayerOptions {
    RouterOptions router{};
    transport::Speed speed = transport::Speed::max();
    std::size_t batch_max = ItchStream::batch_max;  // messages of a BinaryFILE at once
    /// Called once before the first message, with the first capture time (none for a BinaryFILE):
    /// the moment to fix the trading date. May throw OperatorError.
    std::function<void(Timestamp)> on_start{};
    /// Called now and then with the messages and packets so far.
    std::function<void()> on_progress{};
};

/// How one of the files ended.
struct FileReport {
    std::string name;
    std::string format;
    std::uint64_t records = 0;  // packets, or messages of a BinaryFILE or FIX log
    std::vector<std::uint32_t> link_types;
    transport::ReadEnd end;
};

/// Plays each packet capture given, merged by capture time, then each BinaryFILE and FIX log.
///
/// Errors   OperatorError for what cannot be opened; damage inside a file ends that file only, see
///          files(). What could not be used is counted.
/// Threads  one; everything happens inside play().
class Player {
 public:
    Player(StreamContext& context, PlayerOptions options)
        : context_(context),
          options_(std::move(options)),
          router_(context, options_.router),
          soup_(context),
          fix_(context),
          pacer_(options_.speed)
    {}

    void play(const std::vector<std::string>& paths);

    /// Every stream, those of UDP first, then of TCP, FIX and BinaryFILEs, each in the order in
    /// which they appeared. Snapshots are not among them unless there is nothing else.
    std::vector<const BookSource*> streams() const;
    const MoldRouter& router() const noexcept { return router_.mold(); }
    const MdpRouter& mdp() const noexcept { return router_.mdp(); }
    const SoupRouter& soup() const noexcept { return soup_; }
    const FixRouter& fix() const noexcept { return fix_; }
    const std::vector<FileReport>& files() const noexcept { return files_; }
    /// Datagrams, segments, and messages of BinaryFILEs and FIX logs that were used.
    std::uint64_t used() const noexcept { return used_; }
    const transport::Pacer<>& pacer() const noexcept { return pacer_; }
    Timestamp first_captured() const noexcept { return first_captured_; }
    Timestamp last_captured() const noexcept { return last_captured_; }

 private:
    void start(Timestamp first);
    void play_packets(std::vector<transport::CaptureReader> captures);
    void play_binary(transport::BinaryFile& file);
    void play_fix(fix::LogReader& log);
    void note_time(Timestamp captured);
    void progress();

    StreamContext& context_;
    PlayerOptions options_;
    DatagramRouter router_;
    SoupRouter soup_;
    FixRouter fix_;
    std::vector<std::unique_ptr<ItchStream>> binary_streams_;
    std::vector<FileReport> files_;
    transport::Pacer<> pacer_;
    bool started_ = false;
    std::uint64_t used_ = 0;
    std::uint64_t steps_ = 0;
    Timestamp first_captured_ = Timestamp::none();
    Timestamp last_captured_ = Timestamp::none();
};

/// Why nothing of the captures could be used: "0 of 5,000 packets used: 5,000 TCP packets".
std::string why_unused(const Counters& counters);

}  // namespace gapwire::pipeline
