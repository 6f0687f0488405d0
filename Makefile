# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each target does its own set-up: packages, configuration, compilation.

BUILD ?= build
PREFIX ?= /usr/local

.PHONY: build run test bench install clean check-style check-templates packages

build: packages
	@[ -e $(BUILD)/build.ninja ] || meson setup $(BUILD) --prefix $(PREFIX)
	@ninja -C $(BUILD)

run: build
	@tools/run $(BUILD)

test: build
	@meson test -C $(BUILD) --no-rebuild --print-errorlogs

# ROWS="cnn-28 'xor b4'" chooses rows, or parts of their names; ARGS="--rounds 3" is for bench-all.
bench: build
	@meson test -C $(BUILD) --no-rebuild --benchmark --verbose --test-args="$(ARGS) $(ROWS)" all
	@echo "The tables are in $(BUILD)/bench.md and $(BUILD)/bench.json"

# DESTDIR is honoured, as packagers expect.
install: build
	@meson install -C $(BUILD) --no-rebuild

clean:
	@rm -rf $(BUILD)

# Trains every template to the goal that it states: about an hour on two cores.
check-templates: build
	@tools/check-templates $(BUILD)

check-style: packages
	@tools/check-style

packages:
	@tools/install-dependencies
