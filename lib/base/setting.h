/* SPDX-License-Identifier: MIT
 *
 * setting - how the text of one setting becomes the value of its field.
 */
#ifndef MYOREST_SETTING_H
#define MYOREST_SETTING_H

#include <sys/types.h>

#include "base/slice.h"

struct setting_choice {
    const char *word;
    int value;
};

/* `parse` fills the field (a bool, int64_t, enum, slice or list, as the kind says) with
 * what lives until the arena is reset; false when the text is not of the kind. `expected`
 * ends the sentence "NAME must be ...". `choices` ends with a word that is NULL. */
struct setting_kind {
    bool (*parse)(struct arena *arena, const struct setting_kind *kind, struct slice text,
                  void *field);
    const char *expected;
    const struct setting_choice *choices;
};

extern const struct setting_kind setting_text;         /* slice */
extern const struct setting_kind setting_present;      /* slice, not empty */
extern const struct setting_kind setting_audience;     /* slice, StringOrURI */
extern const struct setting_kind setting_proxy_uri;    /* slice, http or https */
extern const struct setting_kind setting_header;       /* slice, a token */
extern const struct setting_kind setting_text_or_file; /* slice; "@path" reads a file */
extern const struct setting_kind setting_role;         /* slice; neither empty nor none */
extern const struct setting_kind setting_on_off;       /* bool */
extern const struct setting_kind setting_rows;         /* int64_t */
extern const struct setting_kind setting_octets;       /* int64_t; K, M and G */
extern const struct setting_kind setting_duration;     /* slice, PostgreSQL's syntax */
extern const struct setting_kind setting_list;         /* list */
extern const struct setting_kind setting_schemas;      /* list */
extern const struct setting_kind setting_app_settings; /* list of name=value */
extern const struct setting_kind setting_api_keys;     /* list of digest=role */
extern const struct setting_kind setting_tx_end;       /* enum tx_end */
extern const struct setting_kind setting_openapi_mode; /* enum openapi_mode */
extern const struct setting_kind setting_verbosity;    /* bool, true is verbose */
extern const struct setting_kind setting_log_level;    /* enum log_level */

/* Reads a whole regular file of at most 1 MiB; false when that is not possible or its
 * mode has one of the `forbidden` bits. */
bool setting_read_file(struct arena *arena, const char *path, mode_t forbidden,
                       struct slice *out) MUST_CHECK;

#endif
