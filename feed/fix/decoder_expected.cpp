// FIX messages to market data events: fields that stand where they stood before.
#include <algorithm>
#include <cstring>

#include "feed/fix/decoder.hpp"

namespace gapwire::fix {

/// Whether the fields from `begin` on, which were found as number `field` and so on, are those;
/// what they are is noted at `count` then.
inline bool Decoder::is_like(const Expected& expected, std::uint32_t begin, std::size_t field,
                             std::size_t count) noexcept
{
    const std::uint32_t* const ends = ends_.data() + field;
    std::uint32_t* const values = values_.data() + count;
    const char* const text = text_;
    std::uint64_t differs = 0;
    for (std::size_t i = 0; i < expected.size; ++i) {
        differs |= (load<std::uint64_t>(text + begin) & expected.masks[i]) ^ expected.tags[i];
        values[i] = begin + expected.value_at[i];
        begin = ends[i] + 1;
    }
    if (differs != 0) return false;
    std::memcpy(kinds_.data() + count, expected.kinds.data(), sizeof expected.kinds);
    return true;
}

/// False for fields that cannot be known by a compare each.
bool Decoder::note_expected(Expected& expected, std::size_t first, std::size_t size) const noexcept
{
    if (size > Expected::fields_max) return false;
    expected.size = size;
    for (std::size_t i = 0; i < size; ++i) {
        const std::uint32_t begin = first + i == 0 ? 0 : ends_[first + i - 1] + 1;
        const std::uint32_t tag_size = values_[first + i] - begin;
        const Kind kind = kinds_[first + i];
        if (kind == Kind::data_length || tag_size > sizeof(std::uint64_t)) return false;
        expected.kinds[i] = kind;
        expected.value_at[i] = static_cast<std::uint8_t>(tag_size);
        expected.masks[i] = ~std::uint64_t{0} >> (64 - 8 * tag_size);
        expected.tags[i] = load<std::uint64_t>(text_ + begin) & expected.masks[i];
    }
    return true;
}

/// Whether what is in front of the group is as it was in the message of this type before; it is
/// taken then.
bool Decoder::take_front(std::size_t found) noexcept
{
    constexpr std::uint32_t increment = 0x583D3533;  // 35=X
    constexpr std::uint32_t refresh = 0x573D3533;    // 35=W
    front_ = nullptr;
    if (found == 0 || ends_[0] != sizeof(std::uint32_t)) return false;
    const auto type = load<std::uint32_t>(text_);
    if (type != increment && type != refresh) return false;
    front_ = &fronts_[type == increment ? 0 : 1];
    if (front_->size == 0 || front_->size > found || !is_like(*front_, 0, 0, 0)) return false;
    for (std::size_t i = 0; i < front_->size; ++i)
        body_.all[static_cast<std::size_t>(kinds_[i])] = {values_[i], ends_[i]};
    body_.seen = front_->seen;
    return true;
}

/// The first `size` fields are in front of the group, its count the last of them.
void Decoder::learn_front(std::size_t size) noexcept
{
    Expected made{.seen = body_.seen};
    const bool is_plain = body_.repeated == 0 && begun_ > 0 && !has_others_;
    *front_ = is_plain && note_expected(made, 0, size) ? made : Expected{};
}

/// Whether the next fields are those of an entry like the one before; they are taken then. `field`
/// is the first of them as it was found, `count` where it goes.
bool Decoder::take_expected(std::uint32_t begin, std::size_t field, std::size_t found,
                            std::size_t count) noexcept
{
    learn(count);
    const Layout& expected = *layout_;
    if (field + expected.size > found || !is_like(expected, begin, field, count)) return false;
    const std::uint32_t* const ends = ends_.data() + field;
    if (count != field) std::copy(ends, ends + expected.size, ends_.data() + count);
    begins_[begun_++] = static_cast<std::uint32_t>(count) | like_layout;
    has_others_ |= expected.has_others;
    return true;
}

/// An entry ends before the field `end`. What was expected in vain is expected no more if it is so
/// twice in a row.
void Decoder::learn(std::size_t end) noexcept
{
    if (begun_ == learnt_) return;
    learnt_ = begun_;
    Layout& layout = *layout_;
    const std::size_t first = begins_[begun_ - 1] & ~like_layout;
    const std::size_t size = end - first;
    const bool was_like = (begins_[begun_ - 1] & like_layout) != 0;
    if (was_like && size == layout.size) {
        layout.misses = 0;
        return;
    }
    if (size > Layout::fields_max || (layout.size != 0 && ++layout.misses < 2)) return;
    Layout made;
    if (!note_expected(made, first, size)) return;
    for (std::size_t i = 0; i < size; ++i)
        made.has_others |= made.kinds[i] >= Kind::entry_count_ && made.kinds[i] < Kind::other;
    const EntryFields fields = fields_between(first, end);
    made.seen = fields.seen;
    made.repeated = fields.repeated;
    made.places = places_;
    layout = made;
    like_from_ = begun_;
}

/// The fields of an entry by their kinds. Lives until the next call.
Decoder::EntryFields Decoder::fields_between(std::size_t first, std::size_t end) noexcept
{
    EntryFields fields{.first = first, .places = places_.data()};
    for (std::size_t i = first; i < end; ++i) {
        const auto kind = static_cast<std::size_t>(kinds_[i]);
        if (kind >= entry_kind_count) continue;
        const std::uint64_t bit = std::uint64_t{1} << kind;
        if ((fields.seen & bit) == 0) places_[kind] = static_cast<std::uint32_t>(i - first);
        fields.repeated |= fields.seen & bit;
        fields.seen |= bit;
    }
    return fields;
}

}  // namespace gapwire::fix
