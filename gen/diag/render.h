/* How findings are shown. Each renderer takes settled findings (diag_settle) and adds to a buffer. */
#ifndef DIAG_RENDER_H
#define DIAG_RENDER_H

#include "base/buf.h"
#include "diag/diag.h"

typedef struct {
    const char *name;
    void (*render)(Diag *d, bool color, Buf *out);
    bool to_stdout; /* text goes to standard error, forms for programs to standard output */
} Renderer;

extern const Renderer renderers[];
extern const size_t renderer_count;

/* Adds text that a terminal shows as it is: what is invisible, would steer the terminal or is not
 * UTF-8 is written as its code. */
void put_visible(Buf *out, Str s);

/* Adds a character as \uXXXX, or two of them, which JSON, JavaScript and Apex read alike. */
void put_code(Buf *out, int32_t code);

void render_text(Diag *d, bool color, Buf *out);
void render_json(Diag *d, bool color, Buf *out);
void render_sarif(Diag *d, bool color, Buf *out);
void render_github(Diag *d, bool color, Buf *out);

#endif
