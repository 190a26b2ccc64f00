/* Build-time: turns the fact tables of schemas/ into C.
 *
 *     tables FILE.tsv…  > facts_tables.c     rows as arrays of texts
 *     tables --constants FILE.tsv > facts_limits.h
 *
 * A table starts with a line of column names, the last of which is "evidence"; its first column is
 * unique and sorted byte-wise. A row that breaks a rule stops the build with its line. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 4096, COLUMNS_MAX = 16 };

typedef struct {
    const char *path;
    FILE *file;
    int line;
    int columns;
    char text[LINE_MAX_BYTES];
    char last_key[LINE_MAX_BYTES];
    char *cell[COLUMNS_MAX];
} Table;

static _Noreturn void broken(const Table *t, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", t->path, t->line, what);
    exit(1);
}

static int split(Table *t)
{
    int n = 0;
    char *at = t->text;
    for (;;) {
        if (n == COLUMNS_MAX)
            broken(t, "too many columns");
        t->cell[n++] = at;
        at = strchr(at, '\t');
        if (!at)
            return n;
        *at++ = '\0';
    }
}

static bool read_row(Table *t)
{
    t->line++;
    if (!fgets(t->text, sizeof t->text, t->file))
        return false;
    size_t length = strlen(t->text);
    if (!length || t->text[length - 1] != '\n')
        broken(t, "a line without its end, or too long");
    t->text[length - 1] = '\0';
    int columns = split(t);
    if (t->columns && columns != t->columns)
        broken(t, "another number of columns than in the first line");
    for (int i = 0; i < columns; i++)
        if (!t->cell[i][0])
            broken(t, "an empty cell");
    t->columns = columns;
    return true;
}

static void open_table(Table *t, const char *path)
{
    *t = (Table){.path = path, .file = fopen(path, "r")};
    if (!t->file || !read_row(t))
        broken(t, "cannot be read");
    if (strcmp(t->cell[t->columns - 1], "evidence") != 0)
        broken(t, "the last column must be evidence");
}

static bool next_row(Table *t)
{
    if (!read_row(t))
        return false;
    if (strcmp(t->cell[0], t->last_key) <= 0)
        broken(t, "the first column must be unique and sorted");
    memcpy(t->last_key, t->cell[0], strlen(t->cell[0]) + 1);
    return true;
}

static void put_text(const char *text)
{
    putchar('"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            putchar('\\');
        putchar(*text);
    }
    putchar('"');
}

/* schemas/profile-permissions.tsv becomes table_profile_permissions. */
static void put_name(const char *path)
{
    const char *name = strrchr(path, '/');
    for (name = name ? name + 1 : path; *name && *name != '.'; name++)
        putchar(*name == '-' ? '_' : *name);
}

static void write_rows(const char *path)
{
    Table t;
    int rows = 0;
    open_table(&t, path);
    printf("const char *const table_");
    put_name(path);
    printf("[][%d] = {\n", t.columns);
    for (; next_row(&t); rows++) {
        printf("    {");
        for (int i = 0; i < t.columns; i++) {
            put_text(t.cell[i]);
            printf(i + 1 < t.columns ? ", " : "},\n");
        }
    }
    printf("};\nconst size_t table_");
    put_name(path);
    printf("_count = %d;\n\n", rows);
    fclose(t.file);
}

static void write_constants(const char *path)
{
    Table t;
    open_table(&t, path);
    printf("enum {\n");
    while (next_row(&t)) {
        char *end;
        strtol(t.cell[1], &end, 10);
        if (*end)
            broken(&t, "the value must be a number");
        printf("    %s = %s, /* %s */\n", t.cell[0], t.cell[1], t.cell[2]);
    }
    printf("};\n");
    fclose(t.file);
}

int main(int argc, char **argv)
{
    printf("/* Made from schemas/ by gen/tool/tables.c. */\n");
    if (argc == 3 && strcmp(argv[1], "--constants") == 0) {
        write_constants(argv[2]);
        return 0;
    }
    printf("#include \"facts/tables.h\"\n\n");
    for (int i = 1; i < argc; i++)
        write_rows(argv[i]);
    return 0;
}
