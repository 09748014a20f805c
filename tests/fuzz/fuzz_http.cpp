// Any target, headers and body: one answer, with valid JSON, and never 500.
#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "app/http/hub.hpp"
#include "app/http/router.hpp"
#include "core/assert.hpp"

using namespace gapwire;
using namespace gapwire::http;

namespace {

/// A service with one instrument, and no store.
struct World {
    World()
    {
        auto view = std::make_shared<RulesView>();
        view->instruments.push_back({.id = {0}, .symbol = symbol_of("NVDA")});
        auto watched = std::make_shared<WatchedInstrument>();
        watched->instrument = view->instruments[0];
        view->watched.push_back(watched);
        board.publish(view);
        DeskNews news;
        desk.look();
        desk.hear({.id = 0x101, .incident = 0x10}, 0, news);
        if (settings.tokens.add("0123456789abcdef")) std::abort();
    }
    DeskSources sources()
    {
        return {.now = [] { return Timestamp{1}; },
                .wall = [] { return Timestamp{1}; },
                .rules = [this] { return board.newest(); },
                .top = [](InstrumentId) { return std::optional(TopOfBook{}); },
                .depth = [](InstrumentId) { return DepthAnswer{}; },
                .trades = [](InstrumentId) { return std::optional<TradeFigures>(); }};
    }

    RulesBoard board;
    Counters counters;
    Settings settings;
    Settings open;
    StaticFiles page{{}};
    Desk desk{{}, sources(), std::nullopt};
    Hub hub{desk, counters};
    Router router{desk, page, [] { return Connections{}; }, {}};
    Guard guard{settings, 8080, counters};
    Guard open_guard{open, 8080, counters};
};

std::string_view line_of(std::string_view& text)
{
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

void check(const Response& answer)
{
    GAPWIRE_ASSERT(answer.status >= 200 && answer.status < 600 && answer.status != 500);
    if (!answer.content_type.ends_with("json")) return;
    boost::system::error_code error;
    boost::json::parse(answer.body, error);
    GAPWIRE_ASSERT(!error);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static World world;
    if (size == 0) return 0;
    std::string_view text(reinterpret_cast<const char*>(data), size);
    Request request;
    request.method = static_cast<Method>(data[0] % 7);
    text.remove_prefix(1);
    request.target = line_of(text);
    request.host = data[0] % 2 == 0 ? std::string("localhost:8080") : std::string(line_of(text));
    request.origin = data[0] % 4 < 2 ? std::string() : std::string(line_of(text));
    request.authorization = line_of(text);
    request.marker = "1";
    request.content_type = "application/json";
    request.body = text;
    const auto target = parse_target(request.target);
    if (target) {
        check(world.router.answer(request, *target, "anna", true));
        for (const Guard* guard : {&world.guard, &world.open_guard})
            if (const auto admission = guard->admit(request, *target); admission.refusal)
                check(*admission.refusal);
    }
    Subscriber client(4);
    world.hub.join(client);
    world.hub.on_text(client, text, 1);
    world.hub.tick();
    world.hub.leave(client);
    Tokens tokens;
    static_cast<void>(tokens.add(text));
    return 0;
}
