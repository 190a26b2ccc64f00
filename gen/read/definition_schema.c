/* Key tables and the PermissionSet table to JSON Schema. Every key's `type` names an entry of
 * "definitions": one of the tables, or one of the values below. */
#include "read/definition_schema.h"

#include "diag/diag.h"
#include "model/type.h"
#include "read/definition.h"

#include <jansson.h>
#include <stdlib.h>

/* --- small pieces ------------------------------------------------------------------------------ */

static json_t *reference(const char *type)
{
    return json_pack("{s:s+}", "$ref", "#/definitions/", type);
}

static json_t *any_of(json_t *first, json_t *second)
{
    return json_pack("{s:[o,o]}", "anyOf", first, second);
}

/* A map of names to values; the user's own keys may stand in it. */
static json_t *map_of(json_t *value)
{
    return json_pack("{s:s, s:i, s:{s:b}, s:o}", "type", "object", "minProperties", 1,
                     "patternProperties", "^x-", 1, "additionalProperties", value);
}

static json_t *list_of(json_t *item)
{
    return json_pack("{s:s, s:i, s:b, s:o}", "type", "array", "minItems", 1, "uniqueItems", 1,
                     "items", item);
}

/* A map with these keys only. */
static json_t *map_with(json_t *properties)
{
    return json_pack("{s:s, s:i, s:o, s:{s:b}, s:b}", "type", "object", "minProperties", 1,
                     "properties", properties, "patternProperties", "^x-", 1,
                     "additionalProperties", 0);
}

static json_t *described(json_t *schema, const char *doc)
{
    json_object_set_new(schema, "description", json_string(doc));
    return schema;
}

/* A name that stands alone, with all defaults: `production:` or `production: {}`. */
static json_t *or_bare(json_t *schema)
{
    return json_pack("{s:[o,{s:s},{s:s,s:i}]}", "anyOf", schema, "type", "null", "type", "object",
                     "maxProperties", 0);
}

/* --- grants ------------------------------------------------------------------------------------ */

static json_t *child_schema(const Child *child)
{
    if (child->kind != CHILD_WORD)
        return reference("flag");
    json_t *words = json_array();
    for (size_t i = 0; child->words[i]; i++)
        json_array_append_new(words, json_string(child->words[i]));
    return json_pack("{s:o}", "enum", words);
}

static json_t *long_form(const Element *element)
{
    json_t *properties = json_object();
    for (const Child *child = element->children; child->xml; child++)
        if (child->kind != CHILD_KEY)
            json_object_set_new(properties, child->xml, child_schema(child));
    json_t *schema = map_with(properties);
    if (!element->words) /* the name alone says something */
        json_object_del(schema, "minProperties");
    return schema;
}

/* true and false are also meant as YAML's booleans. */
static json_t *words_of(const Element *element)
{
    json_t *words = json_array();
    for (const Word *word = element->words; word && word->word; word++) {
        bool on = str_is(str_of(word->word), S("true")),
             off = str_is(str_of(word->word), S("false"));
        json_array_append_new(words, json_string(word->word));
        if (on || off)
            json_array_append_new(words, json_boolean(on));
    }
    return json_pack("{s:o}", "enum", words);
}

/* "create, read" */
static json_t *several_words(const Element *element)
{
    Buf pattern = {0};
    buf_put(&pattern, S("^\\s*("));
    for (const Word *word = element->words; word->word; word++)
        buf_format(&pattern, "%s%s", word == element->words ? "" : "|", word->word);
    Buf whole = {0};
    buf_format(&whole, STR_FMT ")(\\s*,\\s*" STR_FMT "))*\\s*$", STR_ARG(buf_str(&pattern)),
               STR_ARG(str_from(buf_str(&pattern), 4)));
    json_t *schema =
        json_pack("{s:s, s:s%}", "type", "string", "pattern", whole.bytes, (int)whole.n);
    buf_free(&pattern);
    buf_free(&whole);
    return schema;
}

