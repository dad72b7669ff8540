#include "CLazyLibrary.h"
#include "CNettle.h"

// result, name, parameters, arguments
#define FUNCTIONS(FUNCTION) \
  FUNCTION(void, nettle_sha256_init, (struct sha256_ctx *ctx), (ctx)) \
  FUNCTION(void, nettle_sha256_update, (struct sha256_ctx *ctx, size_t length, const uint8_t *data), (ctx, length, data)) \
  FUNCTION(void, nettle_sha256_digest, (struct sha256_ctx *ctx, size_t length, uint8_t *digest), (ctx, length, digest))

LAZY_LIBRARY(CNettleLoad, FUNCTIONS, "libnettle.so.8", "libnettle.so.9", "libnettle.so.7", "libnettle.8.dylib", "libnettle.so")
