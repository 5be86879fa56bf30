# SPDX-License-Identifier: MIT
"""Tables: as text for the terminal, as Markdown for the README."""


class Table:
    def __init__(self, title, *columns):
        self.title, self.columns, self.rows = title, columns, []

    def add(self, *cells):
        self.rows.append([cell if isinstance(cell, str) else figure(cell) for cell in cells])

    def text(self):
        lines = [list(self.columns), *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.columns))]
        return '\n'.join([self.title, *(self._line(line, widths) for line in lines)])

    @staticmethod
    def _line(cells, widths):
        first = cells[0].ljust(widths[0])
        return '  '.join([first, *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:]))]).rstrip()

    def markdown(self):
        rule = ['---'] + ['--:'] * (len(self.columns) - 1)
        lines = [list(self.columns), rule, *self.rows]
        return '\n'.join(['**%s**' % self.title, '', *('| %s |' % ' | '.join(line) for line in lines)])


def figure(number):
    """Three digits that mean something; '-' for what was not measured."""
    if number is None:
        return '-'
    if number >= 100:
        return '{:,.0f}'.format(number)
    return '%.1f' % number if number >= 10 else '%.2f' % number
