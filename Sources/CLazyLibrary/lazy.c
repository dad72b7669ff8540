#include "CLazyLibrary.h"

#include <dlfcn.h>
#include <stddef.h>

int CLazyLibraryLoad(const char *const *libraries, int count, const CLazyFunction *functions, int functionCount) {
  void *handle = NULL;
  for (int index = 0; index < count && !handle; index++) handle = dlopen(libraries[index], RTLD_NOW | RTLD_LOCAL);
  if (!handle) return 0;
  // Not by the name alone: the program defines functions of the same names itself.
  for (int index = 0; index < functionCount; index++) {
    *functions[index].place = dlsym(handle, functions[index].name);
    if (!*functions[index].place) return 0;
  }
  return 1;
}
