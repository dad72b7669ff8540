// libpng, reading from memory. One setjmp for each public function.
#include "CImageCodecs.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

struct PNGDecoder {
  png_structp png;
  png_infop info;
  CodecInput input;
  size_t offset;
  uint32_t height;
  uint32_t rowCount;
  int passes;
  int status;
  char message[160];
};

static void onError(png_structp png, png_const_charp text) {
  PNGDecoder *decoder = png_get_error_ptr(png);
  if (decoder->status == codecOK) {
    decoder->status = strstr(text, "emory") ? codecNoMemory : codecBroken;
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
  if (decoder->input.fill(decoder->input.context, decoder->offset + count) < decoder->offset + count) {
    decoder->status = codecTruncated;
    png_error(png, "the data end early");
  }
  memcpy(into, decoder->input.bytes + decoder->offset, count);
  decoder->offset += count;
}

PNGDecoder *pngDecoderCreate(CodecInput input) {
  PNGDecoder *decoder = calloc(1, sizeof *decoder);
  if (!decoder) return NULL;
  decoder->input = input;
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
  // Of all chunks but those that the pixels need nothing is kept or inflated: a few bytes can ask for gigabytes.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  // Optimisers write a smaller window than their stream needs.
  png_set_option(png, PNG_MAXIMUM_INFLATE_WINDOW, PNG_OPTION_ON);
  // What is there of a damaged picture is shown even if the check sums say that it is damaged.
  if (decoder->input.keepsDamaged) png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
  png_read_info(png, info);
  layout->width = png_get_image_width(png, info);
  layout->height = png_get_image_height(png, info);
  layout->storedDepth = png_get_bit_depth(png, info);
  layout->storedChannels = png_get_channels(png, info);
  layout->interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
  layout->plain = layout->storedDepth == 8 && !layout->interlaced && !png_get_valid(png, info, PNG_INFO_tRNS) &&
                  png_get_color_type(png, info) != PNG_COLOR_TYPE_PALETTE;
  layout->cmyk = false;
  layout->storesLuma = false;
  layout->ycc = false;
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
      // Where damage is kept, each pixel of an early pass stands for those around it that are not there yet.
      bool spreads = decoder->passes > 1 && decoder->input.keepsDamaged;
      png_bytep line = rows + row * stride;
      png_read_row(decoder->png, spreads ? NULL : line, spreads ? line : NULL);
      // After the first pass every row holds something, but only the last pass makes it whole.
      if (pass == (spreads ? 0 : decoder->passes - 1)) decoder->rowCount++;
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
