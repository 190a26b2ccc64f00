/* A SAX2 walk over three levels: the root, its children, and the children of those that are entries
 * (<fields>, <recordTypes> …). Which element counts where is said by tables. */
#include "read/source_xml.h"

#include "base/buf.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <assert.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <string.h>

/* The leaves that are looked at. */
typedef enum {
    LEAF_NAME,
    LEAF_TYPE,
    LEAF_REQUIRED,
    LEAF_FORMULA,
    LEAF_REFERENCE,
    LEAF_SETTING,
    LEAF_LICENSE,
    LEAF_LEVEL,
    LEAF_GROUPS,
    LEAF_COUNT,
    LEAF_NONE = LEAF_COUNT
} Leaf;

static const struct {
    const char *element;
    Leaf leaf;
} leaves[] = {{"fullName", LEAF_NAME},          {"parameterName", LEAF_NAME},
              {"principalName", LEAF_NAME},     {"type", LEAF_TYPE},
              {"parameterType", LEAF_TYPE},     {"principalType", LEAF_TYPE},
              {"required", LEAF_REQUIRED},      {"formula", LEAF_FORMULA},
              {"referenceTo", LEAF_REFERENCE},  {"customSettingsType", LEAF_SETTING},
              {"license", LEAF_LICENSE},        {"userLicense", LEAF_LICENSE},
              {"complianceGroup", LEAF_GROUPS}, {"securityClassification", LEAF_LEVEL}};

typedef struct Reader Reader;

/* A child of the root that has leaves of its own. */
typedef struct {
    const char *element;
    void (*take)(Reader *r);
} Entry;

typedef struct {
    const char *root;
    const Entry *entries; /* ended by element == NULL */
    void (*take)(Reader *r);
} Form;

enum { DEPTH_ROOT = 1, DEPTH_CHILD, DEPTH_GRANDCHILD };

struct Reader {
    SourceFile *f;
    const Form *form;
    xmlParserCtxtPtr context;
    Arena scratch; /* of the texts below */
    int depth;
    const Entry *entry; /* the open one */
    Leaf leaf;          /* the open one, and its depth */
    int leaf_depth;
    Loc start; /* its name */
    Buf text;
    Text root[LEAF_COUNT];   /* leaves of the root */
    Text inside[LEAF_COUNT]; /* leaves of the open entry */
    bool failed;
};

/* --- places ------------------------------------------------------------------------------------ */

static size_t offset(const Reader *r)
{
    const xmlParserInput *input = r->context->input;
    size_t at = input ? (size_t)(input->cur - input->base) + input->consumed : r->f->bytes.n;
    return at < r->f->bytes.n ? at : r->f->bytes.n;
}

/* The name in the tag that libxml2 stands in. */
static Loc name_place(const Reader *r, const xmlChar *name)
{
    size_t at = offset(r);
    while (at && r->f->bytes.s[at - 1] != '<')
        at--;
    return (Loc){
        .file = r->f->file, .at = (uint32_t)at, .length = (uint32_t)strlen((const char *)name)};
}

static void fail(Reader *r, Loc at, Str text)
{
    if (r->failed)
        return;
    r->failed = true;
    r->f->wrong = (Text){str_copy(r->f->arena, text), at};
    xmlStopParser(r->context);
}

/* --- fields ------------------------------------------------------------------------------------ */

/* What makes a field other than plain; the first row that holds counts. */
static const struct {
    Leaf leaf;
    const char *word; /* NULL: any */
    FieldSort sort;
} sorts[] = {
    {LEAF_TYPE, "MasterDetail", FIELD_MASTER}, {LEAF_REQUIRED, "true", FIELD_REQUIRED},
    {LEAF_REQUIRED, "1", FIELD_REQUIRED},      {LEAF_FORMULA, NULL, FIELD_CALCULATED},
    {LEAF_TYPE, "Summary", FIELD_CALCULATED},  {LEAF_TYPE, "AutoNumber", FIELD_CALCULATED}};

