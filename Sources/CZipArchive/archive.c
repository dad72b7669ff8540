// minizip is loaded when a zip archive is read or written, so that no other start pays for it.
#include "CZipArchive.h"

#include <dlfcn.h>
#include <minizip/unzip.h>
#include <minizip/zip.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#ifndef DEF_MEM_LEVEL
#define DEF_MEM_LEVEL 8
#endif

static struct {
  __typeof__(&unzOpen2_64) open;
  __typeof__(&unzClose) close;
  __typeof__(&unzGetGlobalInfo64) info;
  __typeof__(&unzGoToFirstFile) first;
  __typeof__(&unzGoToNextFile) next;
  __typeof__(&unzGetCurrentFileInfo64) entry;
  __typeof__(&unzOpenCurrentFile) openEntry;
  __typeof__(&unzReadCurrentFile) read;
  __typeof__(&unzCloseCurrentFile) closeEntry;
  __typeof__(&zipOpen2_64) create;
  __typeof__(&zipOpenNewFileInZip4_64) openNew;
  __typeof__(&zipWriteInFileInZip) write;
  __typeof__(&zipCloseFileInZip) closeNew;
  __typeof__(&zipClose) finish;
  int isLoaded;
} library;

static void load(void) {
  const char *names[] = {"libminizip.so.1", "libminizip.1.dylib", "libminizip.so"};
  void *handle = NULL;
  for (size_t index = 0; index < sizeof names / sizeof *names && !handle; index++)
    handle = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  if (!handle) return;
  const char *symbols[] = {
      "unzOpen2_64", "unzClose", "unzGetGlobalInfo64", "unzGoToFirstFile", "unzGoToNextFile",
      "unzGetCurrentFileInfo64", "unzOpenCurrentFile", "unzReadCurrentFile", "unzCloseCurrentFile", "zipOpen2_64",
      "zipOpenNewFileInZip4_64", "zipWriteInFileInZip", "zipCloseFileInZip", "zipClose"};
  void **functions = (void **)&library;
  for (size_t index = 0; index < sizeof symbols / sizeof *symbols; index++)
    if (!(functions[index] = dlsym(handle, symbols[index]))) return;
  library.isLoaded = 1;
}

static int isLoaded(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return library.isLoaded;
}

// The bytes that minizip takes for a file: fixed while reading, growing while writing.
typedef struct {
  uint8_t *bytes;
  size_t count, capacity, at;
  int isFailed;
} Memory;

static voidpf openMemory(voidpf opaque, const void *name, int mode) {
  (void)name, (void)mode;
  return opaque;
}

static uLong readMemory(voidpf opaque, voidpf stream, void *into, uLong size) {
  Memory *memory = opaque;
  (void)stream;
  size_t left = memory->at < memory->count ? memory->count - memory->at : 0;
  if (size > left) size = left;
  if (size) memcpy(into, memory->bytes + memory->at, size);
  memory->at += size;
  return size;
}

static uLong writeMemory(voidpf opaque, voidpf stream, const void *from, uLong size) {
  Memory *memory = opaque;
  (void)stream;
  if (memory->at + size > memory->capacity) {
    size_t capacity = (memory->at + size) * 2;
    uint8_t *larger = realloc(memory->bytes, capacity);
    if (!larger) {
      memory->isFailed = 1;
      return 0;
    }
    memory->bytes = larger;
    memory->capacity = capacity;
  }
  memcpy(memory->bytes + memory->at, from, size);
  memory->at += size;
  if (memory->at > memory->count) memory->count = memory->at;
  return size;
}

static ZPOS64_T tellMemory(voidpf opaque, voidpf stream) {
  (void)stream;
  return ((Memory *)opaque)->at;
}

static long seekMemory(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin) {
  Memory *memory = opaque;
  (void)stream;
  uint64_t base = origin == ZLIB_FILEFUNC_SEEK_CUR ? memory->at : origin == ZLIB_FILEFUNC_SEEK_END ? memory->count : 0;
  if (offset > memory->count || base + offset > memory->count) return -1;
  memory->at = base + offset;
  return 0;
}

static int closeMemory(voidpf opaque, voidpf stream) {
  (void)opaque, (void)stream;
  return 0;
}

static int testMemory(voidpf opaque, voidpf stream) {
  (void)stream;
  return ((Memory *)opaque)->isFailed;
}

static zlib_filefunc64_def functions(Memory *memory) {
  return (zlib_filefunc64_def){openMemory, readMemory,  writeMemory, tellMemory,
                               seekMemory, closeMemory, testMemory,  memory};
}

struct CZipReader {
  Memory memory;
  unzFile archive;
  uint64_t entries;
};

