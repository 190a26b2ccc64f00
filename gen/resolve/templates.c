/* What an integration takes from its template: all of it and the options it names, without what it takes away.
 * What it says itself adds to that. */
#include "model/template.h"
#include "model/type.h"
#include "resolve/resolve.h"

typedef struct {
    Model *model;
    Diag *diag;
    Integration *integration;
    const Template *template;
    Grants grants; /* of the template, after sort_grants one for each key */
} Use;

/* --- what the template says -------------------------------------------------------------------------- */

static void take_grants(Use *u, const Grants *grants, Str origin)
{
    Arena *a = &u->model->arena;
    uint32_t cause = names_intern(&u->model->names, a, origin);
    for (size_t i = 0; i < grants->count; i++) {
        Grant grant = grants->items[i];
        if (grant.from != FROM_GLOB) {
            grant.from = FROM_TEMPLATE;
            grant.cause = cause;
        }
        grants_add(&u->grants, a, grant);
    }
}

static void take_assignments(Use *u, const AssignList *from)
{
    AssignList *to = &u->integration->assign;
    Arena scratch = {0};
    Map there[ASSIGN_KINDS] = {0}; /* by kind */
    for (size_t i = 0; from->count && i < to->count; i++)
        map_put(&there[to->items[i].kind], &scratch, to->items[i].name.s, NULL);
    for (size_t i = 0; i < from->count; i++) {
        bool fresh;
        map_put(&there[from->items[i].kind], &scratch, from->items[i].name.s, &fresh);
        if (fresh)
            *LIST_ADD(&u->model->arena, to->items, to->count, to->capacity) = from->items[i];
    }
    arena_free(&scratch);
}

static const TemplateOption *option_named(const Template *t, Str name)
{
    for (size_t i = 0; i < t->option_count; i++)
        if (str_is(t->options[i].name.s, name))
            return &t->options[i];
    return NULL;
}

static void no_such_option(const Use *u, Text name)
{
    Arena scratch = {0};
    const Template *t = u->template;
    Str *names = ARENA_ARRAY(&scratch, Str, t->option_count + 1);
    for (size_t i = 0; i < t->option_count; i++)
        names[i] = t->options[i].name.s;
    diag(u->diag, RULE_UNKNOWN_OPTION, name.at,
         "the template " STR_FMT " has no option \"" STR_FMT "\"", STR_ARG(t->key),
         STR_ARG(name.s));
    if (t->option_count)
        diag_choices(u->diag, name.s, names, t->option_count);
    arena_free(&scratch);
}

static void take_options(Use *u)
{
    const TextList *options = &u->integration->options;
    for (size_t i = 0; i < options->count; i++) {
        Text name = options->items[i];
        const TemplateOption *option = option_named(u->template, name.s);
        if (!option) {
            no_such_option(u, name);
            continue;
        }
        take_grants(u, &option->set.grants,
                    str_format(&u->model->arena, "template " STR_FMT ", option " STR_FMT,
                               STR_ARG(u->template->key), STR_ARG(name.s)));
        take_assignments(u, &option->assign);
    }
}

/* An option adds to what the template says of the same entry. */
static void unite(Use *u)
{
    Grants *grants = &u->grants;
    size_t kept = 0;
    grants_sort(grants, &u->model->names);
    for (size_t i = 0; i < grants->count; i++) {
        Grant *last = &grants->items[kept - (kept > 0)], *next = &grants->items[i];
        if (!kept || last->kind != next->kind || last->key != next->key) {
            grants->items[kept++] = *next;
            continue;
        }
        last->said |= next->said;
        last->on = element_join(&element_table[last->kind], last->on, next->on);
    }
    grants->count = kept;
}

/* --- what is taken away ------------------------------------------------------------------------------- */

/* The bits that can stand once some are gone: a word goes with what it climbs over. */
static uint32_t still_standing(const Element *element, uint32_t on)
{
    uint32_t before;
    do {
        before = on;
        for (const Word *word = element->words; word && word->word; word++)
            if (word->on & ~on)
                on &= ~word_own_bits(element, word);
    } while (on != before);
    return on;
}

/* Without its object a field or record type says nothing. Gives whether there was any. */
static bool take_object_away(Use *u, Str object)
{
    static const ElementKind inside[] = {FIELD_PERMISSION, RECORD_TYPE_VISIBILITY};
    bool any = false;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
        size_t count;
        const Grant *first =
            grants_of_object(&u->grants, &u->model->names, (uint8_t)inside[i], object, &count);
        Grant *grants = first ? u->grants.items + (first - u->grants.items) : NULL;
        for (size_t k = 0; grants && k < count; k++) {
            any = any || grants[k].on;
            grants[k].on = 0;
        }
    }
    return any;
}

