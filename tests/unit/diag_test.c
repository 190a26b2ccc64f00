/* diag: places in texts, collecting, levels, order. The renderers: render_test.c. */
#include "test.h"

typedef struct {
    Arena arena;
    Diag d;
} Fixture;

static int start(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    diag_init(&f->d);
    *state = f;
    return 0;
}

static int end(void **state)
{
    Fixture *f = *state;
    arena_free(&f->arena);
    diag_free(&f->d);
    free(f);
    return 0;
}

static uint32_t add(Fixture *f, const char *name, Str bytes)
{
    return source_add(&f->d.sources, &f->arena, str_of(name), bytes);
}

static Loc loc(uint32_t file, uint32_t at, uint32_t length)
{
    return (Loc){.file = file, .at = at, .length = length};
}

/* --- places ----------------------------------------------------------------------------------- */

static void positions_count_lines_and_characters(void **state)
{
    Fixture *f = *state;
    static const struct {
        Str bytes;
        uint32_t at, line, column;
    } rows[] = {
        {S(""), 0, 1, 1},
        {S("abc"), 0, 1, 1},
        {S("abc"), 2, 1, 3},
        {S("abc"), 3, 1, 4},     /* the end of the text */
        {S("a\nbc\n"), 1, 1, 2}, /* a line end belongs to its line */
        {S("a\nbc\n"), 2, 2, 1},
        {S("a\nbc\n"), 4, 2, 3},
        {S("a\nbc\n"), 5, 3, 1}, /* after the last line end */
        {S("a\n\n\nb"), 2, 2, 1},
        {S("a\n\n\nb"), 4, 4, 1},
        {S("a\r\nbc\r\n"), 3, 2, 1},
        {S("a\r\nbc\r\n"), 4, 2, 2},
        {S("\xef\xbb\xbfkey: 1\nb"), 3, 1, 1}, /* a byte order mark has no column */
        {S("\xef\xbb\xbfkey: 1\nb"), 8, 1, 6},
        {S("\xef\xbb\xbfkey: 1\nb"), 10, 2, 1},
        {S("h\xc3\xa9llo: x"), 7, 1, 7}, /* columns are characters, not bytes */
        {S("\xf0\x9f\x98\x80\xe6\x97\xa5x\n\xc3\xa9y"), 7, 1, 3},
        {S("\xf0\x9f\x98\x80\xe6\x97\xa5x\n\xc3\xa9y"), 11, 2, 2},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint32_t file = add(f, "x", rows[i].bytes);
        Position p = source_position(&f->d.sources, loc(file, rows[i].at, 0));
        if (p.line != rows[i].line || p.column != rows[i].column)
            fail_msg("row %zu is %u:%u, expected %u:%u", i, p.line, p.column, rows[i].line,
                     rows[i].column);
    }
}

/* Lines are looked for when the first position is asked for. */
static Source *indexed(Fixture *f, uint32_t file)
{
    assert_int_equal(source_position(&f->d.sources, loc(file, 0, 0)).line, 1);
    return source_of(&f->d.sources, loc(file, 0, 0));
}

static void lines_come_without_their_ends(void **state)
{
    Fixture *f = *state;
    uint32_t file = add(f, "x",
                        S("\xef\xbb\xbf"
                          "first\r\n\r\nthird\nlast"));
    Source *source = indexed(f, file);
    assert_int_equal(source->lines, 4);
    assert_str(source_line(source, 1), "first");
    assert_str(source_line(source, 2), "");
    assert_str(source_line(source, 3), "third");
    assert_str(source_line(source, 4), "last");
    assert_str(source_line(source, 5), "");
    assert_str(source_line(source, 0), "");
}

static void many_lines_are_indexed(void **state)
{
    Fixture *f = *state;
    Buf text = {0};
    for (int i = 1; i <= 1000; i++)
        buf_format(&text, "%d\n", i);
    uint32_t file = add(f, "x", buf_str(&text));
    Source *source = indexed(f, file);
    assert_int_equal(source->lines, 1001);
    for (uint32_t line = 1; line <= 1000; line++) {
        Position p = source_position(&f->d.sources, loc(file, source->line[line - 1], 0));
        assert_int_equal(p.line, line);
        assert_int_equal(p.column, 1);
    }
    assert_str(source_line(source, 777), "777");
    buf_free(&text);
}

