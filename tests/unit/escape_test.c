/* write/text, write/yaml_text, diag/render: whatever a value holds, the reader on the other side gets it back
 * unchanged, and nothing in it acts. */
#include "hostile.h"

#include "base/utf8.h"
#include "diag/render.h"
#include "diag/render_json.h"
#include "read/yaml_tree.h"
#include "write/text.h"
#include "write/yaml_text.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

static bool has_invisible(Str text)
{
    for (size_t i = 0, length; i < text.n; i += length)
        if (utf8_is_invisible(utf8_decode(str_from(text, i), &length)))
            return true;
    return false;
}

static void assert_lines_visible(Str text)
{
    assert_int_equal(utf8_invalid(text), -1);
    while (text.n)
        assert_false(has_invisible(str_cut(&text, '\n')));
}

/* XML carries no control characters, and a parser turns CR into LF; both are refused or kept before. */
static bool xml_carries(Str text)
{
    for (size_t i = 0, length; i < text.n; i += length) {
        int32_t code = utf8_decode(str_from(text, i), &length);
        if (utf8_is_forbidden(code) || code == '\r')
            return false;
    }
    return true;
}

/* --- XML and HTML ----------------------------------------------------------------------------- */

static void assert_content(xmlDocPtr document, const char *element, Str value)
{
    xmlNodePtr node = document ? xmlDocGetRootElement(document) : NULL;
    while (node && strcmp((const char *)node->name, element) != 0)
        node = node->children;
    assert_non_null(node);
    xmlChar *text = xmlNodeGetContent(node);
    assert_bytes(str_of((const char *)text), value);
    xmlFree(text);
    xmlFreeDoc(document);
}

static void xml(Str value)
{
    Buf out = {0};
    if (!xml_carries(value))
        return;
    buf_put(&out, S("<a>"));
    put_xml(&out, value);
    buf_put(&out, S("</a>"));
    assert_content(xmlReadMemory(out.bytes, (int)out.n, NULL, "UTF-8", XML_PARSE_NONET), "a",
                   value);
    buf_free(&out);
}

