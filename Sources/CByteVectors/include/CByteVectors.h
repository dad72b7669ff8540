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

#if defined(__AVX2__)

// Pairs of bytes from two rows, one above the other, and the sums of their products: two taps an instruction. Low and
// high are the halves of every 16 bytes, as the instructions have them; packing puts them in order again.

typedef unsigned char CByte64 __attribute__((ext_vector_type(64)));

#define CBYTES_PAIR_ORDER(START) \
  START + 0, LANES + START + 0, START + 1, LANES + START + 1, START + 2, LANES + START + 2, START + 3, \
  LANES + START + 3, START + 4, LANES + START + 4, START + 5, LANES + START + 5, START + 6, LANES + START + 6, \
  START + 7, LANES + START + 7

#define CBYTES_PAIRS(NAME, COUNT, ...)                                               \
  CBYTES_INLINE CByte##COUNT NAME(const void *above, const void *below) {            \
    enum { LANES = COUNT };                                                          \
    CByte##COUNT a, b;                                                               \
    __builtin_memcpy(&a, above, LANES);                                              \
    __builtin_memcpy(&b, below, LANES);                                              \
    return __builtin_shufflevector(a, b, __VA_ARGS__);                               \
  }

CBYTES_PAIRS(cbytes_low32, 32, CBYTES_PAIR_ORDER(0), CBYTES_PAIR_ORDER(16))
CBYTES_PAIRS(cbytes_high32, 32, CBYTES_PAIR_ORDER(8), CBYTES_PAIR_ORDER(24))

typedef char CSignedBytes32 __attribute__((vector_size(32)));
typedef short CShorts16 __attribute__((vector_size(32)));

/// Σ of each pair's bytes times the weights, 8 bits each, that a lane holds.
CBYTES_INLINE CShort16 cbytes_products32(CByte32 pairs, CShort16 weights) {
  return (CShort16)__builtin_ia32_pmaddubsw256((CSignedBytes32)pairs, (CSignedBytes32)weights);
}

/// Stores sums + bias, clamped to bytes.
CBYTES_INLINE void cbytes_pack32(void *bytes, CShort16 low, CShort16 high, short bias) {
  low = __builtin_elementwise_add_sat(low, (CShort16)bias);
  high = __builtin_elementwise_add_sat(high, (CShort16)bias);
  CSignedBytes32 packed = __builtin_ia32_packuswb256((CShorts16)low, (CShorts16)high);
  __builtin_memcpy(bytes, &packed, 32);
}

#if defined(__AVX512BW__)

CBYTES_PAIRS(cbytes_low64, 64, CBYTES_PAIR_ORDER(0), CBYTES_PAIR_ORDER(16), CBYTES_PAIR_ORDER(32), CBYTES_PAIR_ORDER(48))
CBYTES_PAIRS(cbytes_high64, 64, CBYTES_PAIR_ORDER(8), CBYTES_PAIR_ORDER(24), CBYTES_PAIR_ORDER(40), CBYTES_PAIR_ORDER(56))

typedef char CSignedBytes64 __attribute__((vector_size(64)));
typedef short CShorts32 __attribute__((vector_size(64)));

CBYTES_INLINE CShort32 cbytes_products64(CByte64 pairs, CShort32 weights) {
  return (CShort32)__builtin_ia32_pmaddubsw512((CSignedBytes64)pairs, (CSignedBytes64)weights);
}

CBYTES_INLINE void cbytes_pack64(void *bytes, CShort32 low, CShort32 high, short bias) {
  low = __builtin_elementwise_add_sat(low, (CShort32)bias);
  high = __builtin_elementwise_add_sat(high, (CShort32)bias);
  CSignedBytes64 packed = __builtin_ia32_packuswb512((CShorts32)low, (CShorts32)high);
  __builtin_memcpy(bytes, &packed, 64);
}

#endif
#endif
#endif
