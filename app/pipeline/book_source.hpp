// The books of one stream as tools read them, whatever protocol and kind of book made them.
#pragma once

#include <cstdint>
#include <string>

#include "core/update.hpp"

namespace gapwire::pipeline {

class ItchStream;
class MdpStream;
class FixStream;

/// A stream keeps one book a place: a stock locate, or the number of a contract in its channel.
/// Threads: that of the stream.
class BookSource {
 public:
    BookSource() = default;
    BookSource(const BookSource&) = delete;
    BookSource& operator=(const BookSource&) = delete;
    virtual ~BookSource() = default;

    virtual const std::string& name() const noexcept = 0;
    /// Places are the numbers below this one.
    virtual std::uint32_t places() const noexcept = 0;
    /// The instrument of a place; none when nothing was heard of it.
    virtual InstrumentId instrument_of(std::uint32_t place) const noexcept = 0;
    /// What its instrument is called; a name made of its number where nobody has said.
    virtual std::string symbol(std::uint32_t place) const = 0;
    virtual BookState state(std::uint32_t place) const noexcept = 0;
    virtual std::size_t level_count(std::uint32_t place, Side side) const noexcept = 0;
    /// In units of the wire. REQUIRES: rank < level_count.
    virtual Level level(std::uint32_t place, Side side, std::size_t rank) const noexcept = 0;
    /// What is published of it.
    virtual Depth depth(std::uint32_t place) const noexcept = 0;

    /// False inside an event that has changed the book and is not over.
    virtual bool is_settled(std::uint32_t) const noexcept { return true; }

    /// Quantities are in units of 10^-this.
    virtual int quantity_digits() const noexcept { return 0; }

    // What it is, for what the kinds do not share.
    virtual const ItchStream* itch() const noexcept { return nullptr; }
    virtual const MdpStream* mdp() const noexcept { return nullptr; }
    virtual const FixStream* fix() const noexcept { return nullptr; }
};

}  // namespace gapwire::pipeline
