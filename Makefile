# `make X` is `python3 installers/dev.py X`; ARGS="…" is passed on. Every task is defined there, none here.
PYTHON ?= python3
.DEFAULT_GOAL := help

%: always
	@$(PYTHON) installers/dev.py $@ $(ARGS)

Makefile: ;
.PHONY: always
always: ;
