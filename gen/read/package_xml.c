/* SAX2 over a package.xml: members are collected until the name of their type comes. */
#include "read/package_xml.h"

#include "base/buf.h"

#include <assert.h>
#include <libxml/parser.h>
#include <limits.h>

typedef struct {
    Arena *arena;
    PackageXml *package;
    size_t capacity;
    size_t untyped; /* index of the first member whose type is not known yet */
    Buf text;
} Reader;

static void start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                  int namespace_count, const xmlChar **namespaces, int attribute_count,
                  int default_count, const xmlChar **attributes)
{
    (void)name, (void)prefix, (void)uri, (void)namespace_count, (void)namespaces;
    (void)attribute_count, (void)default_count, (void)attributes;
    Reader *r = user;
    buf_clear(&r->text);
}

static void characters(void *user, const xmlChar *text, int length)
{
    Reader *r = user;
    buf_put(&r->text, (Str){(const char *)text, (size_t)length});
}

static void end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix, (void)uri;
    Reader *r = user;
    PackageXml *package = r->package;
    Str element = str_of((const char *)name);
    Str text = str_copy(r->arena, str_trim(buf_str(&r->text)));
    if (str_is(element, S("members"))) {
        package->members = arena_grow(r->arena, package->members, package->count, &r->capacity,
                                      package->count + 1, sizeof *package->members);
        package->members[package->count++] = (PackageMember){.name = text};
    } else if (str_is(element, S("name"))) {
        for (; r->untyped < package->count; r->untyped++)
            package->members[r->untyped].type = text;
    } else if (str_is(element, S("version"))) {
        package->version = text;
    }
    buf_clear(&r->text);
}

static void quiet(void *user, xmlErrorPtr error)
{
    (void)user, (void)error; /* the result tells whether the text is well-formed */
}

bool package_xml_read(Arena *a, Str bytes, PackageXml *package)
{
    Reader r = {.arena = a, .package = package};
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = start,
                         .endElementNs = end,
                         .characters = characters,
                         .serror = quiet};
    *package = (PackageXml){0};
    assert(bytes.n <= INT_MAX);
    int failed = xmlSAXUserParseMemory(&sax, &r, bytes.s, (int)bytes.n);
    buf_free(&r.text);
    return failed == 0;
}
