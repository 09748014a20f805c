// Alerts on a subject of NATS.
#include "alerts/sinks/nats_sink.hpp"

#include <nats/nats.h>

#include <boost/json.hpp>
#include <utility>

#include "alerts/marked.hpp"
#include "core/clock.hpp"

namespace gapwire::alerts {
namespace {

/// Owns what libnats made.
template <class T, void (*destroy)(T*)>
struct Destroy {
    void operator()(T* made) const noexcept { destroy(made); }
};
using Options = std::unique_ptr<natsOptions, Destroy<natsOptions, natsOptions_Destroy>>;
using Message = std::unique_ptr<natsMsg, Destroy<natsMsg, natsMsg_Destroy>>;

constexpr std::int64_t look_every_ns = 10'000'000'000;

/// How many streams an answer of JetStream names.
std::int64_t total_in(std::string_view answer)
{
    boost::json::error_code error;
    const auto value =
        boost::json::parse(boost::json::string_view(answer.data(), answer.size()), error);
    const auto* const object = error ? nullptr : value.if_object();
    const auto* const total = object == nullptr ? nullptr : object->if_contains("total");
    return total == nullptr || !total->is_int64() ? 0 : total->as_int64();
}

natsStatus set_up(natsOptions* options, const NatsSettings& settings)
{
    natsStatus status = natsOptions_SetURL(options, settings.url.c_str());
    if (status == NATS_OK) status = natsOptions_SetName(options, "gapwire");
    if (status == NATS_OK) status = natsOptions_SetTimeout(options, settings.timeout_ms);
    if (status == NATS_OK) status = natsOptions_SetAllowReconnect(options, false);
    if (status == NATS_OK && !settings.username.empty())
        status =
            natsOptions_SetUserInfo(options, settings.username.c_str(), settings.password.c_str());
    if (status == NATS_OK && !settings.credentials_file.empty())
        status = natsOptions_SetUserCredentialsFromFiles(options, settings.credentials_file.c_str(),
                                                         nullptr);
    if (status == NATS_OK && settings.url.starts_with("tls://"))
        status = natsOptions_SetSecure(options, true);
    if (status == NATS_OK && !settings.ca_file.empty())
        status = natsOptions_LoadCATrustedCertificates(options, settings.ca_file.c_str());
    return status;
}

}  // namespace

struct NatsSink::Connection {
    ~Connection()
    {
        jsCtx_Destroy(jetstream);
        natsConnection_Destroy(connection);
    }
    natsStatus open(const NatsSettings& settings)
    {
        natsOptions* made = nullptr;
        natsStatus status = natsOptions_Create(&made);
        const Options options(made);
        if (status == NATS_OK) status = set_up(made, settings);
        if (status == NATS_OK) status = natsConnection_Connect(&connection, made);
        if (status == NATS_OK) status = natsConnection_JetStream(&jetstream, connection, nullptr);
        return status;
    }
    /// Whether a stream takes the subject, asked again every look_every_ns. Its acknowledgement is
    /// waited for only then: anybody else who hears the subject gives none.
    natsStatus look_for_stream(const NatsSettings& settings)
    {
        const std::int64_t now = monotonic_ns();
        if (looked_ns != 0 && now - looked_ns < look_every_ns) return NATS_OK;
        const std::string asked =
            boost::json::serialize(boost::json::object{{"subject", settings.subject}});
        natsMsg* reply = nullptr;
        const natsStatus status = natsConnection_RequestString(
            &reply, connection, "$JS.API.STREAM.NAMES", asked.c_str(), settings.timeout_ms);
        const Message answer(reply);
        has_stream = status == NATS_OK &&
                     total_in({natsMsg_GetData(reply),
                               static_cast<std::size_t>(natsMsg_GetDataLength(reply))}) > 0;
        if (status != NATS_OK && status != NATS_NO_RESPONDERS) return status;
        looked_ns = now;
        return NATS_OK;
    }
    bool is_up() const { return natsConnection_Status(connection) == NATS_CONN_STATUS_CONNECTED; }

    natsConnection* connection = nullptr;
    jsCtx* jetstream = nullptr;
    bool has_stream = false;
    std::int64_t looked_ns = 0;
};

NatsSink::NatsSink(SinkSettings settings) : settings_(std::move(settings)) {}

NatsSink::~NatsSink() = default;

SinkStatus NatsSink::deliver_marked(const Alert& alert, const Marks& marks)
{
    return publish(delivery_key(alert), marked_json(alert, marks));
}

SinkStatus NatsSink::deliver_list(std::span<const Alert> alerts, std::string_view title)
{
    return publish(list_key(alerts), list_json(alerts, title));
}

SinkStatus NatsSink::publish(const std::string& key, const std::string& body)
{
    failure_.clear();
    if (connection_ && !connection_->is_up()) connection_.reset();
    if (!connection_) {
        connection_ = std::make_unique<Connection>();
        if (const natsStatus status = connection_->open(settings_.nats); status != NATS_OK)
            return fail(status);
    }
    natsMsg* made = nullptr;
    natsStatus status = natsMsg_Create(&made, settings_.nats.subject.c_str(), nullptr, body.data(),
                                       static_cast<int>(body.size()));
    const Message message(made);
    if (status == NATS_OK) status = natsMsgHeader_Set(made, "Nats-Msg-Id", key.c_str());
    if (status != NATS_OK) return fail(status);

    status = connection_->look_for_stream(settings_.nats);
    if (status != NATS_OK) return fail(status);
    if (connection_->has_stream) {
        jsPubOptions wait{};
        jsPubOptions_Init(&wait);
        wait.MaxWait = settings_.nats.timeout_ms;
        status = js_PublishMsg(nullptr, connection_->jetstream, made, &wait, nullptr);
    } else {
        status = natsConnection_PublishMsg(connection_->connection, made);
        if (status == NATS_OK)
            status =
                natsConnection_FlushTimeout(connection_->connection, settings_.nats.timeout_ms);
    }
    return status == NATS_OK ? SinkStatus::ok : fail(status);
}

SinkStatus NatsSink::fail(int status)
{
    failure_ = natsStatus_GetText(static_cast<natsStatus>(status));
    connection_.reset();
    return SinkStatus::failed;
}

}  // namespace gapwire::alerts
