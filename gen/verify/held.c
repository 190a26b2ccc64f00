/* What users hold by the answers, and what they should hold. */
#include "facts/facts.h"
#include "verify/verify.h"

/* --- by the answers ------------------------------------------------------------------------------- */

const OrgAssignment *assignment_of_set(const Org *org, Str username, Str name)
{
    size_t count;
    const OrgAssignment *rows = org_assignments(org, username, &count);
    for (size_t i = 0; i < count; i++)
        if (!rows[i].group.n && str_is_nocase(org->sets[rows[i].set].name, name))
            return &rows[i];
    return NULL;
}

const OrgAssignment *assignment_of_group(const Org *org, Str username, Str name)
{
    size_t count;
    const OrgAssignment *rows = org_assignments(org, username, &count);
    for (size_t i = 0; i < count; i++)
        if (str_is_nocase(rows[i].group, name))
            return &rows[i];
    return NULL;
}

bool is_license(const OrgLicense *held, Str name)
{
    License known;
    return str_is_nocase(held->license, name) || str_is_nocase(held->label, name) ||
           (fact_license(held->label, &known) && str_is_nocase(known.name, name));
}

bool holds_license(const Org *org, Str username, Str name)
{
    size_t count;
    const OrgLicense *rows = org_licenses(org, username, &count);
    for (size_t i = 0; i < count; i++)
        if (is_license(&rows[i], name))
            return true;
    return false;
}

bool is_member(const Org *org, Str username, Str name, bool queue)
{
    size_t count;
    const OrgMember *rows = org_members(org, username, &count);
    for (size_t i = 0; i < count; i++)
        if (rows[i].queue == queue &&
            (str_is_nocase(rows[i].group, name) || str_is_nocase(rows[i].developer_name, name)))
            return true;
    return false;
}

size_t count_held(const Org *org, Str username)
{
    size_t count, held;
    const OrgAssignment *rows = org_assignments(org, username, &count);
    org_licenses(org, username, &held);
    for (size_t i = 0; i < count; i++)
        held += !org->sets[rows[i].set].owned;
    return held;
}

bool are_seats_of(const OrgSeats *seats, Str license)
{
    return str_is_nocase(license, seats->name) || str_is_nocase(license, seats->label);
}

int64_t seats_left(const OrgSeats *seats)
{
    return seats->total > seats->used ? seats->total - seats->used : 0;
}

/* --- by the definitions ---------------------------------------------------------------------------- */

bool should_hold_set(const EnvironmentUser *user, const OrgSet *set)
{
    for (size_t i = 0; i < user->set_count; i++)
        if (set->name.n && str_is_nocase(user->sets[i].s, set->name))
            return true;
    return false;
}

bool should_hold_group(const EnvironmentUser *user, Str group)
{
    for (size_t i = 0; i < user->group_count; i++)
        if (str_is_nocase(user->groups[i].s, group))
            return true;
    return false;
}

/* Without a name in the definition either of the two API-only profiles is right. */
bool has_profile(const OrgUser *found, const EnvironmentUser *user)
{
    Str said = user->keys.profile.s;
    return said.n ? str_is_nocase(found->profile, said)
                  : str_is_nocase(found->profile, fact_newest_profile()) ||
                        str_is_nocase(found->profile, fact_older_profile());
}
