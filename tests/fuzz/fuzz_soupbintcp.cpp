// Any bytes from a server in any pieces: the same packets, and every number once or lost.
#include <string>
#include <vector>

#include "core/assert.hpp"
#include "feed/glimpse/session.hpp"
#include "feed/soupbintcp/session.hpp"
#include "feed/soupbintcp/witness.hpp"

using namespace gapwire;
using namespace gapwire::soupbintcp;

namespace {

/// An answer to the login that no input would hit upon: number 0 to 9 of session "S".
std::vector<std::uint8_t> accepted(std::uint8_t number)
{
    std::string packet(
        "\0\x1f"
        "A",
        3);
    packet += "         S";
    packet += std::string(19, ' ') + static_cast<char>('0' + number % 10);
    return {packet.begin(), packet.end()};
}

std::string framed(Bytes stream, std::size_t piece)
{
    Framer framer;
    std::string text;
    for (; !stream.empty(); stream = stream.subspan(std::min(piece, stream.size()))) {
        const Bytes first = stream.first(std::min(piece, stream.size()));
        const std::vector<std::uint8_t> copy(first.begin(), first.end());
        framer.give(copy);
        Packet packet;
        Framer::Status status = framer.next(packet);
        for (; status == Framer::Status::packet; status = framer.next(packet)) {
            text += packet.type;
            text.append(packet.payload.begin(), packet.payload.end());
            text += '|';
        }
        if (status == Framer::Status::bad_length) return text + '!';
        framer.keep_rest();
    }
    return text + std::to_string(framer.pending());
}

/// Checks that every number is delivered once or reported lost.
struct Ledger {
    void on_session(const SessionId&) noexcept { next = 1; }
    void on_joined(std::uint64_t sequence) noexcept { next = sequence; }
    void on_messages(std::uint64_t sequence, std::span<const Bytes> messages, Timestamp) noexcept
    {
        GAPWIRE_ASSERT(sequence == next && !messages.empty());
        GAPWIRE_ASSERT(messages.size() <= Session::batch_max);
        next += messages.size();
        for (const Bytes message : messages)
            for (const std::uint8_t byte : message) sum += byte;
    }
    void on_loss(std::uint64_t sequence, std::uint64_t count) noexcept
    {
        GAPWIRE_ASSERT(sequence == next && count > 0);
        next += count;
    }
    void on_end_of_session(std::uint64_t sequence) noexcept { GAPWIRE_ASSERT(sequence == next); }
    void send(Bytes bytes) noexcept { GAPWIRE_ASSERT(bytes.size() >= sizeof(PacketHeader)); }

    std::uint64_t next = 1;
    std::uint64_t sum = 0;
};

/// One answer to each snapshot.
struct Snapshots {
    void on_snapshot_begin() noexcept { GAPWIRE_ASSERT(open == 1); }
    void on_snapshot_messages(std::span<const Bytes>) noexcept { GAPWIRE_ASSERT(open == 1); }
    void on_snapshot_end(std::uint64_t first) noexcept
    {
        GAPWIRE_ASSERT(open-- == 1);
        GAPWIRE_ASSERT(first > 0);
    }
    void on_snapshot_failed(glimpse::Failure) noexcept { GAPWIRE_ASSERT(open-- == 1); }
    void send(Bytes) noexcept {}
    int open = 0;
};

/// Pieces of the input, each led by what happens with it: a time, its size, or a disconnect.
template <class OnBytes, class OnTime>
void play(Bytes script, OnBytes on_bytes, OnTime on_time)
{
    while (script.size() >= 2) {
        const std::uint8_t what = script[0];
        const std::size_t size = std::min<std::size_t>(script[1], script.size() - 2);
        on_time(what);
        const std::vector<std::uint8_t> copy(
            script.begin() + 2, script.begin() + 2 + static_cast<std::ptrdiff_t>(size));
        on_bytes(what, copy);
        script = script.subspan(2 + size);
    }
}

void play_session(Bytes script)
{
    Counters counters;
    Ledger ledger;
    Session session({.session = {}, .sequence = script.empty() ? 1u : script[0] % 3u}, {},
                    counters);
    Timestamp now{0};
    play(
        script, [&](std::uint8_t, Bytes bytes) { session.on_bytes(bytes, now, ledger); },
        [&](std::uint8_t what) {
            now.ns += std::int64_t{what} * 100'000'000;
            session.on_time(now, ledger);
            const Wish wish = session.wish(now);
            if (wish == Wish::connect && what % 8 != 1) {
                session.on_connected(now, ledger);
                if (what % 4 == 0) session.on_bytes(accepted(what / 8), now, ledger);
            }
            if (wish == Wish::close || (wish == Wish::connect && what % 8 == 1))
                session.on_disconnected(now);
            if (what == 255) session.stop(now, ledger);
        });
    GAPWIRE_ASSERT(session.next_sequence() == 0 || session.next_sequence() == ledger.next);
}

void play_glimpse(Bytes script)
{
    Counters counters;
    Snapshots snapshots;
    glimpse::Settings settings;
    settings.limits.messages_max = 20;
    glimpse::Session session(settings, counters);
    Timestamp now{0};
    play(
        script, [&](std::uint8_t, Bytes bytes) { session.on_bytes(bytes, now, snapshots); },
        [&](std::uint8_t what) {
            now.ns += std::int64_t{what} * 100'000'000;
            if (session.is_idle()) {
                GAPWIRE_ASSERT(snapshots.open == 0);
                snapshots.open = 1;
                session.start(now);
                session.on_connected(now, snapshots);
                if (what % 4 != 3) session.on_bytes(accepted(1), now, snapshots);
            }
            session.on_time(now, snapshots);
            if (what == 255) session.abandon(now, snapshots);
            if (session.wish(now) == Wish::close) session.on_disconnected(now, snapshots);
        });
}

struct Heard {
    bool on_accepted(const Accepted& accepted) noexcept
    {
        next = accepted.sequence;
        return true;
    }
    void on_rejected(char) noexcept {}
    void on_sequenced(std::uint64_t first, std::span<const Bytes> messages, Timestamp) noexcept
    {
        GAPWIRE_ASSERT(first == next);
        if (next != 0) next += messages.size();
    }
    void on_end() noexcept {}
    void on_place_lost() noexcept { next = 0; }
    std::uint64_t next = 0;
};

bool is_short(Bytes message) noexcept
{
    return message.size() == message[0] % 4u + 1u;
}

void play_witness(Bytes script)
{
    Counters counters;
    Heard heard;
    Witness witness(&is_short, counters);
    if (!script.empty() && script[0] % 2 == 1) witness.join_late();
    if (!script.empty() && script[0] % 4 == 2) witness.on_bytes(accepted(script[0]), {0}, heard);
    LoginWitness login;
    play(
        script,
        [&](std::uint8_t, Bytes bytes) {
            login.on_bytes(bytes);
            witness.on_bytes(bytes, {0}, heard);
        },
        [&](std::uint8_t what) {
            if (what == 200) witness.on_lost(heard);
        });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const Bytes input{data + 1, size - 1};
    const std::string whole = framed(input, SIZE_MAX);
    GAPWIRE_ASSERT(framed(input, 1) == whole);
    GAPWIRE_ASSERT(framed(input, data[0] % 64 + 1u) == whole);
    play_session(input);
    play_glimpse(input);
    play_witness(input);
    return 0;
}
