/* A SAX2 walk with the one table: the root, its elements, their children.
 *
 * Text is not taken from libxml2, which turns CR LF into LF, but decoded from the source between the
 * end of the start tag and the start of the end tag; offsets are libxml2's place in the input. */
#include "read/permset_xml.h"

#include "base/buf.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "diag/secret.h"
#include "model/type.h"
#include "read/encoding.h"

#include <assert.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <string.h>

#define NAMESPACE "http://soap.sforce.com/2006/04/metadata"

enum { DEPTH_ROOT = 1, DEPTH_ELEMENT, DEPTH_CHILD };

typedef struct {
    Model *model;
    Diag *diag;
    uint32_t file;
    Str bytes;
    xmlParserCtxtPtr context;
    PermissionSet *set;
    int depth;
    int skipped;            /* depth of the element whose content nobody reads; 0: none */
    const Element *element; /* the open element of the type */
    const Child *child;     /* the open child of a list element */
    Grant grant;            /* the open entry */
    Text key;
    Loc entry;         /* the name of the open entry's element */
    bool broken;       /* something in it could not be read, so what is missing is no finding */
    uint64_t children; /* of the open entry: which stood already, by index */
    Loc start;         /* the name of the open element */
    size_t content;    /* where the text of the open leaf begins */
    int last;          /* kind of the element before this one; -1: none */
    bool seen[ELEMENT_COUNT];
    bool failed;
} Reader;

static void stop(Reader *r)
{
    r->failed = true;
    xmlStopParser(r->context);
}

/* --- places and text --------------------------------------------------------------------------- */

static size_t offset(const Reader *r)
{
    const xmlParserInput *input = r->context->input;
    size_t at = input ? (size_t)(input->cur - input->base) + input->consumed : r->bytes.n;
    return at < r->bytes.n ? at : r->bytes.n;
}

/* The offset of the `<` that opened the tag which ends here. */
static size_t tag_start(const Reader *r, size_t at)
{
    while (at && r->bytes.s[at - 1] != '<')
        at--;
    return at ? at - 1 : 0;
}

static Loc name_place(const Reader *r, const xmlChar *name)
{
    size_t at = tag_start(r, offset(r)) + 1;
    return (Loc){
        .file = r->file, .at = (uint32_t)at, .length = (uint32_t)strlen((const char *)name)};
}

