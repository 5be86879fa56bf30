# SPDX-License-Identifier: MIT
"""Names of the rows of clinic.sql."""


def _id(end):
    return '00000000-0000-4000-8000-0000000000' + end


ADMIN, TOM, TINA, GONE = _id('a1'), _id('b1'), _id('b2'), _id('b9')  # Tom and Tina are therapists
RITA, PAUL, PIA = _id('c1'), _id('d1'), _id('d3')  # a researcher, patients 1 and 3
P1, P2, P3, P4 = _id('e1'), _id('e2'), _id('e3'), _id('e4')
NOBODY = _id('ff')


def session(number):
    return '00000000-0000-4000-9000-%012d' % number
