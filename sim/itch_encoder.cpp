// Plain values into TotalView-ITCH 5.0 layouts: one function a message type.
#include "sim/itch_encoder.hpp"

namespace gapwire::sim::itch {
namespace {

itch50::Header header(char type, const At& at) noexcept
{
    return {type, U16be::of(at.locate), U16be::of(at.tracking), U48be::of(at.time_ns)};
}

U32be u32(std::uint32_t value) noexcept
{
    return U32be::of(value);
}
U64be u64(std::uint64_t value) noexcept
{
    return U64be::of(value);
}
Ascii<8> stock(std::string_view text) noexcept
{
    return Ascii<8>::of(text);
}
Ascii<4> text4(std::string_view text) noexcept
{
    return Ascii<4>::of(text);
}

}  // namespace

itch50::SystemEvent layout_of(const SystemEvent& m) noexcept
{
    return {header('S', m.at), m.event};
}

itch50::StockDirectory layout_of(const StockDirectory& m) noexcept
{
    return {header('R', m.at),
            stock(m.stock),
            m.market_category,
            m.financial_status,
            u32(m.round_lot),
            m.round_lots_only,
            m.issue_classification,
            Ascii<2>::of(m.issue_subtype),
            m.authenticity,
            m.short_sale_threshold,
            m.ipo_flag,
            m.luld_tier,
            m.etp_flag,
            u32(m.etp_leverage),
            m.inverse};
}

itch50::StockTradingAction layout_of(const StockTradingAction& m) noexcept
{
    return {header('H', m.at), stock(m.stock), m.state, m.reserved, text4(m.reason)};
}

itch50::RegShoRestriction layout_of(const RegShoRestriction& m) noexcept
{
    return {header('Y', m.at), stock(m.stock), m.action};
}

itch50::MarketParticipantPosition layout_of(const MarketParticipantPosition& m) noexcept
{
    return {header('L', m.at), text4(m.mpid), stock(m.stock), m.primary, m.mode, m.state};
}

itch50::MwcbDeclineLevel layout_of(const MwcbDeclineLevel& m) noexcept
{
    return {header('V', m.at), u64(m.level_1), u64(m.level_2), u64(m.level_3)};
}

itch50::MwcbStatus layout_of(const MwcbStatus& m) noexcept
{
    return {header('W', m.at), m.level};
}

itch50::IpoQuotingPeriodUpdate layout_of(const IpoQuotingPeriodUpdate& m) noexcept
{
    return {header('K', m.at), stock(m.stock), u32(m.release_time_s), m.qualifier, u32(m.price)};
}

itch50::LuldAuctionCollar layout_of(const LuldAuctionCollar& m) noexcept
{
    return {header('J', m.at),  stock(m.stock),     u32(m.reference_price),
            u32(m.upper_price), u32(m.lower_price), u32(m.extension)};
}

itch50::OperationalHalt layout_of(const OperationalHalt& m) noexcept
{
    return {header('h', m.at), stock(m.stock), m.market, m.action};
}

itch50::AddOrder layout_of(const AddOrder& m) noexcept
{
    return {header('A', m.at), u64(m.reference), m.side,
            u32(m.shares),     stock(m.stock),   u32(m.price)};
}

itch50::AddOrderWithMpid layout_of(const AddOrderWithMpid& m) noexcept
{
    return {
        {header('F', m.at), u64(m.reference), m.side, u32(m.shares), stock(m.stock), u32(m.price)},
        text4(m.mpid)};
}

itch50::OrderExecuted layout_of(const OrderExecuted& m) noexcept
{
    return {header('E', m.at), u64(m.reference), u32(m.shares), u64(m.match)};
}

itch50::OrderExecutedWithPrice layout_of(const OrderExecutedWithPrice& m) noexcept
{
    return {header('C', m.at), u64(m.reference), u32(m.shares),
            u64(m.match),      m.printable,      u32(m.price)};
}

itch50::OrderCancel layout_of(const OrderCancel& m) noexcept
{
    return {header('X', m.at), u64(m.reference), u32(m.shares)};
}

itch50::OrderDelete layout_of(const OrderDelete& m) noexcept
{
    return {header('D', m.at), u64(m.reference)};
}

itch50::OrderReplace layout_of(const OrderReplace& m) noexcept
{
    return {header('U', m.at), u64(m.old_reference), u64(m.new_reference), u32(m.shares),
            u32(m.price)};
}

itch50::Trade layout_of(const Trade& m) noexcept
{
    return {header('P', m.at), u64(m.reference), m.side,      u32(m.shares),
            stock(m.stock),    u32(m.price),     u64(m.match)};
}

itch50::CrossTrade layout_of(const CrossTrade& m) noexcept
{
    return {header('Q', m.at), u64(m.shares), stock(m.stock),
            u32(m.price),      u64(m.match),  m.cross_type};
}

itch50::BrokenTrade layout_of(const BrokenTrade& m) noexcept
{
    return {header('B', m.at), u64(m.match)};
}

itch50::Noii layout_of(const Noii& m) noexcept
{
    return {header('I', m.at), u64(m.paired),    u64(m.imbalance),  m.direction,
            stock(m.stock),    u32(m.far_price), u32(m.near_price), u32(m.reference_price),
            m.cross_type,      m.variation};
}

itch50::RetailInterest layout_of(const RetailInterest& m) noexcept
{
    return {header('N', m.at), stock(m.stock), m.interest};
}

itch50::DirectListing layout_of(const DirectListing& m) noexcept
{
    return {header('O', m.at),    stock(m.stock),       m.open_eligibility,
            u32(m.minimum_price), u32(m.maximum_price), u32(m.near_price),
            u64(m.near_time_ns),  u32(m.lower_collar),  u32(m.upper_collar)};
}

}  // namespace gapwire::sim::itch
