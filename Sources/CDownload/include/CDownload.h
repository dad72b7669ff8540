#ifndef CDOWNLOAD_H
#define CDOWNLOAD_H

#include <stddef.h>
#include <stdint.h>

// What becomes of an answer. A function that returns something other than 0 ends the download.
typedef struct {
  void *context;
  // Before the first byte: the HTTP status, 0 where the protocol has none.
  int (*begin)(void *context, long status);
  // The next bytes of the answer.
  int (*receive)(void *context, const void *bytes, size_t count);
  // Several times a second, whether bytes come or not.
  int (*tick)(void *context);
} CDownloadReceiver;

typedef enum {
  CDownloadDone,
  // libcurl cannot be loaded.
  CDownloadNoLibrary,
  // The connection could not be made, or broke; `reason` says why.
  CDownloadFailed,
  // A function of the receiver ended it.
  CDownloadStopped,
} CDownloadOutcome;

// Gets `url` from byte `offset` on; redirections are followed. `status` becomes the last HTTP status, 0 for none.
CDownloadOutcome cdownload_get(const char *url, int64_t offset, const char *agent, CDownloadReceiver receiver,
                               long *status, char *reason, size_t reasonSize);

#endif
