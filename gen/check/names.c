/* Labels, API names, descriptions, and the names of entries. */
#include "base/utf8.h"
#include "check/check.h"
#include "facts/facts.h"
#include "model/type.h"
#include "resolve/names.h"

static bool is_name_character(char c)
{
    return char_is_letter(c) || char_is_digit(c) || c == '_';
}

/* The first character that no API name holds, as text; empty where there is none. */
static Str foreign_character(Str name)
{
    for (size_t i = 0, length; i < name.n; i += length) {
        utf8_decode(str_from(name, i), &length);
        if (length > 1 || !is_name_character(name.s[i]))
            return str_slice(name, i, i + length);
    }
    return S("");
}

typedef struct {
    Diag *d;
    Text name;
    Str proposal;
} ApiName;

static void broken(const ApiName *n, const char *what)
{
    diag(n->d, RULE_API_NAME, n->name.at, "the API name \"" STR_FMT "\" %s", STR_ARG(n->name.s),
         what);
    diag_help(n->d, "set `apiName: " STR_FMT "`", STR_ARG(n->proposal));
}

/* Each part of Salesforce's rule has its own words: "can only contain underscores and alphanumeric
 * characters. It must be unique, begin with a letter, not include spaces, not end with an underscore,
 * and not contain two consecutive underscores". */
static void check_api_name(Diag *d, Str namespace, Text name, const char *what)
{
    Arena scratch = {0};
    Str proposal = name_propose(&scratch, name.s, LIMIT_API_NAME);
    ApiName n = {d, name, str_join(&scratch, namespace, proposal)};
    Str foreign = foreign_character(name.s);
    if (foreign.n == 1 && foreign.s[0] == ' ')
        broken(&n, "holds a space");
    else if (foreign.n && check_visible(d, RULE_INVISIBLE_CHARACTER, name, "the API name"))
        broken(&n, str_c(&scratch, str_format(&scratch,
                                              "holds \"" STR_FMT "\": only letters, digits "
                                              "and underscores are allowed",
                                              STR_ARG(foreign))));
    if (name.s.n && !char_is_letter(name.s.s[0]) && (unsigned char)name.s.s[0] < 0x80)
        broken(&n, "does not begin with a letter");
    if (str_search(name.s, S("__")) >= 0)
        broken(&n, "holds two underscores in a row");
    if (str_ends(name.s, S("_")))
        broken(&n, "ends with an underscore");
    check_length(d, name, LIMIT_API_NAME, what);
    arena_free(&scratch);
}

/* Sets of managed packages and of Salesforce itself are ns__Name: the rule is for Name. */
static Str cut_namespace(const PermissionSet *set, Text *name)
{
    ptrdiff_t at = set->role == SET_SHARED ? str_search(name->s, S("__")) : -1;
    Str prefix = str_slice(name->s, 0, at < 0 ? 0 : (size_t)at);
    if (!prefix.n || prefix.n > LIMIT_NAMESPACE || !char_is_letter(prefix.s[0]) ||
        foreign_character(prefix).n)
        return S("");
    name->s = str_from(name->s, prefix.n + 2);
    return str_slice(set->api_name.s, 0, prefix.n + 2);
}

static bool same_place(Loc a, Loc b)
{
    return a.file == b.file && a.at == b.at;
}

static void check_texts(const PermissionSet *set, Diag *d)
{
    bool companion = set->role == SET_COMPANION;
    bool derived =
        same_place(set->label.at, set->name.at); /* its characters are those of the name */
    check_length(d, set->label, LIMIT_LABEL,
                 companion ? "the label of the companion set" : "the label");
    if (!companion && !derived) {
        check_one_line(d, set->label, "the label");
        check_visible(d, RULE_LABEL_CHARACTER, set->label, "the label");
    }
    check_length(d, set->description, LIMIT_DESCRIPTION, "the description");
    bool template_missing = set->owner && set->owner->template_name.s.n && !set->owner->template;
    if (!set->description.s.n && is_definition(set) && !template_missing) {
        diag(d, RULE_NO_DESCRIPTION, set->name.at, "\"" STR_FMT "\" has no description",
             STR_ARG(set->name.s));
        diag_about(d, set->name.s);
    }
}

/* An entry such as an object, a field, a class. Nothing is said of characters that some real org
 * stores: blanks and hyphens in credentials, dots in fields, signs in email addresses. */
