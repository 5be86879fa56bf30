/* SPDX-License-Identifier: MIT
 *
 * The functions of the models, /rest/v1/rpc/<name>.
 */
#include "cgi/serve.h"

static const struct resource rpc_resource = {
    .name = "rpc",
    .serves_functions = true,
    .has_uuid_subjects = true,
};

int main(void)
{
    return serve(&rpc_resource);
}
