# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the names and roles of a whole tree of widgets at once.

Atspi asks one question at a time, four a widget, and waits for each answer: three milliseconds a
widget, and twenty on a busy machine. Here the questions of a generation go out together.
"""

from gi.repository import Gio, GLib

ACCESSIBLE = 'org.a11y.atspi.Accessible'
QUESTIONS = {
    'children': (ACCESSIBLE, 'GetChildren', None),
    'role': (ACCESSIBLE, 'GetRole', None),
    'name': ('org.freedesktop.DBus.Properties', 'Get', GLib.Variant('(ss)', (ACCESSIBLE, 'Name'))),
    'states': (ACCESSIBLE, 'GetState', None),
}


class Tree:
    def __init__(self, bus_name):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None,
                                    None, Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
                 Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        self.bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        self.bus_name = bus_name

    def read(self, start, wanted, role=None):
        """Yields the answers and the way from @start (of each generation index and path), parents first.
        @wanted: a question; of others than @role it is not asked. What is gone before it has answered
        is left out."""
        answers = {}
        n_open = 0

        def ask(path, *keys):
            nonlocal n_open
            for key in keys:
                interface, method, arguments = QUESTIONS[key]
                n_open += 1
                self.bus.call(self.bus_name, path, interface, method, arguments, None,
                              Gio.DBusCallFlags.NONE, -1, None, take, (path, key))

        def visit(path):
            if path not in answers:
                answers[path] = {}
                ask(path, 'children', wanted if role is None else 'role')

        def take(bus, result, question):
            nonlocal n_open
            n_open -= 1
            path, key = question
            try:
                answer = bus.call_finish(result).unpack()[0]
            except GLib.Error:
                return
            answers[path][key] = answer
            if key == 'children':
                for _, child in answer:
                    visit(child)
            elif key == 'role' and answer == role:
                ask(path, wanted)

        def follow(path, places):
            node = answers[path]
            if wanted in node:
                yield node[wanted], places
            for i, (_, child) in enumerate(node.get('children', ())):
                yield from follow(child, (*places, (i, child)))

        visit(start)
        while n_open:
            GLib.MainContext.default().iteration(True)
        yield from follow(start, ())
