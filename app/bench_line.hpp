// A stream to be measured, and what it needs.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "app/pipeline/stream_context.hpp"
#include "core/region.hpp"

namespace gapwire::app {

/// A stream that nobody listens to, with or without publication. Play its messages once before
/// they are timed: then its memory has been touched and its instruments are known.
template <class Stream>
struct BenchLine {
    /// `settings`: what the stream wants beside context, feed and name.
    template <class... Settings>
    explicit BenchLine(bool publishes, Settings&&... settings)
        : tops(publishes ? book::Publication::bytes_for(tops_max) : 0),
          context{.instruments = &instruments, .counters = &counters}
    {
        if (publishes) {
            publication = book::Publication::create({tops.data(), tops.size()}, tops_max, 1);
            context.publication = &*publication;
        }
        stream = std::make_unique<Stream>(context, 0, "bench", std::forward<Settings>(settings)...);
    }

    static constexpr std::size_t tops_max = 1u << 14;
    Counters counters;
    pipeline::Instruments instruments;
    Region tops;
    std::optional<book::Publication> publication;
    pipeline::StreamContext context;
    std::unique_ptr<Stream> stream;
};

}  // namespace gapwire::app
