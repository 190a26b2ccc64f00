/* What the licence of a set allows in it, and whether it is still the licence that the set had. */
#include "check/check.h"
#include "facts/facts.h"

static bool is_custom(Str name)
{
    return str_search(name, S("__")) >= 0;
}

/* Of the sets with the user licence Salesforce Integration that orgs store, none grants a standard
 * object; two of seven grant custom objects, and custom fields of standard ones. */
static void check_user_license(const SetCheck *c)
{
    const PermissionSet *set = c->set;
    if (!str_is(set->license_name.s, fact_integration_user_license()))
        return;
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        Str name = c->model->names.text[grant->key];
        Loc at = set->license_name.at.file ? set->license_name.at : set->at;
        if ((grant->kind != OBJECT_PERMISSION && grant->kind != FIELD_PERMISSION) || !grant->on ||
            is_custom(name))
            continue;
        set_diag(c, RULE_LICENSE_OBJECTS, at,
                 "the user licence " STR_FMT
                 " gives no access to standard objects such as " STR_FMT,
                 STR_ARG(set->license_name.s), STR_ARG(name));
        diag_related(c->diag, grant->at, "access to a standard object");
        return;
    }
}

/* Of 130 sets with a permission set licence, three hold any of this: what belongs to that licence. */
static void check_permission_set_license(const SetCheck *c)
{
    const PermissionSet *set = c->set;
    License license;
    bool of_sets = fact_license(set->license_name.s, &license) && !license.user;
    if (set->role == SET_INTEGRATION || !of_sets)
        return;
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        if (!element_table[grant->kind].companion || !grant->on)
            continue;
        set_diag(c, RULE_LICENSE_ACCESS, grant->at,
                 "a set with a permission set licence (" STR_FMT
                 ") is not known to hold %s such as " STR_FMT,
                 STR_ARG(set->license_name.s), element_table[grant->kind].yaml,
                 STR_ARG(c->model->names.text[grant->key]));
        return;
    }
}

/* The licence of a set cannot be updated: LicenseId is set when the set is made. */
void license_changed(const PermissionSet *set, Str before, Diag *d)
{
    Str now = set->license_name.s;
    License known;
    if (fact_license(before, &known)) /* by its label or its developer name */
        before = known.name;
    if (str_is(now, before))
        return;
    diag(d, RULE_LICENSE_CHANGED, set->license_name.at.file ? set->license_name.at : set->at,
         STR_FMT " has the licence %s" STR_FMT ", and would get %s" STR_FMT,
         STR_ARG(set->api_name.s), before.n ? "" : "none", STR_ARG(before), now.n ? "" : "none",
         STR_ARG(now));
    diag_help(d,
              "a deploy cannot change the licence of a set that exists: keep it, or give the set a "
              "new `apiName:`; or delete the set in the org first and assign it again");
    diag_about(d, set->name.s);
}

static void check_source_license(const SetCheck *c)
{
    const KnownSet *source = known_set(c->model->known, c->set->api_name.s);
    if (source && is_definition(c->set))
        license_changed(c->set, source->license, c->diag);
}

void check_licenses(const SetCheck *c)
{
    check_user_license(c);
    check_permission_set_license(c);
    check_source_license(c);
}
