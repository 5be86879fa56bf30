/* SPDX-License-Identifier: MIT */
#include "auth/role_path.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char claims[] =
    "{\"role\":\"first\",\"a\":{\"b c\":[10,{\"d\":\"deep\"}],\"\":\"empty\"},"
    "\"roles\":[5,\"other\",\"web_user\",\"admin\"],\"n\":null,\"https://x.y/r\":\"uri\","
    "\"groups\":[{\"kind\":\"web\",\"name\":\"w\"},{\"kind\":\"db\"},"
    "{\"kind\":\"db\",\"name\":\"d\"}],\"role\":\"last\"}";

/* The octets at the path, "(none)" without any, "(bad)" for a path that is none. */
static void assert_finds(const char *path, const char *expected)
{
    struct arena *arena = arena_new(1024);
    struct role_path parsed;
    struct json_value value;
    struct slice found = slice_of("(bad)");
    if (role_path_parse(arena, slice_of(path), &parsed)) {
        bool ok = role_path_find(&parsed, arena, json_parse(slice_of(claims)), &value);
        found = ok ? value.text : slice_of("(none)");
    }
    if (!slice_is(found, expected)) {
        fail_msg("%s: %s", path, slice_string(arena, found));
    }
    arena_free(arena);
}

static void members_and_items_are_found(void **state)
{
    (void)state;
    assert_finds(".role", "\"last\"");
    assert_finds("$.role", "\"last\"");
    assert_finds(".\"https://x.y/r\"", "\"uri\"");
    assert_finds(".a.\"b c\"[0]", "10");
    assert_finds(".a.\"b c\"[1].d", "\"deep\"");
    assert_finds(".a.\"\"", "\"empty\"");
    assert_finds(".n", "null");
    assert_finds(".roles[1]", "\"other\"");
}

static void what_is_not_there_is_not_found(void **state)
{
    (void)state;
    assert_finds(".none", "(none)");
    assert_finds(".role.more", "(none)");
    assert_finds(".roles[9]", "(none)");
    assert_finds(".roles.a", "(none)");
    assert_finds("[0]", "(none)");
    assert_finds(".n.a", "(none)");
    assert_finds(".role[?(@ == \"last\")]", "(none)");
}

static void filters_find_the_first_text(void **state)
{
    (void)state;
    assert_finds(".roles[?(@ == \"admin\")]", "\"admin\"");
    assert_finds(".roles[?(@!=\"other\")]", "\"web_user\"");
    assert_finds(".roles[?(@ ^== \"web_\")]", "\"web_user\"");
    assert_finds(".roles[?(@ ==^ \"_user\")]", "\"web_user\"");
    assert_finds(".roles[?(@ *== \"dmi\")]", "\"admin\"");
    assert_finds(".roles[?(@ *== \"\")]", "\"other\"");
    assert_finds(".roles[?(@ == \"nobody\")]", "(none)");
}

static void paths_as_rfc_9535_writes_them(void **state)
{
    (void)state;
    assert_finds("$['https://x.y/r']", "\"uri\"");
    assert_finds("$.a[\"b c\"][1]['d']", "\"deep\"");
    assert_finds("$.roles[-1]", "\"admin\"");
    assert_finds("$.roles[-4]", "5");
    assert_finds("$.roles[-5]", "(none)");
    assert_finds("$.roles[?@ == 'admin']", "\"admin\"");
    assert_finds("$.roles[?(@ == 'admin')]", "\"admin\"");
    assert_finds("$.roles[?search(@, '^(web|app)_')]", "\"web_user\"");
    assert_finds("$.roles[?(search(@,\"min$\"))]", "\"admin\"");
    assert_finds("$.roles[?search(@, 'x')]", "(none)");
    assert_finds("$.roles[?match(@, 'web_.*')]", "\"web_user\"");
    assert_finds("$.roles[?match(@, 'eb_|min')]", "(none)");
}

static void steps_may_go_several_ways(void **state)
{
    (void)state;
    assert_finds("$.roles[*]", "5");
    assert_finds("$.role[*]", "(none)");
    assert_finds("$.a.*[1].d", "\"deep\"");
    assert_finds("$[*]['b c'][0]", "10");
    assert_finds("$.groups[?@.kind == 'db'].name", "\"d\"");
    assert_finds("$.groups[?@['kind'] != 'web'].kind", "\"db\"");
    assert_finds("$.*[?@.name == 'w']['kind']", "\"web\"");
    assert_finds("$.a['b c'][?@.d == 'deep'].d", "\"deep\"");
    assert_finds("$.groups[?@.kind == 'none'].name", "(none)");
}

static void blanks_stand_where_rfc_9535_has_them(void **state)
{
    (void)state;
    assert_finds("$ .role", "\"last\"");
    assert_finds("$[ 'role' ]", "\"last\"");
    assert_finds("$.roles [ 1 ]", "\"other\"");
    assert_finds("$.roles[ * ]", "5");
    assert_finds("$.roles[ ? ( @ == 'admin' ) ]", "\"admin\"");
    assert_finds("$.roles[?search( @ , 'min' )]", "\"admin\"");
}

static void other_paths_are_refused(void **state)
{
    static const char *const paths[] = {
        "",
        "$",
        "role",
        ".",
        ".role extra",
        ".role.",
        ".a..b",
        ".\"open",
        ".roles[",
        ".roles[1",
        ".roles[]",
        ".roles[x]",
        ".roles[+1]",
        ".roles[99999999999999999999]",
        ".roles[?(@ = \"x\")]",
        ".roles[?(@ == \"x\")",
        ".roles[?(@ == \"x)]",
        ".roles[?(@ == x)]",
        ".roles[?(@ == \"x\")].more",
        ".roles[?(a == \"x\")]",
        "$['open]",
        "$['a'",
        "$[-]",
        "$.roles[?@ == 'x')]",
        "$.roles[?search(@ 'x')]",
        "$.roles[?search(@, 'x']",
        "$.roles[?search(@, '(')]",
        "$.roles[?match(@, '(')]",
        "$.roles[?match(@ 'x')]",
        "$.roles[*",
        "$.roles[?",
        "$.roles[?@",
        "$.roles[?@]",
        "$.roles[?@.]",
        "$.roles[?@[?@ == 'x'] == 'x']",
        "$.roles[?@.* == 'x']",
        "$.roles[1 2]",
        "$.roles[1,2]",
        "$.roles[1:]",
        "$..role",
        ". role",
        "$. role",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(paths); i++) {
        assert_finds(paths[i], "(bad)");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_and_items_are_found),
        cmocka_unit_test(what_is_not_there_is_not_found),
        cmocka_unit_test(filters_find_the_first_text),
        cmocka_unit_test(paths_as_rfc_9535_writes_them),
        cmocka_unit_test(steps_may_go_several_ways),
        cmocka_unit_test(blanks_stand_where_rfc_9535_has_them),
        cmocka_unit_test(other_paths_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
