/* The report as JSON (jansson). */
#include "diag/render_json.h"
#include "verify/report.h"

#include <stdlib.h>

static json_t *text(Str s)
{
    json_t *value = json_stringn(s.s, s.n);
    return value ? value : json_string(""); /* what is not UTF-8 cannot come from JSON */
}

static json_t *users_of(const Proof *p, const Integration *integration)
{
    json_t *users = json_array();
    for (size_t i = 0; i < p->environment->user_count; i++) {
        const EnvironmentUser *user = &p->environment->users[i];
        if (user->integration == integration)
            json_array_append_new(users,
                                  json_pack("{s:o, s:s}", "username", text(user->keys.username.s),
                                            "state", user_state(p, user)));
    }
    return users;
}

static json_t *integrations(const Proof *p)
{
    json_t *list = json_array();
    for (size_t i = 0; i < p->model->integration_count; i++) {
        const Integration *integration = &p->model->integrations[i];
        if (integration_is_in(integration, p->environment))
            json_array_append_new(list,
                                  json_pack("{s:o, s:o, s:I}", "name", text(integration->name.s),
                                            "users", users_of(p, integration), "differences",
                                            (json_int_t)differences_of(p, integration->name.s)));
    }
    return list;
}

static json_t *seats(const Proof *p)
{
    json_t *list = json_array();
    for (size_t i = 0; i < p->org->seat_count; i++) {
        const OrgSeats *one = &p->org->seats[i];
        if (is_seat_of_users(p, one))
            json_array_append_new(
                list, json_pack("{s:o, s:s, s:I, s:I, s:I}", "license", text(one->name), "kind",
                                one->user ? "user licence" : "permission set licence", "total",
                                (json_int_t)one->total, "used", (json_int_t)one->used, "left",
                                (json_int_t)seats_left(one)));
    }
    return list;
}

void report_json(const Proof *p, Buf *out)
{
    json_t *root = findings_json(p->diag);
    json_object_set_new(root, "environment", text(p->environment->name.s));
    if (p->org->organization_id.n)
        json_object_set_new(root, "organization", text(p->org->organization_id));
    json_object_set_new(root, "integrations", integrations(p));
    json_object_set_new(root, "seats", seats(p));
    char *dumped = json_dumps(root, JSON_INDENT(2));
    buf_put(out, str_of(dumped));
    buf_byte(out, '\n');
    free(dumped);
    json_decref(root);
}
