#ifndef CPROCESSOR_H
#define CPROCESSOR_H

/// The widest vector instructions this processor and system can run:
/// 0 what every processor of the architecture has, 1 AVX2 with FMA (x86-64-v3), 2 AVX-512 (x86-64-v4).
int cprocessor_supported_level(void);

/// The level to use: the supported one, or a lower one that the environment variable
/// CNNLAB_INSTRUCTION_SET (baseline, avx2, avx512) asks for. Decided once.
int cprocessor_level(void);

#endif
