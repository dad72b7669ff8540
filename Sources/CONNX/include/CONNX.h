#ifndef CONNX_H
#define CONNX_H

#include "onnx.pb-c.h"

typedef enum {
  CONNXDone,
  // libprotobuf-c cannot be loaded.
  CONNXNoLibrary,
  // The bytes are no message of the schema.
  CONNXMalformed,
  // Messages lie in each other deeper than any network needs.
  CONNXTooDeep,
  // The message would take more memory than `limit`.
  CONNXTooLarge,
} CONNXOutcome;

// Reads a model; `*model` is set where the outcome is CONNXDone, and freed by connx_free. At most `limit` bytes are
// allocated for it.
CONNXOutcome connx_unpack(const uint8_t *bytes, size_t count, size_t limit, Onnx__ModelProto **model);
void connx_free(Onnx__ModelProto *model);

// Loads libprotobuf-c, for a program that is about to write. Returns 0 where it is absent.
int connx_load(void);

#endif
