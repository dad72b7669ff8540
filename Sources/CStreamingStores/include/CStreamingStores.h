#ifndef CSTREAMINGSTORES_H
#define CSTREAMINGSTORES_H

// Stores that go past the caches, for which Swift has no name. The line is not read first: a map larger than the
// caches costs two thirds of the memory traffic. Addresses are aligned to the vector.

typedef float CFloat4 __attribute__((ext_vector_type(4)));
typedef float CFloat8 __attribute__((ext_vector_type(8)));
typedef float CFloat16 __attribute__((ext_vector_type(16)));

static inline __attribute__((always_inline)) void cstream_float4(void *target, CFloat4 value) {
  __builtin_nontemporal_store(value, (CFloat4 *)target);
}

static inline __attribute__((always_inline)) void cstream_float8(void *target, CFloat8 value) {
  __builtin_nontemporal_store(value, (CFloat8 *)target);
}

static inline __attribute__((always_inline)) void cstream_float16(void *target, CFloat16 value) {
  __builtin_nontemporal_store(value, (CFloat16 *)target);
}

/// Makes what was streamed visible to the other processors.
static inline __attribute__((always_inline)) void cstream_finish(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#endif
}

#endif