/* --- how a field is classified ----------------------------------------------------------------- */

/* Levels of data sensitivity that make a field sensitive by themselves. */
static bool is_high(Str level)
{
    static const char *const high[] = {"Confidential", "Restricted", "MissionCritical"};
    for (size_t i = 0; i < sizeof high / sizeof *high; i++)
        if (str_is(level, str_of(high[i])))
            return true;
    return false;
}

static void put_word(Buf *words, Str word)
{
    if (word.n && words->n)
        buf_put(words, S(", "));
    buf_put(words, word);
}

/* "classified Confidential, PII, GDPR" from a level and "PII;GDPR"; empty where neither makes a field
 * sensitive. */
static Str classification(Arena *a, Str level, Str groups)
{
    Buf words = {0};
    put_word(&words, level);
    size_t level_end = words.n;
    while (groups.n)
        put_word(&words, str_trim(str_cut(&groups, ';')));
    bool sensitive = is_high(level) || words.n > level_end;
    Str text = sensitive ? str_join(a, S("classified "), buf_str(&words)) : S("");
    buf_free(&words);
    return text;
}

static void classify(KnownField *field, Arena *a, const Text *leaf)
{
    Str level = leaf[LEAF_LEVEL].s;
    field->classification = classification(a, level, leaf[LEAF_GROUPS].s);
    if (!field->classification.n && str_is(leaf[LEAF_TYPE].s, S("EncryptedText")))
        field->classification = S("encrypted text");
    field->is_public = !field->classification.n && str_is(level, S("Public"));
}

static KnownField field_of(const SourceFile *f, const Text *leaf)
{
    KnownField field = {.by = SAID_BY_SOURCE, .sort = FIELD_PLAIN, .of = S("")};
    field.at = loc_whole(f->file);
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts && field.sort == FIELD_PLAIN; i++) {
        Text said = leaf[sorts[i].leaf];
        if (!said.s.n || (sorts[i].word && !str_is(said.s, str_of(sorts[i].word))))
            continue;
        field.sort = sorts[i].sort;
        field.at = said.at;
    }
    if (field.sort == FIELD_MASTER)
        field.of = str_copy(f->arena, leaf[LEAF_REFERENCE].s);
    classify(&field, f->arena, leaf);
    return field;
}

/* A field's object is known by it, but its own file says more. */
static void note_object(const SourceFile *f, Str object)
{
    if (!known_object(f->known, object))
        known_add_object(
            f->known, f->arena,
            (KnownObject){str_copy(f->arena, object), OBJECT_ORDINARY, SAID_BY_SOURCE});
}

/* Custom fields of Activity are fields of Task and Event, and permissions on them are given there. */
static void add_field(SourceFile *f, Str object, Str name, const Text *leaf)
{
    static const char *const activities[] = {"Activity", "Task", "Event"};
    size_t count = str_is(object, S("Activity")) ? sizeof activities / sizeof *activities : 1;
    KnownField field = field_of(f, leaf);
    f->points = f->points || !loc_is_whole(field.at);
    for (size_t i = 0; i < count; i++) {
        Str of = count > 1 ? str_of(activities[i]) : object;
        note_object(f, of);
        field.name = str_join(f->arena, str_join(f->arena, of, S(".")), name);
        known_add_field(f->known, f->arena, field);
    }
}

/* --- what an entry or a file says ---------------------------------------------------------------- */

static void take_field(Reader *r)
{
    if (r->inside[LEAF_NAME].s.n)
        add_field(r->f, r->f->name, r->inside[LEAF_NAME].s, r->inside);
}

