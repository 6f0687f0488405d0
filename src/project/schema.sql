-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The tables of a .lamina file, version 1 (PRAGMA user_version).
--
-- The build takes the comments and line ends out and puts the rest into the
-- program. An existing file must have exactly these tables, or it is refused:
-- whoever changes as much as a blank in a statement makes a new version, with
-- a step that brings older files up to it. All texts are UTF-8. Steps count
-- updates: the first is 1. docs/project-file.md explains the rest.

-- What concerns the project as a whole: created, changed (microseconds since
-- 1970), version, name, template, notes, branch.
CREATE TABLE info (
name TEXT NOT NULL PRIMARY KEY,
value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The window's own: key, JSON.
CREATE TABLE layout (
name TEXT NOT NULL PRIMARY KEY,
value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One run each; number 1 is the main one. The first step of a branch is
-- fork_step + 1; what came before is its parent's.
CREATE TABLE branches (
id INTEGER PRIMARY KEY,
parent INTEGER,
fork_step INTEGER NOT NULL,
name TEXT NOT NULL,
created INTEGER NOT NULL, -- microseconds since 1970
data_sha256 TEXT, -- of the data's content
data_description TEXT,
fingerprint TEXT -- of the arithmetic that made the history
) STRICT;

-- Positions count from 0, without a gap.
CREATE TABLE layers (
branch INTEGER NOT NULL,
stack TEXT NOT NULL, -- 'main'
position INTEGER NOT NULL,
kind TEXT NOT NULL,
name TEXT NOT NULL,
inputs TEXT NOT NULL, -- JSON: array of layer names; empty: the predecessor
bypassed INTEGER NOT NULL, -- 0 or 1
fields TEXT NOT NULL, -- JSON: object of texts
PRIMARY KEY (branch, stack, position)
) STRICT, WITHOUT ROWID;

-- Stacks without a layer are found here, and those of one branch in their order.
CREATE TABLE stacks (
branch INTEGER NOT NULL,
position INTEGER NOT NULL,
name TEXT NOT NULL,
PRIMARY KEY (branch, position)
) STRICT, WITHOUT ROWID;

-- How the branch is trained, in the order in which the values are set.
CREATE TABLE training (
branch INTEGER NOT NULL,
position INTEGER NOT NULL,
name TEXT NOT NULL,
value TEXT NOT NULL,
PRIMARY KEY (branch, position)
) STRICT, WITHOUT ROWID;

-- Where the data come from and how they are prepared.
CREATE TABLE data (
branch INTEGER NOT NULL,
position INTEGER NOT NULL,
name TEXT NOT NULL,
value TEXT NOT NULL,
PRIMARY KEY (branch, position)
) STRICT, WITHOUT ROWID;

-- Training settings that an event of type 'settings' put into effect.
CREATE TABLE revisions (
branch INTEGER NOT NULL,
revision INTEGER NOT NULL,
settings TEXT NOT NULL, -- JSON: object of texts, in the order to set them in
PRIMARY KEY (branch, revision)
) STRICT, WITHOUT ROWID;

-- One row a step, without a gap. NULL in a number's place: not a number. ANY
-- and not REAL, because REAL forgets the sign of a zero.
CREATE TABLE steps (
branch INTEGER NOT NULL,
step INTEGER NOT NULL,
loss ANY,
m0 ANY, -- metrics, in the order in which the training names them
m1 ANY,
m2 ANY,
m3 ANY,
rate ANY, -- learning rate
time INTEGER NOT NULL, -- microseconds of training since the branch began, without pauses
PRIMARY KEY (branch, step)
) STRICT, WITHOUT ROWID;

-- All other records, in their order. An event of step n comes after row n of steps.
CREATE TABLE events (
branch INTEGER NOT NULL,
number INTEGER NOT NULL,
step INTEGER NOT NULL,
type TEXT NOT NULL, -- validation, evaluation, settings, paused, finished, refused, restored
detail INTEGER NOT NULL, -- split, revision or reason
loss ANY,
m0 ANY,
m1 ANY,
m2 ANY,
m3 ANY,
rate ANY,
time INTEGER NOT NULL,
PRIMARY KEY (branch, number)
) STRICT, WITHOUT ROWID;

-- What the user wrote beside a step.
CREATE TABLE notes (
branch INTEGER NOT NULL,
step INTEGER NOT NULL,
note TEXT NOT NULL,
PRIMARY KEY (branch, step)
) STRICT, WITHOUT ROWID;

-- Each time a split was measured on demand: that the test set was opened is never forgotten.
CREATE TABLE evaluations (
number INTEGER PRIMARY KEY,
time INTEGER NOT NULL, -- microseconds since 1970
branch INTEGER NOT NULL,
step INTEGER NOT NULL,
split TEXT NOT NULL, -- training, validation, test
loss ANY,
m0 ANY,
m1 ANY,
m2 ANY,
m3 ANY
) STRICT;

-- Everything that changes while training, at one step. Roles: initial, now and
-- best, one a branch each; keyframe, one a step.
CREATE TABLE states (
id INTEGER PRIMARY KEY,
branch INTEGER NOT NULL,
role TEXT NOT NULL,
step INTEGER NOT NULL,
size INTEGER NOT NULL, -- of the bytes
sha256 TEXT NOT NULL -- of the bytes
) STRICT;

-- Apart from their rows above, so that those are read and changed without them.
CREATE TABLE state_bytes (
id INTEGER PRIMARY KEY,
bytes BLOB NOT NULL
) STRICT;

-- Files inside the project: an embedded data set.
CREATE TABLE attachments (
id INTEGER PRIMARY KEY,
name TEXT NOT NULL UNIQUE,
size INTEGER NOT NULL,
sha256 TEXT NOT NULL
) STRICT;

CREATE TABLE attachment_bytes (
id INTEGER PRIMARY KEY,
bytes BLOB NOT NULL
) STRICT;
