/* Values that somebody could write to break out of the place they go to, or to deceive whoever reads it. All are
 * UTF-8 without NUL, which nothing can hold. */
#ifndef UNIT_HOSTILE_H
#define UNIT_HOSTILE_H

#include "test.h"

HELPER const Str hostile[] = {
    STR(""),
    STR(" "),
    STR("plain"),
    STR("two words"),
    STR(" blanks around "),
    /* quotes and backslashes */
    STR("it's"),
    STR("'"),
    STR("''"),
    STR("'''"),
    STR("\"quoted\""),
    STR("\"\"\""),
    STR("back\\slash"),
    STR("at the end\\"),
    STR("\\'"),
    STR("\\\\'"),
    STR("\\u0027 \\n \\x41 %27 %0A &#39; &quot;"),
    /* lines and controls */
    STR("two\nlines\n"),
    STR("\n"),
    STR("\r\n\t"),
    STR("a\rb"),
    STR("\x01\x1b[31m\x07\x08\x0b\x0c\x7f"),
    STR("\x1b]0;title\x07\x1b[2J"),
    STR("\xc2\x80\xc2\x85\xc2\x9b"
        "31m\xc2\x9f"),
    STR("\xe2\x80\xa8\xe2\x80\xa9"),
    /* what turns text around, or is not seen */
    STR("\xe2\x80\xae"
        "drowssap\xe2\x80\xac"),
    STR("\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c"),
    STR("zero\xe2\x80\x8bwidth\xe2\x80\x8d\xe2\x80\x8c\xc2\xad"),
    STR("\xef\xbb\xbf"
        "mark"),
    STR("\xf3\xa0\x81\x81\xf3\xa0\x81\xbf"),
    STR("\xc2\xa0\xe3\x80\x80"),
    STR("\xcc\x81"), /* a combining mark alone */
    STR("h\xc3\xa9 \xf0\x9f\x98\x80 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb"),
    /* markup */
    STR("<script>alert(1)</script>"),
    STR("</script><img src=x onerror=alert(1)>"),
    STR("<!-- x --> --> <!--"),
    STR("]]> <![CDATA[x]]>"),
    STR("<?php x ?>"),
    STR("&amp; & &lt;"),
    STR("[a](javascript:alert(1)) ![b](//x) <https://x> https://x www.x.com"),
    STR("| a | b |\n|---|---|\n# h\n- i\n> q\n```\n"),
    STR("`code` **b** __u__ ~~s~~ $x$ ^ {c}"),
    /* commands and templates */
    STR("'; touch /tmp/apionly-was-here; '"),
    STR("${HOME} $HOME $$ $(id) $((1+1))"),
    STR("`id`"),
    STR("a|b & c; d > e < f"),
    STR("-n"),
    STR("-- --help"),
    STR("# no comment"),
    STR("~ ~root * ? [a-z] {a,b} !1 %s %n %% %d"),
    STR("{{x}} {!y} {%z%} <%= w %> #{v}"),
    STR("'); delete [SELECT Id FROM User]; //"),
    STR("') OR Username LIKE ('%"),
    STR("*/ System.debug(1); /*"),
    STR("::error file=x::y\n::set-env name=PATH::/tmp"),
    /* spreadsheets */
    STR("=cmd|'/C calc'!A0"),
    STR("@SUM(A1)"),
    STR("+1"),
    STR("-1"),
    STR("a,b;c\td"),
    /* YAML */
    STR("true"),
    STR("~"),
    STR("null"),
    STR("0x1F"),
    STR("1e3"),
    STR("a: b"),
    STR("a #b"),
    STR("- a"),
    STR("? a"),
    STR("&a *b !c %d @e"),
    STR("---\n..."),
    STR("{a: [b]}"),
    STR("<<: *x"),
    STR("|\n  a"),
};
enum { HOSTILE_LONG = 70000 };

/* Calls a test with each of them, and with a very long one. */
HELPER void for_each_hostile(void (*test)(Str value))
{
    Buf all = {0};
    for (size_t i = 0; i < COUNT_OF(hostile); i++)
        test(hostile[i]);
    while (all.n < HOSTILE_LONG)
        for (size_t i = 0; i < COUNT_OF(hostile); i++)
            buf_put(&all, hostile[i]);
    test(buf_str(&all));
    buf_free(&all);
}

#endif
