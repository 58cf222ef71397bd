# Every target is one line of Python; the .venv it needs is made on first use.
PYTHON ?= python3
BIN := .venv/bin
INSTALL = $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --constraint constraints.txt --editable

.PHONY: lab
lab: .venv/student.done  ## open your workbook in JupyterLab
	$(BIN)/python -m vitcourse

.venv/student.done: pyproject.toml constraints.txt
	@echo "Installing the course into .venv; this takes some minutes."
	$(INSTALL) ".[student]"
	@touch $@

# ---- for those who make and teach the course ----

.PHONY: test check test-class offline release execute grade marks bundle bench bench-grading site site-serve lint
test: .venv/developer.done  ## run every test
	$(BIN)/python -m pytest

check: .venv/developer.done  ## run what a change can have broken; no kernels, boxes, browsers, installations
	$(BIN)/python -m pytest tests --changed -m "not kernel and not browser and not install"

test-class: .venv/developer.done  ## grade a class of a hundred; kill a class of twenty ten times
	VITCOURSE_CLASS=100 $(BIN)/python -m pytest -n 0 -s tests/test_class.py tests/test_kills.py -k "hundred or kills"

offline: .venv/developer.done  ## run every test without a network (Linux)
	unshare --map-root-user --net sh -c 'ip link set lo up && exec $(BIN)/python -m pytest'

release: .venv/developer.done  ## solutions/*.md -> pairs and student notebooks
	$(BIN)/python -m instructor release

execute: .venv/developer.done  ## run the solution notebooks in full and store their outputs
	$(BIN)/python -m instructor execute

grade: .venv/developer.done  ## make grade FOLDER=submissions ROSTER=students.csv DUE="2026-11-30 18:00" JOBS=4
	$(if $(FOLDER),,$(error say what to grade: make grade FOLDER=submissions))
	$(BIN)/python -m instructor grade "$(FOLDER)" $(if $(ROSTER),--roster "$(ROSTER)") $(if $(DUE),--due "$(DUE)") $(if $(JOBS),--jobs "$(JOBS)")

marks: .venv/developer.done  ## bring marks given by hand into tables and pages
	$(BIN)/python -m instructor grade

bundle: .venv/developer.done  ## make bundle FOLDER=../student-repository
	$(if $(FOLDER),,$(error say where to write it: make bundle FOLDER=../student-repository))
	$(BIN)/python -m instructor bundle "$(FOLDER)"

bench: .venv/developer.done  ## the course's recipes beside usual ones: table and figure in bench/
	$(BIN)/python -m instructor bench

bench-grading: .venv/developer.done  ## our grader beside plain nbgrader: table in bench/
	$(BIN)/python -m instructor bench-grading

site: .venv/developer.done  ## build the website; prints its folder
	$(BIN)/python -m instructor site

site-serve: site  ## show it at http://localhost:8000
	$(BIN)/python -m http.server --bind localhost --directory build/site/html 8000

lint: .venv/developer.done  ## check style and types
	$(BIN)/python -m ruff check . && $(BIN)/python -m ruff format --check . && $(BIN)/python -m mypy

.venv/developer.done: pyproject.toml constraints.txt
	@echo "Installing the course and its tools into .venv; this takes some minutes."
	$(INSTALL) ".[developer]"
	@touch $@ .venv/student.done
