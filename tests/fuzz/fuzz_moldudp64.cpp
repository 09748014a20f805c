// Any packets on any lines: what a MoldUDP64 session says stays in order, complete and exact.
#include <algorithm>
#include <cstdio>

#include "core/assert.hpp"
#include "tests/moldudp64/ledger.hpp"

using namespace gapwire;
using namespace gapwire::moldudp64;

namespace {

/// Takes numbers off the fuzz input; zeros when it is used up.
class Script {
 public:
    Script(const std::uint8_t* data, std::size_t size) : left_{data, size} {}

    bool is_over() const noexcept { return left_.empty(); }
    std::uint64_t number(std::size_t bytes) noexcept
    {
        std::uint64_t value = 0;
        for (; bytes > 0 && !left_.empty(); --bytes, left_ = left_.subspan(1))
            value = value << 8 | left_.front();
        return value;
    }

 private:
    Bytes left_;
};

/// Bytes that claim to be a packet: when they are accepted, the blocks are exactly the messages.
void parse_any(Bytes datagram)
{
    Packet packet;
    if (parse_packet(datagram, packet) != PacketStatus::ok) return;
    std::size_t size = sizeof(PacketHeader);
    for (int i = 0; i < packet.count; ++i) size += 2 + take_block(packet.blocks).size();
    GAPWIRE_ASSERT(packet.blocks.empty());
    GAPWIRE_ASSERT(size == datagram.size());
    GAPWIRE_ASSERT(packet.sequence <= UINT64_MAX - packet.count);
}

class Play {
 public:
    Play(Script script, const SessionLimits& limits) : script_(script), session_(limits, counters_)
    {}

    void run()
    {
        while (!script_.is_over()) step();
        session_.finish(ledger_);
        const std::string fault = ledger_.fault(counters_, packed_);
        if (!fault.empty()) std::fprintf(stderr, "%s\n", fault.c_str());
        GAPWIRE_ASSERT(fault.empty());
        const std::uint64_t next = session_.next_sequence();
        const bool said_nothing = ledger_.next() == 0 && next <= 1;  // a heartbeat of number 1
        GAPWIRE_ASSERT(next == ledger_.next() || said_nothing);
    }

 private:
    /// One packet, or time that passes. Numbers are near where the session is, or anywhere.
    void step()
    {
        const std::uint64_t what = script_.number(1);
        sequence_ = what % 16 == 0 ? script_.number(8) : base_ + script_.number(1) % 64;
        switch (what / 16 % 8) {
            case 0: send(0, false); break;
            case 1: send(0, true); break;
            case 2: pass_time(); break;
            case 3: session_.set_line_count(what % 3 + 1); break;
            case 4: base_ += 16; [[fallthrough]];
            default: send(static_cast<std::uint16_t>(1 + script_.number(1) % 70), false);
        }
    }

    void pass_time()
    {
        const std::uint64_t step = script_.number(1);
        now_ = step == 255
                   ? Timestamp::none()
                   : Timestamp{static_cast<std::int64_t>(
                         now_.is_none() ? step : static_cast<std::uint64_t>(now_.ns) + step)};
        session_.on_time(now_, ledger_);
        if (const auto request = session_.next_request())
            GAPWIRE_ASSERT(request->sequence == session_.next_sequence() && request->count > 0);
    }

    void send(std::uint16_t count, bool is_end)
    {
        if ((count > 0 && sequence_ == 0) || sequence_ > UINT64_MAX - count) return;
        blocks_.clear();
        for (std::uint16_t i = 0; i < count; ++i) {
            const auto message = test::numbered_message(sequence_ + i);
            blocks_.push_back(0);
            blocks_.push_back(static_cast<std::uint8_t>(message.size()));
            blocks_.insert(blocks_.end(), message.begin(), message.end());
        }
        const Packet packet{.session = {},
                            .sequence = sequence_,
                            .count = count,
                            .end_of_session = is_end,
                            .blocks = blocks_};
        session_.on_packet(packet, now_, ledger_);
        packed_ += count;
    }

    Script script_;
    Counters counters_;
    test::Ledger ledger_;
    Session session_;
    std::vector<std::uint8_t> blocks_;
    Timestamp now_{0};
    std::uint64_t base_ = 1;
    std::uint64_t sequence_ = 0;
    std::uint64_t packed_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    parse_any({data, size});
    Script script(data, size);
    const std::uint64_t choice = script.number(1);
    Play(script, {.reorder_wait_max = 100,
                  .reorder_messages_max = choice % 4 == 0 ? 40u : 1'000u,
                  .reorder_packets_max = 1 + choice / 4,
                  .reorder_bytes_max = Session::datagram_bytes_max,
                  .requests = {.servers = choice % 3,
                               .messages_max = 8,
                               .answer_wait_max = 50,
                               .hole_messages_max = 64,
                               .hole_wait_max = 500}})
        .run();
    return 0;
}
