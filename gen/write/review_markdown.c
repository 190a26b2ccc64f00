/* access.md: one section an integration, each with a matrix of its objects. */
#include "facts/facts.h"
#include "model/template.h"
#include "resolve/risk.h"
#include "resolve/seats.h"
#include "write/grant_words.h"
#include "write/review.h"
#include "write/templates.h"
#include "write/text.h"

typedef struct {
    const Model *model;
    Arena scratch; /* of one section */
    Buf *out;
} Page;

static void put_item(Buf *out, const char *name)
{
    buf_format(out, "- **%s:** ", name);
}

/* Adds a separator before all but the first. */
static void put_between(Buf *out, bool *first, const char *separator)
{
    if (!*first)
        buf_put(out, str_of(separator));
    *first = false;
}

static void put_texts(Buf *out, const char *before, const Text *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_put(out, str_of(i ? ", " : before));
        put_markdown(out, texts[i].s);
    }
}

/* --- seats ---------------------------------------------------------------------------------------------- */

static void put_seats_row(const Model *m, const Environment *environment, Buf *out)
{
    Seats seats = seats_of(m, environment);
    buf_put(out, S("| "));
    put_markdown(out, environment->name.s);
    buf_format(out, " | %zu | ", seats.used);
    if (!seats.known)
        buf_put(out, S("not said | not known |\n"));
    else if (seats.used > seats.owned)
        buf_format(out, "%zu%s | **%zu missing, about %zu dollars a month** |\n", seats.owned,
                   seats.said ? "" : ", included", seats.used - seats.owned,
                   (seats.used - seats.owned) * PRICE_LICENSE_DOLLARS);
    else
        buf_format(out, "%zu%s | %zu left |\n", seats.owned, seats.said ? "" : ", included",
                   seats.owned - seats.used);
}

static Str seats_rows(const Model *m, Arena *a)
{
    Buf rows = {0};
    for (size_t i = 0; i < m->environment_count; i++)
        put_seats_row(m, &m->environments[i], &rows);
    Str text = str_copy(a, buf_str(&rows));
    buf_free(&rows);
    return text;
}

/* --- users ---------------------------------------------------------------------------------------------- */

static void put_user(Buf *out, const UserKeys *keys)
{
    put_markdown(out, keys->username.s);
    put_texts(out, ", profile ", &keys->profile, keys->profile.s.n > 0);
    put_texts(out, ", role ", &keys->user_role, keys->user_role.s.n > 0);
    put_texts(out, ", public group ", keys->groups.items, keys->groups.count);
    put_texts(out, ", queue ", keys->queues.items, keys->queues.count);
    put_texts(out, ", feature ", keys->features.items, keys->features.count);
}

static void put_users(Page *p, const ReviewUnit *unit)
{
    for (size_t i = 0; i < unit->user_count; i++) {
        const Environment *environment = unit->users[i].environment;
        if (i && unit->users[i - 1].environment == environment) {
            buf_put(p->out, S("; "));
        } else {
            buf_put(p->out, i ? S("\n- **User in ") : S("- **User in "));
            put_markdown(p->out, environment->name.s);
            buf_put(p->out, S(":** "));
        }
        put_user(p->out, &unit->users[i].user->keys);
    }
    if (unit->user_count)
        buf_byte(p->out, '\n');
}

/* --- sets ----------------------------------------------------------------------------------------------- */

static void put_set(Page *p, const PermissionSet *set)
{
    static const char *const roles[] = {
        [SET_COMPANION] = ", companion: what the licence does not hold", [SET_SHARED] = ", shared"};
    Str license = review_license(set);
    put_markdown(p->out, set->api_name.s);
    buf_put(p->out, S(" (licence "));
    put_markdown(p->out, license.n ? license : S("none"));
    if (set->role == SET_COMPANION || set->role == SET_SHARED)
        buf_put(p->out, str_of(roles[set->role]));
    buf_byte(p->out, ')');
}

static void put_sets(Page *p, const ReviewUnit *unit)
{
    const Integration *integration = unit->integration;
    bool first = true;
    put_item(p->out, integration ? "Assigned" : "Permission set");
    for (size_t i = 0; i < unit->sets.count; i++) {
        put_between(p->out, &first, "; ");
        put_set(p, unit->sets.items[i]);
    }
    for (size_t i = 0; integration && i < integration->assign.count; i++) {
        const Assign *assign = &integration->assign.items[i];
        if (review_is_known(p->model, assign))
            continue;
        put_between(p->out, &first, "; ");
        put_markdown(p->out, review_assigned(assign, &p->scratch));
    }
    buf_byte(p->out, '\n');
}

/* --- what is granted beside objects -------------------------------------------------------------------- */

