# SPDX-License-Identifier: MIT
#
# rows.awk - the rows of the .sql files into one TypeScript file. Our own rows have names as
# JSON strings; those of models.d/30_relationships.sql have them bare. COPY has doubled every
# backslash of both.

BEGIN {
    FS = "\t"
    width = 80
}

# A name as the key of an object type: bare where it may be.
function key(name) {
    return name ~ /^"[A-Za-z_$][A-Za-z0-9_$]*"$/ ? substr(name, 2, length(name) - 2) : name
}

# Awks differ in how a replacement spells a backslash, so there is none here.
function literal(text,    i, character, out) {
    if (text ~ /["\\]/) {
        for (i = 1; i <= length(text); i++) {
            character = substr(text, i, 1)
            out = out (character ~ /["\\]/ ? "\\" : "") character
        }
        text = out
    }
    return "\"" text "\""
}

function indent(depth) {
    return sprintf("%" 2 * depth "s", "")
}

# Members, each ended by a newline, as an object type: in the line at `depth` of which `used`
# columns are taken when they fit, else one a line. What has lines of its own never fits.
function object(lines, depth, used,    text) {
    text = lines
    gsub(/\n/, "; ", text)
    text = "{ " substr(text, 1, length(text) - 2) " }"
    return used + length(text) <= width && lines !~ /<\n/ ? text : broken(lines, depth)
}

function broken(lines, depth,    text, margin) {
    margin = indent(depth + 1)
    text = substr(lines, 1, length(lines) - 1)
    gsub(/\n/, "\n" margin, text)
    return "{\n" margin text "\n" indent(depth) "}"
}

# A section of a schema: its members in the order they came.
function section(name, members) {
    return indent(2) name ": {\n" \
        (members == "" ? indent(3) "[_ in never]: never\n" : members) indent(2) "}\n"
}

# Where each of the items (ended by newlines) goes: one line when it fits, else one each.
function union(head, items, depth,    text) {
    text = items
    gsub(/\n/, " | ", text)
    text = substr(text, 1, length(text) - 3)
    if (length(head) + 1 + length(text) <= width) {
        return head " " text "\n"
    }
    text = substr(items, 1, length(items) - 1)
    gsub(/\n/, "\n" indent(depth + 1) "| ", text)
    return head "\n" indent(depth + 1) "| " text "\n"
}

function tuple(head, items,    text) {
    text = items
    gsub(/\n/, ", ", text)
    text = "[" substr(text, 1, length(text) - 2) "],"
    if (length(head) + 1 + length(text) <= width) {
        return head " " text "\n"
    }
    text = substr(items, 1, length(items) - 1)
    gsub(/\n/, ",\n" indent(4), text)
    return head " [\n" indent(4) text ",\n" indent(3) "],\n"
}

{
    if (/\\\\/) {
        unescape()
    }
}

function unescape(    parts, count, i, line) {
    count = split($0, parts, /\\\\/)
    for (i = 1; i <= count; i++) {
        line = line (i > 1 ? "\\" : "") parts[i]
    }
    $0 = line
}

$1 == "missing" {
    print "scripts/types: there is no schema " $3 > "/dev/stderr"
    is_missing = 1
}

$1 == "schema" {
    schemas[++schema_count] = $2
}

$1 == "default" {
    default_schema = $2
}

$1 == "label" {
    if (!(($2, $3) in labels)) {
        enums[$2, ++enum_count[$2]] = $3
    }
    labels[$2, $3] = labels[$2, $3] $4 "\n"
}

$1 == "attribute" {
    if (!(($2, $3) in attributes)) {
        composites[$2, ++composite_count[$2]] = $3
    }
    attributes[$2, $3] = attributes[$2, $3] indent(4) key($4) ": " $5 "\n"
}

$1 == "relation" {
    relations[$2, $3, ++relation_count[$2, $3]] = $4
}

# Of foreign keys the side that holds the key; a client cannot embed from another schema.
$1 == "relationship" && $3 == $5 && $7 ~ /^(MANY_TO_ONE|ONE_TO_ONE)$/ && $8 == "f" && \
    $17 == "\\N" {
    count = split($11, pairs, "\037")
    from = to = ""
    for (i = 1; i < count; i += 2) {
        from = from (i > 1 ? ", " : "") literal(pairs[i])
        to = to (i > 1 ? ", " : "") literal(pairs[i + 1])
    }
    owner = literal($3) SUBSEP literal($4)
    links[owner, ++link_count[owner]] = $10 "\001" $6 "\001" from "\001" to
    link_text[owner, links[owner, link_count[owner]]] = indent(5) "{\n" \
        indent(6) "foreignKeyName: " literal($10) "\n" \
        indent(6) "columns: [" from "]\n" \
        indent(6) "isOneToOne: " ($7 == "ONE_TO_ONE" ? "true" : "false") "\n" \
        indent(6) "referencedRelation: " literal($6) "\n" \
        indent(6) "referencedColumns: [" to "]\n" indent(5) "},\n"
}

$1 == "column" {
    row[$2, $3] = row[$2, $3] indent(5) key($4) ": " $5 $6 "\n"
    insert[$2, $3] = insert[$2, $3] written($7)
    update[$2, $3] = update[$2, $3] written($8)
}

# A view has no columns that must be given, and any of them may be given null.
function written(how) {
    return how == "" ? "" : \
        indent(5) key($4) (how == "-" ? "?: never" : how " " $5 $6) "\n"
}

$1 == "computed" {
    computed[$2, $3, ++computed_count[$2, $3]] = $4
    computer[$2, $3, computed_count[$2, $3]] = $5
    computed_text[$2, $3, computed_count[$2, $3]] = $6
}

$1 == "argument" {
    arguments[$2] = arguments[$2] key($3) $5 " " ($6 == "" ? $4 : without_computed($6) $7) "\n"
}

function without_computed(relation) {
    return "Omit<\n  " relation "[\"Row\"],\n  " relation "[\"ComputedFields\"]\n>"
}

$1 == "result" {
    results[$2] = results[$2] key($3) ": " $4 "\n"
}

$1 == "function" {
    if (!(($2, $3) in overloads)) {
        functions[$2, ++function_count[$2]] = $3
    }
    overloads[$2, $3, ++overloads[$2, $3]] = $0
}

# The keys of a relation by name, whatever order the query has them in.
function relationships(owner,    count, i, j, item, text) {
    count = link_count[owner]
    for (i = 2; i <= count; i++) {
        item = links[owner, i]
        for (j = i - 1; j > 0 && links[owner, j] > item; j--) {
            links[owner, j + 1] = links[owner, j]
        }
        links[owner, j + 1] = item
    }
    for (i = 1; i <= count; i++) {
        if (i == 1 || links[owner, i] != links[owner, i - 1]) {
            text = text link_text[owner, links[owner, i]]
        }
    }
    return indent(4) "Relationships: [" (text == "" ? "]\n" : "\n" text indent(4) "]\n")
}

function block(name, lines) {
    return indent(4) name ": {\n" (lines == "" ? indent(5) "[_ in never]: never\n" : lines) \
        indent(4) "}\n"
}

# What functions compute of a relation's rows: a value, or a row of theirs.
function computed_members(owner,    i, text) {
    for (i = 1; i <= computed_count[owner]; i++) {
        text = text indent(5) key(computed[owner, i]) ": " \
            (results[computer[owner, i]] == "" ? computed_text[owner, i] \
                : broken(results[computer[owner, i]], 5) " | null") "\n"
    }
    return text
}

function computed_names(owner,    i, items) {
    for (i = 1; i <= computed_count[owner]; i++) {
        items = items computed[owner, i] "\n"
    }
    return union(indent(4) "ComputedFields:", items == "" ? "never\n" : items, 4)
}

function relation(schema, kind, name,    owner) {
    owner = schema SUBSEP name
    return indent(3) key(name) ": {\n" block("Row", row[owner] computed_members(owner)) \
        computed_names(owner) \
        (kind == "Tables" || insert[owner] != "" ? block("Insert", insert[owner]) : "") \
        (kind == "Tables" || update[owner] != "" ? block("Update", update[owner]) : "") \
        relationships(owner) indent(3) "}\n"
}

# One signature: in a line when it fits, else a member each.
function signature(record, depth, used,    field, taken, returns, options, text, margin) {
    split(record, field, "\t")
    taken = arguments[field[4]] == "" ? "never" \
        : object(arguments[field[4]], depth + 1, 2 * depth + 8)
    if (field[7] != "") {
        returns = "{ error: true } & " field[7]
    } else {
        returns = results[field[4]] == "" ? field[5] : broken(results[field[4]], depth + 1)
        # Of a relation's set of one row the client makes the array itself.
        if (field[6] == "t" && (field[8] == "" || field[10] == "f")) {
            returns = (results[field[4]] == "" && returns ~ / / ? "(" returns ")" : returns) "[]"
        }
    }
    # Where a relation's rows are the result it can be embedded, even if it cannot be called.
    if (field[8] != "") {
        options = broken("from: " field[9] "\nto: " field[8] "\n" \
            "isOneToOne: " (field[10] == "t" ? "true" : "false") "\n" \
            "isSetofReturn: " (field[6] == "t" ? "true" : "false") "\n", depth + 1)
    }
    text = "{ Args: " taken "; Returns: " returns " }"
    if (options == "" && text !~ /\n/ && used + length(text) <= width) {
        return text
    }
    margin = indent(depth + 1)
    return "{\n" margin "Args: " taken "\n" margin "Returns: " returns "\n" \
        (options == "" ? "" : margin "SetofOptions: " options "\n") indent(depth) "}"
}

function callable(schema, name,    count, i, text, head) {
    count = overloads[schema, name]
    head = indent(3) key(name) ":"
    if (count == 1) {
        return head " " signature(overloads[schema, name, 1], 3, length(head) + 1) "\n"
    }
    for (i = 1; i <= count; i++) {
        text = text indent(4) "| " signature(overloads[schema, name, i], 5, 10) "\n"
    }
    return head "\n" text
}

function members(schema, kind,    i, text) {
    for (i = 1; i <= relation_count[schema, kind]; i++) {
        text = text relation(schema, kind, relations[schema, kind, i])
    }
    return text
}

function schema_text(schema,    i, text, callables, unions, structures) {
    for (i = 1; i <= function_count[schema]; i++) {
        callables = callables callable(schema, functions[schema, i])
    }
    for (i = 1; i <= enum_count[schema]; i++) {
        unions = unions union(indent(3) key(enums[schema, i]) ":", \
                              labels[schema, enums[schema, i]], 3)
    }
    for (i = 1; i <= composite_count[schema]; i++) {
        structures = structures indent(3) key(composites[schema, i]) ": {\n" \
            attributes[schema, composites[schema, i]] indent(3) "}\n"
    }
    return indent(1) key(schema) ": {\n" section("Tables", members(schema, "Tables")) \
        section("Views", members(schema, "Views")) section("Functions", callables) \
        section("Enums", unions) section("CompositeTypes", structures) indent(1) "}\n"
}

function constants(    i, j, text, schema) {
    for (i = 1; i <= schema_count; i++) {
        schema = schemas[i]
        text = text indent(1) key(schema) ": {\n"
        if (enum_count[schema] == 0) {
            text = text indent(2) "Enums: {},\n"
        } else {
            text = text indent(2) "Enums: {\n"
            for (j = 1; j <= enum_count[schema]; j++) {
                text = text tuple(indent(3) key(enums[schema, j]) ":", \
                                  labels[schema, enums[schema, j]])
            }
            text = text indent(2) "},\n"
        }
        text = text indent(1) "},\n"
    }
    return "export const Constants = {\n" text "} as const"
}

END {
    if (is_missing || schema_count == 0) {
        exit 1
    }
    print "export type Json ="
    print "  | string\n  | number\n  | boolean\n  | null"
    print "  | { [key: string]: Json | undefined }\n  | Json[]\n"
    print "export type Database = {"
    print "  // Which of PostgREST's features the client's types may count on."
    print "  __InternalSupabase: {\n    PostgrestVersion: \"" version "\"\n  }"
    for (i = 1; i <= schema_count; i++) {
        printf "%s", schema_text(schemas[i])
    }
    print "}\n"
    while ((getline line < helpers) > 0) {
        if (line !~ /^\/\/ SPDX/) {
            place = index(line, "DEFAULT_SCHEMA")
            print place == 0 ? line : substr(line, 1, place - 1) default_schema \
                substr(line, place + 14)
        }
    }
    print ""
    print constants()
}