static json_t *entry_schema(const Element *element)
{
    if (!element->words)
        return long_form(element);
    json_t *words = words_of(element);
    if (element->words_add)
        words = any_of(several_words(element), list_of(words));
    return any_of(words, long_form(element));
}

/* `taken`: under `without`, where a list names entries of any kind as a whole. */
static json_t *entries_schema(const Element *element, bool taken)
{
    json_t *map = map_of(entry_schema(element));
    bool list_form = taken || element->list_word || !element->words;
    return described(list_form ? any_of(reference("names"), map) : map, element->doc);
}

static json_t *object_schema(bool taken)
{
    json_t *properties = json_object();
    for (size_t i = 0; i < ELEMENT_COUNT; i++) {
        const Element *element = &element_table[i];
        if (element->shape != SHAPE_LIST || element->place == PLACE_TOP)
            continue;
        json_t *schema =
            element->place == PLACE_ACCESS ? reference("access") : entries_schema(element, taken);
        json_object_set_new(properties, element->yaml, schema);
    }
    const Element *access = &element_table[OBJECT_PERMISSION];
    json_t *words = any_of(several_words(access), list_of(words_of(access)));
    return any_of(words, map_with(properties));
}

static void add_grant_keys(json_t *properties, bool taken)
{
    json_t *objects = map_of(reference(taken ? "object-taken" : "object"));
    if (taken)
        objects = any_of(reference("names"), objects);
    json_object_set_new(properties, "objects",
                        described(objects, "access to objects, fields and record types"));
    for (size_t i = 0; i < ELEMENT_COUNT; i++)
        if (element_table[i].shape == SHAPE_LIST && element_table[i].place == PLACE_TOP)
            json_object_set_new(properties, element_table[i].yaml,
                                entries_schema(&element_table[i], taken));
}

/* --- tables of keys ---------------------------------------------------------------------------- */

/* A reference beside a description needs a wrapper in draft-07. */
static json_t *key_schema(const Key *key)
{
    return json_pack("{s:s, s:[o]}", "description", key->doc, "allOf", reference(key->type));
}

static json_t *table_schema(const KeyTable *table)
{
    json_t *properties = json_object();
    for (size_t i = 0; i < table->count; i++)
        json_object_set_new(properties, table->keys[i].key, key_schema(&table->keys[i]));
    if (table->grants)
        add_grant_keys(properties, false);
    return map_with(properties);
}

/* --- values ------------------------------------------------------------------------------------ */

static json_t *text_schema(void)
{
    return json_pack("{s:[s,s,s], s:s}", "type", "string", "number", "boolean", "pattern", "\\S");
}

static json_t *version_schema(void)
{
    return any_of(json_pack("{s:s, s:s}", "type", "string", "pattern", "^[1-9][0-9]{0,2}(\\.0)?$"),
                  json_pack("{s:s, s:i, s:i}", "type", "integer", "minimum", 1, "maximum", 999));
}

static json_t *flag_schema(void)
{
    return json_pack("{s:[b,b,s,s]}", "enum", 1, 0, "true", "false");
}

static json_t *rules_schema(void)
{
    json_t *levels = json_pack("{s:[s,s,s,s]}", "enum", "error", "warning", "note", "off");
    json_t *schema = map_of(levels), *properties = json_object();
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (!rule_info[i].locked)
            json_object_set_new(properties, rule_info[i].id,
                                json_pack("{s:s, s:[s,s,s,s]}", "description", rule_info[i].text,
                                          "enum", "error", "warning", "note", "off"));
    json_object_set_new(schema, "properties", properties);
    return schema;
}

static json_t *assign_schema(void)
{
    json_t *one =
        json_pack("{s:s, s:i, s:i, s:{s:o,s:o,s:o}, s:b}", "type", "object", "minProperties", 1,
                  "maxProperties", 1, "properties", "org", reference("text"), "group",
                  reference("text"), "license", reference("text"), "additionalProperties", 0);
    return list_of(any_of(reference("text"), one));
}

