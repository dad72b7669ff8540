// The header is all: the loops themselves are Swift.
