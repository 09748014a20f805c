// All WebSocket clients.
#include "app/http/hub.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "app/http/json_text.hpp"

namespace gapwire::http {
namespace {

namespace json = boost::json;

constexpr int policy_violation = 1008;

Frame frame_of(std::string text)
{
    return std::make_shared<const std::string>(std::move(text));
}

/// Reads the `watch` of a client. False for anything that makes no sense.
bool read_watch(const json::object& watch, Subscriber& to)
{
    for (const auto& [key, value] : watch)
        if (key != "type" && key != "quotes" && key != "depth" && key != "rate") return false;
    if (const json::value* quotes = watch.if_contains("quotes")) {
        to.ids.clear();
        to.all_quotes = quotes->is_string() && quotes->get_string() == "all";
        if (!to.all_quotes) {
            if (!quotes->is_array() || quotes->get_array().size() > Hub::ids_max) return false;
            for (const json::value& id : quotes->get_array()) {
                if (!id.is_int64() || id.get_int64() < 0 || id.get_int64() >= UINT32_MAX)
                    return false;
                to.ids.push_back(static_cast<std::uint32_t>(id.get_int64()));
            }
            std::sort(to.ids.begin(), to.ids.end());
            to.ids.erase(std::unique(to.ids.begin(), to.ids.end()), to.ids.end());
        }
    }
    if (const json::value* depth = watch.if_contains("depth")) {
        to.depth.reset();
        if (!depth->is_null()) {
            if (!depth->is_int64() || depth->get_int64() < 0 || depth->get_int64() >= UINT32_MAX)
                return false;
            to.depth = static_cast<std::uint32_t>(depth->get_int64());
        }
        to.last_depth.clear();
    }
    if (const json::value* rate = watch.if_contains("rate")) {
        if (!rate->is_int64() || rate->get_int64() < 1 || rate->get_int64() > Hub::rate_max)
            return false;
        to.rate = static_cast<std::uint32_t>(rate->get_int64());
    }
    to.wants_full = true;
    return true;
}

}  // namespace

void Hub::push(Subscriber& client, FrameKind kind, const Frame& frame, bool is_asked_for)
{
    if (client.is_cut()) return;
    client.push(kind, frame, is_asked_for);
    if (client.is_cut())
        counters_.add(Counter::ws_clients_cut);
    else
        counters_.add(Counter::ws_frames);
}

void Hub::join(Subscriber& client)
{
    clients_.insert(&client);
    counters_.add(Counter::ws_clients);
    push(client, FrameKind::other,
         frame_of(fmt::format(R"({{"type":"hello","status":{},"last_seq":{}}})",
                              desk_.status_json(), desk_.last_seq())));
}

void Hub::on_text(Subscriber& client, std::string_view text, std::int64_t now)
{
    const auto refuse = [&](const std::string& why) {
        if (client.is_cut()) return;
        counters_.add(Counter::ws_clients_refused);
        client.cut(policy_violation, why);
    };
    if (now - client.messages_from >= 1'000'000'000) {
        client.messages_from = now;
        client.messages = 0;
    }
    if (++client.messages > messages_a_second_max) return refuse("too many messages a second");
    boost::system::error_code error;
    json::parse_options strict;
    strict.max_depth = 4;
    const json::value parsed =
        json::parse(json::string_view(text.data(), text.size()), error, {}, strict);
    if (error || !parsed.is_object()) return refuse("want a JSON object");
    const json::object& object = parsed.get_object();
    const json::value* const type = object.if_contains("type");
    if (type == nullptr || !type->is_string()) return refuse("want a type");
    if (type->get_string() == "watch") {
        if (!read_watch(object, client)) refuse("watch: makes no sense");
        return;
    }
    const json::value* const seq = object.if_contains("seq");
    const bool is_since = type->get_string() == "since" && object.size() == 2 && seq != nullptr &&
                          seq->is_int64() && seq->get_int64() >= 0;
    if (!is_since) return refuse("want watch, or since with seq");
    for (std::string& alert : desk_.alerts_since(seq->get_int64()))
        push(client, FrameKind::alert,
             frame_of(fmt::format(R"({{"type":"alert","alert":{}}})", alert)), true);
}

void Hub::tell(const DeskNews& news)
{
    if (clients_.empty()) return;
    const auto to_all = [&](const Frame& frame) {
        for (Subscriber* client : clients_) push(*client, FrameKind::alert, frame);
    };
    for (const std::string& alert : news.alerts)
        to_all(frame_of(fmt::format(R"({{"type":"alert","alert":{}}})", alert)));
    for (const std::uint64_t id : news.incidents)
        if (const Incident* incident = desk_.incidents().find(id))
            to_all(frame_of(fmt::format(R"({{"type":"incident","incident":{}}})",
                                        desk_.incident_json(*incident))));
}

Frame Hub::quotes_frame(const std::vector<std::uint32_t>& ids)
{
    std::string quotes;
    for (const std::uint32_t id : ids) {
        const std::string* const quote = desk_.quotes().json(id);
        if (quote == nullptr) continue;
        if (!quotes.empty()) quotes += ',';
        quotes += *quote;
    }
    return frame_of(fmt::format(R"({{"type":"quotes","time":{},"quotes":[{}]}})",
                                json_time(desk_.sources().now()), quotes));
}

const Frame& Hub::full_frame()
{
    if (!full_) full_ = quotes_frame(desk_.quotes().by_fall());
    return full_;
}

/// `changed`: since the last frame of its rate; null: nothing.
void Hub::send_quotes(Subscriber& client, const Frame& changed, std::size_t changed_count)
{
    if (client.waits(FrameKind::quotes)) {
        if (changed_count == 0) return;
        client.dropped += changed_count;
        client.wants_full = true;
        counters_.add(Counter::ws_quotes_dropped, changed_count);
        return;
    }
    if (client.dropped > 0)
        push(client, FrameKind::other,
             frame_of(fmt::format(R"({{"type":"dropped","quotes":{}}})",
                                  std::exchange(client.dropped, 0))));
    if (std::exchange(client.wants_full, false))
        push(client, FrameKind::quotes, full_frame());
    else if (changed)
        push(client, FrameKind::quotes, changed);
}

void Hub::send_own_quotes(Subscriber& client)
{
    const std::uint64_t version = desk_.quotes().version();
    std::vector<std::uint32_t> ids;
    if (client.wants_full) {
        ids = client.ids;
    } else {
        const auto changed = desk_.quotes().changed_since(client.seen_version);
        std::set_intersection(changed.begin(), changed.end(), client.ids.begin(), client.ids.end(),
                              std::back_inserter(ids));
    }
    if (ids.empty() && !client.wants_full) return;
    if (client.waits(FrameKind::quotes)) {
        client.dropped = std::max<std::uint64_t>(client.dropped, ids.size());
        return;
    }
    if (client.dropped > 0) {
        counters_.add(Counter::ws_quotes_dropped, client.dropped);
        push(client, FrameKind::other,
             frame_of(fmt::format(R"({{"type":"dropped","quotes":{}}})",
                                  std::exchange(client.dropped, 0))));
    }
    client.wants_full = false;
    client.seen_version = version;
    push(client, FrameKind::quotes, quotes_frame(ids));
}

void Hub::send_depth(Subscriber& client, std::map<std::uint32_t, Frame>& depths)
{
    auto [entry, is_new] = depths.try_emplace(*client.depth);
    if (is_new) entry->second = frame_of(desk_.depth_json(*client.depth, "depth"));
    const Frame& frame = entry->second;
    if (frame->empty() || client.waits(FrameKind::depth) || *frame == client.last_depth) return;
    client.last_depth = *frame;
    push(client, FrameKind::depth, frame);
}

void Hub::tick()
{
    full_.reset();
    std::map<std::uint32_t, Frame> depths;
    const std::uint64_t version = desk_.quotes().version();
    for (std::uint32_t rate = 1; rate <= rate_max && !clients_.empty(); ++rate) {
        phase_[rate] += rate;
        if (phase_[rate] < ticks_a_second) continue;
        phase_[rate] -= ticks_a_second;
        const std::uint64_t former = std::exchange(class_version_[rate], version);
        std::optional<std::vector<std::uint32_t>> changed;
        Frame frame;
        for (Subscriber* client : clients_) {
            if (client->rate != rate || client->is_cut()) continue;
            if (client->depth) send_depth(*client, depths);
            if (!client->all_quotes) {
                send_own_quotes(*client);
                continue;
            }
            if (!changed) {
                changed = desk_.quotes().changed_since(former);
                if (!changed->empty()) frame = quotes_frame(*changed);
            }
            send_quotes(*client, frame, changed->size());
        }
    }
    if (++ticks_ % ticks_a_second == 0) every_second();
}

void Hub::every_second()
{
    const std::string states = desk_.feeds().states_text();
    const bool has_changed = states != std::exchange(feeds_states_, states);
    if (clients_.empty()) return;
    const Frame status =
        frame_of(fmt::format(R"({{"type":"status","status":{}}})", desk_.status_json()));
    const Frame feeds =
        frame_of(fmt::format(R"({{"type":"feeds","feeds":{}}})", desk_.feeds_json()));
    for (Subscriber* client : clients_) {
        if (!client->waits(FrameKind::status)) push(*client, FrameKind::status, status);
        client->feeds_due |= has_changed;
        if (!client->feeds_due || client->waits(FrameKind::feeds)) continue;
        client->feeds_due = false;
        push(*client, FrameKind::feeds, feeds);
    }
}

}  // namespace gapwire::http
