# cnnlab: `make` sets everything up and filters a sample picture; `make test` runs every test.

# Every Debian package the program needs to build.
PACKAGES = pkg-config libpng-dev libjpeg62-turbo-dev zlib1g-dev libisal-dev libcairo2-dev libgif-dev libcurl4-openssl-dev nettle-dev fonts-dejavu-core libminizip-dev libprotobuf-c-dev libhdf5-dev
# And those that only the tests and benchmarks need.
TEST_PACKAGES = python3-venv nodejs node-typescript qemu-user openmpi-bin groff-base dpkg-dev lintian zsh fish chromium chromium-driver firefox-esr libonnx-dev protobuf-c-compiler graphviz valgrind

# And the tools that cnnlab is measured against.
BENCH_PACKAGES = python3-venv libvips-tools ffmpeg graphicsmagick imagemagick

PREFIX ?= /usr/local
SWIFT_BUILD = swift build -c release
# No test looks inside a module, so that they share what is built with the program.
SWIFT_TEST = swift test -c release --disable-testable-imports
# Packages of their own that use this one; they share a folder of what is built.
SAMPLE_GENERATOR = $(SWIFT_BUILD) --package-path samples/generator --scratch-path .build/dependents
BENCH_PROGRAMS = $(SWIFT_BUILD) --package-path Benchmarks/programs --scratch-path .build/dependents
BINARY = .build/release/cnnlab
VENV = .venv
BENCH_VENV = build/bench-venv
TRAIN_VENV = build/train-venv
SUDO = $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: all build packages test fuzz fuzz-short docs site tutorial screenshots lint format bench bench-defaults bench-filter bench-limits bench-train wasm costs examples modules samples strip install uninstall deb clean venv

all: build
	@mkdir -p out
	@$(BINARY) filter edge samples/boat.png -o out/boat-edge.png
	@echo "Filtered samples/boat.png with the kernel edge: see out/boat-edge.png"

build: packages
	$(SWIFT_BUILD) --product cnnlab

# Installs only what is missing, so that a machine that has everything needs neither apt nor root.
packages:
	@.ci/install-packages $(PACKAGES)

venv: $(VENV)/ready

$(VENV)/ready: Tests/requirements.txt Tests/requirements-frameworks.txt
	@.ci/install-packages $(TEST_PACKAGES)
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r Tests/requirements.txt
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --retries 1 -r Tests/requirements-frameworks.txt \
	  || echo "PyTorch cannot be had here: the tests of exported source are skipped"
	touch $@

test: build venv wasm
	$(SWIFT_TEST)
	$(SWIFT_TEST) --package-path samples/generator --scratch-path .build/dependents
	$(BENCH_PROGRAMS)
	$(VENV)/bin/python -m pytest -q Tests

# Files that were faults, and changed ones, through every reader of files from outside: half a minute.
fuzz-short: build $(VENV)/ready
	$(SWIFT_BUILD) --product fuzz-readers
	$(VENV)/bin/python Tests/Fuzzing/make_cases.py build/fuzz
	.build/release/fuzz-readers build/fuzz 20

