/* The model for the review page: compact, one integration a line, so that a change of one shows as one line.
 *
 *     {"company", "apiVersion",
 *      "environments": [{"name", "orgId", "users", "seats": N or null, "included": bool, "price"}],
 *      "integrations": [{"name", "description", "owner",
 *        "sets": [{"apiName", "label", "license", "role": "own|companion|shared"}],
 *        "assigned": ["permission set group G"],
 *        "users": [{"environment", "username", "email", "profile", "role", "groups", "queues", "features"}],
 *        "objects": [[name, letters, set, origin, [[field, "E|R", set, origin, why?]], [[type, set, origin]]]],
 *        "other": [[kind, name, words, set, origin]],
 *        "risks": [[rule, "error|warning", what, [names], set, {"reason", "approvedBy", "until"} or null]]}],
 *      "origins": ["integrations.yaml"]}
 *
 * Letters: C create, R read, E edit, D delete, V viewAll, M modifyAll, F viewAllFields. set is a place in
 * `sets`, origin one in `origins`. An object stands once for each set that grants anything of it. */
#include "facts/facts.h"
#include "resolve/seats.h"
#include "write/grant_words.h"
#include "write/review.h"
#include "write/text.h"

typedef struct {
    const Model *model;
    Names origins;
    const Grant *told; /* whose origin was told last, or NULL */
    uint32_t origin;   /* and its number */
    bool name_files;
    Arena arena;   /* of the whole page */
    Arena scratch; /* of one integration */
    Buf *out;
} Page;

static void put_key(Buf *out, const char *key)
{
    buf_format(out, "\"%s\":", key);
}

static void put_pair(Buf *out, const char *key, Str value)
{
    buf_byte(out, ',');
    put_key(out, key);
    put_json(out, value);
}

static void put_comma(Buf *out, size_t place)
{
    if (place)
        buf_byte(out, ',');
}

static void put_texts(Buf *out, const char *key, const TextList *list)
{
    buf_byte(out, ',');
    put_key(out, key);
    buf_byte(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        put_comma(out, i);
        put_json(out, list->items[i].s);
    }
    buf_byte(out, ']');
}

/* --- sets and users --------------------------------------------------------------------------------- */

static void put_sets(Page *p, const ReviewSets *sets)
{
    buf_put(p->out, S(",\"sets\":["));
    for (size_t i = 0; i < sets->count; i++) {
        const PermissionSet *set = sets->items[i];
        put_comma(p->out, i);
        buf_put(p->out, S("{\"apiName\":"));
        put_json(p->out, set->api_name.s);
        put_pair(p->out, "label", set->label.s);
        put_pair(p->out, "license", review_license(set));
        put_pair(p->out, "role",
                 set->role == SET_INTEGRATION ? S("own")
                 : set->role == SET_COMPANION ? S("companion")
                                              : S("shared"));
        buf_byte(p->out, '}');
    }
    buf_byte(p->out, ']');
}

/* `integration` may be NULL. */
static void put_assigned(Page *p, const Integration *integration)
{
    size_t told = 0;
    buf_put(p->out, S(",\"assigned\":["));
    for (size_t i = 0; integration && i < integration->assign.count; i++) {
        const Assign *assign = &integration->assign.items[i];
        if (review_is_known(p->model, assign))
            continue;
        put_comma(p->out, told++);
        put_json(p->out, review_assigned(assign, &p->scratch));
    }
    buf_byte(p->out, ']');
}

static void put_user(Buf *out, const Environment *environment, const UserKeys *keys)
{
    buf_put(out, S("{\"environment\":"));
    put_json(out, environment->name.s);
    put_pair(out, "username", keys->username.s);
    put_pair(out, "email", keys->email.s);
    put_pair(out, "profile", keys->profile.s);
    put_pair(out, "role", keys->user_role.s);
    put_texts(out, "groups", &keys->groups);
    put_texts(out, "queues", &keys->queues);
    put_texts(out, "features", &keys->features);
    buf_byte(out, '}');
}

static void put_users(Page *p, const ReviewUnit *unit)
{
    buf_put(p->out, S(",\"users\":["));
    for (size_t i = 0; i < unit->user_count; i++) {
        put_comma(p->out, i);
        put_user(p->out, unit->users[i].environment, &unit->users[i].user->keys);
    }
    buf_byte(p->out, ']');
}

