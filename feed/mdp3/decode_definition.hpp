// Instrument definitions of MDP 3.0 to events.
#pragma once

#include "feed/mdp3/definitions/wire.hpp"
#include "feed/mdp3/message.hpp"

namespace gapwire::mdp3::detail {

template <class Root>
inline constexpr ContractKind kind_of = ContractKind::other;
template <>
inline constexpr ContractKind kind_of<FutureRoot> = ContractKind::future;
template <>
inline constexpr ContractKind kind_of<OptionRoot> = ContractKind::option;
template <>
inline constexpr ContractKind kind_of<SpreadRoot> = ContractKind::spread;

// Options have no largest variation.
template <class Root>
std::int64_t variation_of(const Root& root) noexcept
{
    return root.max_price_variation;
}
inline std::int64_t variation_of(const OptionRoot&) noexcept
{
    return price_null;
}

template <class Root>
std::uint16_t reference_date_of(const Message& message) noexcept
{
    constexpr std::size_t end = offsetof(Root, trading_reference_date) + sizeof(U16le);
    if (message.version() < 6 || message.root_length() < end) return date_none;
    return message.root_as<Root>().trading_reference_date;
}

/// NoEvents.
inline void take_times(const Entries& entries, ContractDefinition& definition) noexcept
{
    for (std::size_t i = 0; i < entries.count; ++i) {
        const auto& event = entries.entry<DefinitionEvent>(i);
        if (event.event_type == 5) definition.activation_ns = event.event_time;
        if (event.event_type == 7) definition.last_trade_ns = event.event_time;
    }
}

/// NoMDFeedTypes. A depth that is none, or negative, tells nothing.
inline void take_depths(const Entries& entries, ContractDefinition& definition) noexcept
{
    for (std::size_t i = 0; i < entries.count; ++i) {
        const auto& feed = entries.entry<DefinitionFeedType>(i);
        if (feed.market_depth > INT8_MAX) continue;
        if (feed.md_feed_type.view() == "GBX") definition.depth = feed.market_depth;
        if (feed.md_feed_type.view() == "GBI") definition.implied_depth = feed.market_depth;
    }
}

inline void take_head(const DefinitionHead& head, ContractDefinition& definition) noexcept
{
    const std::uint32_t reports = head.tot_num_reports;
    definition.security = head.security_id;
    definition.action = head.security_update_action;
    definition.status = head.md_security_trading_status;
    definition.symbol = head.symbol.text();
    definition.group = head.security_group.text();
    definition.asset = head.asset.text();
    definition.security_type = head.security_type.text();
    definition.reports_in_loop = reports == UINT32_MAX ? 0 : reports;
}

/// 27 and 54, 29 and 56, 41 and 55.
template <PriceScale scale, class Root, class Handler>
[[gnu::noinline]] void deliver_definition(const Message& message, Handler& handler) noexcept
{
    const Root& root = message.root_as<Root>();
    ContractDefinition definition{.kind = kind_of<Root>,
                                  .maturity_year = root.maturity.year,
                                  .maturity_month = root.maturity.month,
                                  .maturity_day = root.maturity.day,
                                  .tick = price_of<scale>(root.min_price_increment),
                                  .display_factor = price_of<scale>(root.display_factor),
                                  .reference = price_of<scale>(root.trading_reference_price),
                                  .reference_date = reference_date_of<Root>(message),
                                  .reference_type = {root.settl_price_type},
                                  .high_limit = price_of<scale>(root.high_limit_price),
                                  .low_limit = price_of<scale>(root.low_limit_price),
                                  .variation_max = price_of<scale>(variation_of(root))};
    take_head(root.head, definition);
    Groups groups(message);
    take_times(groups.take(), definition);
    take_depths(groups.take(), definition);
    handler.on(definition);
}

}  // namespace gapwire::mdp3::detail
