/* A definition, by all that a build does with it. */
#include "fuzz.h"

#include "read/answers_json.h"
#include "read/source_xml.h"

enum {
    LARGE = 320 << 10 /* a text that is parsed ahead in a thread */
};

/* Comments before it, so that it is long enough for threads to be of use. */
static Str made_large(Arena *a, Str input)
{
    Str line = S("# a comment that says nothing, to be read before the definition begins\n");
    size_t lines = LARGE / line.n;
    char *bytes = arena_raw(a, lines * line.n + input.n);
    for (size_t i = 0; i < lines; i++)
        memcpy(bytes + i * line.n, line.s, line.n);
    if (input.n)
        memcpy(bytes + lines * line.n, input.s, input.n);
    return (Str){bytes, lines * line.n + input.n};
}

static void put_all(Str yaml, size_t threads, Buf *out)
{
    FuzzModel m = {0};
    bool good = fuzz_model_make(&m, yaml, threads);
    fuzz_put_findings(&m, out);
    if (good)
        fuzz_put_artefacts(&m.model, out);
    fuzz_model_end(&m);
}

static void must_not_depend_on_threads(Str input)
{
    Arena a = {0};
    Buf one = {0}, three = {0};
    Str yaml = made_large(&a, input);
    put_all(yaml, 1, &one);
    put_all(yaml, 3, &three);
    must_same(buf_str(&one), buf_str(&three), "one thread and three say the same");
    buf_free(&one);
    buf_free(&three);
    arena_free(&a);
}

/* What is known of some org: an object of the project's source, fields and dependencies of the org's answers. */
static const Known *some_known(void)
{
    static const char object[] =
        "<CustomObject xmlns=\"http://soap.sforce.com/2006/04/metadata\"><label>Invoice</label>"
        "<fields><fullName>Total__c</fullName><type>Number</type><required>true</required></fields>"
        "<fields><fullName>Of__c</fullName><type>MasterDetail</type><referenceTo>Account</"
        "referenceTo></fields>"
        "<fields><fullName>Sum__c</fullName><type>Summary</type></fields>"
        "<fields><fullName>Pin__c</fullName><type>EncryptedText</type></fields></CustomObject>";
    static const char answer[] = "{\"result\": {\"name\": \"Account\", \"fields\": [{\"name\": "
                                 "\"Name\", \"nillable\": false, "
                                 "\"createable\": true, \"updateable\": true, \"permissionable\": "
                                 "false}, {\"name\": \"Phone\", "
                                 "\"nillable\": true, \"updateable\": true, \"createable\": true, "
                                 "\"permissionable\": true}]}}";
    static Arena arena;
    static Known known;
    if (known.from_source)
        return &known;
    SourceFile file = {
        .known = &known, .arena = &arena, .bytes = str_of(object), .name = S("Invoice__c")};
    Answers answers = {0};
    must(source_object_read(&file) && answers_read(&known, &arena, 0, str_of(answer), &answers),
         "the org is known");
    known_add_name(&known.names[CLASS_ACCESS], &arena, S("HubSpotWebhook"));
    known.from_source = known.from_org = true;
    known_sort(&known);
    return &known;
}

void fuzz_yaml(Str input)
{
    FuzzModel m = {.known = fuzz_one_in(input, 3) ? some_known() : NULL};
    if (fuzz_model_make(&m, input, 1)) {
        fuzz_check_artefacts(&m.model);
        fuzz_check_sets(&m.model);
        fuzz_check_no_difference(&m.model);
    }
    bool reads_files = m.model.metadata.count || m.model.facts.count || m.model.output_source.s.n;
    must_be_findings(&m.diag);
    fuzz_model_end(&m);
    if (fuzz_one_in(input, 32))
        must_not_depend_on_threads(input);
    if (fuzz_one_in(input, 64) && !reads_files && str_search(input, S("templates")) < 0)
        fuzz_check_build(input);
}
