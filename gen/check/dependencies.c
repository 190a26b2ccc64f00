/* What a grant needs beside it in the same set, and does not have there. */
#include "check/check.h"
#include "resolve/needs.h"

/* So many missing things are named: in the message, and in its help. */
enum { NAMED_MAX = 6, HELPED_MAX = 40, SORTS = NEED_OBJECT + 1 };

/* What one grant lacks of one sort: all of it makes one finding. */
typedef struct {
    Need *items; /* `bits` are those that are missing */
    size_t count, capacity;
    uint32_t because;
} Lack;

typedef struct {
    const SetCheck *check;
    const Grant *grant;
    Str name;
    Lack of[SORTS][2]; /* by sort; likely and sure */
} Lacks;

static const Rule rules[SORTS] = {[NEED_LADDER] = RULE_OBJECT_LADDER,
                                  [NEED_PARENT] = RULE_PARENT_ACCESS,
                                  [NEED_PERMISSION] = RULE_PERMISSION_DEPENDENCY,
                                  [NEED_OBJECT] = RULE_PERMISSION_DEPENDENCY};

/* --- words ------------------------------------------------------------------------------------- */

/* The verbs of Salesforce's answers. */
static Str verbs_of(Arena *a, uint32_t bits, Str object)
{
    static const struct {
        uint32_t bit;
        const char *verb;
    } verbs[] = {{OBJECT_READ, "Read"},
                 {OBJECT_CREATE, "Create"},
                 {OBJECT_EDIT, "Edit"},
                 {OBJECT_DELETE, "Delete"},
                 {OBJECT_VIEW_ALL, "Read All"},
                 {OBJECT_MODIFY_ALL, "Modify All"},
                 {OBJECT_VIEW_ALL_FIELDS, "View All Fields"}};
    Str text = S("");
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (bits & verbs[i].bit)
            text = str_format(a, STR_FMT "%s%s " STR_FMT, STR_ARG(text), text.n ? ", " : "",
                              verbs[i].verb, STR_ARG(object));
    return text;
}

/* "read on Account", "ViewSetup"; inside one entry only "read". */
static Str words_of(Arena *a, const Need *need)
{
    if (need->kind == USER_PERMISSION)
        return need->name;
    if (need->kind == FIELD_PERMISSION)
        return S("read");
    Str words = object_words_of(a, need->bits);
    if (need->sort == NEED_LADDER)
        return words;
    return str_format(a, STR_FMT " on " STR_FMT, STR_ARG(words), STR_ARG(need->name));
}

static Str answer_of(Arena *a, const Need *need)
{
    return need->kind == USER_PERMISSION ? need->name : verbs_of(a, need->bits, need->name);
}

static Str list_of(Arena *a, const Lack *lack, size_t named,
                   Str (*text_of)(Arena *a, const Need *need))
{
    Str text = S("");
    for (size_t i = 0; i < lack->count && i < named; i++)
        text = str_format(a, STR_FMT "%s" STR_FMT, STR_ARG(text), i ? ", " : "",
                          STR_ARG(text_of(a, &lack->items[i])));
    if (lack->count > named)
        text = str_format(a, STR_FMT " and %zu more", STR_ARG(text), lack->count - named);
    return text;
}

/* "edit on Account", "ManageUsers" */
static Str subject_of(Arena *a, const Lacks *lacks, uint32_t because)
{
    if (lacks->grant->kind == USER_PERMISSION)
        return lacks->name;
    bool object = lacks->grant->kind == OBJECT_PERMISSION;
    Str words = object ? object_words_of(a, because) : S("edit");
    return str_format(a, STR_FMT " on " STR_FMT, STR_ARG(words), STR_ARG(lacks->name));
}

/* --- collecting and telling -------------------------------------------------------------------- */

static void take(const Need *need, void *context)
{
    Lacks *lacks = context;
    const SetCheck *c = lacks->check;
    Lack *lack = &lacks->of[need->sort][need->sure];
    uint32_t missing = need_missing(&c->set->grants, &c->model->names, need);
    if (!missing)
        return;
    lack->because |= need->because;
    for (size_t i = 0; i < lack->count; i++) {
        Need *same = &lack->items[i];
        if (same->kind != need->kind || !str_is(same->name, need->name))
            continue;
        same->bits |= missing;
        return;
    }
    Need *item = LIST_ADD(&c->diag->arena, lack->items, lack->count, lack->capacity);
    *item = *need;
    item->bits = missing;
}