static void file_0_is_no_place(void **state)
{
    Fixture *f = *state;
    add(f, "x", S("a"));
    assert_null(source_of(&f->d.sources, loc(0, 0, 0)));
    assert_null(source_of(&f->d.sources, loc(2, 0, 0)));
    assert_int_equal(source_position(&f->d.sources, loc(0, 5, 0)).line, 0);
}

static void spans_reach_from_start_to_end(void **state)
{
    (void)state;
    Loc span = loc_span(loc(2, 10, 3), loc(2, 20, 5));
    assert_int_equal(span.file, 2);
    assert_int_equal(span.at, 10);
    assert_int_equal(span.length, 15);
    assert_false(loc_is_whole(span));
    assert_true(loc_is_whole(loc_whole(3)));
    assert_int_equal(loc_whole(3).file, 3);
}

/* --- order ------------------------------------------------------------------------------------ */

static void findings_come_by_file_name_place_rule_and_words(void **state)
{
    Fixture *f = *state;
    uint32_t b = add(f, "b.yaml", S("12345678")), a = add(f, "a.yaml", S("12345678"));
    diag(&f->d, RULE_TOO_LONG, loc(b, 0, 1), "six");
    diag(&f->d, RULE_TOO_LONG, loc(a, 5, 1), "five");
    diag(&f->d, RULE_TOO_LONG, loc(a, 2, 1), "four");
    diag(&f->d, RULE_TOO_LONG, loc(a, 2, 1), "fore");
    diag(&f->d, RULE_UNKNOWN_KEY, loc(a, 2, 1), "two");
    diag(&f->d, RULE_TOO_LONG, (Loc){0}, "one: without a place");
    diag_settle(&f->d);
    assert_findings(&f->d, "too-long 0:0 one: without a place\n"
                           "unknown-key 1:3 two\n"
                           "too-long 1:3 fore\n"
                           "too-long 1:3 four\n"
                           "too-long 1:6 five\n"
                           "too-long 1:1 six\n");
}

static void the_order_of_arguments_does_not_count(void **state)
{
    Fixture *f = *state;
    Buf both[2] = {{0}, {0}};
    static const char *const names[] = {"a.yaml", "b.yaml", "c.yaml"};
    for (int turn = 0; turn < 2; turn++) {
        Diag d;
        diag_init(&d);
        for (uint32_t i = 0; i < 3; i++) {
            uint32_t k = turn ? 2 - i : i;
            uint32_t file = source_add(&d.sources, &f->arena, str_of(names[k]), S("abc"));
            diag(&d, RULE_TOO_LONG, loc(file, k, 1), "in %s", names[k]);
        }
        diag_settle(&d);
        put_findings(&d, &both[turn]);
        diag_free(&d);
    }
    assert_str(buf_str(&both[0]), "too-long 1:1 in a.yaml\n"
                                  "too-long 1:2 in b.yaml\n"
                                  "too-long 1:3 in c.yaml\n");
    assert_bytes(buf_str(&both[1]), buf_str(&both[0]));
    buf_free(&both[0]);
    buf_free(&both[1]);
}

static void what_is_said_twice_is_told_once(void **state)
{
    Fixture *f = *state;
    uint32_t a = add(f, "a.yaml", S("12345678"));
    for (int i = 0; i < 50; i++) {
        diag(&f->d, RULE_TOO_LONG, loc(a, 1, 1), "same");
        diag(&f->d, RULE_TOO_LONG, loc(a, 1, 1), "other words");
        diag(&f->d, RULE_SEATS, loc(a, 1, 1), "same");
        diag(&f->d, RULE_TOO_LONG, loc(a, 2, 1), "same");
    }
    diag_settle(&f->d);
    assert_findings(&f->d, "too-long 1:2 other words\n"
                           "too-long 1:2 same\n"
                           "seats 1:2 same\n"
                           "too-long 1:3 same\n");
}

