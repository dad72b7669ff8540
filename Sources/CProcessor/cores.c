#define _GNU_SOURCE
#include "CProcessor.h"

#include <unistd.h>

#if defined(__linux__)
#include <sched.h>
#endif

#if defined(__linux__)
// The cores of the affinity mask, which `taskset` and containers narrow; 0 when it cannot be had.
static int affine(void) {
  // A mask of the usual size fails on machines with more cores than it has bits.
  for (int cores = 1024; cores <= 1 << 20; cores *= 4) {
    cpu_set_t *mask = CPU_ALLOC(cores);
    if (!mask) return 0;
    size_t size = CPU_ALLOC_SIZE(cores);
    int count = sched_getaffinity(0, size, mask) == 0 ? CPU_COUNT_S(size, mask) : 0;
    CPU_FREE(mask);
    if (count > 0) return count;
  }
  return 0;
}
#else
static int affine(void) { return 0; }
#endif

int cprocessor_core_count(void) {
  int count = affine();
  if (count > 0) return count;
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}
