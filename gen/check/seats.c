/* Users against licences: each integration user takes one integration licence. */
#include "check/check.h"
#include "facts/facts.h"

/* Whether a user takes an integration licence: by its profile, or by default. */
static bool takes_seat(const EnvironmentUser *user)
{
    Str license;
    Str profile = user->keys.profile.s;
    return !profile.n || !fact_profile_license(profile, &license) ||
           str_is(license, fact_integration_user_license());
}

static bool number_of(Str digits, size_t *number)
{
    *number = 0;
    for (size_t i = 0; i < digits.n && char_is_digit(digits.s[i]); i++)
        *number = *number * 10 + (size_t)(digits.s[i] - '0');
    return digits.n > 0 && char_is_digit(digits.s[digits.n - 1]) && char_is_digit(digits.s[0]);
}

/* How many licences there are: what the environment owns, else what the edition includes. */
static bool seats_of(const Model *m, const Environment *environment, size_t *seats)
{
    int included = 0;
    if (environment->seats.s.n)
        return number_of(environment->seats.s, seats); /* no number is told as such */
    bool known = m->company.edition.s.n && fact_edition_licenses(m->company.edition.s, &included);
    *seats = (size_t)included;
    return known;
}

static Str without_seat(const Environment *environment, size_t seats, Arena *a)
{
    Str names = S("");
    size_t place = 0;
    for (size_t i = 0; i < environment->user_count; i++) {
        const EnvironmentUser *user = &environment->users[i];
        if (takes_seat(user) && place++ >= seats)
            names = str_format(a, STR_FMT "%s" STR_FMT, STR_ARG(names), names.n ? ", " : "",
                               STR_ARG(user->keys.username.s));
    }
    return names;
}

static void check_environment(const Model *m, const Environment *environment, Diag *d)
{
    size_t seats, users = 0;
    for (size_t i = 0; i < environment->user_count; i++)
        users += takes_seat(&environment->users[i]);
    if (!seats_of(m, environment, &seats) || users <= seats)
        return;
    bool said = environment->seats.s.n > 0;
    size_t missing = users - seats;
    Loc at = said                   ? environment->seats.at
             : environment->at.file ? environment->at
                                    : m->company.edition.at;
    diag(d, RULE_SEATS_SHORT, at, "%zu %s an integration licence in " STR_FMT ", but %s %zu", users,
         users == 1 ? "user needs" : "users need", STR_ARG(environment->name.s),
         said ? "it has" : "the edition includes", seats);
    diag_help(d,
              "free or buy %zu, about %zu dollars a month%s; else there is none for " STR_FMT
              ": the org answers \"LICENSE_LIMIT_EXCEEDED\"%s",
              missing, missing * PRICE_LICENSE_DOLLARS, missing == 1 ? "" : " together",
              STR_ARG(without_seat(environment, seats, &d->arena)),
              said ? "" : ". Where more are owned, say so with `seats:` of the environment");
    diag_about(d, environment->name.s);
    if (!said) /* more may have been bought */
        diag_at_most(d, LEVEL_WARNING);
}

void check_seats(const Model *m, Diag *d)
{
    for (size_t i = 0; i < m->environment_count; i++)
        check_environment(m, &m->environments[i], d);
}
