// A snapshot, made when somebody logs in.
#include "sim/glimpse_server.hpp"

#include <fmt/format.h>

#include "feed/glimpse/wire.hpp"

namespace gapwire::sim {
namespace {

SoupServerOptions soup_options(const GlimpseOptions& options)
{
    SoupServerOptions soup{
        .user = options.user, .password = options.password, .from_start_only = true};
    soup.faults.silent = options.fault == GlimpseFault::silent;
    if (options.fault == GlimpseFault::late) soup.faults.data_delay_ns = options.delay_ns;
    if (options.fault == GlimpseFault::other_session) soup.faults.session = "~";
    return soup;
}

}  // namespace

GlimpseFault glimpse_fault(const ServerFault* fault, Random& random) noexcept
{
    if (fault == nullptr) return GlimpseFault::none;
    if (fault->kind == Misconduct::late) return GlimpseFault::late;
    if (fault->kind == Misconduct::silent) return GlimpseFault::silent;
    constexpr std::array wrong{GlimpseFault::cut_off, GlimpseFault::end_missing,
                               GlimpseFault::end_malformed, GlimpseFault::other_session};
    return wrong[random.below(wrong.size())];
}

GlimpseServer::GlimpseServer(const FeedState& state, std::string_view session,
                             const GlimpseOptions& options, Timestamp now)
    : state_(state),
      options_(options),
      snapshot_(session, options.limits),
      soup_(snapshot_, soup_options(options), now)
{}

void GlimpseServer::on_bytes(Bytes bytes, Timestamp now)
{
    soup_.on_bytes(bytes, now);
    if (next_ == 0 && soup_.is_streaming()) take_snapshot();
}

void GlimpseServer::take_snapshot()
{
    next_ = state_.next();
    bool is_whole = state_.append_snapshot(snapshot_);
    if (is_whole && options_.fault == GlimpseFault::cut_off) {
        // Somewhere before G, which is not even made.
        const auto choices = static_cast<std::uint32_t>(
            std::min<std::uint64_t>(snapshot_.sent(), UINT32_MAX - 1) + 1);
        return soup_.close_after(Random(options_.seed).below(choices));
    }
    snapshot_is_wrong_ = options_.fault == GlimpseFault::end_missing ||
                         options_.fault == GlimpseFault::end_malformed;
    if (options_.fault != GlimpseFault::end_missing) is_whole = is_whole && append_end();
    if (is_whole)
        snapshot_.end();
    else
        soup_.close_after(snapshot_.sent());
}

bool GlimpseServer::append_end()
{
    if (options_.binary_end)
        return snapshot_.append(
            bytes_of(glimpse::EndOfSnapshotBinary{glimpse::EndOfSnapshot::type, U64be::of(next_)}));
    const bool malformed = options_.fault == GlimpseFault::end_malformed;
    const std::string number = malformed ? "12x4" : fmt::format("{}", next_);
    return snapshot_.append(bytes_of(glimpse::EndOfSnapshot{
        glimpse::EndOfSnapshot::type, Ascii<20>::of(fmt::format("{:>20}", number))}));
}

}  // namespace gapwire::sim
