// A whole futures channel in one thread, on a virtual clock.
#include "app/simulation/mdp_world.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/pipeline/mdp_live.hpp"
#include "app/simulation/mdp_plan.hpp"
#include "app/simulation/mdp_truth.hpp"

namespace gapwire::app {
namespace {

using sim::after;

constexpr std::int64_t ms = 1'000'000;
constexpr std::size_t instruments_max = 64;

pipeline::MdpLiveOptions live_options()
{
    pipeline::MdpLiveOptions options;
    options.lines = {"A", "B"};
    options.session.reorder_wait_max = 2 * ms;
    options.session.reorder_packets_max = 256;
    options.session.reorder_bytes_max = mdp3::Session::datagram_bytes_max;
    options.silence_max = 300 * ms;  // heartbeats come every 100 ms
    return options;
}

class MdpWorld {
 public:
    explicit MdpWorld(std::uint64_t seed);
    SimulationReport run();

 private:
    /// What was compared last, as far as a turn can change it.
    struct Compared {
        std::uint32_t last_packet = 0;
        std::uint32_t lost_until = 0;
        std::uint64_t messages = 0;
        std::uint64_t snapshots = 0;
        std::uint64_t silences = 0;  // begun and ended
        friend bool operator==(const Compared&, const Compared&) = default;
    };

    void step();
    void send_packets();
    void deliver_packets();
    void end_week();
    void check_turn();
    void check();
    bool is_over();
    bool is_recovered() const;
    Timestamp next_time() const;
    Compared present() const;
    std::uint32_t week() const
    {
        return static_cast<std::uint32_t>(1 + counters_[Counter::mdp_begun_anew]);
    }
    void fail(std::string_view what) { report_.fail(now_, what); }
    void count_faults();
    void demand_faults();

    MdpSimulationPlan plan_;
    Timestamp now_ = simulation_start;
    SimulationReport report_;
    Timestamp settled_at_ = sim::never;  // faults and events are over

    sim::Mdp3Channel channel_;
    sim::Mdp3Publisher publisher_;
    std::vector<sim::Link> lines_;
    std::vector<sim::Link> loops_;