static void of_equal_findings_the_first_stays(void **state)
{
    Fixture *f = *state;
    uint32_t a = add(f, "a.yaml", S("12345678"));
    diag(&f->d, RULE_TOO_LONG, loc(a, 1, 1), "same");
    diag_help(&f->d, "the first help");
    diag(&f->d, RULE_TOO_LONG, loc(a, 1, 1), "same");
    diag_help(&f->d, "the second help");
    diag_settle(&f->d);
    assert_int_equal(f->d.count, 1);
    assert_str(f->d.items[0].help, "the first help");
}

/* --- what completes a finding ----------------------------------------------------------------- */

static void a_finding_without_help_gets_that_of_its_rule(void **state)
{
    Fixture *f = *state;
    uint32_t a = add(f, "a.yaml", S("12345678"));
    diag(&f->d, RULE_YAML_TAB, loc(a, 0, 1), "a tab");
    diag(&f->d, RULE_YAML_TAB, loc(a, 1, 1), "another");
    diag_help(&f->d, "help %d", 7);
    diag_related(&f->d, loc(a, 4, 2), "over %s", "there");
    diag_about(&f->d, S("HubSpot"));
    diag_settle(&f->d);
    assert_str(f->d.items[0].help, "use spaces");
    assert_int_equal(f->d.items[0].related.file, 0);
    assert_str(f->d.items[1].help, "help 7");
    assert_str(f->d.items[1].related_text, "over there");
    assert_int_equal(f->d.items[1].related.at, 4);
    assert_str(f->d.items[1].about, "HubSpot");
}

