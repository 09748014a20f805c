// The rule record: if it closed here, the largest one-day fall since when.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "strategies/condition.hpp"
#include "strategies/evidence.hpp"
#include "strategies/explain.hpp"
#include "strategies/history.hpp"
#include "strategies/listing.hpp"
#include "strategies/rule.hpp"
#include "strategies/watchlist.hpp"

namespace gapwire::strategies {

struct RecordSettings {
    std::string name = "record";
    std::string symbol;  // a symbol, listing or product
    std::string series;  // its name in the daily history
    Direction direction = Direction::down;
    BasisPoints move{200};           // smaller falls are no record to speak of
    std::int32_t age_min_days = 30;  // "since" a day that is younger is not said
    ReferenceChoice reference = ReferenceChoice::automatic;
    PriceChoice prices{};
    Severity severity = Severity::warning;
    std::int64_t hold_ns = 5 * minute_ns;  // before a smaller record replaces a larger one
};

/// One alert a trading date, raised when a price that another one bears out would make the day the
/// largest fall since a day at least `age_min_days` ago; revised at once when the record goes
/// further back, and when it has been smaller for `hold`; withdrawn when there was none for so
/// long. Nothing is told from a history that ends more than a week before the trading date. The day
/// before which a record stands is of the history alone, contract-roll days left out.
class Record final : public Rule {
 public:
    /// REQUIRES: a name of 1 to 16 characters, a symbol, a series of 1 to 24 characters.
    explicit Record(RecordSettings settings);

    std::string_view name() const noexcept override { return settings_.name; }
    Sentences explain() const override;
    std::vector<std::string> why(InstrumentId instrument, const MarketUpdate* last) const override;
    void begin(const TradingDay& day) override;
    Interest on_instrument(const Instrument& instrument) override;
    void on_update(const MarketUpdate& update, AlertWriter& out) noexcept override;
    void on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept override;
    void on_blind(const Text<4>& market, Timestamp time, AlertWriter& out) noexcept override;

    const RecordSettings& settings() const noexcept { return settings_; }

 private:
    static constexpr std::uint64_t sight_timer = 0;  // any other is a time

    /// A record at a price; `is_any` false: none that is worth a word.
    struct Line {
        bool is_any = false;
        RecordLine line{};
        HalfUnits price{};
    };

    void follow_status(const MarketUpdate& update, AlertWriter& out) noexcept;
    void judge(const Observation& seen, const MarketUpdate& update, AlertWriter& out) noexcept;
    std::optional<HalfUnits> borne_out(const Observation& seen,
                                       const MarketUpdate& update) const noexcept;
    Line line_at(HalfUnits price) const noexcept;
    void tell(const Line& line, AlertReason reason, AlertWriter& out,
              Timestamp timed = Timestamp::none()) noexcept;

    RecordSettings settings_;
    Selection selection_;
    TradingDay day_;
    Listing listing_{};
    std::vector<InstrumentId> ids_;  // all that are this listing
    Price last_print_ = Price::none();
    MarketUpdate last_{};
    Line told_{};                 // what was raised last, at the price seen last
    std::uint32_t revision_ = 0;  // of that; 0: nothing was
    Line smaller_{};              // what would replace it
    Timestamp smaller_since_ = Timestamp::none();
    Timestamp unseen_due_ = Timestamp::none();  // when it is told to be out of sight
    bool is_unknown_ = false;                   // that was told last
};

/// Reads a `[[rule]]` table of kind record; keys that are left out keep their defaults. Throws
/// OperatorError(config) `file:line: key: reason`. config/gapwire.example.toml documents the keys.
RecordSettings read_record(const Setting& table);

}  // namespace gapwire::strategies
