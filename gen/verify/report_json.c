/* The report as JSON (jansson). */
#include "diag/render_json.h"
#include "verify/report.h"

static json_t *text(Str s)
{
    json_t *value = json_stringn(s.s, s.n);
    return value ? value : json_string(""); /* what is not UTF-8 cannot come from JSON */
}

static json_t *users(const ReportParts *r, const Integration *integration)
{
    size_t count;
    json_t *list = json_array();
    const EnvironmentUser **items = users_of(r, integration, &count);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list,
                              json_pack("{s:o, s:s}", "username", text(items[i]->keys.username.s),
                                        "state", user_state(r->proof, items[i])));
    return list;
}

static json_t *integrations(const ReportParts *r)
{
    const Model *m = r->proof->model;
    json_t *list = json_array();
    for (size_t i = 0; i < m->integration_count; i++) {
        const Integration *integration = &m->integrations[i];
        if (integration_is_in(integration, r->proof->environment))
            json_array_append_new(list,
                                  json_pack("{s:o, s:o, s:I}", "name", text(integration->name.s),
                                            "users", users(r, integration), "differences",
                                            (json_int_t)differences_of(r, integration->name.s)));
    }
    return list;
}

static json_t *seats(const ReportParts *r)
{
    const Org *org = r->proof->org;
    json_t *list = json_array();
    for (size_t i = 0; i < org->seat_count; i++) {
        const OrgSeats *one = &org->seats[i];
        if (is_seat_of_users(r, one))
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
    ReportParts r = report_parts(p);
    json_t *root = findings_json(p->diag);
    json_object_set_new(root, "environment", text(p->environment->name.s));
    if (p->org->organization_id.n)
        json_object_set_new(root, "organization", text(p->org->organization_id));
    json_object_set_new(root, "integrations", integrations(&r));
    json_object_set_new(root, "seats", seats(&r));
    put_json_tree(out, root);
    json_decref(root);
    arena_free(&r.arena);
}