static bool is_same(const ReviewEntry *a, const ReviewEntry *b)
{
    return a->kind == b->kind && str_is(a->object, b->object) && str_is(a->name, b->name);
}

static void put_others(Page *p, const ReviewEntry *entries, size_t from, size_t count)
{
    for (size_t i = from; i < count; i++) {
        const ReviewEntry *entry = &entries[i];
        bool begins = i == from || entries[i - 1].kind != entry->kind;
        uint32_t on = entry->on;
        while (i + 1 < count && is_same(entry, &entries[i + 1]))
            on |= entries[++i].on;
        Str words = grant_text(&p->scratch, entry->kind, on, on, on);
        if (begins) {
            Str noun = grant_noun(entry->kind, true);
            buf_format(p->out, "- **%c" STR_FMT ":** ", noun.s[0] & ~0x20,
                       STR_ARG(str_from(noun, 1)));
        } else {
            buf_put(p->out, S(", "));
        }
        put_markdown(p->out, entry->name);
        if (words.n)
            buf_format(p->out, " (" STR_FMT ")", STR_ARG(words));
        if (i + 1 == count || entries[i + 1].kind != entry->kind)
            buf_byte(p->out, '\n');
    }
}

/* --- the matrix of objects ------------------------------------------------------------------------------- */

/* The columns of object access: a word, or the graver of two. */
static const struct {
    const char *head;
    struct {
        uint32_t bit;
        const char *cell;
    } cells[2];
} columns[] = {
    {"read", {{OBJECT_READ, "yes"}}},
    {"create", {{OBJECT_CREATE, "yes"}}},
    {"edit", {{OBJECT_EDIT, "yes"}}},
    {"delete", {{OBJECT_DELETE, "yes"}}},
    {"all records", {{OBJECT_MODIFY_ALL, "**change**"}, {OBJECT_VIEW_ALL, "**read**"}}},
};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

typedef struct {
    uint32_t access;
    size_t read, edited; /* fields */
    Str sensitive, record_types;
} Row;

static Str add_name(Arena *a, Str list, Str name, const char *more)
{
    return str_format(a, STR_FMT "%s" STR_FMT "%s", STR_ARG(list), list.n ? ", " : "",
                      STR_ARG(name), more);
}

static void add_field(Page *p, Row *row, const ReviewEntry *entry, uint32_t on)
{
    row->edited += (on & FIELD_EDIT) != 0;
    row->read += !(on & FIELD_EDIT);
    if (p->model->sensitivity[entry->grant->key].n)
        row->sensitive =
            add_name(&p->scratch, row->sensitive, entry->name, on & FIELD_EDIT ? "" : " (read)");
}

/* The entries of one object, from whichever sets. */
static Row row_of(Page *p, const ReviewEntry *entries, size_t from, size_t end)
{
    Row row = {0};
    for (size_t i = from; i < end; i++) {
        const ReviewEntry *entry = &entries[i];
        uint32_t on = entry->on;
        while (i + 1 < end && is_same(entry, &entries[i + 1]))
            on |= entries[++i].on;
        if (entry->kind == OBJECT_PERMISSION)
            row.access |= on;
        else if (entry->kind == FIELD_PERMISSION)
            add_field(p, &row, entry, on);
        else
            row.record_types = add_name(&p->scratch, row.record_types, entry->name, "");
    }
    return row;
}

static void put_fields(Page *p, const Row *row)
{
    bool first = true;
    if (row->access & OBJECT_VIEW_ALL_FIELDS) {
        put_between(p->out, &first, "; ");
        buf_put(p->out, S("**all, also future ones**"));
    }
    if (row->edited) {
        put_between(p->out, &first, "; ");
        buf_format(p->out, "%zu edited", row->edited);
    }
    if (row->read) {
        put_between(p->out, &first, "; ");
        buf_format(p->out, "%zu read", row->read);
    }
    if (row->sensitive.n) {
        put_between(p->out, &first, "; ");
        buf_put(p->out, S("sensitive: "));
        put_markdown(p->out, row->sensitive);
    }
    if (row->record_types.n) {
        put_between(p->out, &first, "; ");
        buf_put(p->out, S("record types: "));
        put_markdown(p->out, row->record_types);
    }
}

static void put_row(Page *p, Str object, const Row *row)
{
    buf_put(p->out, S("| "));
    put_markdown(p->out, object);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        const char *cell = "";
        for (size_t k = 2; k-- > 0;)
            if (row->access & columns[i].cells[k].bit)
                cell = columns[i].cells[k].cell;
        buf_format(p->out, " | %s", cell);
    }
    buf_put(p->out, S(" | "));
    put_fields(p, row);
    buf_put(p->out, S(" |\n"));
}