bool check_entry(const Model *m, const Grant *grant, Diag *d)
{
    const Element *element = &element_table[grant->kind];
    const Child *key = child_key(element);
    Text name = {m->names.text[grant->key], grant->at};
    size_t dots = 0, before = d->count;
    for (size_t i = 0; i < name.s.n; i++)
        dots += name.s.s[i] == '.';
    if (!check_visible(d, RULE_INVISIBLE_CHARACTER, name, key->xml) ||
        !check_one_line(d, name, key->xml))
        return false;
    if (!str_is(name.s, str_trim(name.s)))
        diag(d, RULE_ENTRY_NAME, name.at, "%s \"" STR_FMT "\" has blanks around it", key->xml,
             STR_ARG(name.s));
    else if (str_find(name.s, '*') >= 0)
        diag(d, RULE_ENTRY_NAME, name.at,
             "\"" STR_FMT "\" is not one %s: only `fields` take a pattern", STR_ARG(name.s),
             key->xml);
    else if (element->place != PLACE_TOP && element->place != PLACE_RECORD_TYPES &&
             str_find(name.s, ' ') >= 0)
        diag(d, RULE_ENTRY_NAME, name.at,
             "\"" STR_FMT "\" holds a blank: this wants the API name, not "
             "the label",
             STR_ARG(name.s));
    else if (element->place == PLACE_ACCESS && dots > 0)
        diag(d, RULE_ENTRY_NAME, name.at, "\"" STR_FMT "\" is not an object: it holds a dot",
             STR_ARG(name.s));
    else if ((element->place == PLACE_FIELDS || element->place == PLACE_RECORD_TYPES) &&
             dots != 1) {
        diag(d, RULE_ENTRY_NAME, name.at, "\"" STR_FMT "\" is not a %s of one object",
             STR_ARG(name.s), element->place == PLACE_FIELDS ? "field" : "record type");
        diag_help(d, "write its name without the object");
    }
    return d->count == before;
}

/* --- names that differ only in upper and lower case --------------------------------------------- */

enum { ALONE = UINT32_MAX };

/* For every interned name a number that it shares with those that differ from it only in case, or
 * ALONE. NULL where all are alone, which is nearly always. */
static uint32_t *case_groups(const Names *names, Arena *a)
{
    Map groups = {0};
    bool any = false;
    uint32_t *group = ARENA_ARRAY(a, uint32_t, names->count + 1);
    for (size_t i = 0; i < names->count; i++) {
        bool fresh;
        uint32_t *first = map_put(&groups, a, str_lower(a, names->text[i]), &fresh);
        group[i] = ALONE;
        if (fresh)
            *first = (uint32_t)i;
        else
            group[i] = group[*first] = *first;
        any = any || !fresh;
    }
    return any ? group : NULL;
}

/* first[group] is the place of the first such grant. What is left there from another kind or set is known by
 * not being a grant before this one that is of its kind and group. */
static const Grant *same_but_for_case(const Grants *grants, size_t i, const uint32_t *group,
                                      size_t *first)
{
    const Grant *grant = &grants->items[i];
    size_t *place = &first[group[grant->key]];
    const Grant *other = *place < i ? &grants->items[*place] : NULL;
    if (other && other->kind == grant->kind && group[other->key] == group[grant->key])
        return other;
    *place = i;
    return NULL;
}

typedef struct {
    const uint32_t *group; /* by name */
    size_t *first;         /* by group */
} CaseGroups;

/* Salesforce takes Account and account for the same. */
static void check_case(const Model *m, const PermissionSet *set, const CaseGroups *names, Diag *d)
{
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        const Grant *other = names->group[grant->key] == ALONE
                                 ? NULL
                                 : same_but_for_case(&set->grants, i, names->group, names->first);
        if (!other)
            continue;
        diag(d, RULE_DUPLICATE_ENTRY, grant->at,
             "\"" STR_FMT "\" and \"" STR_FMT "\" are the same to Salesforce",
             STR_ARG(m->names.text[grant->key]), STR_ARG(m->names.text[other->key]));
        diag_related(d, other->at, "the other one");
    }
}

void check_set_names(const PermissionSet *set, Diag *d)
{
    if (is_definition(set)) { /* the name of a file may be that of a copy */
        Text name = set->api_name;
        Str namespace = cut_namespace(set, &name);
        check_api_name(d, namespace, name,
                       set->role == SET_COMPANION ? "the API name of the companion set"
                                                  : "the API name");
    }
    check_texts(set, d);
}

void check_names(const Model *m, Diag *d)
{
    Arena scratch = {0};
    const CaseGroups names = {case_groups(&m->names, &scratch),
                              ARENA_ARRAY(&scratch, size_t, m->names.count + 1)};
    for (size_t i = 0; i < m->integration_count; i++)
        if (check_one_line(d, m->integrations[i].name, "the name"))
            check_visible(d, RULE_INVISIBLE_CHARACTER, m->integrations[i].name, "the name");
    for (size_t i = 0; i < m->set_count; i++) {
        const PermissionSet *set = m->sets[i];
        check_set_names(set, d);
        if (names.group)
            check_case(m, set, &names, d);
    }
    arena_free(&scratch);
}
