/* SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <ctype.h>

/* A check under way: the containers that are open, innermost last. */
struct scanner {
    const char *at;
    const char *end;
    const char *problem;
    size_t depth;
    bool is_object[JSON_DEPTH];
};

static bool is_space(char octet)
{
    return octet == ' ' || octet == '\n' || octet == '\t' || octet == '\r';
}

static bool is_digit(char octet)
{
    return octet >= '0' && octet <= '9';
}

static bool is_plain(char octet)
{
    return (unsigned char)octet >= 0x20 && octet != '"' && octet != '\\';
}

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && is_space(*at)) {
        at++;
    }
    return at;
}

static bool fails(struct scanner *scanner, const char *problem)
{
    scanner->problem = problem;
    return false;
}

/* True, and past it, when the next octet is `wanted`. */
static bool takes(struct scanner *scanner, char wanted)
{
    bool found = scanner->at < scanner->end && *scanner->at == wanted;
    scanner->at += found ? 1 : 0;
    return found;
}

static size_t take_digits(struct scanner *scanner)
{
    const char *start = scanner->at;
    while (scanner->at < scanner->end && is_digit(*scanner->at)) {
        scanner->at++;
    }
    return (size_t)(scanner->at - start);
}

static bool check_number(struct scanner *scanner)
{
    takes(scanner, '-');
    if (!takes(scanner, '0') && take_digits(scanner) == 0) {
        return fails(scanner, "a digit is missing");
    }
    if (takes(scanner, '.') && take_digits(scanner) == 0) {
        return fails(scanner, "a digit is missing after the point");
    }
    if (takes(scanner, 'e') || takes(scanner, 'E')) {
        if (!takes(scanner, '+')) {
            takes(scanner, '-');
        }
        if (take_digits(scanner) == 0) {
            return fails(scanner, "a digit is missing in the exponent");
        }
    }
    return true;
}

/* After a backslash. */
static bool check_escape(struct scanner *scanner)
{
    if (takes(scanner, 'u')) {
        for (int i = 0; i < 4; i++, scanner->at++) {
            if (scanner->at == scanner->end || !isxdigit((unsigned char)*scanner->at)) {
                return fails(scanner, "\\u needs four hexadecimal digits");
            }
        }
        return true;
    }
    if (scanner->at == scanner->end || *scanner->at == '\0' ||
        strchr("\"\\/bfnrt", *scanner->at) == NULL) {
        return fails(scanner, "an escape is not known");
    }
    scanner->at++;
    return true;
}

/* A run of octets beyond ASCII; slice_is_text() knows UTF-8. */
static bool check_sequences(struct scanner *scanner)
{
    const char *start = scanner->at;
    while (scanner->at < scanner->end && (unsigned char)*scanner->at >= 0x80) {
        scanner->at++;
    }
    if (slice_is_text((struct slice){start, (size_t)(scanner->at - start)})) {
        return true;
    }
    scanner->at = start;
    return fails(scanner, "the text is not UTF-8");
}

/* After the opening quote. */
static bool check_string(struct scanner *scanner)
{
    while (scanner->at < scanner->end) {
        char octet = *scanner->at;
        if ((unsigned char)octet >= 0x80) {
            if (!check_sequences(scanner)) {
                return false;
            }
        } else if (is_plain(octet)) {
            scanner->at++;
        } else if (octet == '"') {
            scanner->at++;
            return true;
        } else if (octet == '\\') {
            scanner->at++;
            if (!check_escape(scanner)) {
                return false;
            }
        } else {
            return fails(scanner, "a control character stands in a string");
        }
    }
    return fails(scanner, "a string does not end");
}

static bool check_word(struct scanner *scanner)
{
    static const char *const words[] = {"null", "true", "false"};
    struct slice rest = {scanner->at, (size_t)(scanner->end - scanner->at)};
    for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
        if (slice_starts_with(rest, words[i])) {
            scanner->at += strlen(words[i]);
            return true;
        }
    }
    return fails(scanner,
                 rest.len == 0 ? "a value is missing at the end" : "a value is expected");
}

static bool check_scalar(struct scanner *scanner)
{
    if (takes(scanner, '"')) {
        return check_string(scanner);
    }
    if (scanner->at < scanner->end && (*scanner->at == '-' || is_digit(*scanner->at))) {
        return check_number(scanner);
    }
    return check_word(scanner);
}

static bool check_key(struct scanner *scanner)
{
    scanner->at = skip_space(scanner->at, scanner->end);
    if (!takes(scanner, '"')) {
        return fails(scanner, "a key is expected");
    }
    if (!check_string(scanner)) {
        return false;
    }
    scanner->at = skip_space(scanner->at, scanner->end);
    return takes(scanner, ':') || fails(scanner, "a colon is expected after a key");
}

/* A scalar, or the opening of a container. *complete: the value is whole already. */
static bool check_start(struct scanner *scanner, bool *complete)
{
    scanner->at = skip_space(scanner->at, scanner->end);
    bool opens_object = takes(scanner, '{');
    *complete = !opens_object && !takes(scanner, '[');
    if (*complete) {
        return check_scalar(scanner);
    }
    if (scanner->depth == JSON_DEPTH) {
        return fails(scanner, "the nesting is too deep");
    }
    scanner->is_object[scanner->depth++] = opens_object;
    scanner->at = skip_space(scanner->at, scanner->end);
    if (takes(scanner, opens_object ? '}' : ']')) {
        scanner->depth--;
        *complete = true;
        return true;
    }
    return !opens_object || check_key(scanner);
}

/* After a value: closes what ends here, up to a comma or the outermost end. */
static bool check_follow(struct scanner *scanner)
{
    while (scanner->depth > 0) {
        bool in_object = scanner->is_object[scanner->depth - 1];
        scanner->at = skip_space(scanner->at, scanner->end);
        if (takes(scanner, ',')) {
            return !in_object || check_key(scanner);
        }
        if (!takes(scanner, in_object ? '}' : ']')) {
            return fails(scanner, in_object ? "a comma or } is expected"
                                            : "a comma or ] is expected");
        }
        scanner->depth--;
    }
    return true;
}

static bool check_text(struct scanner *scanner)
{
    do {
        bool complete;
        if (!check_start(scanner, &complete) || (complete && !check_follow(scanner))) {
            return false;
        }
    } while (scanner->depth > 0);
    scanner->at = skip_space(scanner->at, scanner->end);
    return scanner->at == scanner->end ||
           fails(scanner, "something follows after the value");
}

bool json_check(struct slice text, const char **problem, size_t *at)
{
    struct scanner scanner;
    scanner.at = text.len == 0 ? "" : text.ptr;
    scanner.end = scanner.at + text.len;
    scanner.problem = NULL;
    scanner.depth = 0;
    const char *start = scanner.at;
    bool valid = check_text(&scanner);
    *problem = scanner.problem;
    *at = (size_t)(scanner.at - start);
    return valid;
}
