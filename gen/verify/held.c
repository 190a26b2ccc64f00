/* What users hold by the answers, and what they should hold. */
#include "facts/facts.h"
#include "verify/verify.h"

/* --- by the answers ------------------------------------------------------------------------------- */

const OrgAssignment *assignment_of_set(const Org *org, Str username, Str name)
{
    for (size_t i = 0; i < org->assignment_count; i++) {
        const OrgAssignment *assignment = &org->assignments[i];
        if (str_is_nocase(assignment->username, username) && !assignment->group.n &&
            str_is_nocase(org->sets[assignment->set].name, name))
            return assignment;
    }
    return NULL;
}

const OrgAssignment *assignment_of_group(const Org *org, Str username, Str name)
{
    for (size_t i = 0; i < org->assignment_count; i++)
        if (str_is_nocase(org->assignments[i].username, username) &&
            str_is_nocase(org->assignments[i].group, name))
            return &org->assignments[i];
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
    for (size_t i = 0; i < org->license_count; i++)
        if (str_is_nocase(org->licenses[i].username, username) &&
            is_license(&org->licenses[i], name))
            return true;
    return false;
}

bool is_member(const Org *org, Str username, Str name, bool queue)
{
    for (size_t i = 0; i < org->member_count; i++) {
        const OrgMember *member = &org->members[i];
        if (str_is_nocase(member->username, username) && member->queue == queue &&
            (str_is_nocase(member->group, name) || str_is_nocase(member->developer_name, name)))
            return true;
    }
    return false;
}

size_t count_held(const Org *org, Str username)
{
    size_t count = 0;
    for (size_t i = 0; i < org->assignment_count; i++)
        count += str_is_nocase(org->assignments[i].username, username) &&
                 !org->sets[org->assignments[i].set].owned;
    for (size_t i = 0; i < org->license_count; i++)
        count += str_is_nocase(org->licenses[i].username, username);
    return count;
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
