/* Users of each environment: the form and length of what the User record stores. */
#include "check/check.h"
#include "facts/facts.h"

/* --- addresses --------------------------------------------------------------------------------- */

static bool is_domain_character(char c)
{
    return char_is_letter(c) || char_is_digit(c) || c == '-';
}

/* At least two parts, none empty: mycompany.com */
static bool is_domain(Str domain)
{
    size_t parts = 0;
    if (!domain.n || str_ends(domain, S(".")))
        return false;
    for (Str rest = domain; rest.n; parts++) {
        Str part = str_cut(&rest, '.');
        if (!part.n)
            return false;
        for (size_t i = 0; i < part.n; i++)
            if (!is_domain_character(part.s[i]))
                return false;
    }
    return parts > 1;
}

/* A part before the @ in the characters that every system takes. Salesforce itself checks less. */
static bool is_address(Str address)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+'-";
    Str domain = address, local = str_cut(&domain, '@');
    for (size_t i = 0; i < local.n; i++)
        if (str_find(S(allowed), local.s[i]) < 0)
            return false;
    return local.n > 0 && is_domain(domain);
}

static bool has_upper_case(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] >= 'A' && s.s[i] <= 'Z')
            return true;
    return false;
}

/* --- one user ---------------------------------------------------------------------------------- */

static bool check_username_length(Diag *d, const Environment *environment, Text username)
{
    Arena scratch = {0};
    Str what = str_format(&scratch, "in %s the username \"" STR_FMT "\"",
                          str_c(&scratch, environment->name.s), STR_ARG(username.s));
    bool fits = check_length(d, username, LIMIT_USERNAME, what.s);
    arena_free(&scratch);
    return fits;
}

static bool domain_is_wrong(const Company *company)
{
    return company->domain.s.n && !is_domain(company->domain.s);
}

static void check_username(Diag *d, const Company *company, const Environment *environment,
                           const EnvironmentUser *user)
{
    Text base = user->base_username, full = user->keys.username;
    if (!full.s.n)
        return; /* already told that none follows */
    if (domain_is_wrong(company) && str_ends(base.s, company->domain.s))
        return; /* told once, at the domain */
    if (!is_address(base.s)) {
        diag(d, RULE_USERNAME_FORM, base.at,
             "the username \"" STR_FMT "\" has not the form of an "
             "email address",
             STR_ARG(base.s));
    } else if (!is_address(full.s)) {
        diag(d, RULE_USERNAME_FORM, environment->username_suffix.at,
             "with this suffix the username \"" STR_FMT "\" has not the form of an email address",
             STR_ARG(full.s));
        diag_help(d, "write a suffix such as .uat");
    } else if (check_username_length(d, environment, full) && has_upper_case(full.s)) {
        diag(d, RULE_USERNAME_CASE, base.at, "the username \"" STR_FMT "\" has upper case",
             STR_ARG(base.s));
        diag_about(d, user->integration->name.s);
    }
}

static void check_email(Diag *d, Text email)
{
    if (!email.s.n)
        return;
    if (!is_address(email.s))
        diag(d, RULE_EMAIL_FORM, email.at, "\"" STR_FMT "\" is not an email address",
             STR_ARG(email.s));
    else
        check_length(d, email, LIMIT_EMAIL, "the email address");
}

static void check_profile(Diag *d, Text profile, Str about)
{
    Str newest = fact_newest_profile(), older = fact_older_profile();
    if (!profile.s.n || str_is(profile.s, newest))
        return;
    if (str_is(profile.s, older)) {
        diag(d, RULE_PROFILE_NAME, profile.at,
             "the profile \"" STR_FMT "\" does not exist in newer "
             "orgs",
             STR_ARG(older));
    } else if (str_distance(profile.s, newest, 4) <= 4 || str_distance(profile.s, older, 4) <= 4) {
        bool is_newest = str_distance(profile.s, newest, 4) <= 4;
        diag(d, RULE_PROFILE_NAME, profile.at,
             "the profile \"" STR_FMT "\" is nearly the API-only one", STR_ARG(profile.s));
        diag_help(d, "write \"" STR_FMT "\", or leave `profile:` out",
                  STR_ARG(is_newest ? newest : older));
    } else {
        return;
    }
    diag_about(d, about);
}

