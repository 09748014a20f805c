// THE LIST of counters, and the block that holds their values. A new counter is one line here.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace gapwire {

// clang-format off
#define GAPWIRE_COUNTER_LIST(X)                                                                    \
    /* captures: what the file held */                                                             \
    X(capture_packets,            "packets read from captures")                                    \
    X(capture_bytes,              "captured bytes of those packets")                               \
    X(capture_truncated_files,    "captures that end inside a record")                             \
    X(capture_malformed_files,    "captures given up where they contradict themselves")            \
    X(capture_bad_blocks,         "pcapng blocks skipped because they contradict themselves")      \
    X(capture_drops_reported,     "packets the capturing machine says it dropped")                 \
    X(capture_time_reversed,      "packets stamped earlier than the one before")                   \
    X(capture_no_timestamp,       "packets without a time stamp")                                  \
    X(capture_fraction_overflow,  "time stamps with a fraction of a second or more")               \
    X(capture_length_oddities,    "packets longer than their snap length or original length")      \
    /* frames: why a packet gave no datagram */                                                    \
    X(frame_snapped,              "packets cut by the snap length")                                \
    X(frame_malformed,            "packets whose headers contradict their length")                 \
    X(frame_unknown_link,         "packets of a link type gapwire does not read")                  \
    X(frame_not_ip,               "packets that are not IP")                                       \
    X(frame_fragment,             "IP fragments")                                                  \
    X(frame_tcp,                  "TCP packets")                                                   \
    X(frame_igmp,                 "IGMP packets")                                                  \
    X(frame_other_protocol,       "IP packets of another protocol")                                \
    X(datagrams,                  "UDP datagrams")                                                 \
    X(datagrams_unrecognised,     "UDP datagrams of no known feed")                                \
    X(tcp_connections,            "TCP connections seen")                                          \
    X(tcp_connections_evicted,    "TCP connections dropped for newer ones: too many at once")      \
    X(tcp_segments_early,         "TCP segments held back until the hole before them closed")      \
    X(tcp_segments_far,           "TCP segments dropped: too far ahead to be believed")            \
    X(tcp_bytes_repeated,         "TCP bytes that came again")                                     \
    X(tcp_bytes_differing,        "TCP bytes that came again as others: the first were taken")     \
    X(tcp_bytes_lost,             "TCP bytes missing in the capture")                              \
    X(tcp_holes,                  "holes in captured TCP connections")                             \
    /* sockets */                                                                                  \
    X(clock_set,                  "times the system's clock was set while running")                \
    X(udp_kernel_drops,           "UDP datagrams dropped by the kernel: receive buffer full")      \
    X(udp_truncated,              "UDP datagrams longer than the receiver's limit, dropped")       \
    X(udp_receive_errors,         "errors while receiving UDP")                                    \
    X(udp_send_failures,          "UDP datagrams that could not be sent")                          \
    X(tcp_connected,              "TCP connections made")                                          \
    X(tcp_connect_failures,       "TCP connections that failed to be made, or took too long")      \
    X(tcp_disconnects,            "TCP connections that ended, by the peer or an error")           \
    X(tcp_bytes,                  "bytes received by TCP")                                         \
    X(tcp_write_overflows,        "TCP connections closed: the peer does not take what is sent")   \
    /* framing and sessions */                                                                     \
    X(mold_packets,               "MoldUDP64 packets accepted")                                    \
    X(mold_heartbeats,            "MoldUDP64 heartbeats")                                          \
    X(mold_end_of_session,        "MoldUDP64 end-of-session packets")                              \
    X(mold_malformed,             "MoldUDP64 packets dropped whole: lengths do not add up")        \
    X(mold_sequence_zero,         "MoldUDP64 packets dropped: sequence number 0")                  \
    X(mold_sequence_overflow,     "MoldUDP64 packets dropped: sequence number past 2^64")          \
    X(mold_too_far,               "MoldUDP64 packets dropped: too far ahead of the session")       \
    X(mold_sessions,              "MoldUDP64 sessions seen")                                       \
    X(mold_sessions_refused,      "MoldUDP64 sessions beyond the limit, ignored")                  \
    X(mold_session_changes,       "MoldUDP64 sessions that another one followed")                  \
    X(mold_begun_anew,            "MoldUDP64 sessions that began anew under the same name")        \
    X(mold_former_session,        "MoldUDP64 packets of a session that is over")                   \
    X(feed_silences,              "times nothing was heard on any line of a feed")                 \
    X(feed_resumptions,           "times a feed was heard again after a silence")                  \
    /* one redundant line; each line has its own */                                                \
    X(line_packets,               "packets on this line")                                          \
    X(line_messages,              "messages on this line, duplicates too")                         \
    X(line_first,                 "packets that came first on this line")                          \
    X(line_lost,                  "messages this line skipped")                                    \
    X(line_silences,              "times nothing was heard on this line")                          \
    X(line_resumptions,           "times this line was heard again after a silence")               \
    X(line_kernel_drops,          "datagrams of this line dropped by the kernel")                  \
    /* messages in sequence */                                                                     \
    X(messages_delivered,         "messages delivered in sequence")                                \
    X(messages_duplicate,         "messages dropped: delivered already")                           \
    X(messages_reordered,         "messages held back until the hole before them closed")          \
    X(messages_lost,              "messages missing on every line")                                \
    X(messages_too_far,           "messages dropped: too far ahead for the reorder window")        \
    X(messages_empty,             "messages of length 0")                                          \
    X(losses,                     "holes in the sequence that no line closed")                     \
    X(holes_declared,             "holes that outlasted the reorder wait and were asked for")      \
    X(holes_given_up,             "holes that no request server closed in time")                   \
    X(requests_sent,              "retransmission requests sent")                                  \
    X(requests_unanswered,        "retransmission requests that brought nothing in time")          \
    X(requests_held_back,         "times the limit of requests a second was reached")              \
    X(line_disagreements,         "messages with other bytes on another line")                     \
    X(soup_packets,               "SoupBinTCP packets from servers")                               \
    X(soup_logins,                "SoupBinTCP logins accepted")                                    \
    X(soup_logins_rejected,       "SoupBinTCP logins rejected")                                    \
    X(soup_heartbeats,            "SoupBinTCP heartbeats from servers")                            \
    X(soup_end_of_session,        "SoupBinTCP ends of session")                                    \
    X(soup_unsequenced,           "SoupBinTCP unsequenced messages from servers, ignored")         \
    X(soup_unknown_type,          "SoupBinTCP packets of a type no server sends, ignored")         \
    X(soup_protocol_errors,       "SoupBinTCP connections given up: protocol broken")              \
    X(soup_login_timeouts,        "SoupBinTCP connections given up: login not answered")           \
    X(soup_silences,              "SoupBinTCP connections given up: server silent")                \
    X(soup_disconnects,           "SoupBinTCP connections that ended")                             \
    X(soup_begun_anew,            "SoupBinTCP sessions whose numbers went back")                   \
    X(soup_session_changes,       "SoupBinTCP sessions begun anew under another or no name")       \
    X(soup_sessions,              "SoupBinTCP sessions seen in captures")                          \
    X(soup_sessions_refused,      "SoupBinTCP sessions or connections beyond the limit, ignored")  \
    X(soup_not_itch,              "SoupBinTCP connections that carry something else than ITCH")    \
    X(soup_unnumbered,            "SoupBinTCP messages dropped: unnumbered beside numbered")       \
    X(soup_snapshots,             "GLIMPSE snapshots seen in captures")                            \
    X(snapshots_started,          "snapshots asked for")                                           \
    X(snapshots_loaded,           "snapshots that came to their end")                              \
    X(snapshots_failed,           "snapshots thrown away")                                         \
    X(binaryfile_short_tail,      "BinaryFILE records cut off by the end of the file")             \
    /* decoder */                                                                                  \
    X(itch_too_short,             "ITCH messages shorter than their type")                         \
    X(itch_longer,                "ITCH messages longer than their type: the known part was read") \
    X(itch_unknown_type,          "ITCH messages of an unknown type")                              \
    X(itch_bad_field,             "ITCH messages refused for a bad field")                         \
    X(itch_ignored,               "ITCH messages that change nothing here")                        \
    X(mdp_packets,                "MDP 3.0 packets of incremental feeds accepted")                 \
    X(mdp_too_far,                "MDP 3.0 packets dropped: too far ahead of the channel")         \
    X(mdp_channels,               "MDP 3.0 channels seen")                                         \
    X(mdp_channels_refused,       "MDP 3.0 channels or lines beyond the limit, ignored")           \
    X(mdp_not_placed,             "MDP 3.0 packets of a feed whose channel is not known yet")      \
    X(mdp_begun_anew,             "MDP 3.0 channels whose packet numbers began anew")              \
    X(mdp_channel_resets,         "MDP 3.0 channel resets")                                        \
    X(mdp_events_unclosed,        "MDP 3.0 market events that nothing closed")                     \
    X(mdp_entries_missing,        "MDP 3.0 entries missing, by the numbers of their instruments")  \
    X(mdp_entries_known,          "MDP 3.0 entries that a snapshot held already")                  \
    X(mdp_snapshots,              "MDP 3.0 snapshots of instruments received")                     \
    X(mdp_snapshots_loaded,       "MDP 3.0 snapshots that made a book right")                      \
    X(mdp_snapshots_too_old,      "MDP 3.0 snapshots of no use: older than what was kept")         \
    X(mdp_definitions,            "MDP 3.0 instrument definitions received")                       \
    X(mdp_instruments_refused,    "MDP 3.0 instruments beyond the limit, ignored")                 \
    X(mdp_no_display_factor,      "watched futures without a display factor: not judged")          \
    X(mdp_malformed,              "MDP 3.0 packets dropped whole: sizes do not add up")            \
    X(mdp_other_schema,           "MDP 3.0 messages of another schema, skipped")                   \
    X(mdp_unknown_template,       "MDP 3.0 messages of an unknown template, skipped")              \
    X(mdp_ignored,                "MDP 3.0 messages that change nothing here")                     \
    X(mdp_bad_entry,              "MDP 3.0 entries refused for a bad field")                       \
    X(mdp_skipped_entry,          "MDP 3.0 entries that change nothing here")                      \
    X(fix_messages,              "FIX messages, lengths and checksums verified")                   \
    X(fix_garbled,               "FIX messages dropped: length or checksum wrong")                 \
    X(fix_malformed,             "FIX messages refused: fields or groups that make no sense")      \
    X(fix_unknown_type,          "FIX messages of an unknown type")                                \
    X(fix_ignored,               "FIX messages that change nothing here")                          \
    X(fix_unsupported_quotes,    "FIX quotes outside market data (35=S, i), not read")             \
    X(fix_sessions,              "FIX sessions seen in captures and logs")                         \
    X(fix_sessions_refused,      "FIX sessions or connections beyond the limit, ignored")          \
    X(fix_bad_time,              "FIX entries with a time that makes no sense")                    \
    X(fix_refreshes,             "FIX full refreshes of instruments applied")                      \
    X(fix_bad_entry,             "FIX entries refused for a bad or missing field")                 \
    X(fix_entries_known,         "FIX entries told before, by their instrument's numbers")         \
    X(fix_reports_missing,       "times a number of a FIX instrument was missing")                 \
    X(fix_unknown_symbol,        "FIX entries of instruments nobody asked for, or of none")        \
    X(fix_instruments_refused,   "FIX instruments beyond the limit, ignored")                      \
    X(fix_instruments_told,      "FIX instruments told in lists and definitions")                  \
    X(fix_symbol_too_long,       "FIX symbols too long to be published or judged")                 \
    X(fix_price_rounded,         "FIX prices with more than nine decimals, rounded")               \
    X(fix_price_out_of_range,    "FIX prices too large to be kept")                                \
    X(fix_quantity_rounded,      "FIX quantities with more decimals than kept, rounded")           \
    X(fix_quantity_out_of_range, "FIX quantities negative or too large, not kept")                 \
    X(fix_print_unusable,        "FIX trades without a price, or taken back though unknown")       \
    X(fix_figures_refused,       "FIX figures of a kind more than there is room for")              \
    X(fix_waiting_refused,       "FIX entries before a full refresh that found no room to wait")   \
    X(fix_requests_sent,         "FIX requests for market data sent")                              \
    X(fix_requests_unanswered,   "FIX requests for market data not answered in time")              \
    X(fix_requests_refused,      "FIX requests for market data refused")                           \
    X(fix_messages_refused,      "FIX messages of ours refused")                                   \
    X(fix_news,                  "FIX headlines")                                                  \
    /* books */                                                                                    \
    X(level_refused,              "events refused that contradict their book of levels")           \
    X(level_book_crossed,         "books of levels found crossed or out of order after an event")  \
    X(quote_refused,             "changes refused that contradict their book of quotes")           \
    X(quote_book_unordered,      "books of quotes found out of order after a message")             \
    X(queued_order_refused,       "events refused that contradict their book of queued orders")    \
    X(statistic_unusable,         "trades and figures of futures that could not be used")          \
    X(trades_outside_band,        "trades of futures outside their band, not judged")              \
    X(order_unknown,              "order events for an unknown reference")                         \
    X(order_duplicate,            "orders added under a reference in use")                         \
    X(order_over_executed,        "executions of more than the order holds")                       \
    X(order_over_cancelled,       "cancels of more than the order holds")                          \
    X(order_zero_quantity,        "orders added with quantity 0, ignored")                         \
    X(order_wrong_instrument,     "order events that name another instrument than their order")    \
    X(order_table_full,           "orders refused: the order table is full")                       \
    X(level_table_full,           "orders refused: the level table is full")                       \
    X(trade_break_unknown,        "broken trades that were never seen, or broken already")         \
    X(trades_broken,              "broken trades taken back")                                      \
    X(books_suspect,              "books that became suspect")                                     \
    X(books_stale,                "books marked stale by a loss")                                  \
    X(snapshots_spliced,          "snapshots spliced into the live stream")                        \
    X(splices_failed,             "snapshots that did not reach the live stream, or too late")     \
    X(snapshot_events_refused,    "events refused while a snapshot was loaded")                    \
    X(sessions_restarted,         "sessions started anew inside a feed")                           \
    /* publication, rules, alerts */                                                               \
    X(tops_published,             "tops of book published")                                        \
    X(depths_published,           "depths published")                                              \
    X(books_unshared,             "instruments that found no room in shared memory")               \
    X(rule_updates,               "updates handed to the rules")                                   \
    X(rule_updates_merged,        "updates merged because the way to the rules was full")          \
    X(alerts_fired,               "alerts fired")                                                  \
    X(alerts_test_issue,          "alerts withheld: a test issue")                                 \
    X(alerts_stored,              "alerts stored")                                                 \
    X(alerts_stored_before,       "alerts that were stored already, and said the same")            \
    X(replica_divergence,         "alerts that were stored already, and said something else")      \
    X(alerts_unstored,            "alerts handed to sinks before they could be stored")            \
    X(alerts_never_stored,        "alerts never stored: too many waited for the store")            \
    X(alerts_dropped,             "alerts neither stored nor handed out: too many waited")         \
    X(store_failures,             "times that the store could not be written")                     \
    X(stores_set_aside,           "damaged stores set aside")                                      \
    X(sink_deliveries,            "alerts that sinks took")                                        \
    X(sink_failures,              "attempts to deliver an alert that failed")                      \
    X(sink_retries,               "attempts to deliver an alert again")                            \
    X(sink_dead_letters,          "alerts given up: a sink will never take them")                  \
    X(sink_skips,                 "alerts not meant for a sink: silenced, muted, not severe")      \
    X(closes_unlearnt,            "closing prices that found no room on their way to the rules")   \
    X(rule_former_day,            "updates of a trading date that is over, not judged")            \
    X(rule_updates_late,          "updates behind a later one, or behind the clock, at the rules") \
    X(rule_no_reference,          "watched instruments without a reference price")                 \
    /* HTTP */                                                                                     \
    X(http_connections,           "HTTP connections accepted")                                     \
    X(http_connections_refused,   "HTTP connections refused: too many at once")                    \
    X(http_requests,              "HTTP requests answered")                                        \
    X(http_client_errors,         "HTTP requests answered with 4xx")                               \
    X(http_server_errors,         "HTTP requests answered with 5xx")                               \
    X(http_unauthorised,          "HTTP requests refused: no valid token")                         \
    X(http_cross_site,            "HTTP requests refused: of another host or origin")              \
    X(http_rate_limited,          "HTTP requests refused: too many from one address")              \
    X(http_malformed,             "HTTP requests that cannot be read, or are too large")           \
    X(http_timeouts,              "HTTP connections given up: the client took too long")           \
    X(http_actions,               "operator actions stored by HTTP")                               \
    X(http_alerts_missed,         "alerts that found no room on their way to the HTTP thread")     \
    X(ws_clients,                 "WebSocket clients accepted")                                    \
    X(ws_frames,                  "WebSocket frames sent")                                         \
    X(ws_quotes_dropped,          "quotes left out because a WebSocket client was slow")           \
    X(ws_clients_cut,             "WebSocket clients cut off: alerts were not taken")              \
    X(ws_clients_refused,         "WebSocket clients cut off: messages that make no sense")
