// libpng, reading from memory. One setjmp for each public function.
#include "CImageCodecs.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

struct PNGDecoder {
  png_structp png;
  png_infop info;
  const uint8_t *next;
  size_t left;
  uint32_t height;
  uint32_t rowCount;
  int passes;
  int status;
  char message[160];
};

static void onError(png_structp png, png_const_charp text) {
  PNGDecoder *decoder = png_get_error_ptr(png);
  if (decoder->status == codecOK) {
    decoder->status = codecBroken;
    strncpy(decoder->message, text, sizeof decoder->message - 1);
  }
  png_longjmp(png, 1);
}

static void onWarning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void readBytes(png_structp png, png_bytep into, size_t count) {
  PNGDecoder *decoder = png_get_io_ptr(png);
  if (count > decoder->left) {
    decoder->status = codecTruncated;
    png_error(png, "the data end early");
  }
  memcpy(into, decoder->next, count);
  decoder->next += count;
  decoder->left -= count;
}

PNGDecoder *pngDecoderCreate(const uint8_t *bytes, size_t count) {
  PNGDecoder *decoder = calloc(1, sizeof *decoder);
  if (!decoder) return NULL;
  decoder->next = bytes;
  decoder->left = count;
  decoder->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, decoder, onError, onWarning);
  if (decoder->png) decoder->info = png_create_info_struct(decoder->png);
  if (!decoder->info) {
    pngDecoderDestroy(decoder);
    return NULL;
  }
  return decoder;
}

int pngDecoderHeader(PNGDecoder *decoder, PictureLayout *layout) {
  png_structp png = decoder->png;
  png_infop info = decoder->info;
  if (setjmp(png_jmpbuf(png))) return decoder->status;
  png_set_read_fn(png, decoder, readBytes);
  // The caller has its own limit on the pixels, and reports it better.
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_read_info(png, info);
  layout->width = png_get_image_width(png, info);
  layout->height = png_get_image_height(png, info);
  layout->storedDepth = png_get_bit_depth(png, info);
  layout->interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
  layout->plain = layout->storedDepth == 8 && !layout->interlaced && !png_get_valid(png, info, PNG_INFO_tRNS) &&
                  png_get_color_type(png, info) != PNG_COLOR_TYPE_PALETTE;
  layout->cmyk = false;
  layout->inverted = false;
  // Palette to RGB, fewer bits than 8 to 8, a transparent colour to an alpha channel.
  png_set_expand(png);
  const uint16_t one = 1;
  if (*(const uint8_t *)&one == 1) png_set_swap(png);
  decoder->passes = png_set_interlace_handling(png);
  decoder->height = layout->height;
  png_read_update_info(png, info);
  layout->channels = png_get_channels(png, info);
  layout->depth = png_get_bit_depth(png, info);
  return codecOK;
}

int pngDecoderRows(PNGDecoder *decoder, uint8_t *rows, size_t stride, uint32_t count) {
  if (setjmp(png_jmpbuf(decoder->png))) return decoder->status;
  if (decoder->passes > 1 && count != decoder->height) png_error(decoder->png, "interlaced rows come all at once");
  for (int pass = 0; pass < decoder->passes; pass++)
    for (uint32_t row = 0; row < count; row++) {
      png_read_row(decoder->png, rows + row * stride, NULL);
      if (pass == decoder->passes - 1) decoder->rowCount++;
    }
  return codecOK;
}

uint32_t pngDecoderRowCount(const PNGDecoder *decoder) { return decoder->rowCount; }

int pngDecoderEnd(PNGDecoder *decoder) {
  if (setjmp(png_jmpbuf(decoder->png))) return decoder->status;
  png_read_end(decoder->png, NULL);
  return codecOK;
}

const char *pngDecoderMessage(const PNGDecoder *decoder) { return decoder->message; }

void pngDecoderDestroy(PNGDecoder *decoder) {
  png_destroy_read_struct(&decoder->png, &decoder->info, NULL);
  free(decoder);
}
