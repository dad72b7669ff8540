// libcurl is loaded when something is to be fetched, not when the program starts: linked, it and the twenty libraries
// behind it would cost every start several milliseconds, and the program would not run where it is missing.
#include "CDownload.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  __typeof__(&curl_easy_init) init;
  __typeof__(&curl_easy_cleanup) cleanup;
  CURLcode (*setopt)(CURL *, CURLoption, ...);
  CURLcode (*getinfo)(CURL *, CURLINFO, ...);
  __typeof__(&curl_easy_perform) perform;
  __typeof__(&curl_easy_strerror) describe;
} Library;

static int load(Library *library) {
  const char *names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib", "libcurl.so"};
  void *handle = NULL;
  for (size_t index = 0; index < sizeof names / sizeof *names && !handle; index++)
    handle = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  if (!handle) return 0;
  *(void **)&library->init = dlsym(handle, "curl_easy_init");
  *(void **)&library->cleanup = dlsym(handle, "curl_easy_cleanup");
  *(void **)&library->setopt = dlsym(handle, "curl_easy_setopt");
  *(void **)&library->getinfo = dlsym(handle, "curl_easy_getinfo");
  *(void **)&library->perform = dlsym(handle, "curl_easy_perform");
  *(void **)&library->describe = dlsym(handle, "curl_easy_strerror");
  return library->init && library->cleanup && library->setopt && library->getinfo && library->perform &&
         library->describe;
}

typedef struct {
  const Library *library;
  CURL *curl;
  CDownloadReceiver receiver;
  int hasBegun;
  int isStopped;
} Transfer;

static size_t receive(char *bytes, size_t size, size_t count, void *context) {
  Transfer *transfer = context;
  if (!transfer->hasBegun) {
    long status = 0;
    transfer->library->getinfo(transfer->curl, CURLINFO_RESPONSE_CODE, &status);
    transfer->hasBegun = 1;
    transfer->isStopped = transfer->receiver.begin(transfer->receiver.context, status) != 0;
  }
  if (!transfer->isStopped)
    transfer->isStopped = transfer->receiver.receive(transfer->receiver.context, bytes, size * count) != 0;
  return transfer->isStopped ? 0 : size * count;
}

static int progress(void *context, curl_off_t total, curl_off_t now, curl_off_t sendTotal, curl_off_t sent) {
  Transfer *transfer = context;
  (void)total, (void)now, (void)sendTotal, (void)sent;
  if (transfer->receiver.tick(transfer->receiver.context) != 0) transfer->isStopped = 1;
  return transfer->isStopped;
}

CDownloadOutcome cdownload_get(const char *url, int64_t offset, const char *agent, CDownloadReceiver receiver,
                               long *status, char *reason, size_t reasonSize) {
  Library library;
  *status = 0;
  reason[0] = 0;
  CURL *curl = load(&library) ? library.init() : NULL;
  if (!curl) return CDownloadNoLibrary;
  Transfer transfer = {&library, curl, receiver, 0, 0};
  char error[CURL_ERROR_SIZE] = "";
  char range[32];
  library.setopt(curl, CURLOPT_URL, url);
  library.setopt(curl, CURLOPT_USERAGENT, agent);
  library.setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  library.setopt(curl, CURLOPT_MAXREDIRS, 10L);
  library.setopt(curl, CURLOPT_NOSIGNAL, 1L);
  library.setopt(curl, CURLOPT_CONNECTTIMEOUT, 15L);
  // Half a minute of next to nothing is a broken connection.
  library.setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 100L);
  library.setopt(curl, CURLOPT_LOW_SPEED_TIME, 30L);
  library.setopt(curl, CURLOPT_ERRORBUFFER, error);
  library.setopt(curl, CURLOPT_WRITEFUNCTION, receive);
  library.setopt(curl, CURLOPT_WRITEDATA, &transfer);
  library.setopt(curl, CURLOPT_XFERINFOFUNCTION, progress);
  library.setopt(curl, CURLOPT_XFERINFODATA, &transfer);
  library.setopt(curl, CURLOPT_NOPROGRESS, 0L);
  if (offset > 0) {
    // Not CURLOPT_RESUME_FROM: that fails where a server ignores it and sends the whole.
    snprintf(range, sizeof range, "%" PRId64 "-", offset);
    library.setopt(curl, CURLOPT_RANGE, range);
  }
  CURLcode code = library.perform(curl);
  library.getinfo(curl, CURLINFO_RESPONSE_CODE, status);
  if (code != CURLE_OK) snprintf(reason, reasonSize, "%s", error[0] ? error : library.describe(code));
  library.cleanup(curl);
  if (transfer.isStopped) return CDownloadStopped;
  return code == CURLE_OK ? CDownloadDone : CDownloadFailed;
}
