#include "command/say.h"

#include "diag/render.h"

#include <stdarg.h>

void say(FILE *to, const char *format, ...)
{
    Arena scratch = {0};
    Buf shown = {0};
    va_list args;
    va_start(args, format);
    put_visible(&shown, str_vformat(&scratch, format, args));
    va_end(args);
    buf_byte(&shown, '\n');
    fwrite(shown.bytes, 1, shown.n, to);
    buf_free(&shown);
    arena_free(&scratch);
}
