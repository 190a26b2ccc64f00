/* The walk from a grant to its needs: tables of ours, the source, the org. */
#include "resolve/needs.h"

#include "facts/access.h"

typedef struct {
    const Grants *grants;
    const Names *names;
    const Known *known;
    const Grant *grant;
    Str name; /* of the grant */
    TakeNeed *take;
    void *context;
} Walk;

static void need(const Walk *w, Need n)
{
    if (n.bits)
        w->take(&n, w->context);
}

/* --- inside one entry -------------------------------------------------------------------------- */

/* 57,190 stored object permissions with create, 57,538 with edit, 50,752 with delete, 85,512 with view
 * all, 42,143 with modify all: none without what stands here, as far as the object has it at all (big
 * objects are deleted, but never edited). Of 3,391 with view all fields, twelve of one org are without
 * read. 3,422,303 field permissions: none is edited unread. */
static const struct {
    ElementKind kind;
    uint32_t bit, needs;
    bool sure;
} ladder[] = {
    {OBJECT_PERMISSION, OBJECT_CREATE, OBJECT_READ, true},
    {OBJECT_PERMISSION, OBJECT_EDIT, OBJECT_READ, true},
    {OBJECT_PERMISSION, OBJECT_DELETE, OBJECT_READ | OBJECT_EDIT, true},
    {OBJECT_PERMISSION, OBJECT_VIEW_ALL, OBJECT_READ, true},
    {OBJECT_PERMISSION, OBJECT_VIEW_ALL_FIELDS, OBJECT_READ, false},
    {OBJECT_PERMISSION, OBJECT_MODIFY_ALL,
     OBJECT_READ | OBJECT_EDIT | OBJECT_DELETE | OBJECT_VIEW_ALL, true},
    {FIELD_PERMISSION, FIELD_EDIT, FIELD_READ, true},
};

static void ladder_needs(const Walk *w)
{
    ObjectFact object = {0};
    if (w->grant->kind == OBJECT_PERMISSION)
        fact_object(w->name, &object);
    for (size_t i = 0; i < sizeof ladder / sizeof *ladder; i++) {
        uint32_t bits = ladder[i].needs;
        if (ladder[i].kind != w->grant->kind || !(w->grant->on & ladder[i].bit))
            continue;
        bits &= ~object_bits(object.never);
        need(w, (Need){NEED_LADDER, ladder[i].kind, w->name, bits, ladder[i].bit, ladder[i].sure,
                       SAID_BY_TABLE, S("")});
    }
}

/* --- what the org says ------------------------------------------------------------------------- */

/* The org's own list of dependencies is whole: where it names the grant, our tables are silent. */
static bool org_needs(const Walk *w)
{
    const Known *known = w->known;
    bool named = false;
    size_t low = 0, high = known ? known->dependency_count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const KnownPermission *at = &known->dependencies[middle].permission;
        int order = at->kind != w->grant->kind ? (int)at->kind - (int)w->grant->kind
                                               : str_compare(at->name, w->name);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; known && low < known->dependency_count; low++) {
        const KnownPermission *of = &known->dependencies[low].permission;
        const KnownPermission *required = &known->dependencies[low].required;
        if (of->kind != w->grant->kind || !str_is(of->name, w->name))
            break;
        named = true;
        NeedSort sort = required->kind == USER_PERMISSION ? NEED_PERMISSION
                        : of->kind == USER_PERMISSION     ? NEED_OBJECT
                                                          : NEED_PARENT;
        if (w->grant->on & of->bits)
            need(w, (Need){sort, required->kind, required->name, required->bits, of->bits, true,
                           SAID_BY_ORG, S("")});
    }
    return named;
}

/* --- parents ----------------------------------------------------------------------------------- */

static void parent_need(const Walk *w, Str parent, uint32_t bit, bool sure, Speaker by,
                        Str evidence)
{
    if (w->grant->on & bit)
        need(w, (Need){NEED_PARENT, OBJECT_PERMISSION, parent, bit, bit, sure, by, evidence});
}