static void put_reference(Buf *out, Str name)
{
    static const struct {
        const char *name;
        char c;
    } entities[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (str_is(name, str_of(entities[i].name)))
            buf_byte(out, entities[i].c);
    if (name.n < 2 || name.s[0] != '#')
        return;
    bool hex = name.s[1] == 'x';
    long code = 0;
    for (size_t i = hex ? 2 : 1; i < name.n && code <= 0x10ffff; i++) {
        char c = name.s[i];
        int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        code = code * (hex ? 16 : 10) + digit;
    }
    xmlChar bytes[8]; /* libxml2 has checked that the number is a character */
    int length = xmlCopyChar(0, bytes, (int)code);
    buf_put(out, (Str){(const char *)bytes, (size_t)length});
}

/* The text of a leaf as XML means it, line ends as they stand. The source is well-formed up to here. */
static Str decode(Arena *a, Str raw)
{
    Buf out = {0};
    while (raw.n) {
        ptrdiff_t close = -1;
        if (str_starts(raw, S("<![CDATA["))) {
            close = str_search(raw, S("]]>"));
            buf_put(&out, str_slice(raw, 9, (size_t)close));
            raw = str_from(raw, (size_t)close + 3);
        } else if (raw.s[0] == '<') { /* a comment or processing instruction says nothing */
            bool comment = str_starts(raw, S("<!--"));
            close = str_search(raw, comment ? S("-->") : S("?>"));
            raw = str_from(raw, (size_t)close + (comment ? 3 : 2));
        } else if (raw.s[0] == '&') {
            close = str_find(raw, ';');
            put_reference(&out, str_slice(raw, 1, (size_t)close));
            raw = str_from(raw, (size_t)close + 1);
        } else {
            size_t plain = 1;
            while (plain < raw.n && raw.s[plain] != '<' && raw.s[plain] != '&')
                plain++;
            buf_put(&out, str_slice(raw, 0, plain));
            raw = str_from(raw, plain);
        }
    }
    Str text = str_copy(a, buf_str(&out));
    buf_free(&out);
    return text;
}

/* The text of the leaf that ends here, and its place. */
static Text leaf_text(Reader *r)
{
    size_t end = tag_start(r, offset(r));
    Str raw = end > r->content ? str_slice(r->bytes, r->content, end) : S("");
    Loc at = {.file = r->file, .at = (uint32_t)r->content, .length = (uint32_t)raw.n};
    if (!raw.n) /* <label></label> or <label/>: point to the name */
        at = r->start;
    Text text = {decode(&r->model->arena, raw), at};
    diag_secret(r->diag, at, text.s);
    return text;
}

/* --- the start of elements --------------------------------------------------------------------- */

static void unknown(Reader *r, Str name, const char *of, const Str *choices, size_t count)
{
    diag(r->diag, RULE_XML_ELEMENT, r->start, "\"" STR_FMT "\" is not an element of %s",
         STR_ARG(name), of);
    if (str_is(name, S("tabVisibilities")))
        diag_help(r->diag, "that is an element of profiles; permission sets have tabSettings");
    else if (str_is(name, S("default")))
        diag_help(r->diag, "that is an element of profiles; take it out");
    else
        diag_choices(r->diag, name, choices, count);
    r->skipped = r->depth;
    r->broken = true;
}

static void start_root(Reader *r, Str name, const xmlChar *uri)
{
    bool in_namespace = uri && str_is(str_of((const char *)uri), S(NAMESPACE));
    if (str_is(name, S("PermissionSet")) && in_namespace)
        return;
    if (str_is(name, S("PermissionSet")))
        diag(r->diag, RULE_XML_ROOT, r->start,
             "the root has not the namespace of the Metadata API");
    else
        diag(r->diag, RULE_XML_ROOT, r->start, "this is a " STR_FMT ", not a permission set",
             STR_ARG(name));
    if (str_is(name, S("PermissionSet")))
        diag_help(r->diag, "write <PermissionSet xmlns=\"" NAMESPACE "\">");
    stop(r);
}

static void start_element(Reader *r, Str name)
{
    Str choices[ELEMENT_COUNT];
    r->element = element_by_xml(name);
    if (!r->element) {
        for (size_t i = 0; i < ELEMENT_COUNT; i++)
            choices[i] = str_of(element_table[i].xml);
        unknown(r, name, "a permission set", choices, ELEMENT_COUNT);
        return;
    }
    int kind = (int)element_kind(r->element);
    bool repeated = r->element->shape == SHAPE_LIST;
    if (r->seen[kind] && (r->last != kind || !repeated)) {
        diag(r->diag, repeated ? RULE_XML_GROUPING : RULE_DUPLICATE_KEY, r->start,
             repeated ? "%s stands apart from the %s before it" : "%s is said twice",
             r->element->xml, r->element->xml);
        diag_help(r->diag,
                  "a deploy answers: Element %s is duplicated at this location in type "
                  "PermissionSet",
                  r->element->xml);
    }
    if ((kind == LICENSE && r->seen[USER_LICENSE]) || (kind == USER_LICENSE && r->seen[LICENSE]))
        diag(r->diag, RULE_DUPLICATE_KEY, r->start, "license and userLicense exclude each other");
    r->seen[kind] = true;
    r->last = kind;
    r->grant = (Grant){.kind = (uint8_t)kind, .from = FROM_FILE};
    r->key = (Text){0};
    r->entry = r->start;
    r->broken = false;
    r->children = 0;
}

static void start_child(Reader *r, Str name)
{
    enum { CHILDREN_MAX = 40 };
    Str choices[CHILDREN_MAX];
    size_t count = 0;
    const Element *element = r->element;
    r->child = element->shape == SHAPE_LIST ? child_find(element, name) : NULL;
    if (element->shape == SHAPE_NESTED && str_is(name, S("aiDescriptor")))
        return;
    if (!r->child) {
        for (const Child *child = element->children; child && child->xml; child++)
            choices[count++] = str_of(child->xml);
        unknown(r, name, element->xml, choices, count);
        return;
    }
    uint64_t bit = (uint64_t)1 << (r->child - element->children);
    if (r->children & bit) {
        diag(r->diag, RULE_DUPLICATE_KEY, r->start, "%s stands twice in one entry", r->child->xml);
        diag_help(r->diag, "a deploy answers: Element %s is duplicated at this location in type %s",
                  r->child->xml, element->xml);
    }
    r->children |= bit;
}

static void start_deeper(Reader *r, Str name)
{
    bool nested = r->element && r->element->shape == SHAPE_NESTED &&
                  str_is(name, S("enrichedDescription")) && r->depth == DEPTH_CHILD + 1;
    if (!nested)
        unknown(r, name, r->child ? r->child->xml : "aiDescriptor", NULL, 0);
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int default_count, const xmlChar **attributes)
{
    (void)prefix, (void)namespace_count, (void)namespaces, (void)default_count, (void)attributes;
    Reader *r = user;
    Str text = str_of((const char *)name);
    r->depth++;
    if (r->skipped || r->failed)
        return;
    r->start = name_place(r, name);
    r->content = offset(r) + 1; /* libxml2 stands before the > of the tag */
    if (attribute_count) {
        diag(r->diag, RULE_XML_ELEMENT, r->start,
             "%s has an attribute, but none has a meaning here", (const char *)name);
        diag_help(r->diag, "take the attribute out");
    }
    bool ours = uri && str_is(str_of((const char *)uri), S(NAMESPACE));
    if (r->depth == DEPTH_ROOT)
        start_root(r, text, uri);
    else if (!ours)
        unknown(r, text, "the namespace of the Metadata API", NULL, 0);
    else if (r->depth == DEPTH_ELEMENT)
        start_element(r, text);
    else if (r->depth == DEPTH_CHILD)
        start_child(r, text);
    else
        start_deeper(r, text);
}

/* --- the end of elements ----------------------------------------------------------------------- */

static bool read_boolean(Reader *r, Text text, const char *what, bool *on)
{
    Str word = str_trim(text.s);
    *on = str_is(word, S("true")) || str_is(word, S("1"));
    if (*on || str_is(word, S("false")) || str_is(word, S("0")))
        return true;
    diag(r->diag, RULE_UNKNOWN_WORD, text.at, "\"" STR_FMT "\" is not a value of %s", STR_ARG(word),
         what);
    diag_help(r->diag, "write true or false");
    return false;
}

static void read_word(Reader *r, Text text)
{
    Str words[8], word = str_trim(text.s);
    size_t count = 0;
    for (; r->child->words[count]; count++) {
        words[count] = str_of(r->child->words[count]);
        if (!str_is(word, words[count]))
            continue;
        r->grant.said |= child_mask(r->child);
        r->grant.on |= (uint32_t)count << r->child->shift;
        return;
    }
    diag(r->diag, RULE_UNKNOWN_WORD, text.at, "\"" STR_FMT "\" is not a value of %s", STR_ARG(word),
         r->child->xml);
    diag_choices(r->diag, word, words, count);
}

static void end_child(Reader *r)
{
    Text text = leaf_text(r);
    bool on;
    if (r->child->kind == CHILD_KEY) {
        r->key = (Text){str_trim(text.s), text.at};
    } else if (r->child->kind == CHILD_WORD) {
        read_word(r, text);
    } else if (read_boolean(r, text, r->child->xml, &on)) {
        r->grant.said |= child_mask(r->child);
        r->grant.on |= on ? child_mask(r->child) : 0;
    }
    r->child = NULL;
}

static void end_entry(Reader *r)
{
    Arena *a = &r->model->arena;
    if (r->broken)
        return;
    if (!r->key.s.n) {
        diag(r->diag, RULE_XML_ENTRY, r->entry, "an entry of %s without %s", r->element->xml,
             child_key(r->element)->xml);
        return;
    }
    bool of_object = r->element->place == PLACE_FIELDS || r->element->place == PLACE_RECORD_TYPES;
    if (of_object && str_find(r->key.s, '.') <= 0) {
        diag(r->diag, RULE_XML_ENTRY, r->key.at, "\"" STR_FMT "\" does not say its object",
             STR_ARG(r->key.s));
        diag_help(r->diag, "write Object.Name");
        return;
    }
    for (const Child *child = r->element->children; child->xml; child++) {
        bool stands = r->children >> (child - r->element->children) & 1;
        if (child->written == WRITTEN_ALWAYS && child->kind != CHILD_KEY && !stands &&
            !(r->element->place == PLACE_FIELDS && str_is(str_of(child->xml), S("readable"))))
            diag(r->diag, RULE_XML_FLAG, r->key.at, "the entry " STR_FMT " of %s has no %s",
                 STR_ARG(r->key.s), r->element->xml, child->xml);
    }
    r->grant.key = names_intern(&r->model->names, a, r->key.s);
    r->grant.at = r->key.at;
    grants_add(&r->set->grants, a, r->grant);
}

/* Blanks alone say nothing, as in a definition. */
static Text head_text(Reader *r)
{
    Text text = leaf_text(r);
    if (!str_trim(text.s).n)
        text.s = S("");
    return text;
}

static void end_head(Reader *r)
{
    void *value = (char *)r->set + r->element->offset;
    Text text = head_text(r);
    bool on;
    if (r->element->shape == SHAPE_FILE_NAME && r->set->api_name.s.n &&
        !str_is(str_trim(text.s), r->set->api_name.s))
        diag(r->diag, RULE_XML_NAME, text.at,
             "fullName is \"" STR_FMT "\", but the file is named " STR_FMT, STR_ARG(text.s),
             STR_ARG(r->set->api_name.s));
    else if (r->element->shape == SHAPE_TEXT)
        *(Text *)value = text;
    else if (r->element->shape == SHAPE_FLAG && read_boolean(r, text, r->element->xml, &on))
        *(Flag *)value = (Flag){.said = true, .on = on, .at = text.at};
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)name, (void)prefix, (void)uri;
    Reader *r = user;
    int depth = r->depth--;
    if (r->failed || (r->skipped && depth > r->skipped))
        return;
    if (r->skipped) {
        r->skipped = 0;
        r->child = NULL;
        return;
    }
    bool nested = r->element && r->element->shape == SHAPE_NESTED;
    if (depth == DEPTH_CHILD + 1 && nested)
        r->set->enrichments = head_text(r);
    else if (depth == DEPTH_CHILD && r->child)
        end_child(r);
    else if (depth == DEPTH_ELEMENT && r->element && r->element->shape == SHAPE_LIST)
        end_entry(r);
    else if (depth == DEPTH_ELEMENT && r->element && !nested)
        end_head(r);
}