static void put_matrix(Page *p, const ReviewEntry *entries, size_t count)
{
    size_t from = 0;
    for (size_t end; (end = review_object_end(entries, count, from)) > from; from = end) {
        Row row = row_of(p, entries, from, end);
        if (from == 0) {
            buf_put(p->out, S("\n| object |"));
            for (size_t i = 0; i < COLUMN_COUNT; i++)
                buf_format(p->out, " %s |", columns[i].head);
            buf_put(p->out, S(" fields |\n|---|:-:|:-:|:-:|:-:|:-:|---|\n"));
        }
        put_row(p, entries[from].object, &row);
    }
}

static size_t first_other(const ReviewEntry *entries, size_t count)
{
    size_t first = 0;
    while (first < count && entries[first].object.n)
        first++;
    return first;
}

/* --- risks, and what was added ------------------------------------------------------------------------------ */

static void put_accepted(Buf *out, const Allow *allow)
{
    buf_put(out, S("accepted: "));
    put_markdown(out, allow->reason.s);
    if (!allow->approved_by.s.n && !allow->until.s.n)
        return;
    bool first = true;
    buf_put(out, S(" ("));
    if (allow->approved_by.s.n) {
        put_between(out, &first, ", ");
        put_markdown(out, allow->approved_by.s);
    }
    if (allow->until.s.n) {
        put_between(out, &first, ", ");
        buf_put(out, S("until "));
        put_markdown(out, allow->until.s);
    }
    buf_byte(out, ')');
}

static void put_risk(Page *p, const ReviewSets *sets, const ReviewRisk *risk)
{
    buf_format(p->out, "  - %s, " STR_FMT ": %s ", risk->high ? "**high**" : "elevated",
               STR_ARG(risk->rule), risk->what);
    for (size_t i = 0; i < risk->count; i++) {
        buf_put(p->out, i ? S(", ") : S(""));
        put_markdown(p->out, risk->names[i]);
    }
    if (sets->items[risk->set]->role == SET_SHARED) {
        buf_put(p->out, S(" (by "));
        put_markdown(p->out, sets->items[risk->set]->api_name.s);
        buf_byte(p->out, ')');
    }
    buf_put(p->out, S("; "));
    if (risk->accepted)
        put_accepted(p->out, risk->accepted);
    else
        buf_put(p->out, S("nobody has accepted it"));
    buf_byte(p->out, '\n');
}

static bool is_told(const ReviewRisk *risks, size_t count, const Allow *allow)
{
    for (size_t i = 0; i < count; i++)
        if (risks[i].accepted == allow)
            return true;
    return false;
}

/* What is accepted without being a risk of a grant: a vendor that asks for another licence, say. */
static void put_other_allows(Page *p, Str about, const ReviewRisk *risks, size_t count, bool *any)
{
    for (const Allow *allow = model_allows_about(p->model, about); allow; allow = allow->next) {
        if (is_told(risks, count, allow))
            continue;
        if (!*any)
            buf_put(p->out, S("- **Risks:**\n"));
        *any = true;
        buf_put(p->out, S("  - "));
        put_markdown(p->out, allow->rule.s);
        buf_put(p->out, S("; "));
        put_accepted(p->out, allow);
        buf_byte(p->out, '\n');
    }
}

static void put_risks(Page *p, Str about, const ReviewSets *sets)
{
    size_t count;
    const ReviewRisk *risks = review_risks(p->model, sets, &p->scratch, &count);
    bool any = count > 0;
    if (any)
        buf_put(p->out, S("- **Risks:**\n"));
    for (size_t i = 0; i < count; i++)
        put_risk(p, sets, &risks[i]);
    put_other_allows(p, about, risks, count, &any);
}

/* What `dependencies: add` added, and why. */
static void put_added(Page *p, const ReviewSets *sets)
{
    bool any = false;
    for (size_t i = 0; i < sets->count; i++)
        for (size_t k = 0; k < sets->items[i]->grants.count; k++) {
            const Grant *grant = &sets->items[i]->grants.items[k];
            ElementKind kind = (ElementKind)grant->kind;
            if (grant->from != FROM_DEPENDENCY)
                continue;
            Str words = grant_text(&p->scratch, kind, grant->on, grant->on, grant->on);
            if (!any)
                buf_put(p->out, S("- **Added by itself:**\n"));
            any = true;
            buf_put(p->out, S("  - "));
            put_markdown(p->out, p->model->names.text[grant->key]);
            if (words.n)
                buf_format(p->out, ": " STR_FMT, STR_ARG(words));
            buf_put(p->out, S(", because "));
            put_markdown(p->out, p->model->names.text[grant->cause]);
            buf_byte(p->out, '\n');
        }
}

