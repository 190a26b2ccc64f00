/* Permission sets to YAML: grouped by object, in the short forms where they lose nothing. */
#include "write/definition_yaml.h"

#include "facts/facts.h"
#include "model/type.h"
#include "write/integration_yaml.h"
#include "write/yaml_text.h"

#include <stdlib.h>

enum {
    STEP = 2,      /* blanks an indentation */
    WORDS_MAX = 16 /* of one element */
};

typedef struct {
    Buf *out;
    const Names *names;
    const PermissionSet *set;
} Writer;

/* --- one statement ----------------------------------------------------------------------------- */

/* Whether an entry states just what a short form states. A child that this set's version does not
 * have is never written, so it does not count. */
static bool is_stated(const Writer *w, const Grant *grant, const Element *element)
{
    uint32_t counts = UINT32_MAX;
    for (const Child *child = element->children; child->xml; child++)
        if (child->written == WRITTEN_FROM_SINCE && w->set->api.number < child->since)
            counts &= ~child_mask(child);
    return (grant->said & counts) == (element_stated(element) & counts);
}

/* The words that say exactly this, one for each bit, in the order of the table; 0 where none do. */
static size_t words_of(const Writer *w, const Grant *grant, Str words[WORDS_MAX])
{
    const Element *element = &element_table[grant->kind];
    size_t count = 0;
    uint32_t on = 0;
    if (!element->words || !is_stated(w, grant, element))
        return 0;
    for (const Word *word = element->words; word->word; word++) {
        bool exact = word->on == grant->on;
        bool part = element->words_add && word->on && (word->on & ~grant->on) == 0;
        if (!exact && !part)
            continue;
        if (!element->words_add) {
            words[0] = str_of(word->word);
            return 1;
        }
        words[count++] = str_of(word->word);
        on |= word->on;
    }
    return on == grant->on ? count : 0;
}

static void put_long_form(Writer *w, const Grant *grant)
{
    const Element *element = &element_table[grant->kind];
    bool first = true;
    buf_byte(w->out, '{');
    for (const Child *child = element->children; child->xml; child++) {
        uint32_t mask = child_mask(child);
        if (!(grant->said & mask))
            continue;
        uint32_t value = (grant->on & mask) >> child->shift;
        buf_format(w->out, "%s%s: %s", first ? "" : ", ", child->xml,
                   child->kind == CHILD_WORD ? child->words[value]
                   : value                   ? "true"
                                             : "false");
        first = false;
    }
    buf_byte(w->out, '}');
}

static void put_value(Writer *w, const Grant *grant)
{
    Str words[WORDS_MAX];
    size_t count = words_of(w, grant, words);
    if (count == 0) {
        put_long_form(w, grant);
        return;
    }
    if (count > 1)
        buf_byte(w->out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_put(w->out, S(", "));
        buf_put(w->out, words[i]);
    }
    if (count > 1)
        buf_byte(w->out, ']');
}

/* --- lists of names ---------------------------------------------------------------------------- */

/* Whether a grant says no more than its name does in a list: `classes: [A]`. */
static bool is_plain_name(const Writer *w, const Grant *grant)
{
    const Element *element = &element_table[grant->kind];
    if (!element->words)
        return !grant->said;
    const Word *word = element->list_word ? word_find(element, str_of(element->list_word)) : NULL;
    return word && grant->on == word->on && is_stated(w, grant, element);
}

static Str entry_name(const Writer *w, const Grant *grant, size_t prefix)
{
    return str_from(w->names->text[grant->key], prefix);
}

/* [A, B] where it fits on the line, else one below the other. */
static void put_name_list(Writer *w, const Grant *grants, size_t count, size_t prefix,
                          size_t indent)
{
    Buf line = {0};
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_put(&line, S(", "));
        put_yaml(&line, entry_name(w, &grants[i], prefix), true);
    }
    if (line.n + indent + 20 <= YAML_WIDTH) {
        buf_put(w->out, S(" ["));
        buf_put(w->out, buf_str(&line));
        buf_put(w->out, S("]\n"));
    } else {
        buf_byte(w->out, '\n');
        for (size_t i = 0; i < count; i++) {
            buf_fill(w->out, ' ', indent + STEP);
            buf_put(w->out, S("- "));
            put_yaml(w->out, entry_name(w, &grants[i], prefix), false);
            buf_byte(w->out, '\n');
        }
    }
    buf_free(&line);
}

