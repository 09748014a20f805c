// What is doubtful about rules that can be read.
#include "strategies/rule_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/decimal.hpp"
#include "strategies/basket.hpp"
#include "strategies/gap.hpp"
#include "strategies/record.hpp"

namespace gapwire::strategies {
namespace {

// CME's limits of US equity index futures: 7 % either way overnight and after the cash close, down
// to 20 % in the day session, no upper limit then.
constexpr BasisPoints overnight_limit{700};
constexpr BasisPoints day_limit{2000};
constexpr std::array index_futures{"NQ", "ES", "MNQ", "MES", "RTY", "M2K", "YM", "MYM"};

bool is_index_future(const std::string& symbol)
{
    return std::find(index_futures.begin(), index_futures.end(), symbol) != index_futures.end();
}

std::string percent(BasisPoints part)
{
    return decimal(part.value, 2);
}

/// All that one pass over the rules has to remember.
class Checker {
 public:
    Checker(const Config& config, std::vector<Finding>& findings)
        : config_(config), findings_(findings)
    {}

    void look_at(const Setting& table, const Rule& rule)
    {
        table_ = &table;
        rule_ = &rule;
        if (const auto* gap = dynamic_cast<const Gap*>(&rule)) check(gap->settings());
        if (const auto* basket = dynamic_cast<const Basket*>(&rule)) check(basket->settings());
        if (const auto* record = dynamic_cast<const Record*>(&rule)) check(record->settings());
    }

 private:
    struct Seen {
        const Setting* table;
        GapSettings settings;
    };

    void find(const std::string& text)
    {
        findings_.push_back({table_->place, std::string(rule_->name()), text});
    }

    void check_names(const std::vector<std::string>& names)
    {
        for (const std::string& name : names) {
            const bool is_known = config_.references.knows(name) ||
                                  config_.products.contains(name) || is_index_future(name);
            if (!is_known)
                find(
                    fmt::format("no reference price is known of {}: unless a feed tells one, it "
                                "is only said to have none",
                                name));
        }
    }

    void check(const GapSettings& settings)
    {
        check_names(settings.symbols);
        check_recovery(settings);
        for (const std::string& symbol : settings.symbols)
            if (is_index_future(symbol)) check_limits(settings, symbol);
        for (const Seen& other : seen_) check_overlap(settings, other);
        seen_.push_back({table_, settings});
    }

    void check_recovery(const GapSettings& settings)
    {
        if (settings.hysteresis < settings.ladder.front()) return;
        find(
            fmt::format("the first rung of {} % recovers only at the reference price or beyond: "
                        "hysteresis is {}",
                        percent(settings.ladder.front()), percent(settings.hysteresis)));
    }

    void check_limits(const GapSettings& settings, const std::string& symbol)
    {
        const bool is_down = settings.direction == Direction::down;
        for (const BasisPoints rung : settings.ladder) {
            if (rung <= overnight_limit) continue;
            if (is_down && rung > day_limit)
                find(fmt::format("-{} % on {} can never fire: the lowest limit is 20 %",
                                 percent(rung), symbol));
            else if (is_down)
                find(
                    fmt::format("-{} % overnight on {} can never fire: the limit is 7 % (20 % in "
                                "the day session)",
                                percent(rung), symbol));
            else
                find(fmt::format("+{} % overnight on {} can never fire: the limit is 7 %",
                                 percent(rung), symbol));
        }
    }

    void check_overlap(const GapSettings& settings, const Seen& other)
    {
        const GapSettings& before = other.settings;
        if (before.direction != settings.direction || before.reference != settings.reference)
            return;
        for (const BasisPoints rung : settings.ladder) {
            const auto& rungs = before.ladder;
            if (std::find(rungs.begin(), rungs.end(), rung) == rungs.end()) continue;
            const std::string* const both = shared_symbol(settings, before);
            if (both == nullptr) return;
            find(fmt::format("{} % of {} also fires in \"{}\" ({})", percent(rung), *both,
                             before.name, other.table->place));
            return;
        }
    }

    /// A symbol that both watch, "*" when one of them watches everything; null: none.
    static const std::string* shared_symbol(const GapSettings& a, const GapSettings& b)
    {
        static const std::string everything = "*";
        if (a.symbols.empty() && b.symbols.empty()) return &everything;
        if (a.symbols.empty()) return &b.symbols.front();
        if (b.symbols.empty()) return &a.symbols.front();
        for (const std::string& symbol : a.symbols)
            if (std::find(b.symbols.begin(), b.symbols.end(), symbol) != b.symbols.end())
                return &symbol;
        return nullptr;
    }

    void check(const BasketSettings& settings)
    {
        for (const BasketGroup& group : settings.groups) check_names(group.symbols);
    }

    void check(const RecordSettings& settings)
    {
        check_names({settings.symbol});
        if (!config_.history.has(settings.series))
            find(fmt::format("there is no history of {}: nothing is ever told", settings.series));
    }

    const Config& config_;
    std::vector<Finding>& findings_;
    const Setting* table_ = nullptr;
    const Rule* rule_ = nullptr;
    std::vector<Seen> seen_;
};

}  // namespace

std::vector<Finding> check_rules(const Setting& root, const Config& config)
{
    std::vector<Finding> findings;
    const Setting* const list = root.find("rule");
    if (list == nullptr) return findings;
    Checker checker(config, findings);
    for (std::size_t i = 0; i < list->children.size() && i < config.rules.size(); ++i)
        checker.look_at(list->children[i], *config.rules[i]);
    return findings;
}

}  // namespace gapwire::strategies