static void choices_propose_the_closest_or_list_all(void **state)
{
    Fixture *f = *state;
    static const Str keys[] = {{"access", 6}, {"fields", 6}, {"recordTypes", 11}};
    static const struct {
        const char *said;
        size_t count;
        const char *help;
    } rows[] = {
        {"field", 3, "did you mean \"fields\"?"},
        {"FIELDS", 3, "did you mean \"fields\"?"},
        {"recordTyp", 3, "did you mean \"recordTypes\"?"},
        {"acess", 3, "did you mean \"access\"?"},
        {"elephant", 3, "known are: access, fields, recordTypes"},
        {"elephant", 1, "known are: access"},
        {"elephant", 0, ""},
        {"", 3, "known are: access, fields, recordTypes"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        diag(&f->d, RULE_UNKNOWN_KEY, (Loc){0}, "%zu", i);
        diag_choices(&f->d, str_of(rows[i].said), keys, rows[i].count);
        assert_row(rows[i].said, f->d.items[i].help, rows[i].help);
    }
}

static void of_many_choices_twelve_are_listed(void **state)
{
    Fixture *f = *state;
    Str choices[13];
    for (size_t i = 0; i < COUNT_OF(choices); i++)
        choices[i] = str_format(&f->arena, "k%zu", i);
    diag(&f->d, RULE_UNKNOWN_KEY, (Loc){0}, "12");
    diag_choices(&f->d, S("elephant"), choices, 12);
    assert_str(f->d.items[0].help, "known are: k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10, k11");
    diag(&f->d, RULE_UNKNOWN_KEY, (Loc){0}, "13");
    diag_choices(&f->d, S("elephant"), choices, 13);
    assert_str(f->d.items[1].help,
               "known are: k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10, k11 \xe2\x80\xa6");
}

/* --- levels ----------------------------------------------------------------------------------- */

static void every_rule_is_described(void **state)
{
    (void)state;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const RuleInfo *info = &rule_info[i];
        Rule found = RULE_COUNT;
        assert_true(info->id && info->text && info->mend);
        assert_row_true(info->id, rule_find(str_of(info->id), &found));
        assert_int_equal(found, i); /* so no id stands twice */
        assert_row_true(info->id, info->level != LEVEL_OFF);
        assert_row_true(info->id, !info->locked || info->level == LEVEL_ERROR);
        for (const char *c = info->id; *c; c++)
            assert_row_true(info->id, (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') ||
                                          (*c == '-' && c > info->id));
    }
    Rule rule = RULE_SEATS;
    assert_false(rule_find(S("no-such-rule"), &rule));
    assert_false(rule_find(S(""), &rule));
}

static void levels_have_names(void **state)
{
    (void)state;
    static const char *const names[] = {[LEVEL_OFF] = "off",
                                        [LEVEL_NOTE] = "note",
                                        [LEVEL_WARNING] = "warning",
                                        [LEVEL_ERROR] = "error"};
    for (Level level = LEVEL_OFF; level <= LEVEL_ERROR; level++) {
        Level found = LEVEL_OFF;
        assert_string_equal(level_name(level), names[level]);
        assert_true(level_find(str_of(names[level]), &found));
        assert_int_equal(found, level);
    }
    Level level;
    assert_false(level_find(S("Error"), &level));
    assert_false(level_find(S("fatal"), &level));
}

static void counts(const Diag *d, size_t errors, size_t warnings, size_t notes)
{
    assert_int_equal(diag_level_count(d, LEVEL_ERROR), errors);
    assert_int_equal(diag_level_count(d, LEVEL_WARNING), warnings);
    assert_int_equal(diag_level_count(d, LEVEL_NOTE), notes);
    assert_int_equal(d->count, errors + warnings + notes);
}

/* One finding of each level. */
static void three_levels(Diag *d)
{
    diag(d, RULE_PARENT_ACCESS, (Loc){0}, "an error");
    diag(d, RULE_NO_DESCRIPTION, (Loc){0}, "a warning");
    diag(d, RULE_PROFILE_PERMISSION, (Loc){0}, "a note");
}

static void a_rule_has_the_level_of_its_row(void **state)
{
    Fixture *f = *state;
    three_levels(&f->d);
    assert_true(diag_failed(&f->d));
    diag_settle(&f->d);
    counts(&f->d, 1, 1, 1);
    assert_true(diag_failed(&f->d));
}

static void a_level_can_be_changed_and_switched_off(void **state)
{
    Fixture *f = *state;
    three_levels(&f->d);
    diag_set_level(&f->d, RULE_PARENT_ACCESS, LEVEL_OFF, false);
    diag_set_level(&f->d, RULE_NO_DESCRIPTION, LEVEL_NOTE, false);
    diag_set_level(&f->d, RULE_PROFILE_PERMISSION, LEVEL_WARNING, false);
    assert_false(diag_failed(&f->d));
    diag_settle(&f->d);
    counts(&f->d, 0, 1, 1);
    assert_findings(&f->d, "no-description 0:0 a warning\n"
                           "profile-permission 0:0 a note\n");
    assert_int_equal(f->d.items[0].level, LEVEL_NOTE);
    assert_int_equal(f->d.items[1].level, LEVEL_WARNING);
}

static void a_warning_is_no_failure(void **state)
{
    Fixture *f = *state;
    diag(&f->d, RULE_NO_DESCRIPTION, (Loc){0}, "a warning");
    assert_false(diag_failed(&f->d));
    diag_set_level(&f->d, RULE_NO_DESCRIPTION, LEVEL_ERROR, false);
    assert_true(diag_failed(&f->d));
}

static void strict_makes_warnings_errors_and_leaves_notes(void **state)
{
    Fixture *f = *state;
    f->d.strict = true;
    diag(&f->d, RULE_PROFILE_PERMISSION, (Loc){0}, "a note");
    assert_false(diag_failed(&f->d));
    diag(&f->d, RULE_NO_DESCRIPTION, (Loc){0}, "a warning");
    assert_true(diag_failed(&f->d));
    diag_settle(&f->d);
    counts(&f->d, 1, 0, 1);
}

/* --- accepted risks --------------------------------------------------------------------------- */

static void say_about(Diag *d, Rule rule, const char *about)
{
    diag(d, rule, (Loc){0}, "about %s", about);
    diag_about(d, str_of(about));
}

static void an_accepted_risk_becomes_a_note_with_its_reason(void **state)
{
    Fixture *f = *state;
    f->d.strict = true;
    say_about(&f->d, RULE_VENDOR_LICENSE, "HubSpot");
    say_about(&f->d, RULE_VENDOR_LICENSE, "Marketo");
    say_about(&f->d, RULE_PROFILE_NAME, "Marketo");
    diag_accept(&f->d, (Accepted){RULE_VENDOR_LICENSE, S("Marketo"), S("tried in a sandbox"), {0}});
    diag_settle(&f->d);
    counts(&f->d, 2, 0, 1);
    for (size_t i = 0; i < f->d.count; i++) {
        const Finding *finding = &f->d.items[i];
        bool accepted =
            str_is(finding->message, S("about Marketo")) && finding->rule == RULE_VENDOR_LICENSE;
        assert_int_equal(finding->level, accepted ? LEVEL_NOTE : LEVEL_ERROR);
        assert_str(finding->accepted, accepted ? "tried in a sandbox" : "");
    }
}

static void an_accepted_error_is_no_failure(void **state)
{
    Fixture *f = *state;
    diag_set_level(&f->d, RULE_VENDOR_LICENSE, LEVEL_ERROR, false);
    say_about(&f->d, RULE_VENDOR_LICENSE, "Marketo");
    assert_true(diag_failed(&f->d));
    diag_accept(&f->d, (Accepted){RULE_VENDOR_LICENSE, S("Marketo"), S("tried"), {0}});
    assert_false(diag_failed(&f->d));
    diag_settle(&f->d);
    counts(&f->d, 0, 0, 1);
}

/* One line of the company, blamed for two integrations: only one of them accepts it. */
static void what_one_accepts_is_still_told_for_the_other(void **state)
{
    Fixture *f = *state;
    static const char *const names[] = {"HubSpot", "Marketo"};
    for (size_t i = 0; i < 2; i++) {
        diag(&f->d, RULE_PROFILE_NAME, (Loc){0}, "an old profile");
        diag_about(&f->d, str_of(names[i]));
    }
    diag_accept(&f->d, (Accepted){RULE_PROFILE_NAME, S("HubSpot"), S("fine"), {0}});
    f->d.strict = true;
    assert_true(diag_failed(&f->d));
    diag_settle(&f->d);
    assert_true(diag_failed(&f->d));
    assert_int_equal(diag_level_count(&f->d, LEVEL_ERROR), 1);
}

static void an_accepted_note_or_off_stays_what_it_is(void **state)
{
    Fixture *f = *state;
    say_about(&f->d, RULE_PROFILE_PERMISSION, "Marketo");
    say_about(&f->d, RULE_VENDOR_LICENSE, "Marketo");
    diag_accept(&f->d, (Accepted){RULE_PROFILE_PERMISSION, S("Marketo"), S("fine"), {0}});
    diag_accept(&f->d, (Accepted){RULE_VENDOR_LICENSE, S("Marketo"), S("fine"), {0}});
    diag_set_level(&f->d, RULE_VENDOR_LICENSE, LEVEL_OFF, false);
    diag_settle(&f->d);
    counts(&f->d, 0, 0, 1);
}

/* --- parts ------------------------------------------------------------------------------------ */

/* As on three threads, one of which finds nothing. */
static void parts_are_joined_in_order(void **state)
{
    enum { EACH = 200 };
    Fixture *f = *state;
    Buf wanted = {0};
    uint32_t file = add(f, "x", S("a: b\n"));
    diag(&f->d, RULE_DUPLICATE_KEY, loc(file, 0, 1), "before");
    buf_put(&wanted, S("duplicate-key 1:1 before\n"));
    Diag parts[] = {diag_part(&f->d), diag_part(&f->d), diag_part(&f->d)};
    for (size_t i = 0; i < EACH; i++) {
        diag(&parts[0], RULE_UNKNOWN_KEY, loc(file, 0, 1), "first %zu", i);
        diag(&parts[2], RULE_UNKNOWN_KEY, loc(file, 3, 1), "last %zu", i);
    }
    for (size_t p = 0; p < COUNT_OF(parts); p += 2)
        for (size_t i = 0; i < EACH; i++)
            buf_format(&wanted, "unknown-key 1:%d %s %zu\n", p ? 4 : 1, p ? "last" : "first", i);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        diag_join(&f->d, &parts[i]);
        assert_int_equal(parts[i].count, 0);
        assert_null(parts[i].arena.blocks);
    }
    diag(&f->d, RULE_DUPLICATE_KEY, loc(file, 0, 1), "behind");
    buf_put(&wanted, S("duplicate-key 1:1 behind\n"));
    buf_byte(&wanted, '\0');
    assert_findings(&f->d, wanted.bytes);
    buf_free(&wanted);
}

