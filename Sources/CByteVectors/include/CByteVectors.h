#ifndef CBYTEVECTORS_H
#define CBYTEVECTORS_H

// Between vectors of bytes and of 16-bit integers in one instruction, which Swift writes lane by lane.

typedef short CShort8 __attribute__((ext_vector_type(8)));
typedef short CShort16 __attribute__((ext_vector_type(16)));
typedef short CShort32 __attribute__((ext_vector_type(32)));
typedef unsigned char CByte8 __attribute__((ext_vector_type(8)));
typedef unsigned char CByte16 __attribute__((ext_vector_type(16)));
typedef unsigned char CByte32 __attribute__((ext_vector_type(32)));

#define CBYTES_INLINE static inline __attribute__((always_inline))

/// Bytes that lie at any address, as 16-bit integers.
#define CBYTES_WIDEN(LANES)                                                          \
  CBYTES_INLINE CShort##LANES cbytes_widen##LANES(const void *bytes) {               \
    CByte##LANES vector;                                                             \
    __builtin_memcpy(&vector, bytes, LANES);                                         \
    return __builtin_convertvector(vector, CShort##LANES);                           \
  }
/// Stores the low byte of every lane, plus a bias, after clamping to low…high.
#define CBYTES_NARROW(LANES)                                                         \
  CBYTES_INLINE void cbytes_narrow##LANES(                                           \
    void *bytes, CShort##LANES values, short low, short high, short bias             \
  ) {                                                                                \
    CShort##LANES clamped = __builtin_elementwise_min(                               \
      __builtin_elementwise_max(values, (CShort##LANES)low), (CShort##LANES)high);   \
    CByte##LANES vector = __builtin_convertvector(clamped + bias, CByte##LANES);     \
    __builtin_memcpy(bytes, &vector, LANES);                                         \
  }

CBYTES_WIDEN(8)
CBYTES_WIDEN(16)
CBYTES_WIDEN(32)
CBYTES_NARROW(8)
CBYTES_NARROW(16)
CBYTES_NARROW(32)

#endif
