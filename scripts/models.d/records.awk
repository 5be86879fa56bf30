# SPDX-License-Identifier: MIT
#
# records.awk - the rows of the .sql files into a C struct per table and its description:
# `header` and `source` name the files, `room` the directory that they will be in, `filled`
# the list of columns that triggers fill.

BEGIN {
    FS = "\t"
    while ((getline line <filled) > 0) {
        if (line !~ /^#/ && split(line, part, " ") == 3) {
            is_filled[part[1], part[2], part[3]] = 1
        }
    }
    kind["boolean"] = "BOOLEAN"
    kind["smallint"] = "SMALLINT"
    kind["integer"] = "INTEGER"
    kind["bigint"] = "BIGINT"
    kind["real"] = "REAL"
    kind["double precision"] = "DOUBLE"
    kind["uuid"] = "UUID"
    kind["timestamp with time zone"] = "TIMESTAMP"
    kind["json"] = kind["jsonb"] = "JSON"
    kind["text"] = kind["character varying"] = kind["character"] = "TEXT"
    c_type["BOOLEAN"] = "bool "
    c_type["SMALLINT"] = "int16_t "
    c_type["INTEGER"] = "int32_t "
    c_type["BIGINT"] = "int64_t "
    c_type["REAL"] = "float "
    c_type["DOUBLE"] = "double "
    c_type["TEXT"] = c_type["JSON"] = "const char *"
    c_type["UUID"] = "struct uuid "
    c_type["TIMESTAMP"] = "struct timestamp "
    split("auto break case char const continue default do double else enum extern float for " \
        "goto if inline int long register restrict return short signed sizeof static struct " \
        "switch typedef union unsigned void volatile while bool true false", words, " ")
    for (i in words) {
        is_keyword[words[i]] = 1
    }
    for (code = 1; code < 256; code++) {
        octal[sprintf("%c", code)] = sprintf("\\%03o", code)
    }
}

function identifier(name) {
    gsub(/[^A-Za-z0-9_]/, "_", name)
    return (name ~ /^[0-9]/ ? "_" : "") name (name in is_keyword ? "_" : "")
}

# The name of one row: a plural's last letters go.
function singular(name) {
    if (!sub(/ies$/, "y", name) && name !~ /ss$/) {
        sub(/s$/, "", name)
    }
    return identifier(name)
}

function literal(text,    out, i, character) {
    gsub(/"/, "\\\"", text)
    gsub(/\?/, "\\?", text)
    if (text ~ /[\001-\037\177-\377]/) {
        for (i = 1; i <= length(text); i++) {
            character = substr(text, i, 1)
            out = out (character ~ /[ -~]/ ? character : octal[character])
        }
        text = out
    }
    return "\"" text "\""
}

