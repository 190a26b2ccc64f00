/* Users against licences: each integration user takes one integration licence. */
#include "base/buf.h"
#include "check/check.h"
#include "facts/facts.h"
#include "resolve/seats.h"

static Str without_seat(const Environment *environment, size_t seats, Arena *a)
{
    Buf names = {0};
    size_t place = 0;
    for (size_t i = 0; i < environment->user_count; i++) {
        const EnvironmentUser *user = &environment->users[i];
        if (takes_seat(user) && place++ >= seats)
            buf_format(&names, "%s" STR_FMT, names.n ? ", " : "", STR_ARG(user->keys.username.s));
    }
    Str text = str_copy(a, buf_str(&names));
    buf_free(&names);
    return text;
}

static void check_environment(const Model *m, const Environment *environment, Diag *d)
{
    Seats seats = seats_of(m, environment);
    if (!seats.known || seats.used <= seats.owned)
        return;
    size_t missing = seats.used - seats.owned;
    Loc at = seats.said             ? environment->seats.at
             : environment->at.file ? environment->at
                                    : m->company.edition.at;
    diag(d, RULE_SEATS_SHORT, at, "%zu %s an integration licence in " STR_FMT ", but %s %zu",
         seats.used, seats.used == 1 ? "user needs" : "users need", STR_ARG(environment->name.s),
         seats.said ? "it has" : "the edition includes", seats.owned);
    diag_help(d,
              "free or buy %zu, about %zu dollars a month%s; else there is none for " STR_FMT
              ": the org answers \"LICENSE_LIMIT_EXCEEDED\"%s",
              missing, missing * PRICE_LICENSE_DOLLARS, missing == 1 ? "" : " together",
              STR_ARG(without_seat(environment, seats.owned, &d->arena)),
              seats.said ? "" : ". Where more are owned, say so with `seats:` of the environment");
    diag_about(d, environment->name.s);
    if (!seats.said) /* more may have been bought */
        diag_at_most(d, LEVEL_WARNING);
}

void check_seats(const Model *m, Diag *d)
{
    for (size_t i = 0; i < m->environment_count; i++)
        check_environment(m, &m->environments[i], d);
}