CZipOutcome cziparchive_open(const uint8_t *bytes, size_t count, CZipReader **reader) {
  *reader = NULL;
  if (!isLoaded()) return CZipNoLibrary;
  CZipReader *made = calloc(1, sizeof *made);
  if (!made) return CZipMalformed;
  made->memory = (Memory){(uint8_t *)bytes, count, count, 0, 0};
  zlib_filefunc64_def own = functions(&made->memory);
  unz_global_info64 info;
  made->archive = library.open("", &own);
  if (!made->archive || library.info(made->archive, &info) != UNZ_OK) {
    cziparchive_close(made);
    return CZipMalformed;
  }
  made->entries = info.number_entry;
  *reader = made;
  return CZipDone;
}

void cziparchive_close(CZipReader *reader) {
  if (reader->archive) library.close(reader->archive);
  free(reader);
}

uint64_t cziparchive_count(const CZipReader *reader) { return reader->entries; }

CZipOutcome cziparchive_first(CZipReader *reader) {
  return library.first(reader->archive) == UNZ_OK ? CZipDone : CZipMalformed;
}

CZipOutcome cziparchive_next(CZipReader *reader) {
  return library.next(reader->archive) == UNZ_OK ? CZipDone : CZipMalformed;
}

CZipOutcome cziparchive_entry(CZipReader *reader, char *name, size_t size, size_t *nameSize, uint64_t *bytes) {
  unz_file_info64 info;
  if (library.entry(reader->archive, &info, name, size, NULL, 0, NULL, 0) != UNZ_OK) return CZipMalformed;
  // Stored and deflated entries; bit 0 of the flag says that one is encrypted.
  if ((info.compression_method != 0 && info.compression_method != 8) || (info.flag & 1)) return CZipUnsupported;
  *nameSize = info.size_filename;
  *bytes = info.uncompressed_size;
  return CZipDone;
}

CZipOutcome cziparchive_read(CZipReader *reader, uint8_t *into, size_t size, size_t *got) {
  *got = 0;
  if (library.openEntry(reader->archive) != UNZ_OK) return CZipMalformed;
  CZipOutcome outcome = CZipDone;
  while (*got < size) {
    unsigned piece = size - *got > 1 << 30 ? 1 << 30 : (unsigned)(size - *got);
    int count = library.read(reader->archive, into + *got, piece);
    if (count < 0) outcome = CZipMalformed;
    if (count <= 0) break;
    *got += count;
  }
  int closed = library.closeEntry(reader->archive);
  if (outcome == CZipDone && closed == UNZ_CRCERROR) outcome = CZipWrongSum;
  return outcome;
}

struct CZipWriter {
  Memory memory;
  zipFile archive;
};

CZipOutcome cziparchive_create(CZipWriter **writer) {
  *writer = NULL;
  if (!isLoaded()) return CZipNoLibrary;
  CZipWriter *made = calloc(1, sizeof *made);
  if (!made) return CZipMalformed;
  zlib_filefunc64_def own = functions(&made->memory);
  made->archive = library.create("", APPEND_STATUS_CREATE, NULL, &own);
  if (!made->archive) {
    cziparchive_free(made);
    return CZipMalformed;
  }
  *writer = made;
  return CZipDone;
}

CZipOutcome cziparchive_add(CZipWriter *writer, const char *name, const uint8_t *bytes, size_t count) {
  zip_fileinfo info;
  memset(&info, 0, sizeof info);
  info.tmz_date.tm_mday = 1;
  info.tmz_date.tm_year = 1980;
  // Method 0 stores; an entry of 4 GiB and more needs the fields of zip64.
  int isLarge = count >= 0xFFFFFFFF;
  // Made by MS-DOS, as minizip says of itself; bit 11 of the flags: names are UTF-8.
  if (library.openNew(writer->archive, name, &info, NULL, 0, NULL, 0, NULL, 0, 0, 0, -MAX_WBITS, DEF_MEM_LEVEL,
                      Z_DEFAULT_STRATEGY, NULL, 0, 0, 1 << 11, isLarge) != ZIP_OK)
    return CZipMalformed;
  CZipOutcome outcome = CZipDone;
  for (size_t at = 0; at < count && outcome == CZipDone;) {
    unsigned piece = count - at > 1 << 30 ? 1 << 30 : (unsigned)(count - at);
    if (library.write(writer->archive, bytes + at, piece) != ZIP_OK) outcome = CZipMalformed;
    at += piece;
  }
  return library.closeNew(writer->archive) == ZIP_OK ? outcome : CZipMalformed;
}

CZipOutcome cziparchive_finish(CZipWriter *writer, const uint8_t **bytes, size_t *count) {
  int closed = library.finish(writer->archive, NULL);
  writer->archive = NULL;
  if (closed != ZIP_OK || writer->memory.isFailed) return CZipMalformed;
  *bytes = writer->memory.bytes;
  *count = writer->memory.count;
  return CZipDone;
}

void cziparchive_free(CZipWriter *writer) {
  if (writer->archive) library.finish(writer->archive, NULL);
  free(writer->memory.bytes);
  free(writer);
}
