// The little of a C library that Embedded Swift asks for: memory. WebAssembly has no libc of its own.
//
// Blocks are powers of two from 32 bytes up, each behind a header with its class; a freed block goes to the list of
// its class and is handed out again. What is asked for once can so be asked for again without growing the memory.

#include <stddef.h>
#include <stdint.h>

enum { SMALLEST = 5, CLASSES = 32, HEADER = 16, PAGE = 65536 };

typedef struct Block {
  struct Block *next;
} Block;

extern unsigned char __heap_base;

static Block *free_blocks[CLASSES];
static uintptr_t top;

static void *take(unsigned class) {
  Block *block = free_blocks[class];
  if (block) {
    free_blocks[class] = block->next;
    return block;
  }
  if (!top) top = ((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15;
  uintptr_t size = (uintptr_t)1 << class;
  uintptr_t end = __builtin_wasm_memory_size(0) * (uintptr_t)PAGE;
  if (size > UINT32_MAX - top) return NULL;
  if (top + size > end) {
    uintptr_t pages = (top + size - end + PAGE - 1) / PAGE;
    if (__builtin_wasm_memory_grow(0, pages) == SIZE_MAX) return NULL;
  }
  void *start = (void *)top;
  top += size;
  return start;
}

void *malloc(size_t count) {
  unsigned class = SMALLEST;
  while (class < CLASSES && ((size_t)1 << class) - HEADER < count) class++;
  if (class >= CLASSES) return NULL;
  unsigned char *block = take(class);
  if (!block) return NULL;
  *(uint32_t *)block = class;
  return block + HEADER;
}

void free(void *pointer) {
  if (!pointer) return;
  Block *block = (Block *)((unsigned char *)pointer - HEADER);
  unsigned class = *(uint32_t *)block;
  block->next = free_blocks[class];
  free_blocks[class] = block;
}

// For the page: memory for `count` bytes, aligned to 16, 0 when there is none; and to give it back.
__attribute__((export_name("allocate"))) void *page_allocate(size_t count) { return malloc(count); }

__attribute__((export_name("release"))) void page_release(void *pointer) { free(pointer); }

// Every block is aligned to 16 bytes, which is all that Swift asks for here.
int posix_memalign(void **result, size_t alignment, size_t count) {
  if (alignment > HEADER) return 22;
  *result = malloc(count);
  return *result ? 0 : 12;
}

// Compiled with -mbulk-memory each of these is a single instruction.

void *memcpy(void *restrict to, const void *restrict from, size_t count) { return __builtin_memcpy(to, from, count); }

void *memmove(void *to, const void *from, size_t count) { return __builtin_memmove(to, from, count); }

void *memset(void *to, int value, size_t count) { return __builtin_memset(to, value, count); }

// Swift's rounded(): to the nearest whole number, halves away from 0. WebAssembly's own instruction takes the even one.

float roundf(float value) {
  float whole = __builtin_truncf(value);
  return __builtin_fabsf(value - whole) >= 0.5f ? whole + __builtin_copysignf(1, value) : whole;
}

double round(double value) {
  double whole = __builtin_trunc(value);
  return __builtin_fabs(value - whole) >= 0.5 ? whole + __builtin_copysign(1, value) : whole;
}
