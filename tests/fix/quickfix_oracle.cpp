// QuickFIX's reading of a FIX message, as an oracle.
#include "tests/fix/quickfix_oracle.hpp"

#include <quickfix/DataDictionary.h>
#include <quickfix/Message.h>

namespace gapwire {
namespace test {

struct QuickfixOracle::Dictionary {
    explicit Dictionary(const std::string& path) : fields(path) {}
    FIX::DataDictionary fields;
};

QuickfixOracle::QuickfixOracle(const std::string& dictionary)
    : dictionary_(new Dictionary(dictionary))
{
    dictionary_->fields.checkUserDefinedFields(false);
}
QuickfixOracle::~QuickfixOracle() = default;

QuickfixMessage QuickfixOracle::read(const std::string& message) const
{
    constexpr int entries = 268;
    QuickfixMessage read;
    try {
        const FIX::Message parsed(message, dictionary_->fields, true);
        for (const FIX::FieldBase& field : parsed) read.body[field.getTag()] = field.getString();
        const auto count = static_cast<int>(parsed.groupCount(entries));
        for (int i = 1; i <= count; ++i) {
            read.entries.emplace_back();
            for (const FIX::FieldBase& field : parsed.getGroupRef(i, entries))
                read.entries.back()[field.getTag()] = field.getString();
        }
        dictionary_->fields.validate(parsed);
    } catch (const std::exception& error) {
        read.error = error.what();
        if (read.error.empty()) read.error = "refused";
    }
    return read;
}

}  // namespace test
}  // namespace gapwire
