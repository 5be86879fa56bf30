/* SPDX-License-Identifier: MIT */
#include "rest/json_values.h"

#include "rest/stripping.h"

/* Longer than any timestamp that PostgreSQL writes (its MAXDATELEN is 128). */
#define LONGEST_TIMESTAMP 128
#define HOURS_ONLY 3 /* "+00" */

void json_text_write(struct json_writer *writer, struct slice text)
{
    spool_add_char(writer->spool, '"');
    while (text.len > 0) {
        size_t plain = json_plain_length(text);
        spool_add(writer->spool, text.ptr, plain);
        if (plain < text.len) {
            spool_add_text(writer->spool, json_escape(text.ptr[plain]));
            plain++;
        }
        text = slice_from(text, plain);
    }
    spool_add_char(writer->spool, '"');
}

/* For texts that never hold what JSON escapes. */
static void write_quoted(struct json_writer *writer, struct slice text)
{
    spool_add_char(writer->spool, '"');
    spool_add_slice(writer->spool, text);
    spool_add_char(writer->spool, '"');
}

static void write_boolean(struct json_writer *writer, struct slice text)
{
    spool_add_text(writer->spool, slice_is(text, "t") ? "true" : "false");
}

static bool begins_with_digit(struct slice text)
{
    return text.len > 0 && text.ptr[0] >= '0' && text.ptr[0] <= '9';
}

/* NaN, Infinity and -Infinity are no JSON numbers. */
void json_number_write(struct json_writer *writer, struct slice text)
{
    bool is_negative = text.len > 0 && *text.ptr == '-';
    if (begins_with_digit(slice_from(text, is_negative ? 1 : 0))) {
        spool_add_slice(writer->spool, text);
    } else {
        write_quoted(writer, text);
    }
}

static void write_json(struct json_writer *writer, struct slice text)
{
    if (writer->strips_nulls) {
        json_write_stripped(writer->spool, text);
    } else {
        spool_add_slice(writer->spool, text);
    }
}

/* "2024-02-29 13:45:00.5+00 BC": to_json() has a T for the first space, and minutes in
 * every zone. */
static void write_timestamp(struct json_writer *writer, struct slice text)
{
    size_t space = slice_find(text, ' ');
    if (!begins_with_digit(text) || space == text.len || text.len > LONGEST_TIMESTAMP) {
        json_text_write(writer, text);
        return;
    }
    char out[LONGEST_TIMESTAMP + sizeof("\":00\"")];
    size_t sign = space;
    size_t end = space + 1;
    out[0] = '"';
    memcpy(out + 1, text.ptr, text.len);
    out[1 + space] = 'T';
    while (end < text.len && text.ptr[end] != ' ') {
        sign = text.ptr[end] == '+' || text.ptr[end] == '-' ? end : sign;
        end++;
    }
    size_t length = 1 + end;
    if (sign > space && end - sign == HOURS_ONLY) {
        memcpy(out + length, ":00", 3);
        length += 3;
    }
    memcpy(out + length, text.ptr + end, text.len - end);
    length += text.len - end;
    out[length++] = '"';
    spool_add(writer->spool, out, length);
}

/* int2vector and oidvector: arrays to to_json(), but their text has spaces only. */
static void write_vector(struct json_writer *writer, struct slice text, json_write *write)
{
    spool_add_char(writer->spool, '[');
    for (bool is_first = true; text.len > 0; is_first = false) {
        if (!is_first) {
            spool_add_char(writer->spool, ',');
        }
        write(writer, slice_cut(&text, ' '));
    }
    spool_add_char(writer->spool, ']');
}

static void write_numbers(struct json_writer *writer, struct slice text)
{
    write_vector(writer, text, json_number_write);
}

static void write_oids(struct json_writer *writer, struct slice text)
{
    write_vector(writer, text, write_quoted);
}

/* A row per type: OID, the OID of its array (0: none), writer. The comment is its name in
 * pg_type; tests/encoders compares the table with the catalog. */
