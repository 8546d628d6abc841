.PHONY: demo test build lint format bench bench-quality golden soak

demo:
	scripts/demo

test:
	scripts/test

build:
	scripts/setup
	swift build -c release

lint:
	swift format lint --strict -r Sources Tests Package.swift

format:
	swift format -i -r Sources Tests Package.swift

# CPU time beside the physical floor, bench/README.md; takes minutes.
bench:
	swift build -c release
	.build/release/bench

# Scores of the same pictures; pip install numpy pillow ssimulacra2, PYTHON names the interpreter.
bench-quality:
	swift build -c release
	.build/release/bench --quality

# Renders every golden case and compares it with its picture.
golden:
	swift run -c release render --check Tests/GoldenImages

# Thousands of renders in one process: memory and descriptors must not grow. Then prints while everything breaks.
soak:
	swift run -c release bench --soak 2000
	PRINT_SOAK=200 swift test --filter PrintSoakTests
