/* SPDX-License-Identifier: MIT
 *
 * Any table, view or function of the models: what start-schema runs, and the fallback
 * that answers for unknown names and paths.
 */
#include "cgi/serve.h"

static const struct resource schema_resource = {
    .name = "schema",
    .serves_all_tables = true,
    .serves_functions = true,
    .serves_root = true,
};

int main(void)
{
    return serve(&schema_resource);
}