/* Whether text belongs where the reader stands. */
static bool is_leaf(const Reader *r)
{
    if (r->child || r->depth > DEPTH_CHILD)
        return true;
    return r->depth == DEPTH_ELEMENT && r->element && r->element->shape != SHAPE_LIST &&
           r->element->shape != SHAPE_NESTED;
}

/* Text between elements, where only blanks belong. libxml2 hands out its own input most of the time,
 * so the place of the text is known. */
static void take_text(Reader *r, const xmlChar *text, int length, size_t behind)
{
    Str s = {(const char *)text, (size_t)length}, said = str_trim(s);
    if (r->skipped || r->failed || is_leaf(r) || !said.n)
        return;
    const xmlParserInput *input = r->context->input;
    bool in_input = text >= input->base && text < input->end;
    size_t start =
        in_input ? (size_t)(text - input->base) + input->consumed : offset(r) - s.n - behind;
    Loc place = {.file = r->file, .at = (uint32_t)(start + (size_t)(said.s - s.s)), .length = 1};
    diag(r->diag, RULE_XML_ELEMENT, place, "text stands between the elements");
    diag_help(r->diag, "take it out; where <<<<<<< stands, a merge was left undone");
}

static void on_characters(void *user, const xmlChar *text, int length)
{
    take_text(user, text, length, 0);
}

