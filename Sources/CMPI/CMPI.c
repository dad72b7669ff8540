#include "CMPI.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "CLazyLibrary.h"

typedef void *Handle;

static int (*initThread)(int *, char ***, int, int *);
static int (*finalize)(void);
static int (*abortAll)(Handle, int);
static int (*commRank)(Handle, int *);
static int (*commSize)(Handle, int *);
static int (*commSetErrorHandler)(Handle, Handle);
static int (*gather)(const void *, int, Handle, void *, const int *, const int *, Handle, Handle, Handle *);
static int (*exchange)(
    const void *, const int *, const int *, Handle, void *, const int *, const int *, Handle, Handle, Handle *);
static int (*barrier)(Handle, Handle *);
static int (*test)(Handle *, int *, void *);
static int (*errorString)(int, char *, int *);
static Handle world, word, errorsReturn;

static const int funneled = 1;
static void *const inPlace = (void *)1;

static Handle request;

int CMPILoad(void) {
  static const char *const libraries[] = {"libmpi.so.40", "libmpi.40.dylib", "libmpi.so"};
  const int count = sizeof libraries / sizeof *libraries;
  // Its parts, which it loads itself, look for its functions among those of the whole program.
  for (int index = 0; index < count && !dlopen(libraries[index], RTLD_NOW | RTLD_GLOBAL); index++) continue;
  static const CLazyFunction functions[] = {
      {"MPI_Init_thread", (void **)&initThread},
      {"MPI_Finalize", (void **)&finalize},
      {"MPI_Abort", (void **)&abortAll},
      {"MPI_Comm_rank", (void **)&commRank},
      {"MPI_Comm_size", (void **)&commSize},
      {"MPI_Comm_set_errhandler", (void **)&commSetErrorHandler},
      {"MPI_Iallgatherv", (void **)&gather},
      {"MPI_Ialltoallv", (void **)&exchange},
      {"MPI_Ibarrier", (void **)&barrier},
      {"MPI_Test", (void **)&test},
      {"MPI_Error_string", (void **)&errorString},
      {"ompi_mpi_comm_world", &world},
      {"ompi_mpi_int32_t", &word},
      {"ompi_mpi_errors_return", &errorsReturn},
  };
  return CLazyLibraryLoad(libraries, count, functions, sizeof functions / sizeof *functions);
}

int CMPIStart(int *rank, int *count) {
  int provided = 0;
  int code = initThread(NULL, NULL, funneled, &provided);
  // An error is ours to tell.
  if (!code) code = commSetErrorHandler(world, errorsReturn);
  if (!code) code = commRank(world, rank);
  if (!code) code = commSize(world, count);
  return code;
}

int CMPIEnd(void) { return finalize(); }

int CMPIAbort(int code) { return abortAll(world, code); }

int CMPIBeginGather(void *words, const int *counts, const int *starts) {
  return gather(inPlace, 0, word, words, counts, starts, word, world, &request);
}

int CMPIBeginExchange(
    const void *outgoing, const int *outgoingCounts, const int *outgoingStarts, void *incoming,
    const int *incomingCounts, const int *incomingStarts) {
  return exchange(
      outgoing, outgoingCounts, outgoingStarts, word, incoming, incomingCounts, incomingStarts, word, world, &request);
}

int CMPIBeginBarrier(void) { return barrier(world, &request); }

int CMPITest(int *ended) { return test(&request, ended, NULL); }

void CMPIErrorText(int code, char text[256]) {
  char words[256 + 1] = "";
  int length = 0;
  if (errorString(code, words, &length)) snprintf(words, sizeof words, "error %d", code);
  memcpy(text, words, 256);
  text[255] = 0;
}
