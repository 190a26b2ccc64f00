/* Build-time: turns the fact tables of schemas/ into C.
 *
 *     tables FILE.tsv…  > facts_tables.c        rows as one text and the places of their cells
 *     tables --columns FILE.tsv… > facts_tables.h
 *     tables --constants FILE.tsv… > facts_limits.h
 *
 * A table starts with a line of column names, the last of which is "evidence". Rows are sorted
 * byte-wise by their first two cells, and no two have the same; where the first column is called
 * "name", no two have the same name. A column "name:this|that" holds nothing but these words. No cell
 * is empty: what is not there is "-". A row that breaks a rule stops the build with its line. */
#include <ctype.h>
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
    bool named; /* the first column is unique */
    char text[LINE_MAX_BYTES], header[LINE_MAX_BYTES], last[LINE_MAX_BYTES];
    char *cell[COLUMNS_MAX], *column[COLUMNS_MAX], *words[COLUMNS_MAX];
} Table;

static _Noreturn void broken(const Table *t, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", t->path, t->line, what);
    exit(1);
}

static int split(const Table *t, char *text, char *cell[COLUMNS_MAX])
{
    int n = 0;
    for (char *at = text;; *at++ = '\0') {
        if (n == COLUMNS_MAX)
            broken(t, "too many columns");
        cell[n++] = at;
        at = strchr(at, '\t');
        if (!at)
            return n;
    }
}

static bool read_line(Table *t, char *text)
{
    t->line++;
    if (!fgets(text, LINE_MAX_BYTES, t->file))
        return false;
    size_t length = strlen(text);
    if (!length || text[length - 1] != '\n')
        broken(t, "a line without its end, or too long");
    text[length - 1] = '\0';
    return true;
}

static void open_table(Table *t, const char *path)
{
    *t = (Table){.path = path, .file = fopen(path, "r")};
    if (!t->file || !read_line(t, t->header))
        broken(t, "cannot be read");
    t->columns = split(t, t->header, t->column);
    for (int i = 0; i < t->columns; i++) {
        t->words[i] = strchr(t->column[i], ':');
        if (t->words[i])
            *t->words[i]++ = '\0';
    }
    if (t->columns < 2 || strcmp(t->column[t->columns - 1], "evidence") != 0)
        broken(t, "the last column must be evidence");
    t->named = strcmp(t->column[0], "name") == 0;
}

static bool is_word(const char *cell, const char *words)
{
    size_t length = strlen(cell);
    for (const char *at = words; at; at = strchr(at, '|')) {
        at += *at == '|';
        if (strncmp(at, cell, length) == 0 && (at[length] == '|' || !at[length]))
            return true;
    }
    return false;
}

static void check_cells(Table *t)
{
    for (int i = 0; i < t->columns; i++) {
        if (!t->cell[i][0])
            broken(t, "an empty cell");
        if (t->words[i] && !is_word(t->cell[i], t->words[i]))
            broken(t, "a cell with a word that its column does not know");
    }
}

/* The first two cells of the last row are kept as "first\0second\0". */
static void check_order(Table *t)
{
    const char *second = t->last + strlen(t->last) + 1;
    int order = strcmp(t->cell[0], t->last);
    if (order < 0 || (order == 0 && (t->named || strcmp(t->cell[1], second) <= 0)))
        broken(t, t->named ? "the names must be unique and sorted"
                           : "the rows must be unique and sorted by their first two cells");
    size_t length = strlen(t->cell[0]) + 1;
    memcpy(t->last, t->cell[0], length);
    memcpy(t->last + length, t->cell[1], strlen(t->cell[1]) + 1);
}

static bool next_row(Table *t)
{
    if (!read_line(t, t->text))
        return false;
    if (split(t, t->text, t->cell) != t->columns)
        broken(t, "another number of columns than in the first line");
    check_cells(t);
    check_order(t);
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
    printf("\\000\"");
}

/* schemas/profile-permissions.tsv is called profile_permissions. */
static void put_name(const char *path, bool upper)
{
    const char *name = strrchr(path, '/');
    for (name = name ? name + 1 : path; *name && *name != '.'; name++) {
        int c = *name == '-' ? '_' : *name;
        putchar(upper ? toupper(c) : c);
    }
}

static int write_text(Table *t)
{
    int rows = 0;
    printf("static const char text_");
    put_name(t->path, false);
    printf("[] =");
    for (; next_row(t); rows++) {
        printf("\n    ");
        for (int i = 0; i < t->columns; i++)
            put_text(t->cell[i]);
    }
    printf(rows ? ";\n\n" : " \"\";\n\n");
    return rows;
}

static void write_places(const char *path)
{
    Table t;
    size_t place = 0;
    open_table(&t, path);
    printf("static const uint32_t cells_");
    put_name(path, false);
    printf("[] = {\n");
    while (next_row(&t)) {
        printf("   ");
        for (int i = 0; i < t.columns; i++) {
            printf(" %zu,", place);
            place += strlen(t.cell[i]) + 1;
        }
        printf("\n");
    }
    printf("    %zu};\n\n", place);
    fclose(t.file);
}

static void write_rows(const char *path)
{
    Table t;
    open_table(&t, path);
    int rows = write_text(&t);
    fclose(t.file);
    write_places(path);
    printf("const FactTable table_");
    put_name(path, false);
    printf(" = {text_");
    put_name(path, false);
    printf(", cells_");
    put_name(path, false);
    printf(", %d, %d};\n\n", rows, t.columns);
}

static void write_columns(const char *path)
{
    Table t;
    open_table(&t, path);
    printf("extern const FactTable table_");
    put_name(path, false);
    printf(";\nenum {\n");
    for (int i = 0; i < t.columns; i++) {
        printf("    ");
        put_name(path, true);
        putchar('_');
        for (const char *c = t.column[i]; *c; c++)
            putchar(toupper((unsigned char)*c));
        printf(",\n");
    }
    printf("};\n\n");
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
    static const struct {
        const char *option, *head;
        void (*write)(const char *path);
    } forms[] = {{"--constants", "", write_constants},
                 {"--columns", "#include \"facts/tables.h\"\n\n", write_columns},
                 {NULL, "#include \"facts_tables.h\"\n\n", write_rows}};
    int form = 0, first = 2;
    while (forms[form].option && (argc < 2 || strcmp(argv[1], forms[form].option) != 0))
        form++;
    if (!forms[form].option)
        first = 1;
    printf("/* Made from schemas/ by gen/tool/tables.c. */\n%s", forms[form].head);
    for (int i = first; i < argc; i++)
        forms[form].write(argv[i]);
    return 0;
}