static void standard_parents(const Walk *w)
{
    FactRows rows = fact_parents(w->name);
    for (size_t i = 0; i < rows.count; i++) {
        NeedFact fact = fact_parent(rows.first + i);
        parent_need(w, fact.needs, OBJECT_READ, fact.sure, SAID_BY_TABLE, fact.evidence);
        if (str_is(fact.access, S("both")))
            parent_need(w, fact.needs, OBJECT_VIEW_ALL, fact.sure, SAID_BY_TABLE, fact.evidence);
    }
}

/* A detail is read only with its master: 12,941 stored pairs, one without. For view all 8,011 pairs,
 * 74 without. A master that takes no object permissions passes the question on to its own parent. */
static void known_masters(const Walk *w)
{
    size_t count;
    const KnownField *fields = known_fields_of(w->known, w->name, &count);
    for (size_t i = 0; i < count; i++) {
        ObjectFact master;
        if (fields[i].sort != FIELD_MASTER || !fields[i].of.n)
            continue;
        if (fact_object(fields[i].of, &master) && master.access != OBJECT_OWN)
            continue;
        parent_need(w, fields[i].of, OBJECT_READ, true, fields[i].by, S(""));
        parent_need(w, fields[i].of, OBJECT_VIEW_ALL, false, fields[i].by, S(""));
    }
}

/* --- user permissions -------------------------------------------------------------------------- */

/* Big objects, events, external objects and the like have access rules of their own. */
static bool is_ordinary(Str object)
{
    return str_search(object, S("__")) < 0 || str_ends(object, S("__c"));
}

/* "Every object" means those that the set lists, as far as they take such access at all. */
static void every_object(const Walk *w, const NeedFact *fact)
{
    for (size_t i = 0; i < w->grants->count; i++) {
        const Grant *object = &w->grants->items[i];
        Str name = w->names->text[object->key];
        ObjectFact of;
        bool seldom;
        uint32_t bits = object_bits(fact->access);
        if (object->kind != OBJECT_PERMISSION || !object->on || !is_ordinary(name))
            continue;
        if (fact_object(name, &of) && of.access != OBJECT_OWN)
            continue;
        bits &= ~object_bits(fact_all_data_never(name, &seldom));
        need(w, (Need){NEED_OBJECT, OBJECT_PERMISSION, name, bits, 1, fact->sure, SAID_BY_TABLE,
                       fact->evidence});
    }
}

static void permission_needs(const Walk *w)
{
    FactRows rows = fact_permission_needs(w->name);
    for (size_t i = 0; i < rows.count; i++) {
        NeedFact fact = fact_permission_need(rows.first + i);
        need(w, (Need){NEED_PERMISSION, USER_PERMISSION, fact.needs, 1, 1, fact.sure, SAID_BY_TABLE,
                       fact.evidence});
    }
    rows = fact_permission_objects(w->name);
    for (size_t i = 0; i < rows.count; i++) {
        NeedFact fact = fact_permission_object(rows.first + i);
        if (str_is(fact.needs, S("*")))
            every_object(w, &fact);
        else
            need(w, (Need){NEED_OBJECT, OBJECT_PERMISSION, fact.needs, object_bits(fact.access), 1,
                           fact.sure, SAID_BY_TABLE, fact.evidence});
    }
}

void needs_of(const Grants *grants, const Names *names, const Known *known, const Grant *grant,
              TakeNeed *take, void *context)
{
    Walk w = {grants, names, known, grant, names->text[grant->key], take, context};
    if (!grant->on)
        return;
    ladder_needs(&w);
    if (grant->kind == OBJECT_PERMISSION) {
        if (!org_needs(&w))
            standard_parents(&w);
        known_masters(&w);
    } else if (grant->kind == USER_PERMISSION) {
        if (!org_needs(&w))
            permission_needs(&w);
    }
}

uint32_t need_missing(const Grants *grants, const Names *names, const Need *need)
{
    return need->bits & ~grants_bits(grants, names, (uint8_t)need->kind, need->name);
}
