/* SPDX-License-Identifier: MIT */
#include "clinical/emg_data_repository.h"
#include "cgi/serve.h"

int main(void)
{
    return serve(&contraction_resource);
}
