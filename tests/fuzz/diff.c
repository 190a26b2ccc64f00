/* Two states of access, "@before" and "@after": what one direction gains the other loses. */
#include "fuzz.h"

#include "model/difference.h"
#include "resolve/resolve.h"
#include "write/difference.h"

static Differences between(const FuzzModel *one, const FuzzModel *two, Arena *a)
{
    const Model *m = &one->model, *n = &two->model;
    AccessSide before = {&m->names, m->sets, m->set_count, m},
               after = {&n->names, n->sets, n->set_count, n};
    return differences_find(&before, &after, a);
}

static void must_be_whole(const Differences *differences, const FuzzModel *after)
{
    Comparison comparison = {differences, &after->model};
    Buf out = {0};
    write_difference_json(&comparison, &out);
    must_be_json(buf_str(&out), "a difference is JSON");
    buf_clear(&out);
    write_difference_markdown(&comparison, &out);
    must(out.n <= DIFFERENCE_MARKDOWN_MAX, "a difference has room in a comment");
    must_be_utf8(buf_str(&out), "a difference in Markdown is UTF-8");
    buf_clear(&out);
    write_difference_text(&comparison, false, &out);
    must_be_visible(buf_str(&out));
    must(differences_any(differences) || !out.n || differences->gained + differences->lost == 0,
         "no difference counts nothing");
    write_difference_overview(&comparison, &out);
    buf_free(&out);
}

static void compare(FuzzModel *before, FuzzModel *after)
{
    Arena a = {0};
    Differences there = between(before, after, &a), back = between(after, before, &a);
    must(there.gained == back.lost && there.lost == back.gained,
         "what one way gains, the other loses");
    must(differences_any(&there) == differences_any(&back), "both ways differ or none");
    must_be_whole(&there, after);
    must_be_whole(&back, before);
    difference_findings(&(Comparison){&there, &after->model}, &after->diag);
    differences_keep_losses(&there);
    must(there.gained == 0, "of losses nothing is gained");
    arena_free(&a);
}

/* What is to be compared has each name once: command/diff.c sees to it. */
static bool has_distinct_names(const Model *m)
{
    Arena a = {0};
    Map seen = {0};
    bool fresh = true;
    for (size_t i = 0; i < m->set_count && fresh; i++)
        map_put(&seen, &a, str_lower(&a, m->sets[i]->api_name.s), &fresh);
    arena_free(&a);
    return fresh;
}

void fuzz_diff(Str input)
{
    Arena a = {0};
    FuzzFiles files = fuzz_files(&a, input);
    FuzzModel sides[2] = {{.known = NULL}};
    bool good = files.count == 2;
    for (size_t i = 0; i < 2; i++) {
        fuzz_model_start(&sides[i]);
        if (i == 1) /* the findings of both stand together */
            sides[1].diag = sides[0].diag;
        if (good)
            fuzz_model_read(&sides[i], "side.yaml", files.items[i].bytes, 1);
        fuzz_model_resolve(&sides[i]);
        good = good && !diag_failed(&sides[i].diag) && has_distinct_names(&sides[i].model);
    }
    if (good) {
        sides[0].model.sources = &sides[1].diag.sources;
        compare(&sides[0], &sides[1]);
        must_be_findings(&sides[1].diag);
    }
    arena_free(&sides[0].model.arena);
    fuzz_model_end(&sides[1]);
    arena_free(&a);
}
