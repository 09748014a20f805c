// A stream cut, repeated, reordered and lost at random: every byte at its place, or reported lost.
#include <gtest/gtest.h>

#include <random>

#include "tests/transport/tcp_lines.hpp"

namespace gapwire::test {
namespace {

/// What was sent, as far as it can be told from what came out; '?' for each byte that was lost.
struct Rebuilt {
    void on_opened(std::uint32_t, const transport::TcpConnection&) noexcept {}
    void on_bytes(std::uint32_t, TcpSide side, Bytes bytes, const Segment&) noexcept
    {
        if (side == TcpSide::server) text.append(bytes.begin(), bytes.end());
    }
    void on_lost(std::uint32_t, TcpSide side, std::uint64_t count) noexcept
    {
        if (side == TcpSide::server) text.append(count, '?');
    }
    void on_closed(std::uint32_t) noexcept {}
    std::string text;
};

class RandomStream {
 public:
    RandomStream(std::uint32_t seed, bool with_loss) : random_(seed), with_loss_(with_loss)
    {
        for (int i = 0; i < 200'000; ++i) sent_ += static_cast<char>('a' + random_() % 26);
        base_ = static_cast<std::uint32_t>(random_());
        client_.port = 1;
        cut();
    }

    void run()
    {
        give(server_, base_ - 1, {}, syn | ack, 1);
        for (const auto& [at, size] : parts_) {
            end_ = std::max(end_, at + size);
            give(server_, base_ + static_cast<std::uint32_t>(at),
                 std::string_view(sent_).substr(at, size), ack, 1);
            if (with_loss_ && random_() % 40 == 0 && at > 20'000)
                give(client_, 1, {}, ack, base_ + static_cast<std::uint32_t>(at - 20'000));
        }
        reassembly_.finish(rebuilt_);
    }

    void expect_true() const
    {
        ASSERT_EQ(rebuilt_.text.size(), end_);
        std::uint64_t missing = 0;
        for (std::size_t i = 0; i < end_; ++i) {
            if (rebuilt_.text[i] == '?')
                ++missing;
            else
                ASSERT_EQ(rebuilt_.text[i], sent_[i]) << i;
        }
        EXPECT_EQ(missing, counters_[Counter::tcp_bytes_lost]);
        EXPECT_EQ(missing > 0, with_loss_);
        EXPECT_EQ(counters_[Counter::tcp_bytes_differing], 0u);
        EXPECT_GT(counters_[Counter::tcp_segments_early], 0u);
    }

 private:
    /// Cuts the stream, and puts its parts in the order in which they are given.
    void cut()
    {
        for (std::size_t at = 0; at < sent_.size();) {
            const std::size_t size =
                std::min<std::size_t>(1 + random_() % 1'500, sent_.size() - at);
            const bool is_lost = with_loss_ && random_() % 50 == 0 && at > 0;
            const auto back = static_cast<std::ptrdiff_t>(
                random_() % (1 + std::min<std::size_t>(parts_.size(), 6)));
            if (!is_lost) parts_.insert(parts_.end() - back, {at, size});
            at += size;
            if (with_loss_ || random_() % 10 != 0) continue;
            const auto [from, length] =
                parts_[random_() % parts_.size()];  // again, and overlapping
            parts_.push_back({from - std::min<std::size_t>(from, 100), length});
        }
    }

    void give(const transport::Endpoint& from, std::uint32_t sequence, std::string_view payload,
              std::uint8_t flags, std::uint32_t acknowledged)
    {
        Segment segment;
        segment.source = from;
        segment.destination = from == server_ ? client_ : server_;
        segment.sequence = sequence;
        segment.flags = flags;
        segment.acknowledgement = acknowledged;
        const std::string copy(payload);
        segment.payload = {reinterpret_cast<const std::uint8_t*>(copy.data()), copy.size()};
        reassembly_.on_segment(segment, rebuilt_);
    }

    std::mt19937 random_;
    bool with_loss_;
    std::string sent_;
    std::uint32_t base_;  // the number of the first byte
    std::size_t end_ = 0;
    transport::Endpoint client_;
    transport::Endpoint server_;
    std::vector<std::pair<std::size_t, std::size_t>> parts_;
    Counters counters_;
    Rebuilt rebuilt_;
    transport::TcpReassembly reassembly_{
        {.connections_max = 1, .early_bytes_max = 1u << 17, .early_pieces_max = 16}, counters_};
};

void expect_rebuilt(bool with_loss)
{
    for (std::uint32_t seed = 1; seed <= 30; ++seed) {
        SCOPED_TRACE(seed);
        RandomStream stream(seed, with_loss);
        stream.run();
        stream.expect_true();
    }
}

TEST(TcpProperty, RepeatsAndReorderingLoseNothing)
{
    expect_rebuilt(false);
}

TEST(TcpProperty, EveryByteIsHandedOnAtItsPlaceOrReportedLost)
{
    expect_rebuilt(true);
}

}  // namespace
}  // namespace gapwire::test
