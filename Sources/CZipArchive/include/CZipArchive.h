#ifndef CZIPARCHIVE_H
#define CZIPARCHIVE_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
  CZipDone,
  // libminizip cannot be loaded.
  CZipNoLibrary,
  // The bytes are no zip archive, or a damaged one.
  CZipMalformed,
  // The entry's bytes do not have the check sum that the archive states.
  CZipWrongSum,
  // The entry is compressed in a way or encrypted, which is not read here.
  CZipUnsupported,
} CZipOutcome;

typedef struct CZipReader CZipReader;

// Opens an archive that lies in memory, which must stay until cziparchive_close.
CZipOutcome cziparchive_open(const uint8_t *bytes, size_t count, CZipReader **reader);
void cziparchive_close(CZipReader *reader);
uint64_t cziparchive_count(const CZipReader *reader);
// Goes to the first entry, or the next; the name's bytes are cut to `size`, `*nameSize` says how long it is.
CZipOutcome cziparchive_first(CZipReader *reader);
CZipOutcome cziparchive_next(CZipReader *reader);
CZipOutcome cziparchive_entry(CZipReader *reader, char *name, size_t size, size_t *nameSize, uint64_t *bytes);
// Reads up to `size` bytes of the entry, and checks its sum; `*got` says how many there were.
CZipOutcome cziparchive_read(CZipReader *reader, uint8_t *into, size_t size, size_t *got);

typedef struct CZipWriter CZipWriter;

// An archive in memory whose entries are stored, all with one fixed time, so that the same content has the same bytes.
CZipOutcome cziparchive_create(CZipWriter **writer);
CZipOutcome cziparchive_add(CZipWriter *writer, const char *name, const uint8_t *bytes, size_t count);
// Ends the archive; the bytes belong to the writer until cziparchive_free.
CZipOutcome cziparchive_finish(CZipWriter *writer, const uint8_t **bytes, size_t *count);
void cziparchive_free(CZipWriter *writer);

#endif
