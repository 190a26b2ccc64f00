/* A template, by itself and as what an integration starts from, with every option on. */
#include "fuzz.h"

#include "check/check.h"
#include "command/command.h"
#include "read/definition.h"
#include "read/template.h"
#include "resolve/resolve.h"
#include "write/yaml_text.h"

/* A definition that uses all of it. */
static void put_user(const Template *template, Buf *yaml)
{
    buf_put(yaml, S("company: {domain: example.com, email: a@example.com}\n"
                    "environments: {production: {}, uat: {usernameSuffix: .uat}}\n"
                    "integrations:\n  Tool:\n    template: fuzz\n"));
    for (size_t i = 0; i < template->option_count; i++) {
        buf_put(yaml, i ? S(", ") : S("    options: ["));
        put_yaml(yaml, template->options[i].name.s, true);
    }
    if (template->option_count)
        buf_put(yaml, S("]\n"));
}

/* As command/templates.c does it. */
static void use(FuzzModel *m, Str input)
{
    uint32_t file = source_add(&m->diag.sources, &m->model.arena, S("template fuzz"), input);
    for (size_t i = 0; i < m->model.integration_count; i++) {
        Integration *integration = &m->model.integrations[i];
        Template *template = ARENA_NEW(&m->model.arena, Template);
        template->key = S("fuzz");
        size_t before = m->diag.count;
        m->diag.sources.items[file - 1].used_at = integration->template_name.at;
        if (template_read(&m->model, &m->diag, file, input, integration->name,
                          &integration->options, template))
            integration->template = template;
        integration->set.flawed = integration->set.flawed || m->diag.count > before;
    }
    resolve(&m->model, &m->diag);
    check(&m->model, &m->diag, 1);
    forget_needless(&m->model, &m->diag);
}

static void read_alone(Str input, Buf *yaml)
{
    FuzzModel m = {0};
    Template template = {.key = S("fuzz")};
    TextList none = {0};
    fuzz_model_start(&m);
    uint32_t file = source_add(&m.diag.sources, &m.model.arena, S("fuzz.yaml"), input);
    if (template_read(&m.model, &m.diag, file, input, (Text){.s = S("")}, &none, &template) &&
        !diag_failed(&m.diag))
        put_user(&template, yaml);
    must(m.model.allow_count == 0, "nobody accepts what a template alone accepts");
    must_be_findings(&m.diag);
    fuzz_model_end(&m);
}

void fuzz_template(Str input)
{
    Arena a = {0};
    Buf yaml = {0};
    Str bytes = fuzz_exact(&a, input);
    read_alone(bytes, &yaml);
    if (yaml.n) {
        FuzzModel m = {0};
        fuzz_model_start(&m);
        fuzz_model_read(&m, "a.yaml", buf_str(&yaml), 1);
        use(&m, bytes);
        if (!diag_failed(&m.diag)) {
            fuzz_check_artefacts(&m.model);
            fuzz_check_sets(&m.model);
            fuzz_check_no_difference(&m.model);
        }
        must_be_findings(&m.diag);
        fuzz_model_end(&m);
    }
    buf_free(&yaml);
    arena_free(&a);
}
