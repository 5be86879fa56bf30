# SPDX-License-Identifier: MIT
#
# floors - reads the #includes of the files given and names those that leave the house's
# order: a room uses floors below its own, never a sibling, never one above; and each
# library has one gate.
BEGIN {
    floor["base"] = 0
    floor["schema"] = floor["http"] = floor["auth"] = floor["db"] = 1
    floor["rest"] = 2
    floor["shared"] = 3
    floor["clinical"] = floor["user"] = 4
    floor["cgi"] = 5
    gate["libpq-fe.h"] = "^lib/db/"
    gate["fcgiapp.h"] = "^lib/http/fcgi[.]c$"
    gate["jwt.h"] = "^lib/auth/"
}

FNR == 1 {
    room = FILENAME
    sub(/^lib\//, "", room)
    sub(/\/.*/, "", room)
    if (!(room in floor)) {
        print FILENAME ": the room " room " stands on no floor"
    }
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\"")
    other = quoted[2]
    if (!sub(/\/.*/, "", other)) {
        print FILENAME ":" FNR ": \"" quoted[2] "\" names no room"
    } else if (!(other in floor)) {
        print FILENAME ":" FNR ": " other " stands on no floor"
    } else if (other != room && floor[other] >= floor[room]) {
        print FILENAME ":" FNR ": " room " may not use " other
    }
}

/^[ \t]*#[ \t]*include[ \t]*</ {
    library = $0
    sub(/^[^<]*</, "", library)
    sub(/>.*/, "", library)
    if (library in gate && FILENAME !~ gate[library]) {
        print FILENAME ":" FNR ": <" library "> has another gate"
    }
}
