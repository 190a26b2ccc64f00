/* Managed packages: names with a namespace exist only where the package is installed. */
#include "check/check.h"

/* Foo__c has a suffix, ns__Foo and ns__Foo__c have a namespace. Suffixes are short and known. */
static bool is_suffix(Str text)
{
    static const char *const suffixes[] = {
        "c",   "r",   "mdt", "b", "e",        "x",     "kav",  "ka",  "pc",      "hd",         "xo",
        "hst", "hpr", "s",   "p", "latitude", "Share", "Feed", "Tag", "History", "ChangeEvent"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (str_is(text, str_of(suffixes[i])))
            return true;
    return false;
}

Str namespace_of(Str name)
{
    ptrdiff_t end = str_search(str_slice(name, 0, name.n - compound_end(name).n), S("__"));
    if (end <= 0)
        return S("");
    Str rest = str_from(name, (size_t)end + 2);
    bool custom =
        is_suffix(str_cut(&rest, '_')) || str_is(str_slice(name, 0, (size_t)end), S("standard"));
    return custom ? S("") : str_slice(name, 0, (size_t)end);
}

typedef struct {
    Str name; /* the namespace */
    Loc at;   /* where it is said first */
    Str example;
    size_t count;
} Package;

typedef struct {
    Arena arena;
    Map index;
    Package *items;
    size_t count, capacity;
} Packages;

static void take(Packages *p, Str namespace, Str name, Loc at)
{
    bool fresh;
    if (!namespace.n)
        return;
    uint32_t *place = map_put(&p->index, &p->arena, namespace, &fresh);
    if (fresh) {
        *place = (uint32_t)p->count;
        *LIST_ADD(&p->arena, p->items, p->count, p->capacity) =
            (Package){.name = namespace, .at = at, .example = name};
    }
    p->items[*place].count++;
}

void check_packages(const Model *m, Diag *d)
{
    Packages packages = {0};
    for (size_t i = 0; i < m->set_count; i++)
        for (size_t k = 0; k < m->sets[i]->grants.count; k++) {
            const Grant *grant = &m->sets[i]->grants.items[k];
            Str name = m->names.text[grant->key], rest = name;
            Str object = namespace_of(str_cut(&rest, '.')), field = namespace_of(rest);
            take(&packages, object, name, grant->at);
            if (!str_is(field, object))
                take(&packages, field, name, grant->at);
        }
    for (size_t i = 0; i < packages.count; i++) {
        const Package *package = &packages.items[i];
        diag(d, RULE_NEEDS_PACKAGE, package->at,
             "%zu %s the package " STR_FMT ", for example " STR_FMT, package->count,
             package->count == 1 ? "entry needs" : "entries need", STR_ARG(package->name),
             STR_ARG(package->example));
    }
    arena_free(&packages.arena);
}
