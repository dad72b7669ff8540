#ifndef CHDF5_H
#define CHDF5_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
  CHDF5Done,
  // libhdf5 cannot be loaded.
  CHDF5NoLibrary,
  // The file is no HDF5 file, or a damaged one.
  CHDF5Malformed,
  // Groups lie in each other too deep, there are too many of them, or a data set is larger than the limit.
  CHDF5TooLarge,
} CHDF5Outcome;

// Receives each data set of numbers: its path without a leading slash, its sizes, its values as single precision. A
// result other than 0 ends the reading.
typedef int (*CHDF5Receiver)(void *context, const char *path, const uint64_t *sizes, int dimensions, const float *values,
                             uint64_t count);

// Reads every data set of floating-point numbers of a file, groups by name. `limit` is the values of all together.
CHDF5Outcome chdf5_read(const char *path, uint64_t limit, CHDF5Receiver receiver, void *context);

#endif
