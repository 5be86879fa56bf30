/* SPDX-License-Identifier: MIT */
#include "user/user_repository.h"
#include "cgi/serve.h"

int main(void)
{
    return serve(&therapist_resource);
}