static const struct {
    uint32_t type;
    uint32_t array;
    json_write *write;
} known[] = {
    {16, 1000, write_boolean},       /* bool */
    {20, 1016, json_number_write},   /* int8 */
    {21, 1005, json_number_write},   /* int2 */
    {23, 1007, json_number_write},   /* int4 */
    {25, 1009, json_text_write},     /* text */
    {700, 1021, json_number_write},  /* float4 */
    {701, 1022, json_number_write},  /* float8 */
    {1700, 1231, json_number_write}, /* numeric */
    {114, 199, write_json},          /* json */
    {3802, 3807, write_json},        /* jsonb */
    {1042, 1014, json_text_write},   /* bpchar */
    {1043, 1015, json_text_write},   /* varchar */
    {1082, 1182, write_quoted},      /* date */
    {1083, 1183, write_quoted},      /* time */
    {1266, 1270, write_quoted},      /* timetz */
    {1114, 1115, write_timestamp},   /* timestamp */
    {1184, 1185, write_timestamp},   /* timestamptz */
    {1186, 1187, write_quoted},      /* interval */
    {2950, 2951, write_quoted},      /* uuid */
    {17, 1001, json_text_write},     /* bytea */
    {18, 1002, json_text_write},     /* "char" */
    {19, 1003, json_text_write},     /* name */
    {22, 1006, write_numbers},       /* int2vector */
    {24, 1008, json_text_write},     /* regproc */
    {26, 1028, write_quoted},        /* oid */
    {27, 1010, write_quoted},        /* tid */
    {28, 1011, write_quoted},        /* xid */
    {29, 1012, write_quoted},        /* cid */
    {30, 1013, write_oids},          /* oidvector */
    {142, 143, json_text_write},     /* xml */
    {194, 0, json_text_write},       /* pg_node_tree */
    {600, 1017, write_quoted},       /* point */
    {601, 1018, write_quoted},       /* lseg */
    {602, 1019, write_quoted},       /* path */
    {603, 1020, write_quoted},       /* box */
    {604, 1027, write_quoted},       /* polygon */
    {628, 629, write_quoted},        /* line */
    {650, 651, write_quoted},        /* cidr */
    {705, 0, json_text_write},       /* unknown */
    {718, 719, write_quoted},        /* circle */
    {774, 775, write_quoted},        /* macaddr8 */
    {790, 791, json_text_write},     /* money */
    {829, 1040, write_quoted},       /* macaddr */
    {869, 1041, write_quoted},       /* inet */
    {1033, 1034, json_text_write},   /* aclitem */
    {1560, 1561, write_quoted},      /* bit */
    {1562, 1563, write_quoted},      /* varbit */
    {1790, 2201, json_text_write},   /* refcursor */
    {2202, 2207, json_text_write},   /* regprocedure */
    {2203, 2208, json_text_write},   /* regoper */
    {2204, 2209, json_text_write},   /* regoperator */
    {2205, 2210, json_text_write},   /* regclass */
    {2206, 2211, json_text_write},   /* regtype */
    {2275, 1263, json_text_write},   /* cstring */
    {2278, 0, write_quoted},         /* void */
    {2970, 2949, write_quoted},      /* txid_snapshot */
    {3220, 3221, write_quoted},      /* pg_lsn */
    {3361, 0, json_text_write},      /* pg_ndistinct */
    {3402, 0, json_text_write},      /* pg_dependencies */
    {3614, 3643, json_text_write},   /* tsvector */
    {3615, 3645, json_text_write},   /* tsquery */
    {3642, 3644, json_text_write},   /* gtsvector */
    {3734, 3735, json_text_write},   /* regconfig */
    {3769, 3770, json_text_write},   /* regdictionary */
    {3904, 3905, write_quoted},      /* int4range */
    {3906, 3907, write_quoted},      /* numrange */
    {3908, 3909, json_text_write},   /* tsrange */
    {3910, 3911, json_text_write},   /* tstzrange */
    {3912, 3913, json_text_write},   /* daterange */
    {3926, 3927, write_quoted},      /* int8range */
    {4072, 4073, json_text_write},   /* jsonpath */
    {4089, 4090, json_text_write},   /* regnamespace */
    {4096, 4097, json_text_write},   /* regrole */
    {4191, 4192, json_text_write},   /* regcollation */
    {4451, 6150, write_quoted},      /* int4multirange */
    {4532, 6151, write_quoted},      /* nummultirange */
    {4533, 6152, json_text_write},   /* tsmultirange */
    {4534, 6153, json_text_write},   /* tstzmultirange */
    {4535, 6155, json_text_write},   /* datemultirange */
    {4536, 6157, write_quoted},      /* int8multirange */
    {4600, 0, json_text_write},      /* pg_brin_bloom_summary */
    {4601, 0, json_text_write},      /* pg_brin_minmax_multi_summary */
    {5017, 0, json_text_write},      /* pg_mcv_list */
    {5038, 5039, write_quoted},      /* pg_snapshot */
    {5069, 271, write_quoted},       /* xid8 */
};

