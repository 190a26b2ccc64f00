/* Collecting findings, changing their levels, putting them in order. */
#include "diag/diag.h"

#include "base/sort.h"
#include "diag/secret.h"

#include <errno.h>
#include <string.h>

#define LOCKED true
#define OPEN   false
#define RULE_ROW(name, id, level, lock, text, mend)                                                \
    [RULE_##name] = {id, text, mend, LEVEL_##level, lock},
const RuleInfo rule_info[RULE_COUNT] = {RULES(RULE_ROW)};

static const char *const level_names[] = {[LEVEL_OFF] = "off",
                                          [LEVEL_NOTE] = "note",
                                          [LEVEL_WARNING] = "warning",
                                          [LEVEL_ERROR] = "error"};

void diag_init(Diag *d)
{
    *d = (Diag){0};
    for (size_t i = 0; i < RULE_COUNT; i++)
        d->level[i] = rule_info[i].level;
}

void diag_free(Diag *d)
{
    arena_free(&d->arena);
    *d = (Diag){0};
}

Diag diag_part(const Diag *d)
{
    return (Diag){.sources = d->sources};
}

void diag_join(Diag *d, Diag *part)
{
    for (size_t i = 0; i < part->count; i++)
        *LIST_ADD(&d->arena, d->items, d->count, d->capacity) = part->items[i];
    arena_move(&d->arena, &part->arena);
    *part = (Diag){0};
}

void diag(Diag *d, Rule rule, Loc at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str message = str_vformat(&d->arena, format, args);
    va_end(args);
    d->items =
        arena_grow(&d->arena, d->items, d->count, &d->capacity, d->count + 1, sizeof(Finding));
    d->items[d->count++] =
        (Finding){.rule = rule, .at = at, .message = message, .most = LEVEL_ERROR};
    if (source_is_template(&d->sources, at)) {
        d->items[d->count - 1].at = source_of(&d->sources, at)->used_at;
        diag_related(d, at, "the template says it here");
    }
}

void diag_help(Diag *d, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    d->items[d->count - 1].help = str_vformat(&d->arena, format, args);
    va_end(args);
}

void diag_related(Diag *d, Loc at, const char *format, ...)
{
    Finding *f = &d->items[d->count - 1];
    va_list args;
    if (source_is_template(&d->sources, f->related))
        return; /* where the template says it is known from nothing else */
    va_start(args, format);
    f->related = at;
    f->related_text = str_vformat(&d->arena, format, args);
    va_end(args);
}

void diag_about(Diag *d, Str name)
{
    d->items[d->count - 1].about = name;
}

void diag_at_most(Diag *d, Level level)
{
    d->items[d->count - 1].most = level;
}

void diag_basis(Diag *d, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    d->items[d->count - 1].basis = str_vformat(&d->arena, format, args);
    va_end(args);
}

bool diag_close(Diag *d, Str said, const Str *choices, size_t count)
{
    const Str *closest = str_closest(said, choices, count);
    if (closest)
        diag_help(d, "did you mean \"" STR_FMT "\"?", STR_ARG(*closest));
    return closest != NULL;
}

bool diag_choices(Diag *d, Str said, const Str *choices, size_t count)
{
    enum { LISTED_MAX = 12 };
    if (diag_close(d, said, choices, count))
        return true;
    Str list = S("");
    for (size_t i = 0; i < count && i < LISTED_MAX; i++)
        list = str_format(&d->arena, STR_FMT "%s" STR_FMT, STR_ARG(list), i ? ", " : "",
                          STR_ARG(choices[i]));
    if (count)
        diag_help(d, "known are: " STR_FMT "%s", STR_ARG(list), count > LISTED_MAX ? " …" : "");
    return false;
}

void diag_unknown_rule(Diag *d, Text id)
{
    Str ids[RULE_COUNT];
    for (size_t i = 0; i < RULE_COUNT; i++)
        ids[i] = str_of(rule_info[i].id);
    diag(d, RULE_UNKNOWN_RULE, id.at, "there is no rule \"" STR_FMT "\"", STR_ARG(id.s));
    if (!diag_choices(d, id.s, ids, RULE_COUNT))
        diag_help(d, "`apionly explain` lists the rules");
}

void diag_unreadable(Diag *d, Loc at, FileStatus status)
{
    bool wrong_path =
        file_is_missing() || errno == EISDIR || errno == ELOOP || errno == ENAMETOOLONG;
    bool machine = status == FILE_UNSTEADY || (status == FILE_FAILED && !wrong_path);
    if (status == FILE_TOO_LARGE)
        diag(d, RULE_FILE_TOO_LARGE, at, "the file is larger than %d MiB", FILE_SIZE_MAX >> 20);
    else
        diag(d, RULE_FILE_UNREADABLE, at, "cannot be read: %s", file_why(status));
    if (status == FILE_UNSTEADY)
        diag_help(d, "run it again when nobody writes to the file");
    d->system_failed = d->system_failed || machine;
}

void diag_unreadable_path(Diag *d, Str path, FileStatus status)
{
    int why = errno;
    uint32_t file = source_add(&d->sources, &d->arena, str_copy(&d->arena, path), S(""));
    errno = why;
    diag_unreadable(d, loc_whole(file), status);
}

void diag_keep(Diag *d, size_t from, bool (*keep)(const Finding *finding))
{
    size_t kept = from;
    for (size_t i = from; i < d->count; i++)
        if (keep(&d->items[i]))
            d->items[kept++] = d->items[i];
    d->count = kept;
}

void diag_accept(Diag *d, Accepted accepted)
{
    bool fresh;
    Map *about = &d->accepted_about[accepted.rule];
    uint32_t *place = map_put(about, &d->arena, accepted.about, &fresh);
    if (fresh)
        *place = (uint32_t)d->accepted_count;
    *LIST_ADD(&d->arena, d->accepted, d->accepted_count, d->accepted_capacity) = accepted;
}

FoundAbout diag_found(const Diag *d, Arena *a)
{
    FoundAbout found = {0};
    for (size_t i = 0; i < d->count; i++)
        map_put(&found.about[d->items[i].rule], a, d->items[i].about, NULL);
    return found;
}

bool found_any(const FoundAbout *found, Rule rule, Str about)
{
    return map_find(&found->about[rule], about) != NULL;
}

void diag_unused(Diag *d)
{
    Arena scratch = {0};
    FoundAbout found = diag_found(d, &scratch);
    for (size_t i = 0; i < d->accepted_count; i++) {
        const Accepted *accepted = &d->accepted[i];
        /* a template speaks for whoever may need it */
        if (!source_is_template(&d->sources, accepted->at) &&
            !found_any(&found, accepted->rule, accepted->about))
            diag(d, RULE_ALLOW_UNUSED, accepted->at,
                 "the rule %s finds nothing in \"" STR_FMT "\", so there is nothing to accept",
                 rule_info[accepted->rule].id, STR_ARG(accepted->about));
    }
    arena_free(&scratch);
}

bool diag_set_level(Diag *d, Rule rule, Level level, bool final)
{
    if (rule_info[rule].locked && level < rule_info[rule].level)
        return false;
    if (final || !d->final[rule])
        d->level[rule] = level;
    d->final[rule] = d->final[rule] || final;
    return true;
}

bool rule_find(Str id, Rule *rule)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (!str_is(id, str_of(rule_info[i].id)))
            continue;
        *rule = (Rule)i;
        return true;
    }
    return false;
}

