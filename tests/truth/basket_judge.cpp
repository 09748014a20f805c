// Claims about several names, about halts and about blindness.
#include <algorithm>

#include "tests/truth/judge.hpp"

namespace gapwire::truth {
namespace {

constexpr Nanos silence = 3 * second;         // before a feed or a line counts as silent
constexpr Nanos line_patience = 10 * second;  // of the rule, for one line of two
constexpr Nanos loss_patience = 2 * second;

// Causes of blindness as alerts number them.
constexpr int line_silent = 1;
constexpr int lines_silent = 2;
constexpr int messages_lost = 3;

/// Every moment of a stretch in which a claim may be told.
void add_stretch(Truth& truth, Nanos from, Nanos until)
{
    for (Nanos at = from; at <= until; at += second) truth.touches.push_back(at);
}

void judge_outage(const Day& day, const Outage& outage, Truths& truths)
{
    const Nanos ends = outage.until + 5 * second;
    const Nanos lasts = outage.until - outage.from;
    if (outage.is_total()) {
        Truth& truth = truths[{"blind", "XNAS", 0, lines_silent}];
        add_stretch(truth, outage.from, ends);
        if (lasts > silence + second)
            truth.sure = std::min(truth.sure, outage.from + silence + second);
    }
    Truth& lines = truths[{"blind", "XNAS", 0, line_silent}];
    add_stretch(lines, outage.from, ends + line_patience);
    const bool is_half = outage.dead[0] != outage.dead[1];
    // The count of lines is told with what is said: by the next quote.
    if (is_half && lasts > silence + line_patience + 21 * second)
        lines.sure = std::min(lines.sure, outage.from + silence + line_patience + 21 * second);
    if (!outage.is_total() || day.has_requests) return;
    Truth& loss = truths[{"blind", "XNAS", 0, messages_lost}];
    add_stretch(loss, outage.from, day.close);
    if (lasts > 30 * second)  // something was said meanwhile
        loss.sure = std::min(loss.sure, outage.until + silence + loss_patience + 21 * second);
}

}  // namespace

void judge_basket(const Day& day, const std::vector<Look>& looks, Truths& truths)
{
    if (day.names.size() < basket_least) return;
    struct Member {
        bool may = false;
        bool must = false;
    };
    std::vector<Member> members(day.names.size());
    const Claim claim{"basket", "basket", 0, basket_move};
    for (const Look& look : looks) {
        const Name& name = day.names[look.name];
        if (name.is_withheld) continue;
        const Units from = name.reference[0] * 2;
        const auto beyond = [&](Units price, int basis_points) {
            return price != 0 && (from - price) * 10'000 >= from * basis_points;
        };
        Member& member = members[look.name];
        const bool is_out = !beyond(look.low, basket_move - basket_back);
        member.may = beyond(look.low, basket_move) || (member.may && !is_out);
        if (look.mid != 0 || !beyond(look.sure_low, basket_move))
            member.must = beyond(look.sure_low, basket_move) && look.is_whole;
        const auto count = [&](bool Member::*which) {
            return std::count_if(members.begin(), members.end(),
                                 [&](const Member& each) { return each.*which; });
        };
        const auto least = static_cast<std::ptrdiff_t>(basket_least);
        if (count(&Member::may) >= least) truths[claim].touches.push_back(look.time);
        if (count(&Member::must) < least) continue;
        truths[claim].sure = std::min(truths[claim].sure, look.time);
    }
}

void judge_stops(const Day& day, Truths& truths)
{
    std::vector<int> halts(day.names.size());
    for (const Event& event : day.events) {
        if (event.what != What::halt || event.time < day.open || event.time >= day.close) continue;
        const bool is_market = event.reason.starts_with("MWC");
        const std::string symbol = is_market ? "" : day.names[event.name].symbol;
        const int number = is_market ? event.reason[3] - '0' + 1 : ++halts[event.name];
        Truth& truth = truths[{"halt", symbol, 0, number}];
        truth.touches.push_back(event.time);
        truth.sure = std::min(truth.sure, event.time);
    }
    for (const Outage& outage : day.outages) judge_outage(day, outage, truths);
}

}  // namespace gapwire::truth