static void put_name_map(Writer *w, const Grant *grants, size_t count, size_t prefix, size_t indent)
{
    buf_byte(w->out, '\n');
    for (size_t i = 0; i < count; i++) {
        put_yaml_key(w->out, entry_name(w, &grants[i], prefix), indent + STEP);
        buf_byte(w->out, ' ');
        put_value(w, &grants[i]);
        buf_byte(w->out, '\n');
    }
}

/* The entries of one element behind its key. `prefix` bytes of their names are said by the place. */
static void put_entries(Writer *w, const Grant *grants, size_t count, size_t prefix, size_t indent)
{
    const Element *element = &element_table[grants[0].kind];
    bool plain = true;
    for (size_t i = 0; i < count; i++)
        plain = plain && is_plain_name(w, &grants[i]);
    buf_fill(w->out, ' ', indent);
    buf_format(w->out, "%s:", element->yaml);
    if (plain)
        put_name_list(w, grants, count, prefix, indent);
    else
        put_name_map(w, grants, count, prefix, indent);
}

/* --- objects ----------------------------------------------------------------------------------- */

enum { OBJECT_LISTS = 3 };
static const ElementKind object_lists[OBJECT_LISTS] = {OBJECT_PERMISSION, FIELD_PERMISSION,
                                                       RECORD_TYPE_VISIBILITY};

/* What is said of one object: its run in each of the three lists. */
typedef struct {
    Str name;
    const Grant *grants[OBJECT_LISTS];
    size_t count[OBJECT_LISTS];
} ObjectRuns;

typedef struct {
    Arena arena;
    Map index;
    ObjectRuns *items;
    size_t count, capacity;
} Objects;

static Str object_of(const Writer *w, const Grant *grant)
{
    Str rest = w->names->text[grant->key];
    return grant->kind == OBJECT_PERMISSION ? rest : str_cut(&rest, '.');
}

static void collect(Objects *objects, const Writer *w, const Grant *grant, size_t list)
{
    bool fresh;
    Str name = object_of(w, grant);
    uint32_t *index = map_put(&objects->index, &objects->arena, name, &fresh);
    if (fresh) {
        *index = (uint32_t)objects->count;
        *LIST_ADD(&objects->arena, objects->items, objects->count, objects->capacity) =
            (ObjectRuns){.name = name};
    }
    ObjectRuns *runs = &objects->items[*index];
    if (!runs->count[list]++)
        runs->grants[list] = grant;
}

static int by_name(const void *a, const void *b)
{
    return str_compare(((const ObjectRuns *)a)->name, ((const ObjectRuns *)b)->name);
}

static void put_object(Writer *w, const ObjectRuns *object, size_t indent)
{
    Str words[WORDS_MAX];
    const Grant *access = object->count[0] ? object->grants[0] : NULL;
    put_yaml_key(w->out, object->name, indent);
    if (access && !object->count[1] && !object->count[2] && words_of(w, access, words)) {
        buf_byte(w->out, ' ');
        put_value(w, access);
        buf_byte(w->out, '\n');
        return;
    }
    buf_byte(w->out, '\n');
    if (access) {
        buf_fill(w->out, ' ', indent + STEP);
        buf_put(w->out, S("access: "));
        put_value(w, access);
        buf_byte(w->out, '\n');
    }
    for (size_t list = 1; list < OBJECT_LISTS; list++)
        if (object->count[list])
            put_entries(w, object->grants[list], object->count[list], object->name.n + 1,
                        indent + STEP);
}

static void put_objects(Writer *w, size_t indent)
{
    Objects objects = {0};
    for (size_t i = 0; i < w->set->grants.count; i++)
        for (size_t list = 0; list < OBJECT_LISTS; list++)
            if (w->set->grants.items[i].kind == object_lists[list])
                collect(&objects, w, &w->set->grants.items[i], list);
    if (objects.count) {
        qsort(objects.items, objects.count, sizeof *objects.items, by_name);
        buf_fill(w->out, ' ', indent);
        buf_put(w->out, S("objects:\n"));
    }
    for (size_t i = 0; i < objects.count; i++)
        put_object(w, &objects.items[i], indent + STEP);
    arena_free(&objects.arena);
}

