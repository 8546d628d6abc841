.PHONY: demo test build lint format bench golden soak

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

# Compares with bench/ and the physical floor; takes minutes.
bench:
	swift run -c release bench

# Renders every golden case and compares it with its picture.
golden:
	swift run -c release render --check Tests/GoldenImages

# Thousands of renders in one process: memory and descriptors must not grow.
soak:
	swift run -c release bench --soak 2000