/* --- what is granted ---------------------------------------------------------------------------------- */

static bool same_origin(const Grant *a, const Grant *b)
{
    return a->from == b->from && a->cause == b->cause && a->at.file == b->at.file;
}

/* ",set,origin"; neighbours nearly always come from the same place. */
static void put_place(Page *p, const ReviewEntry *entry)
{
    if (!p->told || !same_origin(p->told, entry->grant)) {
        Str origin = review_origin(p->model, entry->grant, p->name_files, &p->scratch);
        p->origin = names_intern(&p->origins, &p->arena, origin);
        p->told = entry->grant;
    }
    buf_byte(p->out, ',');
    buf_number(p->out, entry->set);
    buf_byte(p->out, ',');
    buf_number(p->out, p->origin);
}

static void put_letters(Buf *out, uint32_t bits)
{
    static const struct {
        uint32_t bit;
        char letter;
    } letters[] = {{OBJECT_CREATE, 'C'},         {OBJECT_READ, 'R'},     {OBJECT_EDIT, 'E'},
                   {OBJECT_DELETE, 'D'},         {OBJECT_VIEW_ALL, 'V'}, {OBJECT_MODIFY_ALL, 'M'},
                   {OBJECT_VIEW_ALL_FIELDS, 'F'}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (bits & letters[i].bit)
            buf_byte(out, letters[i].letter);
}

static void put_field(Page *p, const ReviewEntry *entry)
{
    Str why = p->model->sensitivity[entry->grant->key];
    buf_byte(p->out, '[');
    put_json(p->out, entry->name);
    buf_put(p->out, entry->on & FIELD_EDIT ? S(",\"E\"") : S(",\"R\""));
    put_place(p, entry);
    if (why.n) {
        buf_byte(p->out, ',');
        put_json(p->out, why);
    }
    buf_byte(p->out, ']');
}

static void put_record_type(Page *p, const ReviewEntry *entry)
{
    buf_byte(p->out, '[');
    put_json(p->out, entry->name);
    put_place(p, entry);
    buf_byte(p->out, ']');
}

/* The entries of one kind in [from, end) that one set grants. */
static void put_entries_of(Page *p, const ReviewEntry *entries, size_t from, size_t end,
                           ElementKind kind, size_t set, void (*put)(Page *, const ReviewEntry *))
{
    size_t told = 0;
    buf_put(p->out, S(",["));
    for (size_t i = from; i < end; i++) {
        if (entries[i].kind != kind || entries[i].set != set)
            continue;
        put_comma(p->out, told++);
        put(p, &entries[i]);
    }
    buf_byte(p->out, ']');
}

/* What one set grants of one object; false where that is nothing. */
static bool put_object(Page *p, const ReviewEntry *entries, size_t from, size_t end, size_t set,
                       bool first)
{
    const ReviewEntry *access = NULL, *any = NULL;
    for (size_t i = end; i-- > from;) {
        if (entries[i].set != set)
            continue;
        any = &entries[i];
        if (entries[i].kind == OBJECT_PERMISSION)
            access = &entries[i];
    }
    if (!any)
        return false;
    buf_put(p->out, first ? S("[") : S(",["));
    put_json(p->out, any->object);
    buf_put(p->out, S(",\""));
    put_letters(p->out, access ? access->on : 0);
    buf_byte(p->out, '"');
    put_place(p, access ? access : any);
    put_entries_of(p, entries, from, end, FIELD_PERMISSION, set, put_field);
    put_entries_of(p, entries, from, end, RECORD_TYPE_VISIBILITY, set, put_record_type);
    buf_byte(p->out, ']');
    return true;
}

/* Gives where the entries without an object begin. */
static size_t put_objects(Page *p, const ReviewEntry *entries, size_t count, size_t sets)
{
    size_t from = 0;
    bool first = true;
    buf_put(p->out, S(",\"objects\":["));
    for (size_t end; (end = review_object_end(entries, count, from)) > from; from = end)
        for (size_t set = 0; set < sets; set++)
            first = !put_object(p, entries, from, end, set, first) && first;
    buf_byte(p->out, ']');
    return from;
}

static void put_other(Page *p, const ReviewEntry *entry)
{
    buf_byte(p->out, '[');
    put_json(p->out, grant_noun(entry->kind, false));
    buf_byte(p->out, ',');
    put_json(p->out, entry->name);
    buf_byte(p->out, ',');
    put_json(p->out, grant_text(&p->scratch, entry->kind, entry->on, entry->on, entry->on));
    put_place(p, entry);
    buf_byte(p->out, ']');
}

static void put_grants(Page *p, const ReviewSets *sets)
{
    size_t count;
    const ReviewEntry *entries = review_entries(p->model, sets, &p->scratch, &count);
    size_t from = put_objects(p, entries, count, sets->count);
    buf_put(p->out, S(",\"other\":["));
    for (size_t i = from; i < count; i++) {
        put_comma(p->out, i - from);
        put_other(p, &entries[i]);
    }
    buf_byte(p->out, ']');
}

/* --- risks ---------------------------------------------------------------------------------------------- */

static void put_risk(Buf *out, const ReviewRisk *risk)
{
    buf_byte(out, '[');
    put_json(out, risk->rule);
    buf_put(out, risk->high ? S(",\"error\",") : S(",\"warning\","));
    put_json(out, str_of(risk->what));
    buf_put(out, S(",["));
    for (size_t i = 0; i < risk->count; i++) {
        put_comma(out, i);
        put_json(out, risk->names[i]);
    }
    buf_format(out, "],%zu,", risk->set);
    if (risk->accepted) {
        buf_put(out, S("{\"reason\":"));
        put_json(out, risk->accepted->reason.s);
        put_pair(out, "approvedBy", risk->accepted->approved_by.s);
        put_pair(out, "until", risk->accepted->until.s);
        buf_byte(out, '}');
    } else {
        buf_put(out, S("null"));
    }
    buf_byte(out, ']');
}

static void put_risks(Page *p, const ReviewSets *sets)
{
    size_t count;
    const ReviewRisk *risks = review_risks(p->model, sets, &p->scratch, &count);
    buf_put(p->out, S(",\"risks\":["));
    for (size_t i = 0; i < count; i++) {
        put_comma(p->out, i);
        put_risk(p->out, &risks[i]);
    }
    buf_byte(p->out, ']');
}

/* --- all of it -------------------------------------------------------------------------------------------- */

static void put_unit(Page *p, const ReviewUnit *unit)
{
    buf_put(p->out, S("{\"name\":"));
    put_json(p->out, unit->name);
    put_pair(p->out, "description", unit->description);
    put_pair(p->out, "owner", unit->owner);
    put_sets(p, &unit->sets);
    put_assigned(p, unit->integration);
    put_users(p, unit);
    put_grants(p, &unit->sets);
    put_risks(p, &unit->sets);
    buf_byte(p->out, '}');
    arena_free(&p->scratch);
}

static void put_environment(const Model *m, const Environment *environment, Buf *out)
{
    Seats seats = seats_of(m, environment);
    buf_put(out, S("{\"name\":"));
    put_json(out, environment->name.s);
    put_pair(out, "orgId", environment->org_id.s);
    buf_format(out, ",\"users\":%zu,\"seats\":", seats.used);
    if (seats.known)
        buf_format(out, "%zu", seats.owned);
    else
        buf_put(out, S("null"));
    buf_format(out, ",\"included\":%s,\"price\":%d}", seats.said ? "false" : "true",
               PRICE_LICENSE_DOLLARS);
}

void write_review_json(const Model *m, Buf *out)
{
    Page p = {.model = m, .out = out, .name_files = review_names_files(m)};
    size_t count;
    buf_put(out, S("{\"company\":"));
    put_json(out, m->company.domain.s);
    buf_format(out, ",\"apiVersion\":\"%d.0\"", m->api.number);
    buf_put(out, S(",\n\"environments\":["));
    for (size_t i = 0; i < m->environment_count; i++) {
        buf_put(out, i ? S(",\n") : S("\n"));
        put_environment(m, &m->environments[i], out);
    }
    buf_put(out, S("],\n\"integrations\":["));
    const ReviewUnit *units = review_units(m, &p.arena, &count);
    for (size_t i = 0; i < count; i++) {
        buf_put(out, i ? S(",\n") : S("\n"));
        put_unit(&p, &units[i]);
    }
    buf_put(out, S("],\n\"origins\":["));
    for (size_t i = 0; i < p.origins.count; i++) {
        put_comma(out, i);
        put_json(out, p.origins.text[i]);
    }
    buf_put(out, S("]}"));
    arena_free(&p.arena);
}