static void take_away(Use *u, const Grant *named)
{
    const Element *element = &element_table[named->kind];
    Str key = u->model->names.text[named->key];
    const Grant *found = grants_find(&u->grants, &u->model->names, named->kind, key);
    Grant *grant = found ? &u->grants.items[found - u->grants.items] : NULL;
    bool hits = grant && (grant->on & named->on);
    if (named->kind == OBJECT_PERMISSION && named->on == UINT32_MAX)
        hits =
            take_object_away(u, key) || hits; /* its fields may be all that the template grants */
    if (!hits) {
        diag(u->diag, RULE_WITHOUT_UNUSED, named->at,
             "the template " STR_FMT " does not grant this of " STR_FMT, STR_ARG(u->template->key),
             STR_ARG(key));
        return;
    }
    if (!grant)
        return;
    grant->on = still_standing(element, grant->on & ~named->on);
    if (named->kind == OBJECT_PERMISSION && !grant->on)
        take_object_away(u, key);
}

static void apply_without(Use *u)
{
    const Grants *without = &u->integration->without;
    size_t kept = 0;
    for (size_t i = 0; i < without->count; i++)
        take_away(u, &without->items[i]);
    for (size_t i = 0; i < u->grants.count; i++)
        if (u->grants.items[i].on)
            u->grants.items[kept++] = u->grants.items[i];
    if (without->count)
        u->grants.count = kept;
}

/* --- what the definition says -------------------------------------------------------------------------- */

static uint32_t word_masks(const Element *element)
{
    uint32_t masks = 0;
    for (const Child *child = element->children; child->xml; child++)
        masks |= child->kind == CHILD_WORD ? child_mask(child) : 0;
    return masks;
}

/* It adds; what says less than the template takes nothing away, and whoever wrote it should know. */
static void add_to_template(Use *u, Grant *own)
{
    const Str *names = u->model->names.text;
    const Grant *from = grants_find(&u->grants, &u->model->names, own->kind, names[own->key]);
    if (!from || !own->on || own->from != FROM_DEFINITION)
        return;
    const Element *element = &element_table[own->kind];
    uint32_t flags = ~word_masks(element);
    if (from->on & ~own->on & flags && !(own->on & ~from->on & flags)) {
        diag(u->diag, RULE_TEMPLATE_GRANTS_MORE, own->at,
             "the template " STR_FMT " grants more of " STR_FMT " than this, and it stays",
             STR_ARG(u->template->key), STR_ARG(names[own->key]));
        diag_related(u->diag, from->at, "the template says it here");
    }
    own->on |= from->on & (flags | ~own->said);
    own->said |= from->said;
}

static void add_own(Use *u)
{
    Grants *own = &u->integration->set.grants;
    for (size_t i = 0; i < own->count; i++)
        add_to_template(u, &own->items[i]);
    for (size_t i = 0; i < u->grants.count; i++)
        grants_add(own, &u->model->arena, u->grants.items[i]);
}

/* --- all integrations ------------------------------------------------------------------------------------ */

static void use_template(Model *m, Integration *integration, Diag *d)
{
    const Template *t = integration->template;
    Use use = {.model = m, .diag = d, .integration = integration, .template = t};
    take_grants(&use, &t->set.grants, str_format(&m->arena, "template " STR_FMT, STR_ARG(t->key)));
    take_assignments(&use, &t->assign);
    take_options(&use);
    unite(&use);
    apply_without(&use);
    add_own(&use);
    if (!integration->set.description.s.n)
        integration->set.description = t->set.description;
}

static void needs_template(const Integration *integration, Diag *d)
{
    bool options = integration->options.count > 0;
    if (!options && !integration->without_at.file)
        return;
    diag(d, RULE_MISSING_KEY, options ? integration->options.items[0].at : integration->without_at,
         "\"%s\" needs a template", options ? "options" : "without");
    diag_help(d, "say `template:`, or take it out");
}

void resolve_templates(Model *m, Diag *d)
{
    for (size_t i = 0; i < m->integration_count; i++) {
        Integration *integration = &m->integrations[i];
        if (integration->template)
            use_template(m, integration, d);
        else if (!integration->template_name.s.n)
            needs_template(integration, d);
    }
}