    // The receiving side.
    Counters counters_;
    pipeline::Instruments instruments_;
    Region published_;
    book::Publication publication_;
    pipeline::StreamContext context_;
    pipeline::MdpLive live_;
    MdpTruth truth_;
    Compared compared_;
};

MdpWorld::MdpWorld(std::uint64_t seed)
    : plan_(mdp_plan_of(seed)),
      channel_(seed, plan_.market),
      publisher_(channel_, plan_.publisher, now_, now_),
      published_(book::Publication::bytes_for(instruments_max)),
      publication_(
          book::Publication::create({published_.data(), published_.size()}, instruments_max, 1)),
      context_{.instruments = &instruments_, .counters = &counters_, .publication = &publication_},
      live_(context_, 0, "SIM", live_options()),
      truth_(channel_)
{
    report_.seed = seed;
    report_.situation = to_text(plan_.situation);
    for (const sim::LinkPlan& line : plan_.lines) lines_.emplace_back(line, ++seed);
    for (const sim::LinkPlan& loop : plan_.loops) loops_.emplace_back(loop, ++seed);
}

SimulationReport MdpWorld::run()
{
    while (report_.failure.empty() && !is_over()) step();
    count_faults();
    demand_faults();
    report_.messages = live_.stream().messages();
    return std::move(report_);
}

void MdpWorld::step()
{
    now_ = next_time();
    end_week();
    if (now_ >= plan_.events_until) publisher_.stop_events();
    send_packets();
    deliver_packets();
    live_.on_time(now_);
    check_turn();
}

/// Something is due, or the channel's millisecond is over.
Timestamp MdpWorld::next_time() const
{
    Timestamp next = std::min(after(now_, ms), publisher_.next_time());
    for (const auto* links : {&lines_, &loops_})
        for (const sim::Link& link : *links) next = std::min(next, link.next_time());
    return std::max(next, now_);
}

void MdpWorld::end_week()
{
    if (now_ < plan_.week_ends) return;
    plan_.week_ends = sim::never;
    publisher_.begin_week(after(now_, plan_.weekend_ns));
}

void MdpWorld::send_packets()
{
    for (sim::MdpDuePacket due; publisher_.poll(now_, due);) {
        if (due.feed == sim::MdpFeedKind::incremental)
            for (sim::Link& line : lines_) line.send(due.bytes, now_);
        else
            loops_[static_cast<std::size_t>(due.feed) - 1].send(due.bytes, now_);
    }
}

void MdpWorld::deliver_packets()
{
    const bool is_heard = now_ >= after(simulation_start, plan_.join_after);
    sim::Arrival arrival;
    const auto deliver = [&](sim::Link& link, auto hand_in) {
        while (report_.failure.empty() && link.pop_until(now_, arrival)) {
            if (arrival.corrupted || !is_heard) continue;  // UDP's checksum is wrong
            hand_in(arrival.bytes);
            check();
        }
    };
    for (std::size_t i = 0; i < lines_.size(); ++i)
        deliver(lines_[i], [&](Bytes packet) { live_.on_datagram(i, packet, now_); });
    const auto snapshot = [&](Bytes packet) { live_.on_snapshot(packet); };
    deliver(loops_[0], snapshot);
    deliver(loops_[1], snapshot);
    deliver(loops_[2], [&](Bytes packet) { live_.on_definition(packet); });
}

MdpWorld::Compared MdpWorld::present() const
{
    const pipeline::MdpStream& stream = live_.stream();
    return {.last_packet = stream.last_packet(),
            .lost_until = stream.lost_until(),
            .messages = stream.messages(),
            .snapshots = counters_[Counter::mdp_snapshots_loaded],
            .silences = counters_[Counter::feed_silences] + counters_[Counter::feed_resumptions]};
}

/// A turn in which nothing happened leaves nothing to compare.
void MdpWorld::check_turn()
{
    if (present() != compared_) check();
}

void MdpWorld::check()
{
    if (!report_.failure.empty()) return;
    if (week() > channel_.now().week) return fail("a week that has not begun");
    compared_ = present();
    ++report_.checks;
    const std::string wrong = truth_.difference(live_.stream(), week(), &publication_);
    if (!wrong.empty()) fail("what is said to be valid is wrong: " + wrong);
}

bool MdpWorld::is_recovered() const
{
    return week() == channel_.now().week && live_.stream().last_packet() == channel_.now().packet &&
           truth_.has_seen_resets(live_.stream()) && truth_.not_right(live_.stream()).empty();
}

/// All is said, nothing is wrong any more, and everything is valid; or not in time.
bool MdpWorld::is_over()
{
    if (publisher_.has_events() || now_ < plan_.faults_until) return false;
    if (settled_at_ == sim::never) settled_at_ = std::max(now_, plan_.faults_until);
    report_.recovered_ns = now_.ns - settled_at_.ns;
    if (is_recovered()) return true;
    if (report_.recovered_ns < recovery_bound_ns) return false;
    fail(fmt::format("not recovered in time: at packet {} of {} in week {}; reset seen: {};{}",
                     live_.stream().last_packet(), channel_.now().packet, week(),
                     truth_.has_seen_resets(live_.stream()), truth_.not_right(live_.stream())));
    return true;
}

/// What happened, by name.
void MdpWorld::count_faults()
{
    auto& happened = report_.happened;
    for (const sim::Link& line : lines_) report_.count(line, "packets");
    for (const sim::Link& loop : loops_) report_.count(loop, "loop packets");
    happened["packets lost on both lines"] = counters_[Counter::messages_lost];
    happened["entries missing"] = counters_[Counter::mdp_entries_missing];
    happened["snapshots loaded"] = counters_[Counter::mdp_snapshots_loaded];
    happened["snapshots too old"] = counters_[Counter::mdp_snapshots_too_old];
    happened["weeks begun"] = counters_[Counter::mdp_begun_anew];
    happened["channel resets"] =
        counters_[Counter::mdp_channel_resets] - counters_[Counter::mdp_begun_anew];
    happened["silences"] = counters_[Counter::feed_silences];
    happened["joined late"] = plan_.join_after > 0;
    const MdpComparisons& compared = truth_.count();
    happened["books compared"] = compared.books;
    happened["books ahead of the lines"] = compared.ahead;
    happened["books by order compared"] = compared.orders;
    happened["tops compared"] = compared.tops;
    happened["not compared behind a reset that was lost"] = compared.unnoticed;
}

/// Whether it was all that was planned.
void MdpWorld::demand_faults()
{
    report_.demand_planned(now_, plan_.lines, "packets");
    report_.demand_planned(now_, plan_.loops, "loop packets");
    const auto demand = [&](bool planned, const char* fault) {
        report_.demand(now_, planned, fault);
    };
    const MdpSituation situation = plan_.situation;
    const bool loses_surely = situation == MdpSituation::both_lines_lose ||
                              situation == MdpSituation::loops_lose ||
                              situation == MdpSituation::last_packet_lost;
    demand(loses_surely, "packets lost on both lines");
    demand(loses_surely || situation == MdpSituation::joined_late, "snapshots loaded");
    demand(situation == MdpSituation::week_begins, "weeks begun");
    demand(situation == MdpSituation::channel_resets, "channel resets");
    demand(true, "books compared");
    demand(true, "tops compared");
    demand(plan_.market.has_orders, "books by order compared");
    if (situation == MdpSituation::one_line_loses &&
        report_.happened["packets lost on both lines"] > 0)
        fail("a line's loss was not filled by the other line");
}

}  // namespace

SimulationReport run_mdp_simulation(std::uint64_t seed)
{
    return MdpWorld(seed).run();
}

}  // namespace gapwire::app
