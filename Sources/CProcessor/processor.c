#include "CProcessor.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

int cprocessor_supported_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  // Each level is everything that the compiler may use under the matching -march.
  int v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("movbe") &&
           __builtin_cpu_supports("f16c");
  int v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
  return v4 ? 2 : v3 ? 1 : 0;
#else
  return 0;
#endif
}

static int decide(void) {
  static const char *const names[] = {"baseline", "avx2", "avx512"};
  int supported = cprocessor_supported_level();
  const char *wanted = getenv("CNNLAB_INSTRUCTION_SET");
  if (!wanted) return supported;
  for (int level = 0; level < supported; level++) {
    if (strcmp(wanted, names[level]) == 0) return level;
  }
  return supported;
}

int cprocessor_level(void) {
  // Two threads that decide at once come to the same answer.
  static atomic_int level = -1;
  int known = atomic_load_explicit(&level, memory_order_relaxed);
  if (known < 0) {
    known = decide();
    atomic_store_explicit(&level, known, memory_order_relaxed);
  }
  return known;
}
