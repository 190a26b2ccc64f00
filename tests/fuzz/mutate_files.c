/* Inputs of several files. */
#include "mutate.h"

#include "fuzz.h"

static Mutate *kind_of(Str name, Str bytes)
{
    if (str_ends(name, S(".yaml")) || str_starts(name, S("before")) || str_starts(name, S("after")))
        return mutate_yaml;
    if (str_ends(name, S(".json")))
        return mutate_json;
    return bytes.n && bytes.s[0] == '<' ? mutate_xml : NULL;
}

static Str roll_name(Dice *dice, Str old)
{
    static const char *const endings[] = {
        ".permissionset", ".permissionset-meta.xml", ".profile",         ".profile-meta.xml",
        "/package.xml",   ".cls-meta.xml",           ".object-meta.xml", ".json",
        ".yaml"};
    Str ending = str_of(endings[roll(dice, sizeof endings / sizeof *endings)]);
    Str name = roll(dice, 2) ? roll_word(dice) : str_slice(old, 0, roll(dice, old.n + 1));
    Str line = str_join(&dice->arena, name, roll(dice, 3) ? ending : S(""));
    return str_cut(&line, '\n');
}

static void change_list(Dice *dice, FuzzFiles *files)
{
    size_t at = roll(dice, files->count);
    FuzzFile file = files->items[at];
    switch (roll(dice, 3)) {
    case 0:
        files->items[at] = files->items[--files->count];
        break;
    case 1:
        files->items[at].name = roll_name(dice, file.name);
        break;
    default:
        *LIST_ADD(&dice->arena, files->items, files->count, files->capacity) =
            (FuzzFile){roll_name(dice, file.name), file.bytes};
        break;
    }
}

static void change_file(Dice *dice, FuzzFile *file)
{
    Buf changed = {0};
    Mutate *mutate = kind_of(file->name, file->bytes);
    if (mutate) {
        mutate(dice, file->bytes, &changed);
        file->bytes = str_copy(&dice->arena, buf_str(&changed));
    }
    buf_free(&changed);
}

void mutate_files(Dice *dice, Str text, Buf *out)
{
    FuzzFiles files = fuzz_files(&dice->arena, text);
    if (files.count && !roll(dice, 6))
        change_list(dice, &files);
    else if (files.count)
        change_file(dice, &files.items[roll(dice, files.count)]);
    buf_put(out, files.head);
    for (size_t i = 0; i < files.count; i++) {
        buf_byte(out, '@');
        buf_put(out, files.items[i].name);
        buf_byte(out, '\n');
        buf_put(out, files.items[i].bytes);
        if (files.items[i].bytes.n && !str_ends(files.items[i].bytes, S("\n")))
            buf_byte(out, '\n');
    }
}
