/* What libFuzzer calls. The name by which the program is called tells the target: build/fuzz/fuzz_yaml. */
#include "fuzz.h"
#include "mutate.h"

#include <stdio.h>
#include <stdlib.h>

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t room);
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t room, unsigned seed);

static const FuzzTarget *target;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    Str name = str_behind_last(str_of((*argv)[0]), '_');
    (void)argc;
    target = fuzz_target(name.s);
    if (!target) {
        fprintf(stderr, "there is no target %s\n", name.s);
        exit(2);
    }
    fuzz_start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    target->run(size ? (Str){(const char *)bytes, size} : S(""));
    return 0;
}

/* What keeps the form of this input; NULL: nothing does. */
static Mutate *mutate_of(Str input)
{
    if (str_is(str_of(target->name), S("text")) || str_starts(input, S("PK")))
        return NULL;
    if (str_search(input, S("\n@")) >= 0 || str_starts(input, S("@")))
        return mutate_files;
    if (str_is(str_of(target->name), S("yaml")) || str_is(str_of(target->name), S("template")))
        return mutate_yaml;
    if (str_starts(input, S("{")) || str_starts(input, S("[")))
        return mutate_json;
    return str_starts(input, S("<")) ? mutate_xml : NULL;
}

/* Bytes in one of four, else what keeps the form. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t room, unsigned seed)
{
    Dice dice = {.state = seed * 0x9e3779b97f4a7c15u + 1};
    Buf out = {0};
    Str input = {(const char *)bytes, size};
    Mutate *mutate = mutate_of(input);
    if (!mutate || !roll(&dice, 4))
        return LLVMFuzzerMutate(bytes, size, room);
    mutate(&dice, input, &out);
    size_t changed = out.n < room ? out.n : room;
    if (changed)
        memcpy(bytes, out.bytes, changed);
    buf_free(&out);
    arena_free(&dice.arena);
    return changed;
}
