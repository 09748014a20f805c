// The exchange as its feed shows it: every change to a book is one ITCH message.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/itch_encoder.hpp"
#include "sim/live_books.hpp"
#include "sim/random.hpp"

namespace gapwire::sim {

/// Order references as Nasdaq hands them out: unique, rising with gaps; with four streams each
/// quarter of the locates counts for itself and `reference & 3` names the stream.
class ReferenceSource {
 public:
    /// REQUIRES: streams is 1 or 4.
    ReferenceSource(std::uint32_t streams, std::uint16_t instruments, std::uint64_t seed);
    std::uint64_t next(std::uint16_t locate) noexcept;

 private:
    Random random_;
    std::uint32_t streams_;
    std::uint32_t instruments_;
    std::uint64_t counters_[4];
};

/// What the directory says of an instrument.
struct Listing {
    std::string symbol;
    bool test_issue = false;
};

/// Keeps the books and speaks about them. Messages are valid by construction (see LiveBooks).
///
/// Output   output(time_ns, message): one ITCH message without framing, valid during the call.
/// Errors   impossible changes are our own faults and asserted.
class Exchange {
 public:
    using Output = std::function<void(std::uint64_t time_ns, Bytes message)>;
    using Slot = LiveBooks::Slot;

    /// Instrument i of `listings` gets locate i + 1. REQUIRES: at most 65,535 of them.
    Exchange(std::vector<Listing> listings, std::uint32_t reference_streams, std::uint64_t seed,
             Output output);

    /// Sets the clock to `time_ns` since midnight Eastern, unless it is past that already.
    void advance_to(std::uint64_t time_ns) noexcept { time_ns_ = std::max(time_ns_, time_ns); }
    void advance_by(std::uint64_t ns) noexcept { time_ns_ += ns; }
    std::uint64_t time_ns() const noexcept { return time_ns_; }

    void system_event(char event) { say(itch::SystemEvent{.at = now(0), .event = event}); }
    /// Directory, trading state, short sale restriction and one market maker of every instrument,
    /// one message each, `step_ns` apart.
    void opening_spin(std::uint64_t step_ns);
    /// Any message that does not touch a book.
    template <itch::Message T>
    void say(const T& message)
    {
        output_(time_ns_, bytes_of(layout_of(message)));
    }
    /// Here and now, for `say`.
    itch::At now(std::uint16_t locate) const noexcept
    {
        return {.locate = locate, .time_ns = time_ns_};
    }

    /// With `mpid` as a message F, without as A.
    Slot add(std::uint16_t locate, Side side, std::uint32_t price, std::uint32_t quantity,
             std::string_view mpid = {});
    void execute(Slot slot, std::uint32_t quantity);
    void execute_at(Slot slot, std::uint32_t quantity, std::uint32_t price, bool printable);
    void cancel(Slot slot, std::uint32_t quantity);
    void remove(Slot slot);
    Slot replace(Slot slot, std::uint32_t price, std::uint32_t quantity);
    /// An execution against an order that was never shown. Returns its match number.
    std::uint64_t trade_hidden(std::uint16_t locate, std::uint32_t price, std::uint32_t quantity);
    void cross(std::uint16_t locate, std::uint32_t price, std::uint64_t shares, char cross_type);

    const LiveBooks& books() const noexcept { return books_; }
    std::uint16_t instruments() const noexcept
    {
        return static_cast<std::uint16_t>(listings_.size());
    }
    std::string_view symbol(std::uint16_t locate) const noexcept
    {
        return listings_[locate - 1u].symbol;
    }

 private:
    std::vector<Listing> listings_;
    LiveBooks books_;
    ReferenceSource references_;
    Output output_;
    std::uint64_t time_ns_ = 0;
    std::uint64_t last_match_ = 0;
};

}  // namespace gapwire::sim
