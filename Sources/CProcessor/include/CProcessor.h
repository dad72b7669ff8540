#ifndef CPROCESSOR_H
#define CPROCESSOR_H

/// The widest vector instructions this processor and system can run:
/// 0 what every processor of the architecture has, 1 AVX2 with FMA (x86-64-v3), 2 AVX-512 (x86-64-v4).
int cprocessor_supported_level(void);

/// The level to use: the supported one, or a lower one that the environment variable
/// CNNLAB_INSTRUCTION_SET (baseline, avx2, avx512) asks for. Decided once.
int cprocessor_level(void);

/// Cores that this process may use: those of its affinity mask where the system has one, else all; at least 1.
int cprocessor_core_count(void);

/// Tells the processor that this thread waits for another.
static inline void cprocessor_relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
