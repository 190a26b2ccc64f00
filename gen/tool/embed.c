/* Build-time: turns text files into C strings.
 *
 *     embed FILE… > templates.c
 *
 * templates/apex/users.apex becomes `const char template_users_apex[]`. With --catalog before the files they
 * become a table by the names of the files. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

static void put_name(const char *path)
{
    const char *name = strrchr(path, '/');
    for (name = name ? name + 1 : path; *name; name++)
        putchar(isalnum((unsigned char)*name) ? *name : '_');
}

static void put_bytes(FILE *file)
{
    int c;
    for (int n = 0; (c = getc(file)) != EOF; n++)
        printf(n % 16 ? "%d," : "\n    %d,", (char)c);
    printf("0};\n");
}

/* "hubspot" of templates/integrations/hubspot.yaml */
static void put_key(const char *path)
{
    const char *name = strrchr(path, '/');
    for (name = name ? name + 1 : path; *name && *name != '.'; name++)
        putchar(*name);
}

/* The files by their keys; make names them in order. */
static void put_catalog(int count, char **paths)
{
    printf("const CatalogEntry catalog[] = {\n");
    for (int i = 0; i < count; i++) {
        printf("    {\"");
        put_key(paths[i]);
        printf("\", template_");
        put_name(paths[i]);
        printf("},\n");
    }
    printf("};\nconst size_t catalog_count = %d;\n", count);
}

int main(int argc, char **argv)
{
    int first = argc > 1 && strcmp(argv[1], "--catalog") == 0 ? 2 : 1;
    printf("/* Made from templates/ by gen/tool/embed.c. */\n#include \"write/%s.h\"\n\n",
           first == 2 ? "catalog" : "templates");
    for (int i = first; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (!file) {
            perror(argv[i]);
            return 1;
        }
        printf(first == 2 ? "static const char template_" : "const char template_");
        put_name(argv[i]);
        printf("[] = {");
        put_bytes(file);
        fclose(file);
    }
    if (first == 2)
        put_catalog(argc - first, argv + first);
    return 0;
}
