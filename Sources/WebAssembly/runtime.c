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

static unsigned class_of(size_t count) {
  unsigned class = SMALLEST;
  while (class < CLASSES && ((size_t)1 << class) < count) class++;
  return class;
}

// What is handed out stands behind a header: the block's class and its distance from the block's begin.
static void *handed_out(size_t count, size_t alignment) {
  if (count > UINT32_MAX - alignment - HEADER) return NULL;
  unsigned class = class_of(count + (alignment > HEADER ? alignment : HEADER));
  if (class >= CLASSES) return NULL;
  unsigned char *block = take(class);
  if (!block) return NULL;
  uintptr_t start = ((uintptr_t)block + HEADER + alignment - 1) & ~(uintptr_t)(alignment - 1);
  uint32_t *header = (uint32_t *)(start - HEADER);
  header[0] = class;
  header[1] = (uint32_t)(start - (uintptr_t)block);
  return (void *)start;
}

void *malloc(size_t count) { return handed_out(count, HEADER); }

void free(void *pointer) {
  if (!pointer) return;
  const uint32_t *header = (const uint32_t *)((unsigned char *)pointer - HEADER);
  unsigned class = header[0];
  Block *block = (Block *)((unsigned char *)pointer - header[1]);
  block->next = free_blocks[class];
  free_blocks[class] = block;
}

// For the page: memory for `count` bytes, aligned to 16, 0 when there is none; and to give it back.
__attribute__((export_name("allocate"))) void *page_allocate(size_t count) { return malloc(count); }

__attribute__((export_name("release"))) void page_release(void *pointer) { free(pointer); }

int posix_memalign(void **result, size_t alignment, size_t count) {
  *result = handed_out(count, alignment < HEADER ? HEADER : alignment);
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

int memcmp(const void *left, const void *right, size_t count) {
  const unsigned char *a = left, *b = right;
  for (size_t i = 0; i < count; i++) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

// The seed of hash tables. Nothing that is computed depends on their order, so any number serves.
void arc4random_buf(void *buffer, size_t count) { memset(buffer, 42, count); }

// Swift's Float(_: String): decimals as people write slopes and rates. Up to nineteen digits are kept, and a product or
// quotient of two exact doubles is rounded once, so that what has at most fifteen digits is read as everywhere else.
const char *_swift_stdlib_strtof_clocale(const char *text, float *result) {
  const char *at = text;
  int isNegative = *at == '-';
  if (*at == '-' || *at == '+') at++;
  uint64_t digits = 0;
  int exponent = 0, count = 0, isFraction = 0, isNumber = 0;
  for (;; at++) {
    if (*at == '.' && !isFraction) {
      isFraction = 1;
    } else if (*at >= '0' && *at <= '9') {
      isNumber = 1;
      if (count < 19) {
        digits = digits * 10 + (uint64_t)(*at - '0');
        if (digits) count++;
        if (isFraction) exponent--;
      } else if (!isFraction) {
        exponent++;
      }
    } else {
      break;
    }
  }
  if (!isNumber) return NULL;
  if (*at == 'e' || *at == 'E') {
    const char *power = at + 1;
    int isBelow = *power == '-', value = 0;
    if (*power == '-' || *power == '+') power++;
    if (*power < '0' || *power > '9') return NULL;
    for (; *power >= '0' && *power <= '9'; power++) value = value < 9999 ? value * 10 + (*power - '0') : value;
    exponent += isBelow ? -value : value;
    at = power;
  }
  double value = (double)digits, scale = 1;
  for (int left = exponent < 0 ? -exponent : exponent; left > 0 && scale < 1e300; left--) scale *= 10;
  value = exponent < 0 ? value / scale : value * scale;
  *result = (float)(isNegative ? -value : value);
  return at;
}
