// What a rule does, as sentences a desk can read.
#pragma once

#include <string>
#include <vector>

#include "alerts/language.hpp"
#include "core/sentence.hpp"

namespace gapwire::alerts {

/// One line without a line end: the sentences, one after the other. Names and numbers are set apart
/// in a language that is written from the right, as in alert_text().
/// REQUIRES: keys of config/locale with the fields of their templates.
/// Threads  any.
std::string rule_text(const std::vector<Sentence>& sentences, Language language);

}  // namespace gapwire::alerts
