/* Build-time: turns text files into C strings.
 *
 *     embed FILE… > templates.c
 *
 * templates/apex/users.apex becomes `const char template_users_apex[]`. */
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

int main(int argc, char **argv)
{
    printf("/* Made from templates/ by gen/tool/embed.c. */\n#include \"write/templates.h\"\n\n");
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (!file) {
            perror(argv[i]);
            return 1;
        }
        printf("const char template_");
        put_name(argv[i]);
        printf("[] = {");
        put_bytes(file);
        fclose(file);
    }
    return 0;
}