static void on_cdata(void *user, const xmlChar *text, int length)
{
    take_text(user, text, length, sizeof "]]>" - 1);
}

/* --- what cannot go on ------------------------------------------------------------------------- */

/* Whether the line that libxml2 stumbles over is one of git's. */
static bool at_conflict_marker(const Reader *r)
{
    size_t start = offset(r);
    while (start && r->bytes.s[start - 1] != '\n')
        start--;
    Str line = str_from(r->bytes, start);
    return str_starts(line, S("<<<<<<<")) || str_starts(line, S(">>>>>>>"));
}

static void on_error(void *user, xmlErrorPtr error)
{
    Reader *r = user;
    if (r->failed || error->level < XML_ERR_ERROR)
        return;
    if (error->code == XML_ERR_NO_MEMORY)
        mem_exhausted();
    Str message = str_trim(str_of(error->message));
    if (at_conflict_marker(r))
        message = S("a merge was left undone here (<<<<<<<)");
    Loc place = {.file = r->file, .at = (uint32_t)offset(r)};
    diag(r->diag, RULE_XML_SYNTAX, place, "the XML is not well-formed: " STR_FMT, STR_ARG(message));
    stop(r);
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *external,
                       const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    Reader *r = user;
    Loc place = {.file = r->file, .at = (uint32_t)offset(r)};
    diag(r->diag, RULE_XML_DOCTYPE, place, "a document type declaration");
    stop(r);
}

