// The times of a SoupBinTCP client.
#include "feed/soupbintcp/client.hpp"

#include "core/assert.hpp"

namespace gapwire::soupbintcp {
namespace {

bool is_over(Timestamp since, std::int64_t wait, Timestamp now) noexcept
{
    return wide(now.ns) - since.ns >= wait;
}

Timestamp after(Timestamp time, std::int64_t wait) noexcept
{
    return {time.ns > INT64_MAX - wait ? INT64_MAX : time.ns + wait};
}

}  // namespace

void Client::connected(Timestamp now) noexcept
{
    GAPWIRE_ASSERT(state_ == State::idle && !now.is_none());
    state_ = stopped_ ? State::closing : State::login;
    if (!stopped_) ending_ = Ending::none;
    since_ = heard_ = spoke_ = now;
}

void Client::accepted(Timestamp now) noexcept
{
    GAPWIRE_ASSERT(state_ == State::login);
    state_ = State::streaming;
    since_ = now;
}

void Client::end(Ending ending) noexcept
{
    if (!is_open()) return;
    ending_ = ending;
    state_ = State::closing;
}

void Client::stop(Ending ending) noexcept
{
    if (stopped_) return;
    stopped_ = true;
    ending_ = ending;
    if (state_ != State::idle) state_ = State::closing;
}

void Client::disconnected(Timestamp now) noexcept
{
    if (state_ == State::streaming && is_over(since_, limits_.steady_after, now)) made_progress();
    if (state_ != State::closing) ending_ = Ending::disconnected;
    state_ = State::idle;
    if (!stopped_) connect_at_ = after(now, wait_after(ending_));
}

std::int64_t Client::wait_after(Ending ending) noexcept
{
    return ending == Ending::end_of_session ? limits_.end_of_session_wait : backoff_.next();
}

Client::Due Client::due(Timestamp now) const noexcept
{
    switch (state_) {
        case State::login:
            return is_over(since_, limits_.login_wait_max, now) ? Due::login_timeout : Due::nothing;
        case State::streaming:
            if (is_over(heard_, limits_.silence_max, now)) return Due::silence;
            return is_over(spoke_, limits_.heartbeat_interval, now) ? Due::heartbeat : Due::nothing;
        default: return Due::nothing;
    }
}

Wish Client::wish(Timestamp now) const noexcept
{
    switch (state_) {
        case State::closing: return Wish::close;
        case State::idle:
            if (stopped_) return Wish::stop;
            return now >= connect_at_ ? Wish::connect : Wish::wait;
        default: return Wish::wait;
    }
}

Timestamp Client::wake_at() const noexcept
{
    switch (state_) {
        case State::login: return after(since_, limits_.login_wait_max);
        case State::streaming:
            return std::min(after(heard_, limits_.silence_max),
                            after(spoke_, limits_.heartbeat_interval));
        case State::idle: return stopped_ ? Timestamp::none() : connect_at_;
        default: return Timestamp::none();
    }
}

}  // namespace gapwire::soupbintcp
