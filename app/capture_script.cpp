// Captures through arbitration into a script.
#include "app/capture_script.hpp"

#include "core/error.hpp"
#include "feed/itch50/decoder.hpp"

namespace gapwire::app {
namespace {

/// Takes messages where nothing may be thrown, and keeps what there was to throw.
struct Taker {
    sim::Script& script;
    std::int64_t time_ns = 0;
    std::optional<OperatorError> error{};

    static void take(void* context, Bytes message)
    {
        auto& taker = *static_cast<Taker*>(context);
        if (taker.error) return;
        taker.note_time(message);
        try {
            taker.script.add(message, taker.time_ns);
        } catch (const OperatorError& refused) {
            taker.error = refused;
        }
    }
    void note_time(Bytes message)
    {
        if (message.size() < sizeof(itch50::Header)) return;
        const std::uint64_t time = view_as<itch50::Header>(message.data()).timestamp;
        if (time <= itch50::time_ns_max) time_ns = static_cast<std::int64_t>(time);
    }
};

}  // namespace

sim::Script script_of_captures(const CaptureOptions& options, std::string_view session)
{
    sim::Script script(session);
    Taker taker{.script = script};
    Counters counters;
    pipeline::Instruments instruments;
    pipeline::StreamContext context{.instruments = &instruments, .counters = &counters};
    context.observer = {.context = &taker, .on_message = &Taker::take};
    pipeline::Player player(context, {.router = options.router()});
    player.play(options.captures);

    if (taker.error) throw *taker.error;
    const int code = finish(player.files(), player.used(), counters, options);
    if (script.store.prepared() == 0)
        throw OperatorError(ExitCode::bad_input, "the captures hold no message to serve");
    if (code != 0)
        throw OperatorError(ExitCode::bad_input, "the captures are not served: see above");
    return script;
}

}  // namespace gapwire::app
