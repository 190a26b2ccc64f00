/* Values of users that only some of all texts can be: picklists; profiles that fit their sets. */
#include "check/check.h"
#include "facts/facts.h"

/* --- picklists --------------------------------------------------------------------------------- */

static const struct {
    Picklist list;
    const char *what;
    size_t offset; /* of its Text in UserKeys */
} picklists[] = {
    {PICKLIST_TIME_ZONE, "time zone", offsetof(UserKeys, time_zone)},
    {PICKLIST_LOCALE, "locale", offsetof(UserKeys, locale)},
    {PICKLIST_LANGUAGE, "language", offsetof(UserKeys, language)},
    {PICKLIST_ENCODING, "email encoding", offsetof(UserKeys, encoding)},
};

/* A label from the screen: "(GMT+01:00) Central European Time", "German (Germany)". */
static bool is_label(Str value)
{
    return str_find(value, '(') >= 0 || str_find(value, ' ') >= 0;
}

static bool is_utc(Str value)
{
    return str_is_nocase(value, S("UTC")) || str_is_nocase(value, S("Etc/UTC")) ||
           str_is_nocase(value, S("Z"));
}

/* The value that differs by a letter, by case, or by - for _. */
static bool near_value(Picklist list, Arena *a, Str said, Str *near)
{
    size_t count;
    const Str *values = fact_picklist_values(list, a, &count);
    for (int limit = 0; limit <= 1; limit++) /* a slip of the case is closer than one of a letter */
        for (size_t i = 0; i < count; i++) {
            *near = values[i];
            if (str_distance(said, values[i], limit) <= limit)
                return true;
        }
    return false;
}

static void check_value(Diag *d, Picklist list, const char *what, Text value)
{
    Arena scratch = {0};
    Str near = S(""), now;
    if (!value.s.n || fact_picklist(list, value.s, &now))
        return;
    diag(d, RULE_PICKLIST_VALUE, value.at, "\"" STR_FMT "\" is no %s that users can have",
         STR_ARG(value.s), what);
    if (list == PICKLIST_TIME_ZONE && is_utc(value.s))
        diag_help(d, "write GMT: users cannot have UTC");
    else if (is_label(value.s))
        diag_help(
            d, "this is a label: write the API value, such as Europe/Berlin, de_DE, en_US, UTF-8");
    else if (near_value(list, &scratch, value.s, &near))
        diag_help(d, "did you mean " STR_FMT "?", STR_ARG(near));
    else
        diag_at_most(d, LEVEL_WARNING); /* an org may have more than our table */
    diag_basis(d, "our table of the %s values of User", what);
    arena_free(&scratch);
}

void check_user_values(const UserKeys *keys, Diag *d)
{
    for (size_t i = 0; i < sizeof picklists / sizeof *picklists; i++)
        check_value(d, picklists[i].list, picklists[i].what,
                    *(const Text *)((const char *)keys + picklists[i].offset));
}

/* --- profiles and sets ------------------------------------------------------------------------- */

static void check_set_fits(Diag *d, const EnvironmentUser *user, Str license,
                           const PermissionSet *set)
{
    Text profile = user->keys.profile;
    if (!set)
        return;
    License exact;
    if (set->license.s.n && !fact_license(set->license.s, &exact))
        return; /* told as such */
    bool wrong = set->license_kind == LICENSE_USER && !str_is(set->license_name.s, license);
    bool doubtful = str_is(set->license_name.s, fact_integration_license().name) &&
                    !str_is(license, fact_integration_user_license());
    if (!wrong && !doubtful)
        return;
    diag(d, RULE_PROFILE_LICENSE,
         profile.at.file             ? profile.at
         : set->license_name.at.file ? set->license_name.at
                                     : set->at,
         "the profile %s" STR_FMT " has the user licence " STR_FMT ", but the set " STR_FMT
         " is made for %s" STR_FMT,
         profile.s.n ? "" : "of API-only users", STR_ARG(profile.s), STR_ARG(license),
         STR_ARG(set->api_name.s), wrong ? "" : "integration users: ",
         STR_ARG(wrong ? set->license_name.s : fact_integration_license().label));
    if (!profile.s.n)
        diag_help(d, "leave `license:` out, or name a `profile:` with that user licence");
    diag_about(d, user->integration->name.s);
    if (!wrong)
        diag_at_most(d, LEVEL_WARNING);
}

void check_user_licenses(const Model *m, const EnvironmentUser *user, Diag *d)
{
    Str license = fact_integration_user_license();
    const Integration *integration = user->integration;
    if (user->keys.profile.s.n && !fact_profile_license(user->keys.profile.s, &license))
        return; /* a profile of the org's own */
    check_set_fits(d, user, license, integration->main);
    check_set_fits(d, user, license, integration->companion);
    for (size_t i = 0; i < integration->assign.count; i++)
        if (integration->assign.items[i].kind == ASSIGN_SET)
            check_set_fits(d, user, license, model_shared(m, integration->assign.items[i].name.s));
}
