// libprotobuf-c is loaded when an ONNX file is read or written, so that no other start pays for it. The generated code
// calls its functions by their names, which are defined here and passed on.
#include "CONNX.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

static struct {
  __typeof__(&protobuf_c_message_get_packed_size) size;
  __typeof__(&protobuf_c_message_pack) pack;
  __typeof__(&protobuf_c_message_pack_to_buffer) packToBuffer;
  __typeof__(&protobuf_c_message_unpack) unpack;
  __typeof__(&protobuf_c_message_free_unpacked) release;
  int isLoaded;
} library;

static void load(void) {
  const char *names[] = {"libprotobuf-c.so.1", "libprotobuf-c.1.dylib", "libprotobuf-c.so"};
  void *handle = NULL;
  for (size_t index = 0; index < sizeof names / sizeof *names && !handle; index++)
    handle = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  if (!handle) return;
  *(void **)&library.size = dlsym(handle, "protobuf_c_message_get_packed_size");
  *(void **)&library.pack = dlsym(handle, "protobuf_c_message_pack");
  *(void **)&library.packToBuffer = dlsym(handle, "protobuf_c_message_pack_to_buffer");
  *(void **)&library.unpack = dlsym(handle, "protobuf_c_message_unpack");
  *(void **)&library.release = dlsym(handle, "protobuf_c_message_free_unpacked");
  library.isLoaded = library.size && library.pack && library.packToBuffer && library.unpack && library.release;
}

int connx_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return library.isLoaded;
}

size_t protobuf_c_message_get_packed_size(const ProtobufCMessage *message) { return library.size(message); }

size_t protobuf_c_message_pack(const ProtobufCMessage *message, uint8_t *out) { return library.pack(message, out); }

size_t protobuf_c_message_pack_to_buffer(const ProtobufCMessage *message, ProtobufCBuffer *buffer) {
  return library.packToBuffer(message, buffer);
}

ProtobufCMessage *protobuf_c_message_unpack(const ProtobufCMessageDescriptor *descriptor, ProtobufCAllocator *allocator,
                                            size_t length, const uint8_t *data) {
  return library.unpack(descriptor, allocator, length, data);
}

void protobuf_c_message_free_unpacked(ProtobufCMessage *message, ProtobufCAllocator *allocator) {
  library.release(message, allocator);
}

// The library recurses once for each message inside another; no model of ours nests ten.
enum { deepest = 40 };

static int varint(const uint8_t **at, const uint8_t *end, uint64_t *value) {
  *value = 0;
  for (int shift = 0; shift < 64 && *at < end; shift += 7) {
    uint8_t byte = *(*at)++;
    *value |= (uint64_t)(byte & 127) << shift;
    if (!(byte & 128)) return 1;
  }
  return 0;
}

static CONNXOutcome checkDepth(const ProtobufCMessageDescriptor *descriptor, const uint8_t *at, const uint8_t *end,
                               int depth) {
  if (depth > deepest) return CONNXTooDeep;
  while (at < end) {
    uint64_t key, length;
    if (!varint(&at, end, &key)) return CONNXMalformed;
    switch (key & 7) {
      case 0:
        if (!varint(&at, end, &length)) return CONNXMalformed;
        break;
      case 1:
        if (end - at < 8) return CONNXMalformed;
        at += 8;
        break;
      case 2: {
        if (!varint(&at, end, &length) || length > (uint64_t)(end - at)) return CONNXMalformed;
        const ProtobufCFieldDescriptor *field = NULL;
        for (unsigned index = 0; index < descriptor->n_fields; index++)
          if (descriptor->fields[index].id == key >> 3) field = &descriptor->fields[index];
        if (field && field->type == PROTOBUF_C_TYPE_MESSAGE) {
          CONNXOutcome inner = checkDepth(field->descriptor, at, at + length, depth + 1);
          if (inner != CONNXDone) return inner;
        }
        at += length;
        break;
      }
      case 5:
        if (end - at < 4) return CONNXMalformed;
        at += 4;
        break;
      default: return CONNXMalformed;
    }
  }
  return CONNXDone;
}

// Small messages take many times their bytes in memory: what they take is counted.
typedef struct {
  size_t left;
  int isExceeded;
} Budget;

static void *take(void *context, size_t size) {
  Budget *budget = context;
  if (size > budget->left) {
    budget->isExceeded = 1;
    return NULL;
  }
  budget->left -= size;
  return malloc(size);
}

static void give(void *context, void *memory) {
  (void)context;
  free(memory);
}

CONNXOutcome connx_unpack(const uint8_t *bytes, size_t count, size_t limit, Onnx__ModelProto **model) {
  *model = NULL;
  if (!connx_load()) return CONNXNoLibrary;
  CONNXOutcome outcome = checkDepth(&onnx__model_proto__descriptor, bytes, bytes + count, 0);
  if (outcome != CONNXDone) return outcome;
  Budget budget = {limit, 0};
  ProtobufCAllocator allocator = {take, give, &budget};
  *model = onnx__model_proto__unpack(&allocator, count, bytes);
  if (!*model) return budget.isExceeded ? CONNXTooLarge : CONNXMalformed;
  return CONNXDone;
}

void connx_free(Onnx__ModelProto *model) {
  ProtobufCAllocator allocator = {take, give, NULL};
  onnx__model_proto__free_unpacked(model, &allocator);
}