# Text for a comment: on one line, without what ends one or escapes of COPY.
function remark(text) {
    gsub(/\\[bfnrtv]/, " ", text)
    gsub(/\\\\/, "\\", text)
    gsub(/\*\//, "* /", text)
    gsub(/\/\*/, "/ *", text)
    gsub(/[\001-\037\177]|\342\200[\252-\256]|\342\201[\246-\251]/, " ", text)
    gsub(/  +/, " ", text)
    sub(/ $/, "", text)
    return text
}

# Of lines of at most 90 characters.
function comment(text, indent,    words, count, i, line) {
    count = split(text, words, " ")
    line = indent "/*"
    for (i = 1; i <= count; i++) {
        if (length(line) + length(words[i]) + 1 + (i == count ? 3 : 0) > 90) {
            print line >header
            line = indent " *"
        }
        line = line " " words[i]
    }
    print line " */" >header
}

# Checks ---------------------------------------------------------------------------------

function without_parentheses(text,    depth, i, character, is_quoted) {
    while (text ~ /^\(.*\)$/) {
        depth = is_quoted = 0
        for (i = 1; i < length(text); i++) {
            character = substr(text, i, 1)
            is_quoted = character == "'" ? !is_quoted : is_quoted
            depth += is_quoted ? 0 : character == "(" ? 1 : character == ")" ? -1 : 0
            if (depth == 0) {
                return text
            }
        }
        text = substr(text, 2, length(text) - 2)
    }
    return text
}

# What all must hold, for a conjunction; without what is no condition on one column.
function take_condition(relation, text,    depth, i, start, character, is_quoted, is_divided) {
    text = without_parentheses(text)
    start = 1
    for (i = 1; i <= length(text); i++) {
        character = substr(text, i, 1)
        is_quoted = character == "'" ? !is_quoted : is_quoted
        depth += is_quoted ? 0 : character == "(" ? 1 : character == ")" ? -1 : 0
        if (depth == 0 && !is_quoted && substr(text, i, 5) == " AND ") {
            take_condition(relation, substr(text, start, i - start))
            start = i + 5
            is_divided = 1
        }
    }
    if (is_divided) {
        take_condition(relation, substr(text, start))
    } else if (text !~ /\\/) {
        take_term(relation, text)
    }
}

function take_term(relation, text,    column, operator) {
    if (text ~ /^\([a-z_][a-z0-9_]*\)::text /) {
        sub(/\)::text/, "", text)
        text = substr(text, 2)
    }
    if (match(text, /^([a-z_][a-z0-9_]*|"[^"]+") /)) {
        column = substr(text, 1, RLENGTH - 1)
        gsub(/"/, "", column)
        text = substr(text, RLENGTH + 1)
        if (sub(/^= ANY /, "", text)) {
            take_values(relation SUBSEP column, without_parentheses(text))
        } else if (match(text, /^(>=|>|<=|<) /)) {
            operator = substr(text, 1, RLENGTH - 1)
            take_bound(relation SUBSEP column, operator, number(substr(text, RLENGTH + 1)))
        }
    }
}

# ARRAY['a'::text, 'b'::text], also (ARRAY[...])::text[]
function take_values(key, text,    list, item) {
    sub(/::(text|character varying)\[\]$/, "", text)
    text = without_parentheses(text)
    if (text !~ /^ARRAY\[.*\]$/) {
        return
    }
    text = substr(text, 7, length(text) - 7)
    while (match(text, /^'([^']|'')*'::(text|character varying|bpchar)(, |$)/)) {
        item = substr(text, 1, RLENGTH)
        text = substr(text, RLENGTH + 1)
        sub(/'::[a-z ]+(, )?$/, "", item)
        item = substr(item, 2)
        gsub(/''/, "'", item)
        list = list (list == "" ? "" : "\037") item
    }
    if (text == "") {
        values_of[key] = list
    }
}

function number(text,    length_before) {
    do {
        length_before = length(text)
        sub(/::[a-z ]+$/, "", text)
        text = without_parentheses(text)
        sub(/^'/, "", text)
        sub(/'$/, "", text)
    } while (length(text) < length_before)
    return text ~ /^-?([0-9]+([.][0-9]*)?([eE][+-]?[0-9]+)?|Infinity)$/ ? text : ""
}

function size(text) {
    return text ~ /Infinity/ ? (text ~ /^-/ ? -1e300 : 1e300) : text + 0
}

# The narrower of two stays.
function take_bound(key, operator, value,    side, sign, is_exclusive, narrower) {
    side = operator ~ /^>/ ? "minimum" : "maximum"
    sign = side == "minimum" ? 1 : -1
    is_exclusive = operator !~ /=/
    if (value == "") {
        return
    }
    if ((key, side) in bound) {
        narrower = (size(value) - size(bound[key, side])) * sign
        if (narrower < 0 || (narrower == 0 && !is_exclusive)) {
            return
        }
    }
    bound[key, side] = value
    exclusive[key, side] = is_exclusive
}

# Rows -----------------------------------------------------------------------------------

$1 == "missing" { is_missing = 1 }
$1 == "check" { take_condition($2, $4) }
$1 == "type" {
    base_type[$2] = $3
    enum_values[$2] = $4
    is_represented[$2] = $9 != "\\N" || $10 != "\\N"
    type_length[$2] = $8
}
$1 == "column" { columns[$2, ++column_count[$2]] = $0 }
$1 == "table" { tables[++table_count] = $0 }

# Structs --------------------------------------------------------------------------------

function column_kind(type) {
    return is_represented[type] ? "JSON" : base_type[type] in kind ? kind[base_type[type]] : "TEXT"
}

function is_cast(type) {
    return !is_represented[type] && !(base_type[type] in kind) && enum_values[type] == "\\N"
}

function describe_member(    text, values) {
    text = field[7] == "\\N" ? "" : remark(field[7]) " "
    if (enum_values[type] != "\\N") {
        values = enum_values[type]
        gsub(/\037/, ", ", values)
        text = text "One of: " remark(values) ". "
    }
    if (field[6] != "\\N") {
        text = text (field[6] == "" ? "Default: the next number." : "Default: " remark(field[6]) ".")
    } else if (field[10] == "t") {
        text = text "Generated."
    } else if (is_trigger_filled) {
        text = text "Filled when left out."
    }
    sub(/ $/, "", text)
    if (text != "") {
        comment(text, "    ")
    }
}

function bound_member(side,    value) {
    if (!((key, side) in bound) || !is_number) {
        return ""
    }
    value = bound[key, side]
    sub(/Infinity/, "INFINITY", value)
    return ", ." side " = {true, " (exclusive[key, side] ? "true" : "false") ", " value "}"
}

function value_list(text,    parts, count, i, out) {
    count = split(text, parts, "\037")
    for (i = 1; i <= count; i++) {
        out = out literal(parts[i]) ", "
    }
    return "(const char *const[]){" out "NULL}"
}

# One name at most once in a struct.
function member_name(name) {
    if ((struct_name, name) in is_member) {
        print "scripts/models: two members " name " in struct " struct_name >"/dev/stderr"
        has_failed = 1
    }
    is_member[struct_name, name] = 1
    return name
}

function write_column(relation, schema, table, line,    name, own, limit, text) {
    split(line, field, "\t")
    type = field[5]
    key = relation SUBSEP field[3]
    own = column_kind(type)
    is_number = own ~ /INT|REAL|DOUBLE/
    name = member_name(identifier(field[3]))
    is_trigger_filled = (schema, table, field[3]) in is_filled
    is_generated = field[10] == "t" || field[11] == "t"
    is_required = field[9] == "f" && field[6] == "\\N" && !is_generated && !is_trigger_filled
    has_presence = !is_required && c_type[own] !~ /\*$/
    describe_member()
    if (has_presence) {
        print "    bool " member_name("has_" name) ";" >header
    }
    print "    " c_type[own] name ";" >header
    limit = field[8] + 0 > 0 ? field[8] : type_length[type] + 0
    text = "    {.name = " literal(field[3]) ", .kind = RECORD_" own \
        ", .offset = offsetof(struct " struct_name ", " name ")"
    text = text (has_presence ? ", .has_presence = true, .presence = offsetof(struct " \
                 struct_name ", has_" name ")" : "")
    text = text (is_cast(type) ? ", .is_cast = true" : "")
    text = text (field[9] == "t" || is_trigger_filled ? ", .is_nullable = true" : "")
    text = text (is_required ? ", .is_required = true" : "")
    text = text (is_generated ? ", .is_generated = true" : "")
    text = text (limit > 0 && own == "TEXT" && !is_cast(type) ? ", .max_length = " limit : "")
    if (own == "TEXT" && enum_values[type] != "\\N") {
        text = text ", .values = " value_list(enum_values[type])
    } else if (own == "TEXT" && key in values_of) {
        text = text ", .values = " value_list(values_of[key])
    }
    print text bound_member("minimum") bound_member("maximum") "}," >source
}

function write_table(line,    i, relation, parts) {
    split(line, parts, "\t")
    struct_name = singular(parts[4])
    relation = parts[6]
    if (column_count[relation] == 0) {
        return
    }
    if (struct_name in is_struct) {
        print "scripts/models: two tables would be struct " struct_name >"/dev/stderr"
        has_failed = 1
        return
    }
    is_struct[struct_name] = 1
    print "" >header
    comment((parts[5] == "\\N" ? "" : remark(parts[5]) " ") "Of " parts[3] "." remark(parts[4]) ".", "")
    print "struct " struct_name " {" >header
    print "\nstatic const struct record_column " struct_name "_columns[] = {" >source
    for (i = 1; i <= column_count[relation]; i++) {
        write_column(relation, parts[3], parts[4], columns[relation, i])
    }
    print "};\nextern const struct record " struct_name "_record;" >header
    print "};\n\nconst struct record " struct_name "_record = {" >source
    print "    .schema = " literal(parts[3]) ",\n    .table = " literal(parts[4]) "," >source
    print "    .size = sizeof(struct " struct_name "),\n    .columns = " struct_name "_columns," >source
    print "    .column_count = ARRAY_LENGTH(" struct_name "_columns),\n};" >source
}

END {
    print "/* SPDX-License-Identifier: MIT\n *" >header
    print " * records - a struct for the rows of each table. Written by scripts/models from a" >header
    print " * database's catalog; not to be edited.\n */" >header
    guard = toupper(identifier(room == "schema" ? "myorest" : room)) "_RECORDS_H"
    print "#ifndef " guard "\n#define " guard "\n" >header
    print "#include \"schema/record.h\"" >header
    print "/* SPDX-License-Identifier: MIT */" >source
    print "/* Written by scripts/models from a database's catalog; not to be edited. */" >source
    print "#include " literal(room "/records.h") "\n\n#include <math.h>" >source
    for (t = 1; t <= table_count; t++) {
        write_table(tables[t])
    }
    print "\n#endif" >header
    exit is_missing || has_failed
}