/* The deploy says one sentence for each permission that lacks something. For parents that is one for each
 * verb; inside an entry one names all that is missing, and here it is that of the highest verb. */
static Str sentences(Arena *a, const Lacks *lacks, const Lack *lack)
{
    static const uint32_t bits[] = {OBJECT_READ,      OBJECT_CREATE,          OBJECT_EDIT,
                                    OBJECT_DELETE,    OBJECT_VIEW_ALL_FIELDS, OBJECT_VIEW_ALL,
                                    OBJECT_MODIFY_ALL};
    bool parents = lack->items[0].sort == NEED_PARENT;
    Str text = S("");
    if (lacks->grant->kind == USER_PERMISSION)
        return str_format(a, "Permission " STR_FMT " depends on permission(s): " STR_FMT,
                          STR_ARG(lacks->name), STR_ARG(list_of(a, lack, HELPED_MAX, answer_of)));
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
        Str missing = S("");
        if (!(lack->because & bits[i]))
            continue;
        for (size_t k = 0; k < lack->count; k++) {
            uint32_t lacking = parents ? lack->items[k].bits & bits[i] : lack->items[k].bits;
            Str verbs = verbs_of(a, lacking, lack->items[k].name);
            missing = str_format(a, STR_FMT "%s" STR_FMT, STR_ARG(missing),
                                 missing.n && verbs.n ? ", " : "", STR_ARG(verbs));
        }
        text = str_format(a, STR_FMT "%sPermission " STR_FMT " depends on permission(s): " STR_FMT,
                          STR_ARG(parents ? text : S("")), parents && text.n ? "; " : "",
                          STR_ARG(verbs_of(a, bits[i], lacks->name)), STR_ARG(missing));
    }
    return text;
}

static void help(const Lacks *lacks, const Lack *lack)
{
    const SetCheck *c = lacks->check;
    Arena *a = &c->diag->arena;
    const Need *first = &lack->items[0];
    bool addable = is_definition(c->set) && first->sort != NEED_LADDER && first->sure &&
                   !c->model->add_dependencies.on;
    if (first->kind == FIELD_PERMISSION)
        diag_help(c->diag, "make it readable, too");
    else
        diag_help(c->diag, "add " STR_FMT "%s. A deploy %s \"" STR_FMT "\"",
                  STR_ARG(list_of(a, lack, HELPED_MAX, words_of)),
                  addable ? ", or write `dependencies: add`" : "",
                  first->sure ? "answers" : "may answer", STR_ARG(sentences(a, lacks, lack)));
}

static void tell(const Lacks *lacks, const Lack *lack)
{
    const SetCheck *c = lacks->check;
    const Need *first = &lack->items[0];
    Rule rule = first->kind == FIELD_PERMISSION ? RULE_FIELD_LADDER : rules[first->sort];
    Str subject = subject_of(&c->diag->arena, lacks, lack->because);
    Str missing = list_of(&c->diag->arena, lack, NAMED_MAX, words_of);
    bool several =
        lacks->grant->kind == OBJECT_PERMISSION && (lack->because & (lack->because - 1)) != 0;
    const char *verb = first->sure ? (several ? "need" : "needs")
                       : several   ? "probably need"
                                   : "probably needs";
    set_diag(c, rule, lacks->grant->at, STR_FMT " %s " STR_FMT, STR_ARG(subject), verb,
             STR_ARG(missing));
    help(lacks, lack);
    set_basis(c, first->by, first->evidence);
    bool of_permission = first->sort == NEED_PERMISSION || first->sort == NEED_OBJECT;
    if (!first->sure || (of_permission && c->set->partial))
        diag_at_most(c->diag, LEVEL_WARNING);
}

void check_dependencies(const SetCheck *c, const Grant *grant, Str name)
{
    Lacks lacks = {.check = c, .grant = grant, .name = name};
    needs_of(&c->set->grants, &c->model->names, c->model->known, grant, take, &lacks);
    for (size_t sort = 0; sort < SORTS; sort++)
        for (size_t sure = 0; sure < 2; sure++)
            if (lacks.of[sort][sure].count)
                tell(&lacks, &lacks.of[sort][sure]);
}
