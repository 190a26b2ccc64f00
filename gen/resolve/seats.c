#include "resolve/seats.h"

#include "facts/facts.h"

bool takes_seat(const EnvironmentUser *user)
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

Seats seats_of(const Model *m, const Environment *environment)
{
    Seats seats = {.said = environment->seats.s.n > 0};
    int included = 0;
    for (size_t i = 0; i < environment->user_count; i++)
        seats.used += takes_seat(&environment->users[i]);
    if (seats.said) { /* what is no number is told as such */
        seats.known = number_of(environment->seats.s, &seats.owned);
    } else if (m->company.edition.s.n && fact_edition_licenses(m->company.edition.s, &included)) {
        seats.known = true;
        seats.owned = (size_t)included;
    }
    return seats;
}
