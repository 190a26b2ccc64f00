/* Any text, written for each reader: it gives back just that text. */
#include "fuzz.h"

#include "base/utf8.h"
#include "read/yaml_tree.h"
#include "write/text.h"
#include "write/yaml_text.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

/* A key in YAML stands within so many characters, of which some can be escapes. */
enum { KEY_MAX = 1000 / 10 };

static void must_survive_json(Str text, Buf *out)
{
    put_json(out, text);
    json_t *value = json_loadb(out->bytes, out->n, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    must(value != NULL, "a text is JSON");
    must_same((Str){json_string_value(value), json_string_length(value)}, text,
              "JSON gives it back");
    json_decref(value);
}

static void must_survive_xml(Str text, Buf *out)
{
    buf_put(out, S("<a>"));
    put_xml(out, text);
    buf_put(out, S("</a>"));
    xmlDocPtr document = xmlReadMemory(out->bytes, (int)out->n, NULL, NULL, XML_PARSE_NONET);
    must(document != NULL, "a text is XML");
    xmlChar *content = xmlNodeGetContent(xmlDocGetRootElement(document));
    if (str_find(text, '\r') < 0)
        must_same(str_of((const char *)content), text, "XML gives it back");
    xmlFree(content);
    xmlFreeDoc(document);
}

/* That a text holds one is said wherever it stands. */
static bool is_no_secret(const Finding *finding)
{
    return finding->rule != RULE_SECRET;
}

/* As a value, as an item of a list in brackets, as a key (which has a name), and as a text over several lines. */
static void must_survive_yaml(Str text, Buf *out)
{
    Arena a = {0};
    Diag d;
    Str key = text.n && text.n <= KEY_MAX ? text : S("k");
    diag_init(&d);
    buf_put(out, S("plain: "));
    put_yaml(out, text, false);
    buf_put(out, S("\nlist: ["));
    put_yaml(out, text, true);
    buf_put(out, S(", x]\nmap:\n  "));
    put_yaml(out, key, false);
    buf_put(out, S(": {a: "));
    put_yaml(out, text, true);
    buf_put(out, S("}\nlong:\n  inner: "));
    put_yaml_text(out, text, 4);
    YamlReader *yaml =
        yaml_open(&a, &d, source_add(&d.sources, &a, S("x"), buf_str(out)), buf_str(out), NULL, 1);
    const Node *root = yaml_root(yaml);
    must(root && root->kind == NODE_MAP && root->count == 4, "a text is YAML");
    must_same(root->pairs[0].value->text, text, "YAML gives it back");
    must_same(root->pairs[1].value->items[0]->text, text, "YAML gives it back in a list");
    must_same(root->pairs[2].value->pairs[0].key.s, key, "YAML gives it back as a key");
    must_same(root->pairs[2].value->pairs[0].value->pairs[0].value->text, text,
              "YAML gives it back in a map");
    must_same(root->pairs[3].value->pairs[0].value->text, text, "YAML gives it back as a block");
    diag_keep(&d, 0, is_no_secret);
    yaml_close(yaml);
    must(!d.count, "and has no findings");
    diag_free(&d);
    arena_free(&a);
}

/* By the rules of a shell, of Apex and of SOQL: nothing ends the literal but its end. */
static void must_stay_inside(Str text, Buf *out)
{
    put_shell(out, text);
    for (size_t i = 1; i + 1 < out->n; i++)
        if (out->bytes[i] == '\'') {
            must(str_starts(str_from(buf_str(out), i), S("'\\''")), "a shell word ends at its end");
            i += 3;
        }
    for (int soql = 0; soql < 2; soql++) {
        buf_clear(out);
        (soql ? put_soql : put_apex)(out, text);
        for (size_t i = 1; i + 1 < out->n; i++) {
            must(out->bytes[i] != '\'' && out->bytes[i] != '\n' && out->bytes[i] != '\r',
                 "a literal ends at its end");
            i += out->bytes[i] == '\\';
            must(i + 1 < out->n, "no backslash takes the end of a literal");
        }
    }
    buf_clear(out);
    put_markdown(out, text);
    must(str_find(buf_str(out), '\n') < 0, "Markdown stays on its line");
}

static bool is_text(Str text)
{
    if (utf8_invalid(text) >= 0)
        return false;
    for (size_t i = 0, length; i < text.n; i += length)
        if (utf8_is_forbidden(utf8_decode(str_from(text, i), &length)))
            return false;
    return true;
}

void fuzz_text(Str input)
{
    static void (*const each[])(Str text, Buf * out) = {must_survive_json, must_survive_xml,
                                                        must_survive_yaml, must_stay_inside};
    Buf out = {0};
    for (size_t i = 0; i < sizeof each / sizeof *each && is_text(input); i++) {
        buf_clear(&out);
        each[i](input, &out);
    }
    buf_clear(&out);
    put_json(&out, input);
    must_be_utf8(buf_str(&out), "JSON of anything is UTF-8");
    buf_free(&out);
}
