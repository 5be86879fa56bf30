/* SPDX-License-Identifier: MIT
 *
 * /health/live and /health/ready, by a program of their own: a probe never waits behind
 * somebody's long query.
 */
#include "cgi/serve.h"

static const struct resource health_resource = {.name = "health"};

int main(void)
{
    return serve(&health_resource);
}
