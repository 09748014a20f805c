// THE LIST of templates, checked while compiling, and what follows from it for walking messages.
#include "feed/mdp3/templates.hpp"

#include <algorithm>

#include "feed/mdp3/tables/definitions.hpp"
#include "feed/mdp3/tables/definitions_more.hpp"
#include "feed/mdp3/tables/definitions_v8.hpp"
#include "feed/mdp3/tables/incremental.hpp"
#include "feed/mdp3/tables/incremental_v8.hpp"
#include "feed/mdp3/tables/session.hpp"
#include "feed/mdp3/tables/snapshots.hpp"

namespace gapwire::mdp3 {
namespace {

using namespace tables;

// clang-format off
constexpr Template all_templates[] = {
    template_4, template_12, template_15, template_16, template_27, template_29, template_30,
    template_32, template_33, template_34, template_35, template_36, template_37, template_38,
    template_39, template_41, template_42, template_43, template_44,
    template_46, template_47, template_48, template_49, template_50, template_51, template_52,
    template_53, template_54, template_55, template_56, template_57, template_58, template_59,
    template_60, template_61, template_62, template_63, template_64, template_65, template_66,
    template_67, template_68, template_69};
// clang-format on

/// Bytes of the fields that are as old as their template. All fields lie close together.
constexpr std::size_t base_length(std::span<const Field> fields, std::uint8_t since)
{
    std::size_t end = 0;
    for (const Field& field : fields)
        if (field.since <= since) end = std::max(end, field.end());
    return end;
}

/// Whether fields neither overlap nor leave holes, later ones behind earlier ones, all inside.
constexpr bool is_close(std::span<const Field> fields, std::size_t block_length)
{
    std::size_t end = 0;
    std::uint8_t since = 0;
    for (const Field& field : fields) {
        if (field.type->meaning == Meaning::constant) continue;
        if (field.offset != end || field.since < since) return false;
        end = field.end();
        since = field.since;
    }
    return end <= block_length;
}

constexpr bool is_sound(const Template& message)
{
    std::uint8_t since = 0;  // later versions only append
    for (const Group& group : message.groups) {
        if (!is_close(group.fields, group.block_length) || group.since < since) return false;
        since = group.since;
    }
    return is_close(message.fields, message.block_length) && message.id < template_id_end &&
           message.groups.size() <= groups_max;
}
static_assert(std::ranges::all_of(all_templates, is_sound));
static_assert(std::ranges::is_sorted(all_templates, {}, &Template::id));

constexpr std::uint8_t offset_of(const Template& message, std::uint16_t tag)
{
    for (const Field& field : message.fields)
        if (field.tag == tag) return static_cast<std::uint8_t>(field.offset);
    return Shape::absent;
}

constexpr Shape shape_of(const Template& message)
{
    Shape shape{.is_known = true,
                .group_count = static_cast<std::uint8_t>(message.groups.size()),
                .transact_time = offset_of(message, 60),
                .match_event_indicator = offset_of(message, 5799),
                .root_min = static_cast<std::uint16_t>(base_length(message.fields, message.since))};
    for (std::size_t i = 0; i < message.groups.size(); ++i) {
        const Group& group = message.groups[i];
        const std::uint8_t since = std::max(group.since, message.since);
        shape.groups[i] = {static_cast<std::uint8_t>(group.dimension),
                           static_cast<std::uint8_t>(base_length(group.fields, since)),
                           group.since};
    }
    return shape;
}

constexpr std::array<Shape, template_id_end> all_shapes()
{
    std::array<Shape, template_id_end> by_id{};
    for (const Template& message : all_templates) by_id[message.id] = shape_of(message);
    return by_id;
}

}  // namespace

constinit const std::array<Shape, template_id_end> shapes = all_shapes();

std::span<const Template> templates() noexcept
{
    return all_templates;
}

const Template* find_template(std::uint16_t id) noexcept
{
    const auto at = std::ranges::lower_bound(all_templates, id, {}, &Template::id);
    return at != std::end(all_templates) && at->id == id ? &*at : nullptr;
}

}  // namespace gapwire::mdp3