bool level_find(Str name, Level *level)
{
    for (size_t i = 0; i < sizeof level_names / sizeof *level_names; i++) {
        if (!str_is(name, str_of(level_names[i])))
            continue;
        *level = (Level)i;
        return true;
    }
    return false;
}

const char *level_name(Level level)
{
    return level_names[level];
}

static const Accepted *acceptance(const Diag *d, const Finding *f)
{
    const uint32_t *place = map_find(&d->accepted_about[f->rule], f->about);
    return place ? &d->accepted[*place] : NULL;
}

static Level settled_level(const Diag *d, const Finding *f)
{
    Level level = d->level[f->rule] < f->most ? d->level[f->rule] : f->most;
    if (level > LEVEL_NOTE && acceptance(d, f))
        return LEVEL_NOTE;
    return d->strict && level == LEVEL_WARNING ? LEVEL_ERROR : level;
}

/* Words may quote what they are about. */
static void keep_secrets(Diag *d, Finding *f)
{
    Str *const words[] = {&f->message,      &f->help,  &f->basis,
                          &f->related_text, &f->about, &f->accepted};
    if (f->rule != RULE_SECRET && secret_holds(&d->sources, f->at))
        f->message = str_of(rule_info[f->rule].text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        *words[i] = secret_masked(&d->arena, *words[i]);
}

static void settle(Diag *d, Finding *f)
{
    const Accepted *accepted = acceptance(d, f);
    f->level = settled_level(d, f);
    if (accepted)
        f->accepted = accepted->reason;
    if (!f->help.n)
        f->help = str_of(rule_info[f->rule].mend);
    keep_secrets(d, f);
}

/* Whose file is first is decided by its name, so that the order of arguments does not count. */
static int compare_places(const Sources *sources, Loc a, Loc b)
{
    const Source *one = source_of(sources, a), *two = source_of(sources, b);
    int order = str_compare(one ? one->name : S(""), two ? two->name : S(""));
    return order ? order : (a.at > b.at) - (a.at < b.at);
}

static int compare_findings(const void *a, const void *b, const void *sources)
{
    const Finding *one = a, *two = b;
    int order = compare_places(sources, one->at, two->at);
    if (!order)
        order = (int)one->rule - (int)two->rule;
    if (!order)
        order = str_compare(one->message, two->message);
    if (!order)
        order = str_compare(one->about, two->about);
    return order ? order : compare_places(sources, one->related, two->related);
}

void diag_settle(Diag *d)
{
    size_t kept = 0;
    /* stable, because of those that compare equal the first one stays */
    sort_stable(d->items, d->count, sizeof *d->items, compare_findings, &d->sources);
    for (size_t i = 0; i < d->count; i++) {
        settle(d, &d->items[i]);
        bool again = kept && compare_findings(&d->items[kept - 1], &d->items[i], &d->sources) == 0;
        if (!again && d->items[i].level != LEVEL_OFF)
            d->items[kept++] = d->items[i];
    }
    d->count = kept;
}

bool diag_failed(const Diag *d)
{
    for (size_t i = 0; i < d->count; i++)
        if (settled_level(d, &d->items[i]) == LEVEL_ERROR)
            return true;
    return false;
}

size_t diag_level_count(const Diag *d, Level level)
{
    size_t count = 0;
    for (size_t i = 0; i < d->count; i++)
        count += d->items[i].level == level;
    return count;
}