static void check_formula(Diag *d, Text text, const char *what, Str about)
{
    if (!text.s.n || str_find(S("=+-@"), text.s.s[0]) < 0)
        return;
    diag(d, RULE_CSV_FORMULA, text.at, "%s begins with %c", what, text.s.s[0]);
    diag_about(d, about);
}

static void check_lines(Diag *d, const TextList *names, const char *what)
{
    for (size_t i = 0; i < names->count; i++)
        if (check_one_line(d, names->items[i], what))
            check_visible(d, RULE_INVISIBLE_CHARACTER, names->items[i], what);
}

static void check_user(Diag *d, const Company *company, const Environment *environment,
                       const EnvironmentUser *user)
{
    const UserKeys *keys = &user->keys;
    /* a last name that is the label has been checked as the label */
    bool derived = str_starts(keys->last_name.s, user->integration->set.label.s);
    Text last_name = keys->last_name;
    if (derived)
        last_name.s = S("");
    check_username(d, company, environment, user);
    check_email(d, keys->email);
    check_profile(d, keys->profile, user->integration->name.s);
    check_length(d, keys->alias, LIMIT_ALIAS, "the alias");
    if (!derived || keys->name.s.n)
        check_length(d, keys->last_name, LIMIT_LAST_NAME, "the last name");
    check_length(d, keys->first_name, LIMIT_FIRST_NAME, "the first name");
    const struct {
        Text text;
        const char *what;
    } lines[] = {{last_name, "the last name"},         {keys->alias, "the alias"},
                 {keys->first_name, "the first name"}, {keys->profile, "the profile"},
                 {keys->user_role, "the role"},        {keys->time_zone, "the time zone"},
                 {keys->locale, "the locale"},         {keys->language, "the language"},
                 {keys->encoding, "the encoding"}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (check_one_line(d, lines[i].text, lines[i].what) &&
            check_visible(d, RULE_INVISIBLE_CHARACTER, lines[i].text, lines[i].what))
            check_formula(d, lines[i].text, lines[i].what, user->integration->name.s);
    check_lines(d, &keys->groups, "the group");
    check_lines(d, &keys->queues, "the queue");
    if (!keys->alias.s.n) {
        diag(d, RULE_NAME_NEEDED, keys->at, "no alias follows from \"" STR_FMT "\"",
             STR_ARG(user->integration->name.s));
        diag_help(d, "set `user: {alias: …}`, at most %d characters", LIMIT_ALIAS);
    }
}

/* --- all users --------------------------------------------------------------------------------- */

static void check_unique_usernames(Diag *d, const Environment *environment)
{
    Arena scratch = {0};
    Map seen = {0};
    for (size_t i = 0; i < environment->user_count; i++) {
        Text name = environment->users[i].keys.username;
        bool fresh;
        uint32_t *first = map_put(&seen, &scratch, str_lower(&scratch, name.s), &fresh);
        if (fresh)
            *first = (uint32_t)i;
        if (fresh || !name.s.n)
            continue;
        diag(d, RULE_DUPLICATE_USERNAME, name.at,
             "two users of " STR_FMT " have the username \"" STR_FMT "\"",
             STR_ARG(environment->name.s), STR_ARG(name.s));
        diag_related(d, environment->users[*first].keys.username.at, "the other one");
    }
    arena_free(&scratch);
}

void check_users(const Model *m, Diag *d)
{
    if (domain_is_wrong(&m->company)) {
        diag(d, RULE_USERNAME_FORM, m->company.domain.at, "\"" STR_FMT "\" is not a domain",
             STR_ARG(m->company.domain.s));
        diag_help(d, "write it like mycompany.com");
    }
    for (size_t i = 0; i < m->environment_count; i++) {
        const Environment *environment = &m->environments[i];
        for (size_t k = 0; k < environment->user_count; k++) {
            check_user(d, &m->company, environment, &environment->users[k]);
            check_user_values(&environment->users[k].keys, d);
            check_user_licenses(m, &environment->users[k], d);
        }
        for (size_t k = 0; k < environment->retired_user_count; k++)
            check_username(d, &m->company, environment, &environment->retired_users[k]);
        check_unique_usernames(d, environment);
    }
}