/* The value of `encoding = "…"` in the XML declaration; empty where there is none. */
static Str declared_encoding(Str bytes)
{
    ptrdiff_t end = str_search(bytes, S("?>"));
    Str head = str_slice(bytes, 0, end < 0 ? 0 : (size_t)end);
    ptrdiff_t at = str_search(head, S("encoding"));
    if (at < 0 || str_search(head, S("<?xml")) < 0)
        return S("");
    Str rest = str_trim(str_from(head, (size_t)at + 8));
    rest = str_trim(str_from(rest, 1)); /* behind the = */
    if (!rest.n)
        return S("");
    char quote = rest.s[0];
    rest = str_from(rest, 1);
    return str_cut(&rest, quote);
}

/* UTF-8 only, whatever the declaration says: 10,936 of 10,936 stored files are. */
static bool check_declaration(Reader *r)
{
    Str encoding = declared_encoding(r->bytes);
    if (!encoding.n || str_is_nocase(encoding, S("UTF-8")))
        return true;
    Loc place = {
        .file = r->file, .at = (uint32_t)(encoding.s - r->bytes.s), .length = (uint32_t)encoding.n};
    diag(r->diag, RULE_NOT_UTF8, place, "the encoding " STR_FMT " is not UTF-8", STR_ARG(encoding));
    return false;
}

static void parse(Reader *r)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_characters,
                         .cdataBlock = on_cdata,
                         .ignorableWhitespace = on_characters,
                         .internalSubset = on_doctype,
                         .serror = on_error};
    r->context = xmlCreateMemoryParserCtxt(r->bytes.s, (int)r->bytes.n);
    if (!r->context)
        mem_exhausted();
    xmlSAXHandlerPtr own = r->context->sax;
    r->context->sax = &sax;
    r->context->userData = r;
    xmlCtxtUseOptions(r->context, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    xmlParseDocument(r->context);
    r->failed = r->failed || !r->context->wellFormed;
    r->context->sax = own;
    xmlFreeParserCtxt(r->context);
}

/* --- which version wrote the file ---------------------------------------------------------------- */

static int newest_element(const PermissionSet *set)
{
    int since = set->enrichments.s.n ? element_table[ENRICHMENTS].since : 0;
    for (size_t i = 0; i < set->grants.count; i++)
        if (element_table[set->grants.items[i].kind].since > since)
            since = element_table[set->grants.items[i].kind].since;
    return since;
}

static bool states_view_all_fields(const PermissionSet *set)
{
    for (size_t i = 0; i < set->grants.count; i++)
        if (set->grants.items[i].kind == OBJECT_PERMISSION &&
            (set->grants.items[i].said & OBJECT_VIEW_ALL_FIELDS))
            return true;
    return false;
}

/* A file does not say its API version, but what a retrieve of each version writes shows it:
 * userLicense until 37.0, hasActivationRequired from 37.0, viewAllFields from 63.0. Gives 0 where the
 * newest fits. What no version explains stays as it is: hasActivationRequired is marked absent. */
static int written_by(Reader *r)
{
    PermissionSet *set = r->set;
    int newest = newest_element(set);
    bool old = r->seen[USER_LICENSE] || (!r->seen[HAS_ACTIVATION_REQUIRED] && !r->seen[LICENSE]);
    if (old && newest < 37 && !states_view_all_fields(set))
        return r->seen[HAS_ACTIVATION_REQUIRED] ? 37 : 36;
    if (!r->seen[HAS_ACTIVATION_REQUIRED])
        set->session_activation.absent = true;
    if (set->enrichments.s.n)
        return newest;
    bool objects = r->seen[OBJECT_PERMISSION] && !states_view_all_fields(set);
    return objects && newest < 63 ? 62 : 0;
}

bool permset_xml_read(Model *model, Diag *d, uint32_t file, Str bytes, PermissionSet *set)
{
    Reader r = {.model = model, .diag = d, .file = file, .bytes = bytes, .set = set, .last = -1};
    if (!str_trim(bytes).n) {
        diag(d, RULE_FILE_EMPTY, loc_whole(file), "the file says nothing");
        return false;
    }
    assert(bytes.n <= INT_MAX);
    if (!encoding_check(d, file, bytes, 0) || !check_declaration(&r))
        return false;
    parse(&r);
    if (!r.failed && !set->label.s.n)
        diag(d, RULE_XML_ENTRY, loc_whole(file), "the permission set has no label");
    grants_sort(&set->grants, &model->names);
    set->api.number = written_by(&r);
    if (set->api.number)
        set->api.text.s = str_format(&model->arena, "%d.0", set->api.number);
    return !r.failed;
}
