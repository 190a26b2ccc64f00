/* JSON by values. */
#include "mutate.h"

#include <jansson.h>

enum { DEEP = 6 };

static json_t *roll_value(Dice *dice)
{
    Str word = roll(dice, 2) ? roll_word(dice) : roll_column(dice);
    switch (roll(dice, 9)) {
    case 0:
        return json_null();
    case 1:
        return json_integer((json_int_t)roll(dice, 3));
    case 2:
        return json_integer(-(json_int_t)(dice->state >> 1));
    case 3:
        return json_boolean(roll(dice, 2));
    case 4:
        return json_array();
    case 5:
        return json_object();
    case 6:
        return json_real(0.5);
    default:
        return json_stringn_nocheck(word.s, word.n);
    }
}

/* Some value somewhere in it; not to be kept. */
static json_t *roll_inner(Dice *dice, json_t *value)
{
    for (size_t depth = roll(dice, DEEP); depth; depth--) {
        json_t *next = NULL;
        if (json_is_array(value)) {
            next = json_array_get(value, roll(dice, json_array_size(value)));
        } else if (json_is_object(value)) {
            void *at = json_object_iter(value);
            for (size_t i = roll(dice, json_object_size(value)); at && i; i--)
                at = json_object_iter_next(value, at);
            next = at ? json_object_iter_value(at) : NULL;
        }
        if (!next)
            return value;
        value = next;
    }
    return value;
}

static const char *roll_member(Dice *dice, json_t *object)
{
    void *at = json_object_iter(object);
    for (size_t i = roll(dice, json_object_size(object)); at && i; i--)
        at = json_object_iter_next(object, at);
    return at ? json_object_iter_key(at) : "";
}

static void change_object(Dice *dice, json_t *object, json_t *root)
{
    const char *member = roll_member(dice, object);
    json_t *value = json_object_get(object, member);
    switch (roll(dice, 5)) {
    case 0:
        json_object_del(object, member);
        break;
    case 1: /* another name for it */
        if (value)
            json_object_set_nocheck(object, str_c(&dice->arena, roll_column(dice)), value);
        break;
    case 2:
        json_object_set_new_nocheck(object, str_c(&dice->arena, roll_column(dice)),
                                    roll_value(dice));
        break;
    case 3:
        json_object_set_new_nocheck(object, member, json_deep_copy(roll_inner(dice, root)));
        break;
    default:
        json_object_set_new_nocheck(object, member, roll_value(dice));
        break;
    }
}

static void change_array(Dice *dice, json_t *array, json_t *root)
{
    size_t at = roll(dice, json_array_size(array));
    switch (roll(dice, 3)) {
    case 0:
        json_array_remove(array, at);
        break;
    case 1:
        json_array_append_new(array, json_deep_copy(roll_inner(dice, root)));
        break;
    default:
        json_array_set_new(array, at, roll_value(dice));
        break;
    }
}

void mutate_json(Dice *dice, Str text, Buf *out)
{
    json_t *root = json_loadb(text.s, text.n, JSON_ALLOW_NUL, NULL);
    for (size_t times = 1 + roll(dice, 3); root && times; times--) {
        json_t *value = roll_inner(dice, root);
        if (json_is_object(value))
            change_object(dice, value, root);
        else if (json_is_array(value))
            change_array(dice, value, root);
    }
    char *dump = root ? json_dumps(root, JSON_INDENT(1)) : NULL;
    buf_put(out, dump ? str_of(dump) : text);
    free(dump);
    json_decref(root);
}