/* `allow` under an integration concerns it; at the top it must be said whom it concerns. */
static json_t *allows_schema(bool own)
{
    json_t *needed = own ? json_pack("{s:[s,s]}", "required", "rule", "reason")
                         : json_pack("{s:[s,s,s]}", "required", "rule", "reason", "for");
    return json_pack("{s:s, s:i, s:{s:[o,o]}}", "type", "array", "minItems", 1, "items", "allOf",
                     reference("allow"), needed);
}

/* One of the names in a table of facts. */
static json_t *one_of(const Str *names, size_t count)
{
    json_t *words = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(words, json_stringn(names[i].s, names[i].n));
    return json_pack("{s:o}", "enum", words);
}

/* Keys of the one user, or users by name. A name that is such a key, too, has a map behind it. */
static json_t *overrides_schema(void)
{
    json_t *users = map_of(or_bare(reference("user"))), *keys = json_object();
    for (size_t t = 0; t < key_table_count; t++)
        for (size_t i = 0; i < key_tables[t].count; i++)
            if (str_is(str_of(key_tables[t].name), S("user")))
                json_object_set_new(
                    keys, key_tables[t].keys[i].key,
                    any_of(reference("user"),
                           json_pack("{s:s, s:i}", "type", "object", "maxProperties", 0)));
    json_object_set_new(users, "properties", keys);
    return map_of(any_of(reference("user"), users));
}

static json_t *without_schema(void)
{
    json_t *properties = json_object();
    add_grant_keys(properties, true);
    return map_with(properties);
}

static void add_values(json_t *definitions, const SchemaWords *words)
{
    const struct {
        const char *name;
        json_t *schema;
    } values[] = {
        {"text", text_schema()},
        {"maybe-text", json_pack("{s:[s,s,s]}", "type", "string", "number", "boolean")},
        {"names", list_of(reference("text"))},
        {"flag", flag_schema()},
        {"activation", any_of(reference("flag"), json_pack("{s:s}", "const", "absent"))},
        {"version", version_schema()},
        {"rules", rules_schema()},
        {"assign", assign_schema()},
        {"allows", allows_schema(false)},
        {"own-allows", allows_schema(true)},
        {"users", map_of(or_bare(reference("user")))},
        {"overrides", overrides_schema()},
        {"edition", one_of(words->editions, words->edition_count)},
        {"features", list_of(one_of(words->features, words->feature_count))},
        {"environments", map_of(or_bare(reference("environment")))},
        {"integrations", map_of(reference("integration"))},
        {"retired", any_of(reference("names"), map_of(or_bare(reference("integration"))))},
        {"sets", map_of(reference("set"))},
        {"template", any_of(one_of(words->templates, words->template_count), reference("text"))},
        {"without", without_schema()},
        {"dependencies", json_pack("{s:[s,s]}", "enum", "report", "add")},
        {"object", object_schema(false)},
        {"object-taken", object_schema(true)},
        {"access", entry_schema(&element_table[OBJECT_PERMISSION])},
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        json_object_set_new(definitions, values[i].name, values[i].schema);
}

void write_definition_schema(const SchemaWords *words, Buf *out)
{
    json_t *definitions = json_object();
    for (size_t i = 0; i < key_table_count; i++)
        json_object_set_new(definitions, key_tables[i].name, table_schema(&key_tables[i]));
    add_values(definitions, words);
    json_t *root = json_pack(
        "{s:s, s:s, s:s, s:o}", "$schema", "http://json-schema.org/draft-07/schema#", "title",
        "Definitions of apionly", "$ref", "#/definitions/definition", "definitions", definitions);
    char *text = json_dumps(root, JSON_INDENT(2));
    buf_put(out, str_of(text));
    buf_byte(out, '\n');
    free(text);
    json_decref(root);
}