/* --- one set ----------------------------------------------------------------------------------- */

static void put_word(Writer *w, const char *key, const char *word, size_t indent)
{
    buf_fill(w->out, ' ', indent);
    buf_format(w->out, "%s: %s\n", key, word);
}

static void put_license(Writer *w, size_t indent)
{
    License license;
    Str name = w->set->license_name.s;
    if (str_is(name, fact_integration_license().name))
        return; /* the default */
    if (name.n && fact_license(name, &license))
        name = license.label;
    put_yaml_entry(w->out, "license", name.n ? name : S("none"), indent);
}

static void put_set(Writer *w, size_t indent)
{
    const PermissionSet *set = w->set;
    put_yaml_entry(w->out, "description", set->description.s, indent);
    put_license(w, indent);
    if (set->api.text.s.n) {
        buf_fill(w->out, ' ', indent);
        buf_format(w->out, "apiVersion: \"%d.0\"\n", set->api.number);
    }
    if (set->session_activation.absent)
        put_word(w, "sessionActivation", "absent", indent);
    else if (set->session_activation.on)
        put_word(w, "sessionActivation", "true", indent);
    put_yaml_entry(w->out, "enrichments", set->enrichments.s, indent);
    put_objects(w, indent);
    for (size_t i = 0, count; i < set->grants.count; i += count) {
        const Grant *grants = &set->grants.items[i];
        for (count = 1; i + count < set->grants.count && grants[count].kind == grants->kind;)
            count++;
        if (element_table[grants->kind].place == PLACE_TOP)
            put_entries(w, grants, count, 0, indent);
    }
}

static void put_comment(Buf *out, Str comment, size_t indent)
{
    for (Str rest = comment; rest.n;) {
        Str line = str_cut(&rest, '\n');
        buf_fill(out, ' ', indent);
        buf_put(out, S("# "));
        buf_put(out, line);
        buf_byte(out, '\n');
    }
}

static void put_entry(const Names *names, const DefinitionEntry *entry, Buf *out)
{
    Writer w = {out, names, entry->set};
    put_comment(out, entry->comment, STEP);
    put_yaml_key(out, entry->tool.n ? entry->tool : entry->set->api_name.s, STEP);
    buf_byte(out, '\n');
    if (entry->says_api_name)
        put_yaml_entry(out, "apiName", entry->set->api_name.s, STEP + STEP);
    if (!entry->tool.n || entry->says_label)
        put_yaml_entry(out, "label", entry->set->label.s, STEP + STEP);
    if (entry->integration)
        put_integration_keys(out, entry->integration, entry->resolved, STEP + STEP);
    put_set(&w, STEP + STEP);
    if (!entry->companion)
        return;
    for (size_t i = 0, count; i < entry->companion->grants.count; i += count) {
        const Grants *grants = &entry->companion->grants;
        for (count = 1;
             i + count < grants->count && grants->items[i + count].kind == grants->items[i].kind;)
            count++;
        put_entries(&w, &grants->items[i], count, 0, STEP + STEP);
    }
}

/* The three keys under which entries stand. */
typedef enum { GROUP_INTEGRATIONS, GROUP_RETIRED, GROUP_SETS, GROUP_COUNT } Group;

static Group group_of(const DefinitionEntry *entry)
{
    return !entry->tool.n ? GROUP_SETS : entry->retired ? GROUP_RETIRED : GROUP_INTEGRATIONS;
}

/* Gives whether anything was written. */
static bool put_group(const Names *names, const DefinitionEntry *entries, size_t count, Group group,
                      bool first, Buf *out)
{
    static const char *const keys[] = {"integrations:\n", "retired:\n", "permissionSets:\n"};
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (group_of(&entries[i]) != group)
            continue;
        if (any || !first)
            buf_byte(out, '\n');
        if (!any)
            buf_put(out, str_of(keys[group]));
        any = true;
        put_entry(names, &entries[i], out);
    }
    return any;
}

void write_definition(const Names *names, const DefinitionEntry *entries, size_t count, Str head,
                      Buf *out)
{
    bool any = false;
    buf_put(out, head);
    for (Group group = 0; group < GROUP_COUNT; group++)
        any = put_group(names, entries, count, group, !any, out) || any;
}
