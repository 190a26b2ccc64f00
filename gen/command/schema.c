/* apionly schema: the JSON Schema of definitions for editors, and XML Schemas of what is written. */
#include "command/command.h"
#include "command/say.h"
#include "facts/facts.h"
#include "read/definition_schema.h"
#include "write/catalog.h"
#include "write/schema_xsd.h"

#include <stdio.h>
#include <string.h>

static void write_json_schema(Buf *out)
{
    SchemaWords words;
    Arena scratch = {0};
    words.editions = fact_editions(&scratch, &words.edition_count);
    words.features = fact_features(&scratch, &words.feature_count);
    Str *templates = ARENA_ARRAY(&scratch, Str, catalog_count);
    for (size_t i = 0; i < catalog_count; i++)
        templates[i] = str_of(catalog[i].key);
    words.templates = templates;
    words.template_count = catalog_count;
    write_definition_schema(&words, out);
    arena_free(&scratch);
}

static const struct {
    const char *name;
    void (*write)(Buf *out);
} schemas[] = {{"integrations.schema.json", write_json_schema},
               {"permissionset.xsd", write_permission_set_xsd},
               {"package.xsd", write_package_xsd}};
enum { SCHEMA_COUNT = sizeof schemas / sizeof *schemas };

static bool print_schema(const char *name)
{
    for (size_t i = 0; i < SCHEMA_COUNT; i++) {
        Buf text = {0};
        if (strcmp(name, schemas[i].name) != 0)
            continue;
        schemas[i].write(&text);
        fwrite(text.bytes, 1, text.n, stdout);
        buf_free(&text);
        return true;
    }
    say(stderr, "apionly: error: there is no schema \"%s\"", name);
    fprintf(stderr, "  help: known are:");
    for (size_t i = 0; i < SCHEMA_COUNT; i++)
        fprintf(stderr, " %s", schemas[i].name);
    fputc('\n', stderr);
    return false;
}

int command_schema(const Options *options)
{
    bool good = true;
    if (!options->path_count)
        good = print_schema(schemas[0].name);
    for (int i = 0; i < options->path_count; i++)
        good = print_schema(options->paths[i]) && good;
    return good ? EXIT_FINE : EXIT_USAGE;
}
