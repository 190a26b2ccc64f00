/* `dependencies: add`: what Setup would tick by itself is added, until nothing is missing. */
#include "model/type.h"
#include "resolve/needs.h"
#include "resolve/resolve.h"

typedef struct {
    Model *model;
    PermissionSet *set;
    const Grant *grant; /* whose needs are walked */
    Grants added;
} Adding;

static Str reason(Arena *a, const Adding *adding, const Need *need)
{
    Str name = adding->model->names.text[adding->grant->key];
    if (adding->grant->kind != OBJECT_PERMISSION)
        return str_format(a, STR_FMT " needs it", STR_ARG(name));
    return str_format(a, STR_FMT " on " STR_FMT " needs it",
                      STR_ARG(object_words_of(a, need->because)), STR_ARG(name));
}

/* Who says `none` means it: the contradiction is reported, not resolved. */
static bool is_switched_off(const Adding *adding, const Need *need)
{
    const Grant *there =
        grants_find(&adding->set->grants, &adding->model->names, (uint8_t)need->kind, need->name);
    return there && !there->on;
}

static void add_missing(const Need *need, void *context)
{
    Adding *adding = context;
    Model *m = adding->model;
    uint32_t bits = need_missing(&adding->set->grants, &m->names, need);
    /* the long form is literal, so its ladder is not completed */
    bool literal = need->sort == NEED_LADDER && adding->grant->from != FROM_DEPENDENCY;
    /* what is likely by our tables alone may be unknown to the org */
    bool sure = need->sure || need->by != SAID_BY_TABLE;
    if (!bits || !sure || literal || is_switched_off(adding, need))
        return;
    grants_add(&adding->added, &m->arena,
               (Grant){.kind = (uint8_t)need->kind,
                       .from = FROM_DEPENDENCY,
                       .said = bits, /* beside what is said of it already */
                       .on = bits,
                       .key = names_intern(&m->names, &m->arena, need->name),
                       .cause = names_intern(&m->names, &m->arena, reason(&m->arena, adding, need)),
                       .at = adding->grant->at});
}

static void complete(Grants *grants)
{
    for (size_t i = 0; i < grants->count; i++)
        if (grants->items[i].from == FROM_DEPENDENCY)
            grants->items[i].said |= element_stated(&element_table[grants->items[i].kind]);
}

void resolve_dependencies(Model *m, PermissionSet *set)
{
    Adding adding = {.model = m, .set = set};
    do {
        adding.added = (Grants){0};
        for (size_t i = 0; i < set->grants.count; i++) {
            adding.grant = &set->grants.items[i];
            needs_of(&set->grants, &m->names, m->known, adding.grant, add_missing, &adding);
        }
        for (size_t i = 0; i < adding.added.count; i++)
            grants_add(&set->grants, &m->arena, adding.added.items[i]);
        grants_sort(&set->grants, &m->names);
        grants_fold(&set->grants);
        complete(&set->grants);
    } while (adding.added.count);
}
