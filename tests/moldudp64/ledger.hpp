// What must be true of anything a session says, whatever its lines did: a handler that keeps books.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "core/counters.hpp"
#include "feed/moldudp64/session.hpp"

namespace gapwire::moldudp64::test {

/// The message that has this number, in streams made for a ledger: the number, and a tail of a
/// length that depends on it.
inline std::vector<std::uint8_t> numbered_message(std::uint64_t sequence)
{
    const auto number = U64be::of(sequence);
    std::vector<std::uint8_t> message(number.raw, number.raw + sizeof number.raw);
    message.resize(sizeof number.raw + sequence % 5, static_cast<std::uint8_t>(sequence));
    return message;
}

/// Follows every call: numbers rise without a hole, each is delivered or lost exactly once.
class Ledger {
 public:
    enum class Content : bool { any, numbered };

    explicit Ledger(Content content = Content::numbered) : content_(content) {}

    void on_messages(std::uint64_t sequence, std::span<const Bytes> messages, Timestamp) noexcept
    {
        begin(1);
        expect(sequence == next_, "messages", sequence);
        expect(!messages.empty() && messages.size() <= Session::batch_max, "batch of", sequence);
        for (std::size_t i = 0; i < messages.size(); ++i) check(sequence + i, messages[i]);
        next_ = sequence + messages.size();
        delivered_ += messages.size();
    }
    void on_loss(std::uint64_t sequence, std::uint64_t count) noexcept
    {
        begin(1);
        expect(sequence == next_ && count > 0 && count <= UINT64_MAX - sequence, "loss", sequence);
        losses_.push_back({sequence, count});
        next_ = sequence + count;
        lost_ += count;
    }
    void on_joined(std::uint64_t sequence) noexcept
    {
        expect(next_ == 0 && sequence > 0, "joined", sequence);
        begin(sequence);
    }
    void on_disagreement(LinePrefix, Bytes other) noexcept
    {
        expect(content_ == Content::any, "disagreement about", other.size());
    }
    void on_hole(std::uint64_t) noexcept {}
    void on_hole_closed() noexcept {}
    void on_end_of_session(std::uint64_t sequence) noexcept
    {
        begin(1);
        expect(sequence == next_ && end_ == 0, "end", sequence);
        end_ = sequence;
    }

    /// The first thing that was wrong; empty when nothing was. `packed`: messages in all packets
    /// given. To be asked after finish().
    std::string fault(const Counters& counters, std::uint64_t packed) const
    {
        if (!fault_.empty()) return fault_;
        if (delivered_ + lost_ != next_ - first_) return "delivered and lost are not all";
        if (counters[Counter::messages_delivered] != delivered_) return "counter of delivered";
        if (counters[Counter::messages_lost] != lost_) return "counter of lost";
        if (counters[Counter::losses] != losses_.size()) return "counter of losses";
        if (delivered_ + counters[Counter::messages_duplicate] +
                counters[Counter::messages_too_far] !=
            packed)
            return "a message was neither delivered nor dropped by name";
        return {};
    }

    struct Loss {
        std::uint64_t first;
        std::uint64_t count;
    };

    std::uint64_t first() const noexcept { return first_; }
    std::uint64_t next() const noexcept { return next_; }
    std::uint64_t delivered() const noexcept { return delivered_; }
    std::uint64_t lost() const noexcept { return lost_; }
    std::uint64_t end() const noexcept { return end_; }
    const std::vector<Loss>& losses() const noexcept { return losses_; }

 private:
    void begin(std::uint64_t sequence) noexcept
    {
        if (next_ == 0) first_ = next_ = sequence;
    }
    void expect(bool right, std::string_view what, std::uint64_t number) noexcept
    {
        if (!right && fault_.empty())
            fault_ = fmt::format("{} {} where {} was next", what, number, next_);
    }
    void check(std::uint64_t sequence, Bytes message) noexcept
    {
        if (content_ == Content::any) return;
        expect(std::ranges::equal(message, numbered_message(sequence)), "other bytes in", sequence);
    }

    Content content_;
    std::uint64_t first_ = 0;
    std::uint64_t next_ = 0;
    std::uint64_t delivered_ = 0;
    std::uint64_t lost_ = 0;
    std::uint64_t end_ = 0;
    std::vector<Loss> losses_;
    std::string fault_;
};

}  // namespace gapwire::moldudp64::test
