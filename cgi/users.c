/* SPDX-License-Identifier: MIT */
#include "cgi/serve.h"
#include "user/user_repository.h"

int main(void)
{
    return serve(&user_resource);
}