// clang-format on

enum class Counter : std::uint16_t {
#define GAPWIRE_COUNTER_NAME(name, help) name,
    GAPWIRE_COUNTER_LIST(GAPWIRE_COUNTER_NAME)
#undef GAPWIRE_COUNTER_NAME
        count_
};

inline constexpr std::size_t counter_count = static_cast<std::size_t>(Counter::count_);

struct CounterText {
    std::string_view name;
    std::string_view help;
};

inline constexpr std::array<CounterText, counter_count> counter_texts{{
#define GAPWIRE_COUNTER_TEXT(name, help) {#name, help},
    GAPWIRE_COUNTER_LIST(GAPWIRE_COUNTER_TEXT)
#undef GAPWIRE_COUNTER_TEXT
}};

constexpr const CounterText& text_of(Counter counter) noexcept
{
    return counter_texts[static_cast<std::size_t>(counter)];
}

/// The values. Threads: one writer a block, any reader at any time (relaxed: each value by itself
/// is right, two values may be of different moments).
class Counters {
 public:
    void add(Counter counter, std::uint64_t count = 1) noexcept
    {
        auto& value = values_[static_cast<std::size_t>(counter)];
        value.store(value.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
    }
    std::uint64_t operator[](Counter counter) const noexcept
    {
        return values_[static_cast<std::size_t>(counter)].load(std::memory_order_relaxed);
    }

 private:
    std::array<std::atomic<std::uint64_t>, counter_count> values_{};
};

}  // namespace gapwire
