/* SPDX-License-Identifier: MIT
 *
 * The root: what the caller may use, as OpenAPI.
 */
#include "cgi/serve.h"

static const struct resource openapi_resource = {.name = "openapi", .serves_root = true};

int main(void)
{
    return serve(&openapi_resource);
}