static void take_record_type(Reader *r)
{
    SourceFile *f = r->f;
    Str name =
        str_join(&r->scratch, str_join(&r->scratch, f->name, S(".")), r->inside[LEAF_NAME].s);
    KnownNames *names = &f->known->names[RECORD_TYPE_VISIBILITY];
    if (r->inside[LEAF_NAME].s.n && !known_has_name(names, name))
        known_add_name(names, f->arena, str_copy(f->arena, name));
}

/* NamedPrincipal, PerUserPrincipal, AwsStsPrincipal: the other parameters are settings. An entry of a
 * permission set names one as Credential-Principal, with blanks as they stand in its name. */
static void take_principal(Reader *r)
{
    SourceFile *f = r->f;
    Str principal = r->inside[LEAF_NAME].s;
    if (!principal.n || !str_ends(r->inside[LEAF_TYPE].s, S("Principal")))
        return;
    Str name = str_join(f->arena, str_join(f->arena, f->name, S("-")), principal);
    known_add_name(&f->known->names[EXTERNAL_CREDENTIAL_PRINCIPAL_ACCESS], f->arena, name);
}

static void take_object(Reader *r)
{
    SourceFile *f = r->f;
    ObjectSort sort = r->root[LEAF_SETTING].s.n ? OBJECT_CUSTOM_SETTING : OBJECT_ORDINARY;
    known_add_object(f->known, f->arena,
                     (KnownObject){str_copy(f->arena, f->name), sort, SAID_BY_SOURCE});
}

static void take_field_file(Reader *r)
{
    add_field(r->f, r->f->object, r->f->name, r->root);
}

static void take_set(Reader *r)
{
    SourceFile *f = r->f;
    known_add_set(
        f->known, f->arena,
        (KnownSet){str_copy(f->arena, f->name), str_copy(f->arena, r->root[LEAF_LICENSE].s)});
}

static void take_nothing(Reader *r)
{
    (void)r;
}

static const Entry no_entries[] = {{0}};
static const Entry object_entries[] = {
    {"fields", take_field}, {"recordTypes", take_record_type}, {0}};
static const Entry credential_entries[] = {
    {"externalCredentialParameters", take_principal}, {"principals", take_principal}, {0}};

static const Form object_form = {"CustomObject", object_entries, take_object};
static const Form field_form = {"CustomField", no_entries, take_field_file};
static const Form credential_form = {"ExternalCredential", credential_entries, take_nothing};
static const Form set_form = {"PermissionSet", no_entries, take_set};

/* --- the walk ---------------------------------------------------------------------------------- */

static const Entry *find_entry(const Form *form, Str name)
{
    for (const Entry *entry = form->entries; entry->element; entry++)
        if (str_is(name, str_of(entry->element)))
            return entry;
    return NULL;
}

static Leaf find_leaf(Str name)
{
    for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++)
        if (str_is(name, str_of(leaves[i].element)))
            return leaves[i].leaf;
    return LEAF_NONE;
}

static void start_root(Reader *r, const xmlChar *name)
{
    if (strcmp((const char *)name, r->form->root) != 0)
        fail(r, name_place(r, name),
             str_format(&r->scratch, "the root element is %s, not %s", (const char *)name,
                        r->form->root));
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int default_count, const xmlChar **attributes)
{
    (void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)attribute_count;
    (void)default_count, (void)attributes;
    Reader *r = user;
    Str element = str_of((const char *)name);
    r->depth++;
    if (r->failed || r->leaf != LEAF_NONE)
        return;
    if (r->depth == DEPTH_ROOT)
        start_root(r, name);
    if (r->depth == DEPTH_CHILD && (r->entry = find_entry(r->form, element))) {
        memset(r->inside, 0, sizeof r->inside);
        return;
    }
    if (r->depth != (r->entry ? DEPTH_GRANDCHILD : DEPTH_CHILD))
        return;
    r->leaf = find_leaf(element);
    r->leaf_depth = r->depth;
    buf_clear(&r->text);
    if (r->leaf != LEAF_NONE)
        r->start = name_place(r, name);
}

