// The HTTP service whole.
#include "app/http/service.hpp"

#include <utility>

namespace gapwire::http {

Service::Service(ServiceParts parts, Counters& counters)
    : parts_(std::move(parts)),
      counters_(counters),
      page_(parts_.settings.page),
      desk_(parts_.facts, parts_.sources, parts_.store),
      hub_(desk_, counters_),
      router_(
          desk_, page_, [this] { return server_.connections(); },
          [this](DeskNews& news) {
              counters_.add(Counter::http_actions);
              hub_.tell(news);
          }),
      server_(parts_.settings, counters_)
{}

void Service::run()
{
    tick();  // the first request finds what there is
    server_.run(router_, hub_, [this] { tick(); });
}

/// Twenty times a second.
void Service::tick()
{
    progress_.store(progress() + 1, std::memory_order_relaxed);  // nobody else does
    desk_.look();
    take_alerts();
    if (ticks_++ % Hub::ticks_a_second == 0) {
        DeskNews news;
        desk_.look_closer(news);
        hub_.tell(news);
    }
    hub_.tick();
}

void Service::hear(const Alert& alert, std::int64_t seq) noexcept
{
    bool was_empty = false;
    {
        const std::lock_guard lock(mutex_);
        if (heard_.size() >= waiting_max) {
            ++missed_;
            return;
        }
        was_empty = heard_.empty();
        heard_.push_back({alert, seq});
    }
    if (was_empty) server_.post([this] { take_alerts(); });
}

void Service::take_alerts()
{
    std::vector<Heard> heard;
    std::uint64_t missed = 0;
    {
        const std::lock_guard lock(mutex_);
        heard.swap(heard_);
        missed = std::exchange(missed_, 0);
    }
    if (missed > 0) counters_.add(Counter::http_alerts_missed, missed);
    if (heard.empty()) return;
    DeskNews news;
    for (const Heard& one : heard) desk_.hear(one.alert, one.seq, news);
    hub_.tell(news);
}

}  // namespace gapwire::http