#define BOX_ARRAY 1020 /* a box has commas, so its array has semicolons */

bool json_type_find(uint32_t type, struct json_type *out)
{
    for (size_t i = 0; type != 0 && i < ARRAY_LENGTH(known); i++) {
        if (known[i].type == type || known[i].array == type) {
            *out = (struct json_type){.write = known[i].write,
                                      .is_array = known[i].array == type,
                                      .delimiter = type == BOX_ARRAY ? ';' : ','};
            return true;
        }
    }
    return false;
}

struct json_type json_type_text(void)
{
    return (struct json_type){.write = json_text_write};
}

struct json_type json_type_json(void)
{
    return (struct json_type){.write = write_json};
}

/* The element after its opening quote, its escapes resolved; cut off *rest with its
 * closing quote. */
static struct slice cut_quoted(struct json_writer *writer, struct slice *rest)
{
    size_t end = 0;
    bool has_escapes = false;
    while (end < rest->len && rest->ptr[end] != '"') {
        bool is_escape = rest->ptr[end] == '\\';
        has_escapes = has_escapes || is_escape;
        end += is_escape ? 2 : 1;
    }
    struct slice element = slice_until(*rest, end);
    *rest = slice_from(*rest, end + 1);
    if (!has_escapes) {
        return element;
    }
    writer->scratch.len = 0;
    while (element.len > 0) {
        size_t plain = slice_find(element, '\\');
        strbuf_add(&writer->scratch, element.ptr, plain);
        element = slice_from(element, plain + 1);
        strbuf_add_slice(&writer->scratch, slice_until(element, 1));
        element = slice_from(element, 1);
    }
    return strbuf_slice(&writer->scratch);
}

static struct slice cut_unquoted(struct slice *rest, char delimiter)
{
    size_t end = 0;
    while (end < rest->len && rest->ptr[end] != delimiter && rest->ptr[end] != '}') {
        end++;
    }
    struct slice element = slice_until(*rest, end);
    *rest = slice_from(*rest, end);
    return element;
}

/* "[0:1][2:2]={{a},{NULL}}": the bounds are no part of the JSON. */
static void write_array(struct json_writer *writer, const struct json_type *type,
                        struct slice text)
{
    if (slice_starts_with(text, "[")) {
        text = slice_from(text, slice_find(text, '=') + 1);
    }
    while (text.len > 0) {
        char octet = *text.ptr;
        char mark = octet == '{'               ? '['
                    : octet == '}'             ? ']'
                    : octet == type->delimiter ? ','
                                               : '\0';
        if (mark != '\0' || octet == '"') {
            text = slice_from(text, 1);
        }
        if (mark != '\0') {
            spool_add_char(writer->spool, mark);
        } else if (octet == '"') {
            type->write(writer, cut_quoted(writer, &text));
        } else {
            struct slice element = cut_unquoted(&text, type->delimiter);
            if (slice_is(element, "NULL")) {
                spool_add_text(writer->spool, "null");
            } else {
                type->write(writer, element);
            }
        }
    }
}

void json_value_write(struct json_writer *writer, const struct json_type *type,
                      struct slice value)
{
    if (!slice_is_present(value)) {
        spool_add_text(writer->spool, "null");
    } else if (type->is_array) {
        write_array(writer, type, value);
    } else {
        type->write(writer, value);
    }
}

bool json_value_is_null(const struct json_type *type, struct slice value)
{
    bool is_json = type->write == write_json && !type->is_array;
    while (is_json && value.len > 0 && strchr(" \t\n\r", *value.ptr) != NULL) {
        value = slice_from(value, 1);
    }
    return !slice_is_present(value) || (is_json && slice_starts_with(value, "null"));
}