static void on_characters(void *user, const xmlChar *text, int length)
{
    Reader *r = user;
    if (r->leaf != LEAF_NONE && r->depth == r->leaf_depth)
        buf_put(&r->text, (Str){(const char *)text, (size_t)length});
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)name, (void)prefix, (void)uri;
    Reader *r = user;
    int depth = r->depth--;
    if (r->failed)
        return;
    if (r->leaf != LEAF_NONE && depth == r->leaf_depth) {
        Text *all = r->entry ? r->inside : r->root;
        all[r->leaf] = (Text){str_copy(&r->scratch, str_trim(buf_str(&r->text))), r->start};
        r->leaf = LEAF_NONE;
    } else if (depth == DEPTH_CHILD && r->entry) {
        r->entry->take(r);
        r->entry = NULL;
    }
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *external,
                       const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    Reader *r = user;
    Loc place = {.file = r->f->file, .at = (uint32_t)offset(r)};
    fail(r, place, S("a document type declaration, which no file of Salesforce has"));
}

static void on_error(void *user, xmlErrorPtr error)
{
    Reader *r = user;
    if (r->failed || error->level < XML_ERR_ERROR)
        return;
    if (error->code == XML_ERR_NO_MEMORY)
        mem_exhausted();
    Loc place = {.file = r->f->file, .at = (uint32_t)offset(r)};
    fail(r, place,
         str_format(&r->scratch, "the XML is not well-formed: " STR_FMT,
                    STR_ARG(str_trim(str_of(error->message)))));
}

/* The encoding that a file declares does not count: it is UTF-8, or not well-formed. */
static void parse(Reader *r)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_characters,
                         .cdataBlock = on_characters,
                         .internalSubset = on_doctype,
                         .serror = on_error};
    assert(r->f->bytes.n <= INT_MAX);
    r->context = xmlCreateMemoryParserCtxt(r->f->bytes.s, (int)r->f->bytes.n);
    if (!r->context)
        mem_exhausted();
    xmlSAXHandlerPtr own = r->context->sax;
    r->context->sax = &sax;
    r->context->userData = r;
    xmlCtxtUseOptions(r->context, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    xmlParseDocument(r->context);
    if (!r->failed && !r->context->wellFormed)
        fail(r, loc_whole(r->f->file), S("the XML is not well-formed"));
    r->context->sax = own;
    xmlFreeParserCtxt(r->context);
    r->context = NULL;
}

/* What libxml2 need not see: it would convert UTF-16, or complain of it on standard error. */
static bool refuse(Reader *r)
{
    SourceFile *f = r->f;
    ptrdiff_t nul = str_find(f->bytes, '\0'), invalid = utf8_invalid(f->bytes);
    Loc place = {.file = f->file, .at = (uint32_t)(nul >= 0 ? nul : invalid), .length = 1};
    if (!str_trim(f->bytes).n)
        f->wrong = (Text){S("the file says nothing"), loc_whole(f->file)};
    else if (nul >= 0 || invalid >= 0)
        f->wrong = (Text){S("the file is not UTF-8"), place};
    else
        return false;
    return true;
}

static bool read(SourceFile *f, const Form *form)
{
    Reader r = {.f = f, .form = form, .leaf = LEAF_NONE};
    f->points = false;
    r.failed = refuse(&r);
    if (!r.failed)
        parse(&r);
    if (r.failed) /* half a file is no word on its component */
        memset(r.root, 0, sizeof r.root);
    form->take(&r);
    buf_free(&r.text);
    arena_free(&r.scratch);
    return !r.failed;
}

bool source_object_read(SourceFile *f)
{
    return read(f, &object_form);
}

bool source_field_read(SourceFile *f)
{
    return read(f, &field_form);
}

bool source_credential_read(SourceFile *f)
{
    return read(f, &credential_form);
}

bool source_set_license_read(SourceFile *f)
{
    return read(f, &set_form);
}
