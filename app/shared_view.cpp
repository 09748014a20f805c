// The live books of a running gapwire, out of shared memory.
#include "app/shared_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

#include "core/decimal.hpp"
#include "core/error.hpp"
#include "core/time.hpp"
#include "core/update.hpp"
#include "gapwire/reader.hpp"

namespace gapwire::app {
namespace {

using shared::Reader;
using shared::Status;

constexpr auto look_wait = std::chrono::milliseconds(10);
constexpr int first_looks_max = 500;  // until the writer has seen what is asked for

/// A reader, and the instrument it reads.
struct View {
    Reader reader;
    shared::Entry entry;
};

View open_view(const SharedViewOptions& options)
{
    View view;
    const Status opened = view.reader.open(options.name);
    if (opened != Status::ok)
        throw OperatorError(ExitCode::feed_unavailable,
                            fmt::format("books \"{}\": {}", options.name, to_text(opened)));
    const std::uint32_t id = view.reader.find(options.symbol, options.venue);
    if (id == Reader::no_instrument || view.reader.entry(id, view.entry) != Status::ok)
        throw OperatorError(ExitCode::bad_input,
                            fmt::format("{}: not in books \"{}\"", options.symbol, options.name));
    return view;
}

std::string level_text(const shared::Level& level, int digits)
{
    if (level.price == shared::no_price) return fmt::format("{:>12} {:>12} {:>7}", "", "", "");
    const auto quantity = static_cast<std::int64_t>(level.quantity);
    return fmt::format("{:>12} {:>12} {:>7}", decimal(Price{level.price}),
                       digits == 0 ? std::to_string(quantity) : decimal(quantity, digits),
                       level.orders);
}

std::string text_of(const shared::Entry& entry, const shared::Depth& depth, std::size_t levels)
{
    std::string text = fmt::format(
        "{} {} {} {} {}{}\n", Reader::text(entry.symbol), Reader::text(entry.venue),
        rfc3339({depth.exchange_time}), to_text(static_cast<BookState>(depth.state)),
        to_text(static_cast<TradingState>(depth.trading)),
        entry.display_factor == Price::scale ? ""
        : entry.display_factor == shared::no_price
            ? ", points not known"
            : fmt::format(", points = price times {}", decimal(Price{entry.display_factor})));
    for (std::size_t rank = 0; rank < levels; ++rank) {
        const auto& bid = depth.bids[rank];
        const auto& ask = depth.asks[rank];
        if (bid.price == shared::no_price && ask.price == shared::no_price) break;
        text += fmt::format("{} | {}\n", level_text(bid, entry.quantity_digits),
                            level_text(ask, entry.quantity_digits));
    }
    return text;
}

/// The depth, when the writer has seen that it is asked for.
Status wait_for_depth(const View& view, shared::Depth& depth)
{
    Status status = Status::not_kept;
    for (int i = 0; i < first_looks_max; ++i) {
        status = view.reader.depth(view.entry.instrument, depth);
        if (status != Status::not_kept && status != Status::busy) break;
        std::this_thread::sleep_for(look_wait);
    }
    return status;
}

}  // namespace

int show_shared(const SharedViewOptions& options)
{
    const std::size_t levels =
        options.depth == 0 ? shared::levels : std::min(options.depth, shared::levels);
    View view = open_view(options);
    std::string shown;
    for (;;) {
        shared::Depth depth;
        const Status status = wait_for_depth(view, depth);
        if (status == Status::writer_restarted && options.watch) {
            view = open_view(options);
            continue;
        }
        const bool has_value = status == Status::ok || status == Status::writer_silent;
        std::string text = has_value ? text_of(view.entry, depth, levels) : "";
        if (has_value && text != shown) {
            fmt::print("{}", text);
            std::fflush(stdout);
            shown = std::move(text);
        }
        if (status != Status::ok)
            fmt::print(stderr, "gapwire: books \"{}\": {}\n", options.name, to_text(status));
        if (!has_value) return static_cast<int>(ExitCode::feed_unavailable);
        if (!options.watch) return static_cast<int>(ExitCode::ok);
        if (std::ferror(stdout) != 0) return static_cast<int>(ExitCode::io);
        std::this_thread::sleep_for(look_wait);
    }
}

}  // namespace gapwire::app
