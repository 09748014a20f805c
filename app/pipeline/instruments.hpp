// All instruments of the process: dense ids, and what each is called.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/update.hpp"

namespace gapwire::pipeline {

/// Hands out InstrumentIds by (feed, symbol), so that a feed that starts a new session finds its
/// instruments again. Ids are never taken back.
/// Threads: one. Memory: grows with the instruments, up to `instruments_max`.
class Instruments {
 public:
    static constexpr std::size_t instruments_max = std::size_t{1} << 17;

    /// The id of `symbol` in `feed`, known already or made now; none when there are too many.
    InstrumentId find_or_add(std::uint32_t feed, const Symbol& symbol)
    {
        std::string key = std::to_string(feed) + ' ' + std::string(symbol.view());
        const auto found = by_name_.find(key);
        if (found != by_name_.end()) return found->second;
        if (all_.size() == instruments_max) return InstrumentId::none();
        const InstrumentId id{static_cast<std::uint32_t>(all_.size())};
        all_.push_back({.id = id, .symbol = symbol, .feed = feed});
        by_name_.emplace(std::move(key), id);
        return id;
    }

    Instrument& operator[](InstrumentId id) noexcept { return all_[id.value]; }
    const Instrument& operator[](InstrumentId id) const noexcept { return all_[id.value]; }
    std::size_t size() const noexcept { return all_.size(); }

 private:
    std::vector<Instrument> all_;
    std::unordered_map<std::string, InstrumentId> by_name_;
};

}  // namespace gapwire::pipeline