static void html(Str value)
{
    Buf out = {0};
    if (!xml_carries(value) || !str_trim(value).n)
        return;
    buf_put(&out, S("<html><body><pre>"));
    put_xml(&out, value);
    buf_put(&out, S("</pre></body></html>"));
    assert_content(htmlReadMemory(out.bytes, (int)out.n, NULL, "UTF-8", HTML_PARSE_NONET), "pre",
                   value);
    buf_free(&out);
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void assert_json(Str text, Str value)
{
    json_error_t why;
    json_t *json = json_loadb(text.s, text.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
    assert_non_null(json);
    assert_bytes(((Str){json_string_value(json), json_string_length(json)}), value);
    json_decref(json);
}

static void json(Str value)
{
    Buf out = {0};
    put_json(&out, value);
    assert_json(buf_str(&out), value);
    assert_false(has_invisible(buf_str(&out)));
    buf_free(&out);
}

static void json_in_html(Str value)
{
    Buf out = {0};
    buf_put(&out, S("<html><head><script>"));
    size_t start = out.n;
    put_json(&out, value);
    size_t end = out.n;
    buf_put(&out, S("</script></head></html>"));
    Str said = str_slice(buf_str(&out), start, end);
    assert_content(htmlReadMemory(out.bytes, (int)out.n, NULL, "UTF-8", HTML_PARSE_NONET), "script",
                   said);
    for (size_t i = 0; i < said.n; i++)
        assert_true(str_find(S("<>&"), said.s[i]) < 0);
    buf_free(&out);
}

static void json_tree(Str value)
{
    Buf out = {0};
    json_t *list = json_array(), *back;
    json_error_t why;
    json_array_append_new(list, json_stringn(value.s, value.n));
    put_json_tree(&out, list);
    back = json_loadb(out.bytes, out.n, 0, &why);
    assert_true(json_equal(list, back));
    for (size_t i = 0, length; i < out.n; i += length) {
        int32_t code = utf8_decode(str_from(buf_str(&out), i), &length);
        assert_true(code == '\n' || !utf8_is_invisible(code)); /* its own line ends */
    }
    json_decref(list);
    json_decref(back);
    buf_free(&out);
}

/* --- CSV -------------------------------------------------------------------------------------- */

/* One cell by RFC 4180; gives where it ends. */
static size_t read_cell(Str line, Buf *cell)
{
    size_t i = 0;
    if (!str_starts(line, S("\""))) {
        while (i < line.n && str_find(S(",\"\r\n"), line.s[i]) < 0)
            buf_byte(cell, line.s[i++]);
        return i;
    }
    for (i = 1; i < line.n; i++) {
        if (line.s[i] == '"' && !str_starts(str_from(line, i), S("\"\"")))
            return i + 1;
        i += line.s[i] == '"';
        buf_byte(cell, line.s[i]);
    }
    return i;
}

static void csv(Str value)
{
    Buf out = {0}, cell = {0};
    put_csv(&out, value);
    buf_put(&out, S(",next\n"));
    size_t end = read_cell(buf_str(&out), &cell);
    assert_bytes(buf_str(&cell), value);
    assert_str(str_from(buf_str(&out), end), ",next\n");
    buf_free(&out);
    buf_free(&cell);
}

/* --- Apex and SOQL ---------------------------------------------------------------------------- */

static void put_utf8(Buf *out, uint32_t code)
{
    if (code < 0x80) {
        buf_byte(out, (char)code);
    } else if (code < 0x800) {
        buf_byte(out, (char)(0xc0 | code >> 6));
        buf_byte(out, (char)(0x80 | (code & 0x3f)));
    } else if (code < 0x10000) {
        buf_byte(out, (char)(0xe0 | code >> 12));
        buf_byte(out, (char)(0x80 | (code >> 6 & 0x3f)));
        buf_byte(out, (char)(0x80 | (code & 0x3f)));
    } else {
        buf_byte(out, (char)(0xf0 | code >> 18));
        buf_byte(out, (char)(0x80 | (code >> 12 & 0x3f)));
        buf_byte(out, (char)(0x80 | (code >> 6 & 0x3f)));
        buf_byte(out, (char)(0x80 | (code & 0x3f)));
    }
}

static uint32_t four_digits(Str at)
{
    char digits[5] = {0};
    assert_true(at.n >= 4);
    memcpy(digits, at.s, 4);
    return (uint32_t)strtoul(digits, NULL, 16);
}

/* What stands between the quotes, by the rules of Apex, which are those of SOQL, too; gives where it ends. */
static size_t read_literal(Str text, Buf *value)
{
    assert_int_equal(text.s[0], '\'');
    size_t i = 1;
    for (; i < text.n && text.s[i] != '\''; i++) {
        assert_true(str_find(S("\n\r"), text.s[i]) < 0); /* would be no literal */
        if (text.s[i] != '\\') {
            buf_byte(value, text.s[i]);
            continue;
        }
        char escape = text.s[++i];
        if (escape == 'u') {
            uint32_t code = four_digits(str_from(text, i + 1));
            i += 4;
            if (code >= 0xd800 && code < 0xdc00) {
                uint32_t low = four_digits(str_from(text, i + 3));
                code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                i += 6;
            }
            put_utf8(value, code);
        } else {
            ptrdiff_t known = str_find(S("nrt'\\"), escape);
            assert_true(known >= 0);
            buf_byte(value, "\n\r\t'\\"[known]);
        }
    }
    return i + 1;
}

static void check_literal(Str written, Str value)
{
    Buf back = {0};
    assert_int_equal(read_literal(written, &back), written.n);
    assert_bytes(buf_str(&back), value);
    buf_free(&back);
}

static void apex(Str value)
{
    Buf out = {0};
    put_apex(&out, value);
    check_literal(buf_str(&out), value);
    assert_false(has_invisible(buf_str(&out))); /* what reviewers see is what runs */
    buf_free(&out);
}

static void apex_comment(Str value)
{
    Buf out = {0};
    put_apex_comment(&out, value);
    assert_false(has_invisible(buf_str(&out)));
    buf_free(&out);
}

static void soql(Str value)
{
    Buf out = {0};
    put_soql(&out, value);
    check_literal(buf_str(&out), value);
    buf_free(&out);
}

/* --- YAML ------------------------------------------------------------------------------------- */

static void check_yaml(const Buf *written, Str value)
{
    Arena arena = {0};
    Diag d;
    diag_init(&d);
    uint32_t file = source_add(&d.sources, &arena, S("x"), buf_str(written));
    YamlReader *reader = yaml_open(&arena, &d, file, buf_str(written), NULL, 1);
    const Node *root = yaml_root(reader);
    assert_non_null(root);
    const Node *node = root->pairs[0].value;
    assert_bytes(node->kind == NODE_LIST ? node->items[0]->text : node->text, value);
    assert_lines_visible(buf_str(written));
    assert_int_equal(d.count, 0);
    yaml_close(reader);
    diag_free(&d);
    arena_free(&arena);
}

/* As an entry of a map, as a text that may go over lines, and in [ ]. XML could not carry what YAML could. */
static void yaml(Str value)
{
    Buf out = {0};
    for (size_t i = 0, length; i < value.n; i += length)
        if (utf8_is_forbidden(utf8_decode(str_from(value, i), &length)))
            return;
    buf_put(&out, S("a: "));
    put_yaml(&out, value, false);
    buf_byte(&out, '\n');
    check_yaml(&out, value);
    buf_clear(&out);
    buf_put(&out, S("a: "));
    put_yaml_text(&out, value, 2);
    check_yaml(&out, value);
    buf_clear(&out);
    buf_put(&out, S("a: ["));
    put_yaml(&out, value, true);
    buf_put(&out, S(", b]\n"));
    check_yaml(&out, value);
    buf_free(&out);
}

/* --- for people ------------------------------------------------------------------------------- */

static void terminal(Str value)
{
    Buf out = {0};
    put_visible(&out, value);
    assert_false(has_invisible(buf_str(&out)));
    assert_int_equal(utf8_invalid(buf_str(&out)), -1);
    buf_free(&out);
}

static void markdown(Str value)
{
    Buf out = {0};
    put_markdown(&out, value);
    assert_false(has_invisible(buf_str(&out)));
    for (size_t i = 0; i < out.n; i++)
        assert_true(str_find(S("<>"), out.bytes[i]) < 0);
    buf_free(&out);
}

/* A finding whose every word is the value. */
static void findings(Str value)
{
    for (size_t i = 0; i < renderer_count; i++) {
        Arena arena = {0};
        Buf out = {0}, source = {0};
        Diag d;
        diag_init(&d);
        buf_put(&source, S("a: "));
        buf_put(&source, value);
        uint32_t file = source_add(&d.sources, &arena, value, buf_str(&source));
        diag(&d, RULE_UNKNOWN_KEY, (Loc){.file = file, .at = 0, .length = 1}, STR_FMT,
             STR_ARG(value));
        diag_help(&d, STR_FMT, STR_ARG(value));
        diag_basis(&d, STR_FMT, STR_ARG(value));
        diag_related(&d, (Loc){.file = file}, STR_FMT, STR_ARG(value));
        diag_about(&d, value);
        diag_settle(&d);
        renderers[i].render(&d, false, &out);
        assert_lines_visible(buf_str(&out));
        if (strcmp(renderers[i].name, "github") == 0) { /* one finding is one command */
            assert_true(str_starts(buf_str(&out), S("::error ")));
            assert_int_equal(str_find(buf_str(&out), '\n'), out.n - 1);
        }
        buf_free(&out);
        buf_free(&source);
        diag_free(&d);
        arena_free(&arena);
    }
}

/* --- the tests -------------------------------------------------------------------------------- */

#define FOR_EACH(place)                                                                            \
    static void place##_holds(void **state)                                                        \
    {                                                                                              \
        (void)state;                                                                               \
        for_each_hostile(place);                                                                   \
    }

FOR_EACH(xml)
FOR_EACH(html)
FOR_EACH(json)
FOR_EACH(json_in_html)
FOR_EACH(json_tree)
FOR_EACH(csv)
FOR_EACH(apex)
FOR_EACH(apex_comment)
FOR_EACH(soql)
FOR_EACH(yaml)
FOR_EACH(terminal)
FOR_EACH(markdown)
FOR_EACH(findings)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xml_holds),       cmocka_unit_test(html_holds),
        cmocka_unit_test(json_holds),      cmocka_unit_test(json_in_html_holds),
        cmocka_unit_test(json_tree_holds), cmocka_unit_test(csv_holds),
        cmocka_unit_test(apex_holds),      cmocka_unit_test(apex_comment_holds),
        cmocka_unit_test(soql_holds),      cmocka_unit_test(yaml_holds),
        cmocka_unit_test(terminal_holds),  cmocka_unit_test(markdown_holds),
        cmocka_unit_test(findings_holds),
    };
    return cmocka_run_group_tests_name("escape", tests, NULL, NULL);
}