typedef struct {
    Str text;
    size_t fields;
} Pattern;

typedef struct {
    Pattern *items;
    size_t count, capacity;
} Patterns;

static void count_pattern(Patterns *patterns, Arena *a, Str text)
{
    size_t i = 0;
    while (i < patterns->count && !str_is(patterns->items[i].text, text))
        i++;
    if (i == patterns->count)
        *LIST_ADD(a, patterns->items, patterns->count, patterns->capacity) = (Pattern){text, 0};
    patterns->items[i].fields++;
}

/* Field patterns, with how many fields each stands for. */
static void put_patterns(Page *p, const ReviewSets *sets)
{
    Patterns patterns = {0};
    for (size_t i = 0; i < sets->count; i++)
        for (size_t k = 0; k < sets->items[i]->grants.count; k++) {
            const Grant *grant = &sets->items[i]->grants.items[k];
            if (grant->from == FROM_GLOB)
                count_pattern(&patterns, &p->scratch, p->model->names.text[grant->cause]);
        }
    if (patterns.count)
        put_item(p->out, "Fields by pattern");
    for (size_t i = 0; i < patterns.count; i++) {
        buf_put(p->out, i ? S(", ") : S(""));
        put_markdown(p->out, patterns.items[i].text);
        buf_format(p->out, " (%zu)", patterns.items[i].fields);
    }
    if (patterns.count)
        buf_byte(p->out, '\n');
}

/* --- sections ------------------------------------------------------------------------------------------------ */

/* What it starts from; `integration` may be NULL. */
static void put_template(Page *p, const Integration *integration)
{
    if (!integration || !integration->template)
        return;
    put_item(p->out, "Template");
    put_markdown(p->out, integration->template->key);
    put_texts(p->out, ", options ", integration->options.items, integration->options.count);
    if (integration->template->head.sureness.s.n) {
        buf_put(p->out, S("; what it knows of the vendor's needs: "));
        put_markdown(p->out, integration->template->head.sureness.s);
    }
    buf_byte(p->out, '\n');
}

static void put_unit(Page *p, const ReviewUnit *unit)
{
    size_t count;
    const ReviewEntry *entries = review_entries(p->model, &unit->sets, &p->scratch, &count);
    buf_put(p->out, S("\n## "));
    put_markdown(p->out, unit->name);
    buf_put(p->out, S("\n\n"));
    if (unit->description.n) {
        put_markdown(p->out, unit->description);
        buf_put(p->out, S("\n\n"));
    }
    if (unit->owner.n) {
        put_item(p->out, "Owner");
        put_markdown(p->out, unit->owner);
        buf_byte(p->out, '\n');
    }
    put_template(p, unit->integration);
    put_users(p, unit);
    put_sets(p, unit);
    put_others(p, entries, first_other(entries, count), count);
    put_risks(p, unit->name, &unit->sets);
    put_added(p, &unit->sets);
    put_patterns(p, &unit->sets);
    put_matrix(p, entries, count);
    arena_free(&p->scratch);
}

static void put_sections(const Model *m, Buf *out)
{
    Arena scratch = {0};
    Page p = {.model = m, .out = out};
    size_t count;
    const ReviewUnit *units = review_units(m, &scratch, &count);
    for (size_t i = 0; i < count; i++)
        put_unit(&p, &units[i]);
    if (m->retired_count)
        buf_put(out, S("\n## Retired\n\n"));
    for (size_t i = 0; i < m->retired_count; i++) {
        buf_put(out, S("- "));
        put_markdown(out, m->retired[i].name.s);
        buf_byte(out, '\n');
    }
    arena_free(&scratch);
}

void write_access_md(const Model *m, Buf *out)
{
    Arena scratch = {0};
    size_t users = 0;
    for (size_t i = 0; i < m->environment_count; i++)
        users += m->environments[i].user_count;
    Str numbers = str_format(
        &scratch, "%zu integration%s, %zu permission set%s, %zu user%s in %zu environment%s",
        m->integration_count, m->integration_count == 1 ? "" : "s", m->set_count,
        m->set_count == 1 ? "" : "s", users, users == 1 ? "" : "s", m->environment_count,
        m->environment_count == 1 ? "" : "s");
    const Slot slots[] = {
        {"numbers", numbers},
        {"seats", seats_rows(m, &scratch)},
        {"price", str_format(&scratch, "%d", PRICE_LICENSE_DOLLARS)},
    };
    put_skeleton(out, template_access_md, slots, sizeof slots / sizeof *slots);
    put_sections(m, out);
    arena_free(&scratch);
}
