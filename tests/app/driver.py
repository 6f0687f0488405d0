# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a GTK window as a person would, inside tests/app/with-display.

Widgets are found over AT-SPI by their accessible name and role; the pointer and the keys are real
(XTEST). A test script is a list of functions for run (), which prints TAP: see README.md.
"""

import os
import re
import subprocess
import sys
import time
import traceback
import warnings
from pathlib import Path

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib

from tree import Tree

warnings.simplefilter('ignore')  # Atspi calls each of its own interface getters deprecated.

# Roles are compared by number: Debian 13 has renamed some of them.
Role = Atspi.Role
State = Atspi.StateType
# Where these keys lead to in a list.
ENDS = {'Home': 0, 'End': -1}
ITEM_ROLES = (Role.MENU_ITEM, Role.RADIO_MENU_ITEM, Role.CHECK_MENU_ITEM)

APP_ID = 'io.github.lamina.Lamina'
# A machine that does much else besides, or checks each access, is given more time.
PATIENCE = float(os.environ.get('LAMINA_PATIENCE', 1))
# Of its own accord Atspi gives up an answer after less than a second.
Atspi.set_timeout(round(20_000 * PATIENCE), round(20_000 * PATIENCE))
OUTPUT = Path(os.environ.get('LAMINA_OUTPUT_DIR', '.'))
COMPLAINT = re.compile(r'WARNING|CRITICAL|ERROR|runtime error|AddressSanitizer|LeakSanitizer')


class AppDied(Exception):
    """No later case can pass."""


def sh(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def wait(condition, what, seconds=30):
    """Returns the first true result of condition (). A machine that was halted meanwhile, or all but,
    has not been waited for: no more than a second is charged for each look."""
    left = seconds * PATIENCE
    while True:
        start = time.monotonic()
        try:
            result = condition()
        except GLib.Error:  # Not on the bus yet, or gone while it was asked.
            result = None
        if result:
            return result
        if left < 0:
            raise AssertionError(f'waited {seconds * PATIENCE:.0f} s in vain for {what}')
        time.sleep(.03)
        left -= min(time.monotonic() - start, 1)


def _ask(*command):
    """A window may have gone meanwhile: then there is no answer."""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def shadow(window):
    """Left, right, top, bottom."""
    widths = re.search(r'= (\d+), (\d+), (\d+), (\d+)', sh('xprop', '-id', window, '_GTK_FRAME_EXTENTS'))
    return tuple(map(int, widths.groups())) if widths else (0, 0, 0, 0)


def extents(widget):
    """GTK knows only places in the window: with SCREEN its numbers are wrong."""
    return widget.get_component_iface().get_extents(Atspi.CoordType.WINDOW)


def has_place(widget):
    """Nothing has one in a popover that is still to open, or in a submenu."""
    return extents(widget).width > 1


def _find_child(parent, index, path):
    for i in (index, *range(parent.get_child_count())):
        child = parent.get_child_at_index(i)
        # For Atspi there is a page between a stack and its child, for which it did not ask.
        inner = child.get_child_at_index(0) if child is not None and child.path != path else child
        if inner is not None and inner.path == path:
            return inner
    return None


def _descend(known, places):
    """What Atspi calls the widget that stands at the end of @places: pairs of index and path."""
    if places not in known:
        parent = _descend(known, places[:-1])
        known[places] = parent and _find_child(parent, *places[-1])
    return known[places]


class App:
    """One process with its windows. Wherever a widget is asked for, its accessible name will do."""

    def __init__(self, *arguments, binary=None, app_id=APP_ID, env=None, log='app.log'):
        OUTPUT.mkdir(parents=True, exist_ok=True)
        self.app_id = app_id
        self.log = OUTPUT / log
        self.n_told = 0
        binary = binary or os.environ['LAMINA_APP']
        environment = {**os.environ, 'G_DEBUG': 'fatal-criticals', **(env or {})}
        with open(self.log, 'w', encoding='utf-8') as log_file:
            self.process = subprocess.Popen([binary, *arguments], env=environment,
                                            stdout=log_file, stderr=log_file)
        self.root = self.wait(lambda: self._find_root(), 'the program on the accessibility bus')
        self.tree = Tree(self.root.app.bus_name)
        self.wait(self._windows, 'its first window')
        time.sleep(.3)  # The first frame, and the window manager's placement.

    def _find_root(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    # Asking

    def wait(self, condition, what, seconds=30):
        """As the function, but gives up at once when the program has ended."""
        def alive_and_true():
            if self.process.poll() is not None:
                raise AppDied(f'it ended with {self.process.returncode}: {self.output()[-2000:]}')
            return condition()
        return wait(alive_and_true, what, seconds)

    def _search(self, name, role, within):
        """Yields what fits, in the order of the tree."""
        def fits(its_name):
            if isinstance(name, re.Pattern):
                return name.match(its_name)
            return name is None or its_name == name

        start = within or self.root
        known = {(): start}
        for its_name, places in self.tree.read(start.path, 'name', role and int(role)):
            if fits(its_name):
                widget = _descend(known, places)
                if widget is not None:  # Else it has gone meanwhile.
                    yield widget

    def find_all(self, name=None, role=None, within=None):
        """@name: a string, or a compiled pattern that matches from the start."""
        return list(self._search(name, role, within))

    def find(self, name, role=None, within=None, seconds=20):
        """Give the role too: a button's label has the button's name."""
        if not isinstance(name, (str, re.Pattern)):
            return name
        return self.wait(lambda: next(self._search(name, role, within), None),
                         f'{role.value_nick if role else "a widget"} “{name}”', seconds)

    def find_none(self, name, role=None, within=None, seconds=20):
        self.wait(lambda: not self.find_all(name, role, within), f'“{name}” to go', seconds)

    def text(self, widget):
        interface = self.find(widget).get_text_iface()
        return Atspi.Text.get_text(interface, 0, Atspi.Text.get_character_count(interface))

    def value(self, widget):
        return self.find(widget).get_value_iface().get_current_value()

    def description(self, widget):
        return self.find(widget).get_description()

    def has_state(self, widget, state):
        return self.find(widget).get_state_set().contains(state)

    def is_sensitive(self, widget):
        return self.has_state(widget, State.SENSITIVE)

    def has_focus(self, within=None):
        """Whether a widget that can be seen has it: else keys reach none, nor the window."""
        start = within or self.root
        focused = 1 << int(State.FOCUSED)
        return any(states[0] & focused for states, _ in self.tree.read(start.path, 'states'))

    def output(self):
        return self.log.read_text(encoding='utf-8', errors='replace')

    def saw(self, pattern, seconds=20):
        """Waits until a line of the program's output matches."""
        return self.wait(lambda: re.search(pattern, self.output(), re.M), f'“{pattern}” in the log', seconds)

    # Acting without pointer or keys

    def press(self, widget, role=Role.PUSH_BUTTON):
        """Once it can be pressed."""
        widget = self.find(widget, role)
        if role in ITEM_ROLES:
            self.wait(lambda: has_place(widget), 'the menu to be there')
        self.wait(lambda: self.is_sensitive(widget), f'“{widget.get_name()}” to be ready')
        assert widget.get_action_iface().do_action(0)

    def open_example(self, title):
        """Its page has its place only once the project is open: before that no key leads to another."""
        self.press(title)
        self.wait(lambda: has_place(self.find('Layers', Role.LIST)), 'the Train page')

    def set_value(self, widget, value):
        assert self.find(widget).get_value_iface().set_current_value(value)

    def _actions(self, window):
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        path = '/' + self.app_id.replace('.', '/').replace('-', '_')
        return Gio.DBusActionGroup.get(bus, self.app_id, f'{path}/window/{window}' if window else path)

    def action(self, name, parameter=None, window=1):
        """@name: "app.…" or "win.…", as in menus; @parameter: a GLib.Variant"""
        scope, _, name = name.partition('.')
        group = self._actions(window if scope == 'win' else None)
        group.list_actions()  # Without a first question the proxy knows none.
        self.wait(lambda: _iterate() or group.has_action(name), f'the action {scope}.{name}')
        group.activate_action(name, parameter)
        Gio.bus_get_sync(Gio.BusType.SESSION).flush_sync()

    # Acting as a person does

    def _managed(self):
        """A popover, a tooltip or what is being dragged is a window for X alone: the window manager is
        not asked."""
        found = _ask('xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid)).split()
        return [window for window in found
                if 'Override Redirect State: no' in _ask('xwininfo', '-stats', '-id', window)]

    def _windows(self):
        """Titles by number."""
        titles = {window: _ask('xdotool', 'getwindowname', window) for window in self._managed()}
        return {window: title.strip() for window, title in titles.items() if title}

    def _ancestors(self, widget):
        while widget is not None and widget.get_role() != Role.APPLICATION:
            yield widget
            widget = widget.get_parent()

    def window_of(self, widget):
        """The X window whose title is the name of @widget's toplevel; else the first."""
        top = list(self._ancestors(self.find(widget)))[-1]
        windows = self._windows()
        return next((window for window, title in windows.items() if title == top.get_name()),
                    next(iter(windows)))

    def _popover_offset(self, widget):
        """What leads from a place in the window to the screen inside a popover, which is a window too."""
        boxes = re.findall(r'^ +0x\w+ [^:]*: \(.*\) +(\d+)x(\d+)\+(-?\d+)\+(-?\d+)',
                           sh('xwininfo', '-root', '-children'), re.M)
        # Not the widget itself: what was dragged has left its icon behind, a window of its size.
        for ancestor in list(self._ancestors(widget))[1:]:
            if ancestor.get_component_iface() is None:  # A page of a stack is no widget.
                continue
            place = extents(ancestor)
            for width, height, x, y in (map(int, box) for box in boxes):
                if (width, height) == (place.width, place.height) and width > 1:
                    return x - place.x, y - place.y
        return None

    def _window_offset(self, widget):
        """Likewise in a window; the shadow that GTK draws around it does not count for GTK."""
        window = self.window_of(widget)
        origin = dict(line.split('=') for line in
                      sh('xdotool', 'getwindowgeometry', '--shell', window).split())
        left, _, top, _ = shadow(window)
        return int(origin['X']) + left, int(origin['Y']) + top

    def box(self, widget):
        """Its place on the screen as x, y, width, height (in GTK 4.8 without the border)."""
        widget = self.find(widget)
        place = extents(widget)
        x, y = self._popover_offset(widget) or self._window_offset(widget)
        return x + place.x, y + place.y, place.width, place.height

    def point(self, widget, across=.5, down=.5):
        """A place on the screen, as parts of the widget's width and height."""
        x, y, width, height = self.box(widget)
        return round(x + across * width), round(y + down * height)

    def _place(self, target):
        return target if isinstance(target, tuple) else self.point(target)

    def hover(self, target):
        x, y = self._place(target)
        sh('xdotool', 'mousemove', str(x - 1), str(y), 'mousemove', str(x), str(y), 'sleep', '.05')

    def click(self, target, button=1, times=1):
        self.hover(target)
        sh('xdotool', 'click', '--repeat', str(times), '--delay', '60', str(button))

    def _press_inside(self, widget):
        """Not with the pointer: GTK 4.8 may miss a click in the place where a menu was closed by a key."""
        assert widget.get_child_at_index(0).get_action_iface().do_action(0)

    def menu_items(self, button):
        """Those of its menu, if that is open, of the submenus too."""
        return [item for role in ITEM_ROLES for item in self.find_all(role=role, within=button)]

    def menu_item(self, button, name):
        """Once it has its place on the screen, so that it can be pressed: a menu opens by and by."""
        return self.wait(lambda: next((item for item in self.menu_items(button)
                                       if item.get_name() == name and has_place(item)), None),
                         f'“{name}” in the menu')

    def open_menu(self, button, *names):
        """Opens the menu of @button, and in it one submenu after the other. Returns the last item."""
        button = self.find(button)
        self._press_inside(button)
        for name in names[:-1]:
            self.press(self.menu_item(button, name), None)
        return self.menu_item(button, names[-1])

    def close_menu(self, button):
        button = self.find(button)
        self.key('Escape')
        self.wait(lambda: not self.menu_items(button), 'the menu to close')
        self.wait(self.has_focus, 'the keys to come back from the menu')

    def choose(self, button, *names):
        """Presses the last of @names in the menu of @button; what is typed then reaches the window again."""
        button = self.find(button)
        self.press(self.open_menu(button, *names), None)
        self.wait(lambda: not self.menu_items(button), 'the menu to close')
        self.wait(self.has_focus, 'the keys to come back from the menu')

    def pick(self, combo, *keys):
        """Opens its list, and presses @keys there (Home, End, Up, Down): the last one closes it.
        Keys that come before the row they lead to is there are lost."""
        def rows():
            return self.find_all(role=Role.LIST_ITEM, within=combo)

        def next_row(key=None, before=None):
            found = rows()
            row = next((row.path for row in found if self.has_state(row, State.FOCUSED)), None)
            there = row == found[ENDS[key]].path if key in ENDS and found else row != before
            return there and row

        combo = self.find(combo, Role.COMBO_BOX)
        self.hover(combo)  # What comes to lie under the pointer takes the focus.
        self._press_inside(combo)
        row = self.wait(next_row, 'the list')
        for key in keys[:-1]:
            self.key(key)
            row = self.wait(lambda key=key, row=row: next_row(key, row), f'the row that {key} leads to')
        self.key(keys[-1])
        self.wait(lambda: not rows(), 'the list to close')
        self.wait(self.has_focus, 'the keys to come back from the list')

    def dialogue(self, name):
        """Once keys go there."""
        found = self.find(name, Role.DIALOG)
        self.wait(lambda: self.has_focus(found), f'the focus in “{name}”')
        return found

    def answer(self, act):
        """Leaves a dialogue by @act (). GTK 4.8 stumbles over questions about widgets of a window that
        is just being closed: none is asked until X knows it no more."""
        before = len(self._managed())
        act()
        self.wait(lambda: len(self._managed()) < before, 'the dialogue to go')

    def scroll(self, target, clicks):
        """@clicks: above 0 is down"""
        self.hover(target)
        sh('xdotool', 'click', '--repeat', str(abs(clicks)), '--delay', '30', '5' if clicks > 0 else '4')

    def drag(self, start, end, steps=12, keys=()):
        """One leap is no drag: GTK wants motion past its threshold, then motion over the target."""
        (x0, y0), (x1, y1) = self._place(start), self._place(end)
        self.hover((x0, y0))
        for key in keys:
            sh('xdotool', 'keydown', key)
        sh('xdotool', 'mousedown', '1', 'sleep', '.1')
        for i in range(1, steps + 1):
            sh('xdotool', 'mousemove', str(x0 + (x1 - x0) * i // steps),
               str(y0 + (y1 - y0) * i // steps), 'sleep', '.02')
        sh('xdotool', 'sleep', '.15', 'mouseup', '1')
        for key in keys:
            sh('xdotool', 'keyup', key)

    def key(self, *keys):
        """To whatever has the focus, as "ctrl+z", "space", "Page_Down": sent to a window, GTK ignores them."""
        sh('xdotool', 'key', '--delay', '20', *keys)

    def type(self, text):
        sh('xdotool', 'type', '--delay', '15', '--', text)

    def resize(self, width, height):
        """The window without its shadow."""
        window = next(iter(self._windows()))
        left, right, top, bottom = shadow(window)
        sh('xdotool', 'windowsize', '--sync', window, str(width + left + right), str(height + top + bottom))
        time.sleep(.3)

    # Looking and leaving

    def shot(self, name):
        """A picture of the whole screen, as a person sees it."""
        path = OUTPUT / f'{name}.png'
        sh('import', '-window', 'root', str(path))
        return path

    def complaints(self):
        return [line for line in self.output().splitlines() if COMPLAINT.search(line)]

    def new_complaints(self):
        """Those since the last call."""
        found = self.complaints()[self.n_told:]
        self.n_told += len(found)
        return found

    def quit(self, how=None, seconds=30):
        """Leaves by Ctrl+Q, or by @how (); fails on a bad status or a warning in the log."""
        if how is None:
            self.key('ctrl+q')
        else:
            how()
        wait(lambda: self.process.poll() is not None, 'it to quit', seconds)
        assert self.process.returncode == 0, f'it ended with {self.process.returncode}'
        assert not self.complaints(), '\n'.join(self.complaints())

    def kill(self):
        """As kill -9 does: nothing can be tidied up."""
        self.process.kill()
        self.process.wait()


def _iterate():
    """Lets answers from the bus in."""
    context = GLib.MainContext.default()
    while context.iteration(False):
        pass


def _report(number, case, error, app):
    title = case.__name__.removeprefix('test_').replace('_', ' ')
    print(f'{"ok" if error is None else "not ok"} {number} - {title}', flush=True)
    if error is None:
        return
    for line in ''.join(traceback.format_exception(error)).splitlines():
        print(f'# {line}')
    try:
        print(f'# picture: {app.shot("failed-" + case.__name__)}', flush=True)
    except (subprocess.CalledProcessError, AttributeError):
        pass


def run(launch, *cases):
    """Runs each case on the one program that launch () returns; the last case is that it quits well.

    A failure leaves a picture behind, and the next case has its turn.
    """
    def test_launches():
        nonlocal app
        app = launch()

    def test_quits_without_a_warning():
        app.quit()

    def call(case):
        return case() if case in (test_launches, test_quits_without_a_warning) else case(app)

    app = None
    failed = dead = False
    cases = [test_launches, *cases, test_quits_without_a_warning]
    print(f'TAP version 13\n1..{len(cases)}', flush=True)

    for number, case in enumerate(cases, 1):
        error = AppDied('the program is gone') if dead else None
        try:
            if not dead:
                call(case)
                complaints = app.new_complaints()
                assert not complaints, '\n'.join(complaints)
        except Exception as caught:
            error = caught
        dead = dead or isinstance(error, AppDied) or app is None
        failed = failed or error is not None
        _report(number, case, error, app)

    if app is not None and app.process.poll() is None:
        app.kill()
    sys.exit(1 if failed else 0)
