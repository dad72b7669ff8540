// libFuzzer's entry, which is there only in a build with -sanitize=fuzzer: see `make fuzz`.
#ifndef CFUZZDRIVER_H
#define CFUZZDRIVER_H

#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer over `callback` with the arguments of a command line; does not return where it finds a fault.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#endif