# The long form: libFuzzer and the address sanitizer, the readers one after another, MINUTES in all.
MINUTES ?= 10
READERS = picture kernel idx cifar safetensors specification json
FUZZER = $(firstword $(wildcard $(dir $(realpath $(shell which swiftc)))../lib/clang/*/lib/linux/libclang_rt.fuzzer_no_main-*.a))
fuzz: $(VENV)/ready
	$(VENV)/bin/python Tests/Fuzzing/make_cases.py build/fuzz
	$(SWIFT_BUILD) --scratch-path .build/fuzz --sanitize address --product fuzz-readers -Xswiftc -DLIBFUZZER \
	  -Xswiftc -sanitize-coverage=edge,inline-8bit-counters,pc-table,trace-cmp \
	  -Xcc -fsanitize-coverage=edge,inline-8bit-counters,pc-table,trace-cmp -Xlinker $(FUZZER) -Xlinker -lstdc++
	for reader in $(READERS); do \
	  ASAN_OPTIONS=detect_leaks=0 .build/fuzz/release/fuzz-readers $$reader build/fuzz -max_len=65536 -rss_limit_mb=4096 \
	    -timeout=10 -max_total_time=$$(( $(MINUTES) * 60 / $(words $(READERS)) )) || exit 1; \
	done

# The engine as Embedded Swift: one file without imports, for the page and for the test that holds it to the native bits.
WASM = build/wasm/convolution.wasm
# Core, layers, training and drawn digits, from the package's own modules; a test holds an epoch to the native bits.
NETWORK_WASM = build/wasm/cnnlab.wasm
NETWORK_WASM_MODULES = ElementaryFunctions SmallMatrices FilterLoops ConvolutionCore LayerLoops NetworkDescription \
  NetworkEngine NetworkTraining NetworkPacking DrawnDigits WebAssembly

wasm: $(WASM) $(NETWORK_WASM)

$(NETWORK_WASM): $(shell find $(addprefix Sources/,$(NETWORK_WASM_MODULES)) Sources/CLayerLoops -type f)
	Sources/WebAssembly/Networks/build $@

$(WASM): $(shell Sources/WebAssembly/sources) $(wildcard Sources/WebAssembly/*)
	Sources/WebAssembly/build $@

# The short forms of both benchmarks, which write nothing.
bench: build $(BENCH_VENV)/ready
	$(BENCH_PROGRAMS) --product bench-core
	$(BENCH_PROGRAMS) --product bench-train
	$(BENCH_VENV)/bin/python Benchmarks/filter --short
	python3 Benchmarks/train --short

# Times training against PyTorch and Keras, which it installs (1 GB), and writes docs/benchmarks.md; about ten minutes.
# TRAIN_BENCH="--data FOLDER" says where MNIST is, --help lists the rest.
bench-train: build $(TRAIN_VENV)/ready
	$(BENCH_PROGRAMS) --product bench-train
	$(TRAIN_VENV)/bin/python Benchmarks/train $(TRAIN_BENCH)

$(TRAIN_VENV)/ready: Benchmarks/train/requirements.txt
	@.ci/install-packages $(TEST_PACKAGES)
	@mkdir -p $(@D)
	python3 -m venv $(TRAIN_VENV)
	$(TRAIN_VENV)/bin/pip install --quiet --disable-pip-version-check -r Benchmarks/train/requirements.txt
	touch $@

# Filters beside the tools that one could pick instead, and writes docs/benchmarks.md; FILTER_BENCH="--photo FILE" takes
# another picture, --help lists the rest.
bench-filter: build $(BENCH_VENV)/ready
	$(BENCH_PROGRAMS) --product bench-core
	$(BENCH_VENV)/bin/python Benchmarks/filter $(FILTER_BENCH)

# What must hold of filtering: times against limits and against SciPy in the same run, memory, 60,000 pictures. Two minutes
# where nothing else runs.
bench-limits: build $(BENCH_VENV)/ready
	$(BENCH_VENV)/bin/python Benchmarks/limits $(LIMITS)

# Every small network with every loss on every kind of data, twenty seeds each, with default settings: none may stay at
# chance. Hours; DEFAULTS="3 own-colour" does less. Tests/Oracle/test_training_defaults.py is the short form.
bench-defaults: build $(VENV)/ready
	$(VENV)/bin/python Tests/Oracle/default_grid.py $(DEFAULTS)

$(BENCH_VENV)/ready: Benchmarks/requirements.txt
	@.ci/install-packages $(BENCH_PACKAGES)
	python3 -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/pip install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt
	touch $@

# API reference of the library modules, by DocC; a broken link in a doc comment fails.
LIBRARIES = ConvolutionLab ConvolutionCore NetworkDescription NetworkEngine NetworkTraining NetworkExplaining DrawnDigits PictureFiles KernelFiles Datasets ModelFiles DrawingKit Charts TutorialFigures Comparison FilterReport

docs: build
	$(SWIFT_BUILD) --product ConvolutionLab
	@.ci/make-reference build/reference $(LIBRARIES)

# Draws the figures of docs/tutorial anew; look at each before it is committed.
tutorial: build
	python3 docs/site/draw_figures.py

# Every room of the page at three sizes, light and dark, to be looked at.
screenshots: build venv
	$(VENV)/bin/python Tests/Oracle/screenshots.py build/screenshots

# Tutorial, guides, reference and the report on learned filters in one static folder.
site: docs venv
	$(BINARY) compare lenet --quick --data digits --quiet -o build/report
	$(VENV)/bin/python docs/site/make_site.py build/site --reference build/reference --report build/report

SWIFT_SOURCES = Sources Tests Plugins Package.swift Examples samples/generator Benchmarks/programs

lint:
	swift format lint --strict --recursive --parallel $(SWIFT_SOURCES)

format:
	swift format --in-place --recursive --parallel $(SWIFT_SOURCES)

# Computes the pictures of samples/ anew; about a minute on two cores.
samples: packages
	$(SAMPLE_GENERATOR) --product make-samples
	.build/dependents/release/make-samples samples

# Counts instructions and allocations of the hot paths anew, into Tests/Oracle/costs.json.
costs: build venv
	CNNLAB_RECORD_COSTS=1 $(VENV)/bin/python -m pytest -q Tests/Oracle/test_costs.py

# The two programs of the README, against the library.
examples: packages
	$(SWIFT_BUILD) --package-path Examples --scratch-path .build/dependents

# Draws docs/pictures/modules.svg, the modules of docs/architecture.md, anew.
modules:
	@.ci/install-packages graphviz
	python3 docs/site/draw_modules.py

# Draws the strip of pictures in the README anew.
strip: build
	$(BINARY) figures strip --image samples/boat.png --scale 3.125 -o docs/pictures/strip.png

# The program, its manual pages and its completions; PREFIX and DESTDIR say where.
install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/cnnlab
	.ci/make-manual $(BINARY) $(DESTDIR)$(PREFIX)/share

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/cnnlab $(DESTDIR)$(PREFIX)/share/man/man1/cnnlab.1 \
	  $(DESTDIR)$(PREFIX)/share/man/man1/cnnlab-*.1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions/cnnlab \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_cnnlab $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/cnnlab.fish

# A Debian package in build/, of the same bytes for the same commit and binary.
deb: build
	@.ci/install-packages dpkg-dev
	@.ci/make-deb $(BINARY) build

clean:
	rm -rf .build build $(VENV) out
