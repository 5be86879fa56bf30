/* SPDX-License-Identifier: MIT */
#include "clinical/patient_repository.h"
#include "cgi/serve.h"

int main(void)
{
    return serve(&patient_resource);
}
