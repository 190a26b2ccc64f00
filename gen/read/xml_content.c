/* Each document becomes one text: its elements, attributes and texts, set apart by control characters that
 * XML cannot carry. The texts are compared. */
#include "read/xml_content.h"

#include "base/buf.h"

#include <assert.h>
#include <libxml/parser.h>
#include <limits.h>

enum { MARK_START = 1, MARK_END, MARK_ATTRIBUTE, MARK_PART };

typedef struct {
    Buf out;
    Buf text;     /* since the last tag */
    bool leaf;    /* that tag was a start tag */
    bool refused; /* it has a document type, whose entities nobody expands */
} Content;

static void put_part(Buf *out, char mark, const xmlChar *text)
{
    buf_byte(out, mark);
    if (text)
        buf_put(out, str_of((const char *)text));
}

/* The text before a tag. Blanks are a text of their own in a leaf alone. */
static void put_text(Content *c, bool leaf)
{
    Str text = buf_str(&c->text);
    if (leaf || str_trim(text).n)
        buf_put(&c->out, text);
    buf_clear(&c->text);
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int default_count, const xmlChar **attributes)
{
    (void)prefix, (void)namespace_count, (void)namespaces, (void)default_count;
    Content *c = user;
    put_text(c, false);
    put_part(&c->out, MARK_START, uri);
    put_part(&c->out, MARK_PART, name);
    for (int i = 0; i < attribute_count; i++) { /* each is: name, prefix, URI, value, its end */
        const xmlChar **attribute = attributes + (ptrdiff_t)5 * i;
        put_part(&c->out, MARK_ATTRIBUTE, attribute[2]);
        put_part(&c->out, MARK_PART, attribute[0]);
        buf_byte(&c->out, MARK_PART);
        buf_put(&c->out, (Str){(const char *)attribute[3], (size_t)(attribute[4] - attribute[3])});
    }
    buf_byte(&c->out, MARK_PART);
    c->leaf = true;
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)name, (void)prefix, (void)uri;
    Content *c = user;
    put_text(c, c->leaf);
    buf_byte(&c->out, MARK_END);
    c->leaf = false;
}

static void on_text(void *user, const xmlChar *text, int length)
{
    Content *c = user;
    buf_put(&c->text, (Str){(const char *)text, (size_t)length});
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *external,
                       const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    ((Content *)user)->refused = true;
}

static void on_error(void *user, xmlErrorPtr error)
{
    (void)user, (void)error; /* the result tells whether the text is well-formed */
}

static bool read_content(Str bytes, Content *c)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .cdataBlock = on_text,
                         .ignorableWhitespace = on_text,
                         .internalSubset = on_doctype,
                         .serror = on_error};
    assert(bytes.n <= INT_MAX);
    return xmlSAXUserParseMemory(&sax, c, bytes.s, (int)bytes.n) == 0 && !c->refused;
}

bool xml_same_content(Str one, Str two)
{
    Content a = {0}, b = {0};
    bool same =
        read_content(one, &a) && read_content(two, &b) && str_is(buf_str(&a.out), buf_str(&b.out));
    buf_free(&a.out);
    buf_free(&a.text);
    buf_free(&b.out);
    buf_free(&b.text);
    return same;
}
