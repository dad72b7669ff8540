// libhdf5 is loaded when a file of Keras is read: it is large, and nothing else needs it.
#include "CHDF5.h"

#include <dlfcn.h>
#if __has_include(<hdf5/serial/hdf5.h>)
#include <hdf5/serial/hdf5.h>
#else
#include <hdf5.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  __typeof__(&H5open) open;
  __typeof__(&H5Eset_auto2) quiet;
  __typeof__(&H5Fopen) openFile;
  __typeof__(&H5Fclose) closeFile;
  __typeof__(&H5Gget_info) groupInfo;
  __typeof__(&H5Lget_name_by_idx) name;
  __typeof__(&H5Oopen) openObject;
  __typeof__(&H5Oclose) closeObject;
  __typeof__(&H5Iget_type) kind;
  __typeof__(&H5Dget_space) space;
  __typeof__(&H5Dget_type) type;
  __typeof__(&H5Dget_storage_size) storage;
  __typeof__(&H5Dread) read;
  __typeof__(&H5Tget_class) numberClass;
  __typeof__(&H5Tclose) closeType;
  __typeof__(&H5Sclose) closeSpace;
  __typeof__(&H5Sget_simple_extent_ndims) dimensions;
  __typeof__(&H5Sget_simple_extent_dims) sizes;
  hid_t *single;
} Library;

static int load(Library *library) {
  const char *names[] = {"libhdf5_serial.so.103", "libhdf5_serial.so.310", "libhdf5_serial.so", "libhdf5.so.103",
                         "libhdf5.so.310",        "libhdf5.so",            "libhdf5.dylib"};
  void *handle = NULL;
  for (size_t index = 0; index < sizeof names / sizeof *names && !handle; index++)
    handle = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  if (!handle) return 0;
  const char *symbols[] = {"H5open", "H5Eset_auto2", "H5Fopen", "H5Fclose", "H5Gget_info", "H5Lget_name_by_idx",
                           "H5Oopen", "H5Oclose", "H5Iget_type", "H5Dget_space", "H5Dget_type", "H5Dget_storage_size",
                           "H5Dread", "H5Tget_class", "H5Tclose", "H5Sclose", "H5Sget_simple_extent_ndims",
                           "H5Sget_simple_extent_dims", "H5T_NATIVE_FLOAT_g"};
  void **functions = (void **)library;
  for (size_t index = 0; index < sizeof symbols / sizeof *symbols; index++)
    if (!(functions[index] = dlsym(handle, symbols[index]))) return 0;
  // The library would print every refusal to standard error.
  return library->open() >= 0 && library->quiet(H5E_DEFAULT, NULL, NULL) >= 0;
}

// The header's H5F_ACC_RDONLY would call the library by its linked name.
static const unsigned readOnly = 0;

enum { deepest = 24, mostObjects = 100000, longestPath = 4096, mostDimensions = 8 };

typedef struct {
  Library library;
  CHDF5Receiver receiver;
  void *context;
  uint64_t left;
  int objects;
  int isStopped;
} Reading;

static CHDF5Outcome readValues(Reading *reading, hid_t set, const char *path) {
  Library *library = &reading->library;
  hid_t type = library->type(set);
  if (type < 0) return CHDF5Malformed;
  int isFloating = library->numberClass(type) == H5T_FLOAT;
  library->closeType(type);
  if (!isFloating) return CHDF5Done;
  hid_t space = library->space(set);
  if (space < 0) return CHDF5Malformed;
  hsize_t sizes[mostDimensions];
  int dimensions = library->dimensions(space);
  CHDF5Outcome outcome = CHDF5Done;
  if (dimensions < 0 || dimensions > mostDimensions) outcome = dimensions < 0 ? CHDF5Malformed : CHDF5TooLarge;
  uint64_t count = 1;
  if (outcome == CHDF5Done && dimensions > 0 && library->sizes(space, sizes, NULL) < 0) outcome = CHDF5Malformed;
  for (int axis = 0; outcome == CHDF5Done && axis < dimensions; axis++) {
    if (sizes[axis] && count > reading->left / sizes[axis]) outcome = CHDF5TooLarge;
    count *= sizes[axis];
  }
  library->closeSpace(space);
  if (outcome != CHDF5Done) return outcome;
  // A header may claim any size; without stored bytes there are no values.
  if (count > reading->left) return CHDF5TooLarge;
  if (count && library->storage(set) == 0) return CHDF5Malformed;
  float *values = malloc(count ? count * sizeof *values : 1);
  if (!values) return CHDF5TooLarge;
  uint64_t own[mostDimensions];
  for (int axis = 0; axis < dimensions; axis++) own[axis] = sizes[axis];
  if (library->read(set, *library->single, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0) {
    outcome = CHDF5Malformed;
  } else {
    reading->left -= count;
    reading->isStopped = reading->receiver(reading->context, path, own, dimensions, values, count) != 0;
  }
  free(values);
  return outcome;
}

static CHDF5Outcome visit(Reading *reading, hid_t group, const char *path, int depth) {
  Library *library = &reading->library;
  if (depth > deepest) return CHDF5TooLarge;
  H5G_info_t info;
  if (library->groupInfo(group, &info) < 0) return CHDF5Malformed;
  for (hsize_t index = 0; index < info.nlinks && !reading->isStopped; index++) {
    if (++reading->objects > mostObjects) return CHDF5TooLarge;
    char inner[longestPath];
    size_t start = strlen(path);
    if (start) start = (size_t)snprintf(inner, sizeof inner, "%s/", path);
    if (start >= sizeof inner - 1) return CHDF5TooLarge;
    ssize_t length = library->name(group, ".", H5_INDEX_NAME, H5_ITER_INC, index, inner + start, sizeof inner - start,
                                   H5P_DEFAULT);
    if (length < 0) return CHDF5Malformed;
    if ((size_t)length >= sizeof inner - start) return CHDF5TooLarge;
    hid_t object = library->openObject(group, inner + start, H5P_DEFAULT);
    // A link that leads nowhere is nothing to read.
    if (object < 0) continue;
    CHDF5Outcome outcome = CHDF5Done;
    H5I_type_t kind = library->kind(object);
    if (kind == H5I_GROUP) outcome = visit(reading, object, inner, depth + 1);
    if (kind == H5I_DATASET) outcome = readValues(reading, object, inner);
    library->closeObject(object);
    if (outcome != CHDF5Done) return outcome;
  }
  return CHDF5Done;
}

CHDF5Outcome chdf5_read(const char *path, uint64_t limit, CHDF5Receiver receiver, void *context) {
  Reading reading = {.receiver = receiver, .context = context, .left = limit};
  if (!load(&reading.library)) return CHDF5NoLibrary;
  hid_t file = reading.library.openFile(path, readOnly, H5P_DEFAULT);
  if (file < 0) return CHDF5Malformed;
  CHDF5Outcome outcome = visit(&reading, file, "", 0);
  reading.library.closeFile(file);
  return outcome;
}
