// What a user of the installed library writes first: a capture in, books out.
#include <app/pipeline/player.hpp>
#include <cstdio>

int main(int, char** arguments)
{
    gapwire::Counters counters;
    gapwire::pipeline::Instruments instruments;
    gapwire::pipeline::StreamContext context{.instruments = &instruments, .counters = &counters};
    gapwire::pipeline::Player player(context, {});
    player.play({arguments[1]});
    std::printf("%zu instruments, %zu live orders\n", instruments.size(),
                static_cast<std::size_t>(player.streams().front()->itch()->books().live_orders()));
}
