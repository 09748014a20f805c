// What rules have in common when they say in a sentence what they do.
#pragma once

#include <string>
#include <vector>

#include "core/sentence.hpp"
#include "strategies/condition.hpp"
#include "strategies/evidence.hpp"
#include "strategies/references.hpp"

namespace gapwire::strategies {

using Sentences = std::vector<Sentence>;

/// The symbols, or the phrase for all of them.
SentenceValue symbols_said(const std::vector<std::string>& symbols);
PhraseKey reference_said(ReferenceChoice reference);
PhraseKey trigger_said(Trigger trigger);
/// ".down" or ".up" behind a key.
std::string directed(std::string_view key, Direction direction);

/// What a price must do to count, beyond being there.
void explain_prices(const PriceChoice& prices, Sentences& out);
/// How long and often, and when it is over.
void explain_condition(const ConditionSettings& condition, BasisPoints hysteresis, Sentences& out);

}  // namespace gapwire::strategies
