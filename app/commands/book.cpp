// `gapwire book`: order books out of captures, at a moment, after every event, or all of them.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/book_text.hpp"
#include "app/capture_command.hpp"
#include "app/commands.hpp"
#include "app/shared_view.hpp"
#include "core/error.hpp"
#include "core/time.hpp"

namespace gapwire::app {
namespace {

struct BookCommand {
    CaptureOptions capture;
    std::string symbol;
    std::string at;
    std::size_t depth = 10;
    bool all = false;
    bool every_event = false;
    bool csv = false;
    bool json = false;
    bool implied = false;
    std::string shared;
    std::string venue;
    bool watch = false;
};

/// Books in shared memory have nothing to do with captures and what can be asked of these.
void check_shared(const BookCommand& options)
{
    if (options.symbol.empty()) usage_error("book: --shared goes with --symbol S");
    if (!options.capture.captures.empty()) usage_error("book: give captures or --shared, not both");
    if (options.all || options.every_event || options.csv || options.json || options.implied ||
        !options.at.empty())
        usage_error("book: --shared goes with --symbol, --venue, --depth and --watch only");
}

void check(const BookCommand& options)
{
    if (options.capture.captures.empty()) usage_error("book: give captures or --shared NAME");
    if (options.watch || !options.venue.empty())
        usage_error("book: --watch and --venue go with --shared NAME");
    if (options.all == !options.symbol.empty())
        usage_error("book: give either --symbol S or --all");
    if (options.every_event && (options.all || !options.csv))
        usage_error("book: --every-event goes with --symbol S --csv");
    if (options.every_event && options.depth == 0)
        usage_error("book: --every-event wants --depth 1 or more");
    if (options.all && !options.csv) usage_error("book: --all goes with --csv");
    if (options.csv && !options.all && !options.every_event)
        usage_error("book: --csv goes with --all or --every-event");
    if (options.json && options.csv) usage_error("book: --json or --csv, not both");
}

/// Writes a row after each event that changes an order of one symbol.
struct EventRows {
    const BookCommand& options;
    std::string out;

    static void on_order(void* context, const pipeline::ItchStream& stream, const OrderEvent& event)
    {
        auto& rows = *static_cast<EventRows*>(context);
        const bool takes_nothing = event.quantity == 0 && event.action != OrderAction::remove;
        if (takes_nothing || stream.symbol(event.instrument) != rows.options.symbol) return;
        rows.out += event_row(stream, event.instrument, event.time_ns, rows.options.depth);
        if (rows.out.size() > (1u << 16)) rows.flush();
    }
    void flush()
    {
        std::fwrite(out.data(), 1, out.size(), stdout);
        out.clear();
    }
};

/// The stream and place of a symbol: of several sessions that know it, the last with orders.
struct Found {
    const pipeline::BookSource* stream = nullptr;
    std::uint32_t place = 0;
};

/// Futures may be called by their security id.
bool is_called(const pipeline::BookSource& stream, std::uint32_t place, const std::string& symbol)
{
    return stream.symbol(place) == symbol ||
           (stream.mdp() != nullptr &&
            std::to_string(stream.mdp()->contract(place).security) == symbol);
}

Found find(const std::vector<const pipeline::BookSource*>& streams, const std::string& symbol)
{
    Found found;
    for (const pipeline::BookSource* stream : streams) {
        for (std::uint32_t place = 0; place < stream->places(); ++place) {
            if (stream->instrument_of(place).is_none() || !is_called(*stream, place, symbol))
                continue;
            const bool has_orders =
                stream->level_count(place, Side::buy) + stream->level_count(place, Side::sell) > 0;
            if (found.stream == nullptr || has_orders) found = {stream, place};
        }
    }
    return found;
}

/// Says on stderr what is not right about the books that were shown.
void warn_of_state(const std::string& symbol, BookState state)
{
    if (state == BookState::valid) return;
    fmt::print(stderr, "gapwire: {}: book is {}: {}\n", symbol, to_text(state),
               state_reason(state));
}

void show_one(const pipeline::Player& player, const BookCommand& options)
{
    const Found found = find(player.streams(), options.symbol);
    if (found.stream == nullptr)
        throw OperatorError(ExitCode::bad_input,
                            fmt::format("{}: not in this capture", options.symbol));
    const std::size_t depth = options.depth == 0 ? SIZE_MAX : options.depth;
    if (!options.every_event)
        fmt::print("{}", options.json ? book_json(*found.stream, found.place, depth)
                                      : book_text(*found.stream, found.place, depth));
    warn_of_state(options.symbol, found.stream->state(found.place));
}

void show_all(const pipeline::Player& player)
{
    const AllBooks books = all_books_csv(player.streams());
    std::fwrite(books.csv.data(), 1, books.csv.size(), stdout);
    for (const auto& [state, count] : books.not_valid)
        fmt::print(stderr, "gapwire: {} books are {}: {}\n", count, to_text(state),
                   state_reason(state));
}

int book(const BookCommand& options)
{
    if (!options.shared.empty()) {
        check_shared(options);
        return show_shared(
            {options.shared, options.symbol, options.venue, options.depth, options.watch});
    }
    check(options);
    Counters counters;
    pipeline::Instruments instruments;
    EventRows rows{options, {}};
    pipeline::StreamContext context{.instruments = &instruments, .counters = &counters};
    if (!options.at.empty()) {
        const auto until = parse_clock(options.at);
        if (!until) usage_error(fmt::format("--at {}: want HH:MM[:SS[.nnn]]", options.at));
        context.until_ns = *until;
    }
    context.futures.show_implied = options.implied;
    context.quotes = options.capture.quotes();
    if (options.every_event) {
        context.observer = {.context = &rows, .on_order = &EventRows::on_order};
        rows.out = event_header(options.depth);
    }
    pipeline::Player player(context, {.router = options.capture.router()});
    player.play(options.capture.captures);
    rows.flush();

    const int code = finish(player.files(), player.used(), counters, options.capture);
    if (player.used() == 0) return code;
    if (options.all)
        show_all(player);
    else
        show_one(player, options);
    return code;
}

}  // namespace

void add_book(CLI::App& program, Run& run)
{
    auto options = std::make_shared<BookCommand>();
    CLI::App* const command =
        program.add_subcommand("book", "Show order books at a moment or at the end of captures");
    add_capture_options(*command, options->capture, false);
    command->add_option("--symbol", options->symbol,
                        "The book of this symbol, security id or #locate");
    command->add_option("--depth", options->depth, "Levels a side; 0 for all")
        ->capture_default_str();
    command->add_option("--at", options->at,
                        "The book at this exchange time of day, HH:MM:SS.nnn; else at the end");
    command->add_flag("--all", options->all, "Every book at the end, with --csv");
    command->add_flag("--every-event", options->every_event,
                      "With --symbol and --csv: a row after every message that changes an order");
    command->add_flag("--implied", options->implied,
                      "MDP 3.0: with what spreads imply, at most ten levels");
    command->add_flag("--csv", options->csv, "CSV, for --all and --every-event");
    command->add_flag("--json", options->json, "JSON, for --symbol");
    command->add_option("--shared", options->shared,
                        "Of the running `gapwire serve` that publishes under this name, instead of "
                        "captures; with --symbol");
    command->add_option("--venue", options->venue, "With --shared: the market, a MIC");
    command->add_flag("--watch", options->watch, "With --shared: again whenever it changes");
    command->callback([options, &run] { run = [options] { return book(*options); }; });
}

}  // namespace gapwire::app
