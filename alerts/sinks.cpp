// THE LIST of sinks.
#include "alerts/sinks.hpp"

#include <array>

#include "alerts/sinks/file_sink.hpp"
#include "alerts/sinks/fix_sink.hpp"
#include "alerts/sinks/mail_sink.hpp"
#include "alerts/sinks/nats_sink.hpp"
#include "alerts/sinks/stdout_sink.hpp"
#include "alerts/sinks/webhook_sink.hpp"

namespace gapwire::alerts {
namespace {

template <class Made>
std::unique_ptr<Sink> make(const SinkSettings& settings)
{
    return std::make_unique<Made>(settings);
}

constexpr std::array kinds{
    SinkKind{"stdout", make<StdoutSink>},   SinkKind{"file", make<FileSink>},
    SinkKind{"webhook", make<WebhookSink>}, SinkKind{"email", make<MailSink>},
    SinkKind{"nats", make<NatsSink>},       SinkKind{"fix", make<FixSink>},
};

}  // namespace

std::span<const SinkKind> sink_kinds() noexcept
{
    return kinds;
}

std::unique_ptr<Sink> make_sink(std::string_view name, const SinkSettings& settings)
{
    for (const SinkKind& kind : kinds)
        if (kind.name == name) return kind.make(settings);
    return nullptr;
}

}  // namespace gapwire::alerts
