// Libraries that are loaded when they are first needed: linked, each would cost every start its share, and the program
// would not run where one is missing.
#ifndef CLAZYLIBRARY_H
#define CLAZYLIBRARY_H

// A function that is looked for, and where its address goes.
typedef struct {
  const char *name;
  void **place;
} CLazyFunction;

// Loads the first of `count` libraries that is there and finds all functions in it; 0 when either is missing.
int CLazyLibraryLoad(const char *const *libraries, int count, const CLazyFunction *functions, int functionCount);

// Defines the functions of a library under their own names, each calling the one that `loader` found.
//
// `FUNCTIONS(FUNCTION)` lists them as FUNCTION(result, name, parameters, arguments); the compiler holds each against the
// library's header. `int loader(void)` returns 1 when the library is there; only then may a function be called. It may be
// called at any time, from one thread at a time.
#define LAZY_LIBRARY(loader, FUNCTIONS, ...) \
  FUNCTIONS(LAZY_DEFINITION) \
  int loader(void) { \
    static const char *const libraries[] = {__VA_ARGS__}; \
    static const CLazyFunction functions[] = {FUNCTIONS(LAZY_ENTRY)}; \
    return CLazyLibraryLoad( \
        libraries, sizeof libraries / sizeof *libraries, functions, sizeof functions / sizeof *functions); \
  }
#define LAZY_DEFINITION(result, name, parameters, arguments) \
  static __typeof__(&name) lazy_##name; \
  result name parameters { return lazy_##name arguments; }
#define LAZY_ENTRY(result, name, parameters, arguments) {#name, (void **)&lazy_##name},

#endif