static void all_that_a_part_says_survives(void **state)
{
    Fixture *f = *state;
    uint32_t file = add(f, "x", S("a: b\n"));
    Diag part = diag_part(&f->d);
    diag(&part, RULE_UNKNOWN_KEY, loc(file, 0, 1), "no %s", "key");
    diag_help(&part, "help %d", 1);
    diag_related(&part, loc(file, 3, 1), "related %d", 2);
    diag_basis(&part, "basis %d", 3);
    diag_about(&part, S("Marketo"));
    diag_at_most(&part, LEVEL_WARNING);
    diag_set_level(&f->d, RULE_UNKNOWN_KEY, LEVEL_ERROR, false);
    diag_join(&f->d, &part);
    diag_free(&part); /* there is nothing left of it */
    const Finding *found = &f->d.items[0];
    assert_int_equal(f->d.count, 1);
    assert_str(found->message, "no key");
    assert_str(found->help, "help 1");
    assert_str(found->related_text, "related 2");
    assert_int_equal(found->related.at, 3);
    assert_str(found->basis, "basis 3");
    assert_str(found->about, "Marketo");
    assert_false(diag_failed(&f->d));
    diag_settle(&f->d);
    counts(&f->d, 0, 1, 0);
}

/* A finding about a template is told where the template is used, in a part, too. */
static void a_part_knows_the_templates(void **state)
{
    Fixture *f = *state;
    uint32_t file = add(f, "x", S("a: b\n")), template = add(f, "t", S("c: d\n"));
    f->d.sources.items[template - 1].used_at = loc(file, 3, 1);
    Diag part = diag_part(&f->d);
    diag(&part, RULE_UNKNOWN_KEY, loc(template, 0, 1), "no key");
    diag_join(&f->d, &part);
    assert_int_equal(f->d.items[0].at.file, file);
    assert_int_equal(f->d.items[0].at.at, 3);
    assert_int_equal(f->d.items[0].related.file, template);
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(positions_count_lines_and_characters),
        FIXED(lines_come_without_their_ends),
        FIXED(many_lines_are_indexed),
        FIXED(file_0_is_no_place),
        cmocka_unit_test(spans_reach_from_start_to_end),
        FIXED(findings_come_by_file_name_place_rule_and_words),
        FIXED(the_order_of_arguments_does_not_count),
        FIXED(what_is_said_twice_is_told_once),
        FIXED(of_equal_findings_the_first_stays),
        FIXED(a_finding_without_help_gets_that_of_its_rule),
        FIXED(choices_propose_the_closest_or_list_all),
        FIXED(of_many_choices_twelve_are_listed),
        cmocka_unit_test(every_rule_is_described),
        cmocka_unit_test(levels_have_names),
        FIXED(a_rule_has_the_level_of_its_row),
        FIXED(a_level_can_be_changed_and_switched_off),
        FIXED(a_warning_is_no_failure),
        FIXED(strict_makes_warnings_errors_and_leaves_notes),
        FIXED(an_accepted_risk_becomes_a_note_with_its_reason),
        FIXED(an_accepted_error_is_no_failure),
        FIXED(what_one_accepts_is_still_told_for_the_other),
        FIXED(an_accepted_note_or_off_stays_what_it_is),
        FIXED(parts_are_joined_in_order),
        FIXED(all_that_a_part_says_survives),
        FIXED(a_part_knows_the_templates),
    };
    return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
