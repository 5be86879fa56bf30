# SPDX-License-Identifier: MIT
#
# rows.awk - the rows of the .sql files into one C file. COPY's text format escapes backslash,
# newline, tab and the like as C does, so its fields need little to become string literals.

BEGIN {
    FS = "\t"
    # Members in the order of a row's fields, from the third on, with their kind: s string,
    # b bool, v number or enumerator, l list of strings, e the same ended by NULL, p list of
    # pairs, t the members of a type, f the form of a type; otherwise the tag of the rows that
    # belong to it. NULL, false and 0 are left out.
    spec["type"] = "base_type:s enum_values:e form:v is_array:b is_composite:b max_length:v" \
        " to_json_function:s from_json_function:s from_text_function:s"
    spec["column"] = "name:s type:s -:t default_value:s comment:s max_length:v is_nullable:b" \
        " is_generated:b is_identity_always:b"
    spec["table"] = "schema:s name:s comment:s columns:column primary_key:l is_view:b" \
        " is_insertable:b is_updatable:b is_deletable:b"
    spec["relationship"] = "schema:s table:s foreign_schema:s foreign_table:s cardinality:v" \
        " is_parent:b is_self:b constraint:s columns:p junction_schema:s junction_table:s" \
        " constraint_from:s constraint_to:s foreign_columns:p function_schema:s function:s"
    spec["parameter"] = "name:s type:s is_required:b is_variadic:b"
    spec["function"] = "schema:s name:s comment:s parameters:parameter result:v is_set:b" \
        " has_variadic:b volatility:v result_schema:s result_type:s result_is_table:b" \
        " result_has_alias:b form:f settings:p columns:column result_declared:s"
    spec["computed_column"] = "schema:s table:s name:s type:s form:f function_schema:s"
    spec["media_handler"] = "media_type:s schema:s table:s function_schema:s function:s" \
        " resolved_type:s is_function_result:b"

    pair["columns"] = pair["foreign_columns"] = "struct column_pair"
    pair["settings"] = "struct setting_value"
    for (code = 1; code < 256; code++) {
        octal[sprintf("%c", code)] = sprintf("\\%03o", code)
    }
    print "/* SPDX-License-Identifier: MIT */"
    print "/* Written by scripts/models from a database's catalog; not to be edited. */"
    print "#include \"schema/models.h\"\n"
    print "#pragma GCC diagnostic ignored \"-Woverlength-strings\""
}

# Octal for control characters, and for the octets of all others where there are marks that
# change the direction of text, which compilers refuse in source.
function literal(text,    out, i, character) {
    gsub(/"/, "\\\"", text)
    gsub(/\?/, "\\?", text)
    if (text ~ /[\001-\037\177]|\342\200[\252-\256]|\342\201[\246-\251]/) {
        for (i = 1; i <= length(text); i++) {
            character = substr(text, i, 1)
            out = out (character ~ /[ -~]/ ? character : octal[character])
        }
        text = out
    }
    return "\"" text "\""
}

function list(text, is_ended,    parts, count, i, out) {
    count = split(text, parts, "\037")
    if (count == 0) { # one empty item
        parts[count = 1] = ""
    }
    for (i = 1; i <= count; i++) {
        out = out (i > 1 ? ", " : "") literal(parts[i])
    }
    items = count
    return "(const char *const[]){" out (is_ended ? ", NULL" : "") "}"
}

function pairs(text, type,    parts, count, i, out) {
    count = split(text, parts, "\037")
    for (i = 1; i < count; i += 2) {
        out = out (i > 1 ? ", " : "") "{" literal(parts[i]) ", " literal(parts[i + 1]) "}"
    }
    items = count / 2
    return "(const " type "[]){" out "}"
}

function children(tag, owner) {
    items = count_of[tag, owner]
    return "(const struct " (tag == "parameter" ? "function_" : "") tag "[]){\n" \
        rows_of[tag, owner] "    }"
}

function counter(name) {
    sub(/s$/, "", name)
    return ", ." name "_count = " items
}

# ".name = value", with its count for a list; "" for what needs no mention.
function member(name, kind, text,    value) {
    if (text == "\\N" || (kind == "b" && text == "f") || (kind == "v" && text + 0 < 0)) {
        return ""
    }
    if (kind == "t") {
        return type_members[text]
    }
    if (kind == "s") {
        value = literal(text)
    } else if (kind == "b") {
        value = "true"
    } else if (kind == "v") {
        value = text
    } else if (kind == "f") {
        value = type_form[text]
    } else if (kind == "e") {
        value = list(text, 1)
    } else if (kind == "l") {
        value = list(text, 0)
        value = value counter(name)
    } else if (kind == "p") {
        value = pairs(text, pair[name])
        value = value counter(name)
    } else if (count_of[kind, text] > 0) {
        value = children(kind, text)
        value = value counter(name)
    } else {
        return ""
    }
    return "." name " = " value
}

function members(    names, count, i, parts, text, out) {
    count = split(spec[$1], names, " ")
    for (i = 1; i <= count; i++) {
        split(names[i], parts, ":")
        text = member(parts[1], parts[2], $(i + 2))
        out = out (out != "" && text != "" ? ", " : "") text
    }
    return out
}

$1 == "missing" {
    print "scripts/models: there is no schema " $3 > "/dev/stderr"
    is_missing = 1
    next
}

$1 == "check" { # of records.awk
    next
}

$1 == "version" {
    version = literal($3)
    next
}

$1 == "response" {
    may_set_response = 1
    next
}

$1 == "schema" {
    schema_names = schema_names (schema_count > 0 ? ", " : "") literal($3)
    schema_comments = schema_comments (schema_count++ > 0 ? ", " : "") \
        ($4 == "\\N" ? "NULL" : literal($4))
    next
}

$1 == "type" {
    type_members[$2] = members()
    type_form[$2] = $5
    next
}

$2 != "-" {
    rows_of[$1, $2] = rows_of[$1, $2] "        {" members() "},\n"
    count_of[$1, $2]++
    next
}

$1 != open {
    if (open != "") {
        print "};"
    }
    open = $1
    print "\nstatic const struct " $1 " " $1 "s[] = {"
}

{
    total[$1]++
    print "    {" members() "},"
}

function array(tag) {
    return total[tag] > 0 ? "    ." tag "s = " tag "s,\n    ." tag "_count = " total[tag] ",\n" \
        : ""
}

END {
    if (is_missing) {
        exit 1
    }
    print (open != "" ? "};\n" : "") "\nconst struct models models = {"
    print "    .version = " (version == "" ? "\"\"" : version) ","
    if (may_set_response) {
        print "    .may_set_response = true,"
    }
    print "    .schemas = (const char *const[]){" schema_names "},"
    print "    .schema_comments = (const char *const[]){" schema_comments "},"
    print "    .schema_count = " schema_count ","
    printf "%s", array("table") array("relationship") array("function") \
        array("computed_column") array("media_handler")
    print "};"
}
