/* Retired integrations: nobody who is still needed may go with them. */
#include "check/check.h"

static void check_retired_users(const Environment *environment, Diag *d)
{
    for (size_t i = 0; i < environment->retired_user_count; i++) {
        const EnvironmentUser *retired = &environment->retired_users[i];
        Text username = retired->keys.username;
        const EnvironmentUser *user = environment_user(environment, username.s);
        if (!user || !username.s.n ||
            str_is(user->integration->name.s, retired->integration->name.s)) /* told as such */
            continue;
        diag(d, RULE_RETIRED_IN_USE, username.at,
             "the user " STR_FMT " of the retired " STR_FMT " is that of " STR_FMT " in " STR_FMT,
             STR_ARG(username.s), STR_ARG(retired->integration->name.s),
             STR_ARG(user->integration->name.s), STR_ARG(environment->name.s));
        diag_related(d, user->keys.username.at, "it is needed here");
    }
}

void check_retired(const Model *m, Diag *d)
{
    for (size_t i = 0; i < m->retired_count; i++) {
        const Integration *current = model_integration(m, m->retired[i].name.s);
        if (!current)
            continue;
        diag(d, RULE_RETIRED_EXISTS, m->retired[i].at,
             "\"" STR_FMT "\" is retired, and is an integration", STR_ARG(current->name.s));
        diag_related(d, current->at, "the integration");
    }
    for (size_t i = 0; i < m->environment_count; i++)
        check_retired_users(&m->environments[i], d);
}
