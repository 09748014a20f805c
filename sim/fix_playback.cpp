// Captured messages of a venue, on a session of its own.
#include "sim/fix_playback.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "feed/fix/wire.hpp"
#include "sim/fix_request_tags.hpp"

namespace gapwire::sim {
namespace {

namespace tag = fix::tag;

/// What the session writes itself.
constexpr std::array header_tags{tag::begin_string,
                                 tag::body_length,
                                 tag::msg_type,
                                 tag::msg_seq_num,
                                 tag::sender_comp_id,
                                 tag::target_comp_id,
                                 tag::sending_time,
                                 tag::poss_dup_flag,
                                 tag::check_sum,
                                 97,
                                 122,
                                 1128};
constexpr std::string_view session_types = "A01234";
constexpr std::string_view logout = "5";

fix_session::Settings settings_of(const FixPlaybackOptions& options)
{
    fix_session::Settings settings;
    settings.role = fix_session::Role::acceptor;
    settings.begin_string = options.begin_string;
    settings.sender_comp_id = options.sender;
    settings.target_comp_id = options.target;
    settings.persist_messages = true;
    settings.latency_max_s = 0;  // the client goes by a clock, this by what was captured
    return settings;
}

}  // namespace

FixPlayback::FixPlayback(const FixPlaybackOptions& options, Timestamp day)
    : now_(day.ns - way_max), session_(settings_of(options), *this, now_)
{}

void FixPlayback::on_connected()
{
    is_connected_ = true;
    is_over_ = false;
    out_.clear();
    reader_.clear();
    session_.on_connected(now_);
}

void FixPlayback::on_bytes(Bytes bytes)
{
    reader_.append(bytes);
    for (std::string message; is_connected_ && reader_.next(message);)
        session_.on_message(message.data(), message.size(), now_);
}

void FixPlayback::on_disconnected()
{
    if (!std::exchange(is_connected_, false)) return;
    out_.clear();
    forget();
    session_.on_disconnected(now_);
}

void FixPlayback::forget()
{
    market_data_.clear();
    statuses_.clear();
}

void FixPlayback::on_time(Timestamp day)
{
    now_ = std::max(now_, day.ns - way_max);
    if (is_connected_) session_.on_time(now_);
}

fix_session::Verdict FixPlayback::on_message(const char* bytes, std::size_t size)
{
    const std::string_view request(bytes, size);
    const std::string_view type = fix_value(request, tag::msg_type);
    if (type == "V")
        take_request(request, tag::md_req_id, market_data_);
    else if (type == "e")
        take_request(request, request_tag::status_request_id, statuses_);
    else
        return fix_session::Verdict::unsupported;
    return fix_session::Verdict::understood;
}

/// Type of subscription 2 ends what the same id began.
void FixPlayback::take_request(std::string_view request, int id_tag, Ids& ids)
{
    const std::string id(fix_value(request, id_tag));
    const bool ends = fix_value(request, request_tag::subscription_type) == "2";
    for (const FixField& field : fix_fields(request)) {
        if (field.tag != tag::symbol) continue;
        if (!ends)
            ids[std::string(field.value)] = id;
        else if (const auto found = ids.find(field.value);
                 found != ids.end() && found->second == id)
            ids.erase(found);
    }
}

void FixPlayback::say(std::string_view message, Timestamp sent)
{
    const std::string_view type = fix_value(message, tag::msg_type);
    if (type.size() == 1 && session_types.find(type) != session_types.npos) return;
    now_ = std::max(now_, sent.ns);
    if (type == logout) {
        has_ended_ = true;
        if (session_.is_logged_on()) session_.logout("", now_);
        return;
    }
    const std::string_view symbol = fix_value(message, tag::symbol);
    std::vector<std::pair<int, std::string>> fields;
    bool is_asked_for = session_.is_logged_on();
    for (const FixField& field : fix_fields(message)) {
        if (std::ranges::count(header_tags, field.tag) > 0) continue;
        const bool is_id =
            field.tag == tag::md_req_id || field.tag == request_tag::status_request_id;
        const Ids& ids = field.tag == tag::md_req_id ? market_data_ : statuses_;
        const auto found = is_id ? ids.find(symbol) : ids.end();
        is_asked_for &= !is_id || found != ids.end();
        fields.emplace_back(field.tag,
                            is_id && found != ids.end() ? found->second : std::string(field.value));
    }
    const bool is_said = is_asked_for && session_.send(std::string(type), fields, now_) != 0;
    ++(is_said ? count_.said : count_.unasked);
}

void FixPlayback::produce(ByteVector& out)
{
    out.insert(out.end(), out_.begin(), out_.end());
    out_.clear();
}

}  // namespace gapwire::sim
