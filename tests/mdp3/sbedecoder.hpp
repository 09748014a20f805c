// The text of another author's decoder of MDP 3.0, and the events that follow from it.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/decimal.hpp"

namespace gapwire::mdp3::test {

/// "key: value key: value", values without their spaces.
using Pairs = std::map<std::string, std::string, std::less<>>;

inline bool is_key(std::string_view word)
{
    return word.size() > 1 && word.back() == ':' &&
           word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == word.size() - 1;
}

inline Pairs pairs_of(std::string_view line)
{
    Pairs pairs;
    std::string* value = nullptr;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        const std::string_view word = line.substr(0, end);
        line.remove_prefix(std::min(end + 1, line.size()));
        if (is_key(word))
            value = &pairs[std::string(word.substr(0, word.size() - 1))];
        else if (value != nullptr)
            *value += word;
    }
    return pairs;
}

/// Their prices went through a double; those of the wire have seven decimals.
inline std::string price_of_double(const std::string& text)
{
    return decimal(std::llround(std::stod(text) * 1e7), 7);
}

inline unsigned indicator_of(std::string_view names)
{
    static constexpr std::array<std::string_view, 8> bits{
        "LastTradeMsg",   "LastVolumeMsg", "LastQuoteMsg", "LastStatsMsg",
        "LastImpliedMsg", "RecoveryMsg",   "Reserved",     "EndOfEvent"};
    unsigned value = 0;
    for (unsigned bit = 0; bit < bits.size(); ++bit)
        if (names.find(bits[bit]) != std::string_view::npos) value |= 1u << bit;
    return value;
}

/// Reads the lines of one packet after the other and writes what EventText should.
class TheirEvents {
 public:
    explicit TheirEvents(std::string_view text) : text_(text) { next_line(); }

    struct Packet {
        Pairs header;
        std::vector<std::string> events;
    };
    bool next(Packet& packet)
    {
        if (!line_.starts_with(":packet ")) return false;
        packet = {pairs_of(line_), {}};
        next_line();
        while (!line_.empty() && !line_.starts_with(":packet ")) {
            add(packet.events);
            next_line();
        }
        end_message(packet.events);
        return true;
    }
    const std::map<int, int>& templates() const { return templates_; }

 private:
    void next_line()
    {
        const std::size_t end = std::min(text_.find('\n'), text_.size());
        line_ = text_.substr(0, end);
        text_.remove_prefix(std::min(end + 1, text_.size()));
    }

    void add(std::vector<std::string>& events)
    {
        if (line_.starts_with("::::")) {
            const Pairs entry = pairs_of(line_.substr(4));
            if (entry.count("order_id") == 0) events.push_back(event(entry));
        } else if (!line_.starts_with(":::")) {
            end_message(events);
            begin_message(events);
        }
    }

    void begin_message(std::vector<std::string>& events)
    {
        const std::size_t id = line_.find("(tid:") + 5;
        template_ = std::stoi(std::string(line_.substr(id)));
        ++templates_[template_];
        root_ = pairs_of(line_.substr(line_.find(")-") + 2));
        const std::string time = template_ == 12 ? "0" : root_.at("transact_time");
        const unsigned indicator = indicator_of(root_["match_event_indicator"]);
        events.push_back(fmt::format("{} v8 at={} indicator={:02x}", template_, time, indicator));
        if (template_ == 30) events.push_back(status());
        if ((indicator & 0x80) != 0) end_ = fmt::format("end at={}", time);
    }

    void end_message(std::vector<std::string>& events)
    {
        if (!end_.empty()) events.push_back(end_);
        end_.clear();
    }

    std::string status()
    {
        static const std::map<std::string, int, std::less<>> statuses{
            {"NewPriceIndication", 15}, {"PreOpen", 21}, {"ReadyToTrade", 17}};
        static const std::map<std::string, int, std::less<>> events{{"NoEvent", 0},
                                                                    {"NoCancel", 1}};
        EXPECT_EQ(root_.at("security_id"), "None");
        EXPECT_EQ(root_.at("halt_reason"), "GroupSchedule");
        return fmt::format(
            "status group group={} asset={} at={} date={} status={} reason=0 "
            "event={}",
            root_.at("security_group"), root_.at("asset"), root_.at("transact_time"),
            root_.at("trade_date"), statuses.at(root_.at("security_trading_status")),
            events.at(root_.at("security_trading_event")));
    }

    std::string event(const Pairs& e) const
    {
        static const std::map<std::string, std::string, std::less<>> trades{
            {"New", "report"}, {"Change", "correct"}, {"Delete", "bust"}};
        static const std::map<std::string, std::string, std::less<>> aggressors{
            {"NoAggressor", "none"}, {"Buy", "buy"}, {"Sell", "sell"}};
        const std::string about = fmt::format("{} #{}", e.at("security_id"), e.at("rpt_seq"));
        const std::string& action = e.at("md_update_action");
        if (template_ == 32) return level(e, about);
        if (template_ == 42)
            return fmt::format(
                "trade {} {} {} x {} orders={} id={} aggressor={}", about, trades.at(action),
                price_of_double(e.at("md_entry_px")), e.at("md_entry_size"),
                e.at("number_of_orders"),
                e.at("md_trade_entry_id") == "None" ? "0" : e.at("md_trade_entry_id"),
                aggressors.at(e.at("aggressor_side")));
        const bool is_volume = template_ == 37;
        const std::string price = is_volume ? "none" : price_of_double(e.at("md_entry_px"));
        const std::string size = e.at("md_entry_size") == "None" ? "none" : e.at("md_entry_size");
        return fmt::format("statistic {} {} {} x {} date=none settlement=80{}", about,
                           is_volume ? "volume" : kind(e), price, size,
                           action == "Delete" ? " removed" : "");
    }

    static std::string level(const Pairs& e, const std::string& about)
    {
        static const std::map<std::string, std::string, std::less<>> actions{
            {"New", "insert"}, {"Change", "change"}, {"Delete", "remove"}};
        const bool is_bid = e.at("md_entry_type") == "Bid";
        EXPECT_TRUE(is_bid || e.at("md_entry_type") == "Offer");
        return fmt::format("level {} {} {} {} {} x {} orders={}", about, is_bid ? 'B' : 'S',
                           e.at("md_price_level"), actions.at(e.at("md_update_action")),
                           price_of_double(e.at("md_entry_px")), e.at("md_entry_size"),
                           e.at("number_of_orders") == "None" ? "0" : e.at("number_of_orders"));
    }

    static std::string kind(const Pairs& e)
    {
        static const std::map<std::string, std::string, std::less<>> kinds{
            {"HighTrade", "high"},
            {"LowTrade", "low"},
            {"HighestBid", "highest_bid"},
            {"LowestOffer", "lowest_offer"}};
        const std::string& flag = e.at("open_close_settl_flag");
        if (e.at("md_entry_type") != "OpenPrice") return kinds.at(e.at("md_entry_type"));
        return flag == "DailyOpenPrice" ? "open" : "indicative_open";
    }

    std::string_view text_;
    std::string_view line_;
    int template_ = 0;
    Pairs root_;
    std::string end_;
    std::map<int, int> templates_;
};

}  // namespace gapwire::mdp3::test
